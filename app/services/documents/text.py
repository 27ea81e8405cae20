"""Running text on the grid: paragraphs, titles, two ends of a line, the unit over its date."""

from dataclasses import dataclass

from app.services.documents.canvas import Sheet
from app.services.documents.fonts import Fonts, Hand
from app.services.documents.lines import BLANK, Line, Measure, break_lines
from app.services.documents.pages import Format, Once, Strip, blank
from app.services.documents.templates import Align

_ASCENT = 0.88  # of the em: where Chinese faces set the baseline in their square
_RULE_DROP, _RULE_WIDTH = 0.16, 0.5  # a blank's line: below the baseline (ems), thickness (points)


@dataclass(frozen=True)
class Style:
    """How a text is set: hand, size and line pitch in points, and the gap between characters."""

    hand: Hand
    size: float
    pitch: float
    spacing: float = 0.0


@dataclass(frozen=True)
class Setter:
    """Sets text of one style at given places."""

    fonts: Fonts
    style: Style

    @property
    def measure(self) -> Measure:
        """How wide text of this style is."""
        return Measure(self.fonts.advances(self.style.hand), self.style.size, self.style.spacing)

    def width(self, text: str) -> float:
        """Return the width of ``text`` in points."""
        return self.measure.width(text)

    def lines(self, text: str, width: float, *, first_indent: float = 0.0, justify: bool = True) -> list[Line]:
        """Break text into lines, paragraph by paragraph."""
        measure = self.measure
        return [
            line
            for paragraph in text.split("\n")
            for line in break_lines(paragraph, measure, width, first_indent=first_indent, justify=justify)
        ]

    def put(self, sheet: Sheet, x: float, top: float, line: Line) -> None:
        """Write one line whose row begins at ``top``; blanks become ruled lines."""
        size, pitch = self.style.size, self.style.pitch
        x += line.indent
        baseline = top - (pitch - size) / 2 - _ASCENT * size
        for text in _around_blanks(line.text):
            width = self.measure.width(text) + (line.spacing - self.style.spacing) * len(text)
            if text[0] == BLANK:
                sheet.setLineWidth(_RULE_WIDTH)
                sheet.line(x + 1, baseline - _RULE_DROP * size, x + width - 1, baseline - _RULE_DROP * size)
            else:
                sheet.show(x, baseline, self.fonts.runs(text, self.style.hand), size, line.spacing)
            x += width


@dataclass(frozen=True)
class TextBlock:
    """Lines below each other, each a strip."""

    setter: Setter
    x: float
    lines: tuple[Line, ...]

    def draw(self, sheet: Sheet, top: float, first: int, last: int) -> None:
        """Draw some of the lines."""
        for i, line in enumerate(self.lines[first : last + 1]):
            self.setter.put(sheet, self.x, top - i * self.setter.style.pitch, line)


def paragraph(
    setter: Setter, page: Format, text: str, align: Align = Align.INDENT, *, glued: bool = False
) -> list[Strip]:
    """Set one text of the body, with neither its first nor its last line alone on a page."""
    indent = 2 * page.cell if align is Align.INDENT else 0.0
    lines = setter.lines(text, page.type_width, first_indent=indent, justify=align is not Align.CENTRE)
    if align is Align.CENTRE:
        lines = [Line(line.text, (page.type_width - setter.width(line.text)) / 2, line.spacing) for line in lines]
    block = TextBlock(setter, page.left, tuple(lines))
    last = len(lines) - 1
    return [Strip(setter.style.pitch, block, i, glued=glued if i == 0 else i in {1, last}) for i in range(last + 1)]


def pair(setter: Setter, page: Format, left: str, right: str) -> list[Strip]:
    """Set two short texts at the two ends of a line, or below each other when they do not fit."""
    both = setter.width(left) + setter.width(right) + 2 * setter.style.size
    if both > page.type_width:
        return [*paragraph(setter, page, left, Align.LEFT), *paragraph(setter, page, right, Align.LEFT, glued=True)]

    def draw(sheet: Sheet, top: float) -> None:
        setter.put(sheet, page.left, top, Line(left, 0.0, setter.style.spacing))
        at = page.type_width - setter.width(right)
        setter.put(sheet, page.left, top, Line(right, at, setter.style.spacing))

    return [Strip(setter.style.pitch, Once(draw))]


def seal(setter: Setter, page: Format, unit: str, day: str) -> list[Strip]:
    """Set the unit over the date, four characters from the right edge, glued to the text before it.

    The seal (42 mm) presses on both; two rows above and one below belong to it.
    """
    inner = page.type_width - 4 * page.cell
    unit_lines = setter.lines(unit, page.type_width, justify=False)
    widest = max(setter.width(line.text) for line in unit_lines)
    centre = inner - setter.width(day) / 2
    centre = min(centre, page.type_width - widest / 2)
    lines = [*(line.text for line in unit_lines), day]
    block = TextBlock(
        setter,
        page.left,
        tuple(Line(text, max(0.0, centre - setter.width(text) / 2), setter.style.spacing) for text in lines),
    )
    rows = [Strip(setter.style.pitch, block, i, glued=True) for i in range(len(lines))]
    return [blank(2 * setter.style.pitch, glued=True), *rows, blank(setter.style.pitch / 2, glued=True)]


def signatures(setter: Setter, page: Format, labels: tuple[str, ...]) -> list[Strip]:
    """Set places to sign, two a line, two rows of room each, glued to the text before them."""
    strips = [blank(setter.style.pitch / 2, glued=True)]
    for i in range(0, len(labels), 2):

        def draw(sheet: Sheet, top: float, row: tuple[str, ...] = labels[i : i + 2]) -> None:
            for place, label in enumerate(row):
                at = place * page.type_width / 2
                setter.put(sheet, page.left + at, top, Line(label, 0.0, setter.style.spacing))

        strips.append(Strip(2 * setter.style.pitch, Once(draw), glued=True))
    return strips


def _around_blanks(text: str) -> list[str]:
    """Cut a line into stretches of text and stretches of blank."""
    parts: list[str] = []
    for char in text:
        if parts and (parts[-1][0] == BLANK) == (char == BLANK):
            parts[-1] += char
        else:
            parts.append(char)
    return parts
