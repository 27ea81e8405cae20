"""A work list as a file: every row of it, as it stands, in its order, with nothing the screen does not show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.models.vocabulary import KIND_TITLES, STATE_TITLES, CaseState, Kind
from app.models.words import mark, tr
from app.services.bootstrap import Desk
from app.services.cases.lists import CaseRow, Order, View
from app.services.cases.service import Cases
from app.services.exports import Cell, Exports, Leave, write_rows

PAGE = 1000
COLUMNS = (
    mark("Number"),
    mark("Kind"),
    mark("State"),
    mark("Last day"),
    mark("Respondent"),
    mark("Facts"),
    mark("Consumer"),
    mark("Unit"),
    mark("Handler"),
    mark("Received"),
)
Told = Callable[[int], bool]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list as somebody has it before them, in the terms of :meth:`Cases.page`."""

    view: View
    states: tuple[str, ...] = ()
    words: str = ""
    order: Order | None = None
    descending: bool | None = None
    start: date | None = None

    def how(self) -> dict[str, Any]:
        """Return what :meth:`Cases.page` and :meth:`Cases.count` take besides the view."""
        return {name: getattr(self, name) for name in ("states", "words", "order", "descending", "start")}

    def said(self) -> dict[str, Any]:
        """Return it as the audit keeps it: words that narrow it may be a name, so only their length stands there."""
        return {
            "view": self.view.value,
            "states": list(self.states),
            "characters": len(self.words),
            "order": self.order.value if self.order else None,
            "start": self.start.isoformat() if self.start else None,
        }


class ListFile:
    """The desk's way of letting a work list leave as a file; every method waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._cases = Cases(desk)

    def leave(self, listed: Listed, reason: str) -> Leave:
        """Have the office note that the list leaves it, with the number of its rows, before the first is written.

        Raises:
            UserError: No reason (field ``reason``).
        """
        rows = self._cases.count(listed.view, **listed.how())
        return Exports(self._desk).leave("list", listed.said(), rows=rows, reason=reason)

    def write(self, listed: Listed, leave: Leave, path: Path, told: Told) -> int:
        """Write the list to ``path``: XLSX where the name ends so, else CSV. Memory does not grow with its length.

        Args:
            listed: The list that was said to leave.
            leave: What the office noted; never more rows than that are written.
            path: Where to; a file there is replaced only by a whole one.
            told: Hears after every page how many rows there are; ``False`` stops, and no file is made.

        Returns:
            How many rows were written.

        Raises:
            UserError: The file cannot be written there, or it was stopped.
        """
        return write_rows(path, [tr(title) for title in COLUMNS], self._rows(listed, leave.rows), told)

    def _rows(self, listed: Listed, most: int) -> Iterator[list[tuple[Cell, ...]]]:
        after: CaseRow | None = None
        left = most
        while left > 0:
            page = self._cases.page(listed.view, after, min(PAGE, left), **listed.how())
            if page.rows:
                yield [self._cells(row) for row in page.rows]
                after, left = page.rows[-1], left - len(page.rows)
            if not page.more:
                return

    def _cells(self, row: CaseRow) -> tuple[Cell, ...]:
        return (
            row.number,
            tr(KIND_TITLES[Kind(row.kind)]),
            tr(STATE_TITLES[CaseState(row.state)]),
            row.due_on,
            row.respondent,
            row.facts,
            row.consumer,
            self._desk.codes.unit_name(row.handling_unit_id),
            row.handler,
            row.received_at,
        )
