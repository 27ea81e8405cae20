"""Ruled tables that grow with what is in them and break well over pages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from app.services.documents.canvas import Sheet
from app.services.documents.lines import Line
from app.services.documents.pages import Format, Strip
from app.services.documents.templates import Cell, Table, places
from app.services.documents.text import Setter

_OUTER, _INNER = 1.5, 0.5  # thickness of the lines, points
_PAD = 5.0
_KEPT_LINES = 10  # a row of more lines than this may be divided between pages
_SIDE_PITCH = 1.2  # of the type size, from one character of a side label to the next
_RAISED = "、，。"


@dataclass(frozen=True)
class _Box:
    """One cell, placed and set."""

    cell: Cell
    x: float
    width: float
    lines: tuple[Line, ...]
    date: Line | None


@dataclass(frozen=True)
class _Placed:
    """One row: its boxes, its first strip and how many strips it has."""

    boxes: tuple[_Box, ...]
    first: int
    count: int


class TableBlock:
    """A table, set and cut into strips.

    Args:
        table: What stands where.
        setter: Sets the text of the cells.
        page: The page it stands on.
        written: Gives a cell's text with its places filled.
        room: Points left on the page; fields of running text grow to fill it when the table fits.
    """

    def __init__(
        self, table: Table, setter: Setter, page: Format, written: Callable[[str], str], *, room: float
    ) -> None:
        self._setter = setter
        self._page = page
        shares = [share * page.type_width / sum(table.columns) for share in table.columns]
        self._edges = [page.left + sum(shares[:i]) for i in range(len(shares) + 1)]
        self._strips: list[Strip] = []
        self._rows: list[_Placed] = []
        self._sides: list[tuple[_Box, int, int]] = []
        taken: list[int] = [0] * (len(table.rows) + len(table.columns) * 8)
        for i, row in enumerate(table.rows):
            column, boxes = taken[i], []
            for cell in row.cells:
                box = self._box(cell, column, written)
                if cell.side:
                    self._sides.append((box, i, i + cell.rows - 1))
                    for below in range(1, cell.rows):
                        taken[i + below] += cell.span
                else:
                    boxes.append(box)
                column += cell.span
            joined = taken[i] > 0 or any(box.cell.sign for box in boxes)
            self._add_row(tuple(boxes), row.height, glued=joined and i > 0)
        self.strips = self._grown(room)

    def _box(self, cell: Cell, column: int, written: Callable[[str], str]) -> _Box:
        x, end = self._edges[column], self._edges[column + cell.span]
        setter, width = self._setter, end - x - 2 * _PAD
        if cell.side:
            return _Box(cell, x, end - x, (Line(written(cell.text), 0.0, 0.0),), None)
        indent = 2 * setter.style.size if cell.long else 0.0
        lines = setter.lines(written(cell.text), width, first_indent=indent, justify=cell.long)
        if not places(cell.text) and not cell.sign:
            lines = [Line(line.text, (width - setter.width(line.text)) / 2, 0.0) for line in lines]
        date = None
        if cell.sign:
            words = written(cell.date)
            date = Line(words, max(0.0, width - setter.width(words) - setter.style.size), 0.0)
        return _Box(cell, x, end - x, tuple(lines), date)

    def _add_row(self, boxes: tuple[_Box, ...], least: float, *, glued: bool) -> None:
        pitch = self._setter.style.pitch
        count = max((len(box.lines) for box in boxes), default=1)
        full = max(least, count * pitch + 2 * _PAD)
        heights = [full]
        if count > _KEPT_LINES:
            heights = [pitch] * count
            heights[0] += _PAD
            heights[-1] += full - count * pitch - _PAD
        first = len(self._strips)
        self._rows.append(_Placed(boxes, first, len(heights)))
        for i, height in enumerate(heights):
            kept = glued if i == 0 else i <= 2 or i >= len(heights) - 2  # noqa: PLR2004 three lines at each end
            self._strips.append(Strip(height, self, first + i, glued=kept))

    def _grown(self, room: float) -> list[Strip]:
        """Let the undivided fields of running text share what is left of the page."""
        growing = [row.first for row in self._rows if row.count == 1 and any(box.cell.long for box in row.boxes)]
        least = sum(self._strips[i].height for i in growing)
        spare = room - sum(strip.height for strip in self._strips)
        if spare <= 0 or not least:
            return self._strips
        return [
            replace(strip, height=strip.height * (1 + spare / least)) if strip.index in growing else strip
            for strip in self._strips
        ]

    def draw(self, sheet: Sheet, top: float, first: int, last: int) -> None:
        """Draw the part of the table that lies on one page."""
        tops = [top]
        for i in range(first, last + 1):
            tops.append(tops[-1] - self.strips[i].height)
        spans: dict[int, tuple[float, float]] = {}
        for number, row in enumerate(self._rows):
            start, end = max(row.first, first), min(row.first + row.count - 1, last)
            if start <= end:
                spans[number] = (tops[start - first], tops[end - first + 1])
        labels = [(box, rows) for box, begin, end in self._sides if (rows := _present(spans, begin, end))]
        for number, (upper, lower) in spans.items():
            for box, rows in labels:
                if rows[0] == number:
                    self._draw_side(sheet, box, upper, spans[rows[-1]][1])
            self._draw_row(sheet, number, max(self._rows[number].first, first), upper, lower)
        self._draw_frame(sheet, top, tops[-1])

    def _draw_row(self, sheet: Sheet, number: int, start: int, upper: float, lower: float) -> None:
        row = self._rows[number]
        whole = row.count == 1
        skipped = start - row.first
        pitch = self._setter.style.pitch
        sheet.setLineWidth(_INNER)
        for box in row.boxes:
            sheet.rect(box.x, lower, box.width, upper - lower)
            lines = box.lines if whole else self._visible(box.lines, skipped, upper - lower)
            height = len(lines) * pitch
            middle = whole and not box.cell.long and not box.cell.sign
            at = upper - (upper - lower - height) / 2 if middle else upper - (_PAD if not skipped else 0.0)
            for i, line in enumerate(lines):
                self._setter.put(sheet, box.x + _PAD, at - i * pitch, line)
            if box.date is not None:
                self._setter.put(sheet, box.x + _PAD, lower + _PAD + pitch, box.date)

    def _visible(self, lines: tuple[Line, ...], skipped: int, height: float) -> tuple[Line, ...]:
        room = int((height + 0.01) / self._setter.style.pitch)
        return lines[skipped : skipped + room]

    def _draw_side(self, sheet: Sheet, box: _Box, upper: float, lower: float) -> None:
        """Write a label from top to bottom, in as many columns as its height asks for, the first at the right."""
        sheet.setLineWidth(_INNER)
        sheet.rect(box.x, lower, box.width, upper - lower)
        text, size = box.lines[0].text, self._setter.style.size
        step = size * _SIDE_PITCH
        room = int((upper - lower - _PAD) / step)
        columns = ceil(len(text) / room) if room else 0
        if not columns or columns * step > box.width:
            return  # the narrow rest of a divided row: its label stands on the page before
        each = ceil(len(text) / columns)
        for column in range(columns):
            part = text[column * each : (column + 1) * each]
            x = box.x + box.width / 2 + (columns / 2 - column - 1) * step + (step - size) / 2
            at = (upper + lower) / 2 + each * step / 2 + (self._setter.style.pitch - step) / 2
            for i, char in enumerate(part):
                lift = size / 2 if char in _RAISED else 0.0
                self._setter.put(sheet, x + lift, at - i * step + lift, Line(char, 0.0, 0.0))

    def _draw_frame(self, sheet: Sheet, upper: float, lower: float) -> None:
        sheet.setLineWidth(_OUTER)
        sheet.rect(self._edges[0], lower, self._edges[-1] - self._edges[0], upper - lower)


def _present(spans: dict[int, tuple[float, float]], begin: int, end: int) -> list[int]:
    return [number for number in range(begin, end + 1) if number in spans]
