"""A form as data: its fields and what is printed, from top to bottom."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.services.documents.fields import Field, PaperData
from app.services.documents.lines import BLANK

# What every paper knows without being told: who issues it, under which number, on which day.
STANDARD = frozenset({"authority", "number", "issued_on"})
_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


class Align(Enum):
    """Where a paragraph stands."""

    INDENT = ""
    LEFT = "|"
    CENTRE = "^"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; printed only where the field ``when`` is filled, if it names one."""

    text: str
    align: Align = Align.INDENT
    when: str = ""


@dataclass(frozen=True)
class Paragraphs:
    """Running text."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Pair:
    """Two short texts on one line, at its two ends."""

    left: str
    right: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: What stands in it, with ``{field}`` places.
        span: Columns it covers.
        rows: Rows it covers; more than one only for a label at the side.
        side: Whether it is a label written from top to bottom.
        long: Whether it is a field of running text, set from the top and broken over pages.
        sign: Whether it is a place to sign, with ``date`` below.
        date: The text under a place to sign.
    """

    text: str
    span: int = 1
    rows: int = 1
    side: bool = False
    long: bool = False
    sign: bool = False
    date: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table, at least ``height`` points high."""

    cells: tuple[Cell, ...]
    height: float


@dataclass(frozen=True)
class Table:
    """A ruled table; ``columns`` are shares of the width."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Seal:
    """The issuing unit over the date, with room for the seal on both."""

    text: str


@dataclass(frozen=True)
class Signatures:
    """Places to sign side by side, two a line."""

    labels: tuple[str, ...]


#: The rule set of the centre's own papers.
OWN = "OFFICE"

Part = Paragraphs | Pair | Table | Seal | Signatures


@dataclass(frozen=True, kw_only=True)
class Template:
    """One form.

    Attributes:
        code: The office's name of the form, as in ``acceptance_decision``.
        rule_set: The rule whose form it is, as in ``ORDER121``; ``OFFICE`` for the centre's own papers.
        form: Its number among the forms of the rule; 0 for the centre's own.
        title: The title on the paper.
        word: The suggested word of its number series, as in 投受; empty where it has no series.
        number: The number's pattern with ``{district}``, ``{word}``, ``{year}``, ``{serial}``.
        basis: The articles it rests on.
        valid_from: First day on which it may be issued.
        copies: Who gets one.
        notes: The notes of the official form: for the clerk, not printed.
        mark: A warning printed above the text, and the field and text on which it depends.
        footer: What stands at the foot of every page, as places to sign each of them.
        fields: What it asks for.
        parts: What is printed, from top to bottom.
    """

    code: str
    rule_set: str
    form: int
    title: str
    word: str
    number: str
    basis: str
    valid_from: date
    copies: tuple[str, ...]
    notes: tuple[str, ...]
    mark: tuple[str, str, str] | None
    footer: str
    fields: tuple[Field, ...]
    parts: tuple[Part, ...]

    def field(self, name: str) -> Field:
        """Return the field called ``name``; :class:`KeyError` when the form has none."""
        return {field.name: field for field in self.fields}[name]

    def number_text(self, *, district: str, year: int, serial: int | None, word: str | None = None) -> str:
        """Return the document number; a missing ``serial`` leaves a blank, as on a draft."""
        return self.number.format(
            district=district or BLANK * 2,
            word=word or self.word,
            year=year,
            serial=BLANK * 3 if serial is None else serial,
        )


def missing(form: Template, data: PaperData) -> tuple[Field, ...]:
    """Return the required fields of ``form`` that ``data`` leaves empty."""
    return tuple(field for field in form.fields if field.required and field.is_empty(data.get(field.name)))


def places(text: str) -> list[str]:
    """Return the names of the fields that ``text`` has places for."""
    return _PLACE.findall(text)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put ``words`` into the places of ``text``."""
    return _PLACE.sub(lambda match: words[match.group(1)], text)


def texts(form: Template) -> Iterator[str]:
    """Give every text of ``form`` that is printed, with its places."""
    yield from (form.title, form.footer)
    for part in form.parts:
        match part:
            case Paragraphs(paragraphs):
                yield from (paragraph.text for paragraph in paragraphs)
            case Pair(left, right):
                yield from (left, right)
            case Table(_, rows):
                yield from (text for row in rows for cell in row.cells for text in (cell.text, cell.date))
            case Seal(text):
                yield text
            case Signatures(labels):
                yield from labels
