"""From strips to pages: what stays together, and where a page ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from app.services.documents.canvas import Sheet

_MM = 72 / 25.4
_SLACK = 0.01  # points: twenty-two lines fill the page exactly, but not in floating point


@dataclass(frozen=True)
class Format:
    """A4 as GB/T 9704-2012 divides it: margins, and a type area of 22 lines of 28 characters. All in points."""

    width: float = 210 * _MM
    height: float = 297 * _MM
    top: float = 37 * _MM
    bottom: float = 35 * _MM
    left: float = 28 * _MM
    right: float = 26 * _MM

    @property
    def type_width(self) -> float:
        """Width of the type area."""
        return self.width - self.left - self.right

    @property
    def type_height(self) -> float:
        """Height of the type area."""
        return self.height - self.top - self.bottom

    @property
    def pitch(self) -> float:
        """Distance from one line to the next."""
        return self.type_height / 22

    @property
    def cell(self) -> float:
        """Distance from one character to the next."""
        return self.type_width / 28


class Drawn(Protocol):
    """Something that is cut into strips and drawn from the first to the last of those on one page."""

    def draw(self, sheet: Sheet, top: float, first: int, last: int) -> None:
        """Draw the strips ``first`` to ``last`` with the upper edge of the first at ``top``."""


@dataclass(frozen=True)
class Strip:
    """A part that no page break divides.

    Attributes:
        height: In points.
        owner: What draws it.
        index: Its place among its owner's strips.
        glued: Whether it stays on the page of the strip before it.
        space: Whether it is mere space, dropped at the top of a page.
    """

    height: float
    owner: Drawn
    index: int = 0
    glued: bool = False
    space: bool = False


@dataclass(frozen=True)
class Once:
    """A single strip drawn by a function of the sheet and its upper edge."""

    function: Callable[[Sheet, float], None]

    def draw(self, sheet: Sheet, top: float, first: int, last: int) -> None:  # noqa: ARG002 one strip, one call
        """Draw it."""
        self.function(sheet, top)


def blank(height: float, *, glued: bool = False) -> Strip:
    """Return ``height`` points of space."""
    return Strip(height, Once(lambda _sheet, _top: None), glued=glued, space=True)


def paginate(strips: Sequence[Strip], height: float) -> list[list[Strip]]:
    """Divide strips among pages of ``height`` points, keeping glued ones together where a page can hold them."""
    pages: list[list[Strip]] = [[]]
    room = height
    for chunk in _chunks(strips):
        if all(strip.space for strip in chunk) and _height(chunk) > room:
            continue  # the end of the page is space enough
        if pages[-1] and _height(chunk) > room + _SLACK and _height(chunk) <= height + _SLACK:
            pages.append([])
            room = height
        for strip in chunk:
            if strip.height > room + _SLACK and pages[-1]:
                pages.append([])
                room = height
            if strip.space and not pages[-1] and len(pages) > 1:
                continue
            pages[-1].append(strip)
            room -= strip.height
    return pages


def draw_pages(
    sheet: Sheet, pages: Sequence[Sequence[Strip]], page_format: Format, furniture: Callable[[int], None]
) -> None:
    """Draw every page; ``furniture`` adds what stands outside the type area, given the page's number from 1."""
    for number, page in enumerate(pages, start=1):
        top = page_format.height - page_format.top
        for _owner, group in groupby(page, key=lambda strip: id(strip.owner)):
            strips = list(group)
            strips[0].owner.draw(sheet, top, strips[0].index, strips[-1].index)
            top -= _height(strips)
        furniture(number)
        sheet.showPage()


def _chunks(strips: Sequence[Strip]) -> list[list[Strip]]:
    chunks: list[list[Strip]] = []
    for strip in strips:
        if strip.glued and chunks:
            chunks[-1].append(strip)
        else:
            chunks.append([strip])
    return chunks


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)
