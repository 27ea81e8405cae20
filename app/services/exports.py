"""Exports: what leaves the office as a file stands in its audit first: who, what, which rows, how many, and why.

Every writer of a file asks :class:`Exports` before its first row.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from app.models.words import mark, tr
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE
from app.services.errors import UserError
from app.services.refusals import REFUSALS

PAGE = 5000
NO_RIGHT = mark("Your rights do not let this leave the office as a file. Ask your supervisor.")
REASON_NEEDED = mark("Say what the file is for; the reason is kept with your own name.")
UNWRITABLE = mark("The file cannot be written there; choose another place.")
STOPPED = mark("The export was stopped; no file was made.")
TOO_LONG = mark("A workbook holds {n} rows; choose CSV.")
SHEET_ROWS = 1_048_575
_FORMULA = ("=", "+", "-", "@", "\t")

COLUMNS: dict[str, str] = {
    "number": mark("Number"),
    "kind": mark("Kind"),
    "channel": mark("Channel"),
    "state": mark("State"),
    "outcome": mark("Outcome"),
    "ground": mark("Ground"),
    "received_at": mark("Received"),
    "registering_unit": mark("Registered by"),
    "deciding_authority": mark("Deciding authority"),
    "handling_unit": mark("Handling unit"),
    "handler": mark("Handler"),
    "object_code": mark("Object"),
    "problem_code": mark("Problem"),
    "amount_involved": mark("Amount involved"),
    "respondent_name": mark("Respondent"),
    "decided_on": mark("Decided on"),
    "accepted_on": mark("Accepted"),
    "concluded_on": mark("Concluded on"),
    "closed_on": mark("Closed"),
    "due_on": mark("Due on"),
    "facts": mark("Facts"),
    "answer": mark("Answer"),
}
Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, kw_only=True)
class Leave:
    """The office's committed note that something leaves it.

    Attributes:
        ticket: What opens the rows; for two hours and this login only.
        rows: How many rows leave, as the audit says.
    """

    ticket: UUID
    rows: int


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which cases leave; what is empty is not narrowed.

    Attributes:
        units: Handling units, each itself and not what lies below it.
        since: First day of receipt.
        until: Last day of receipt.
    """

    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()
    open: bool | None = None
    since: date | None = None
    until: date | None = None

    def said(self) -> dict[str, Any]:
        """Return it as the audit keeps it."""
        said: dict[str, Any] = {
            name: [str(one) for one in values]
            for name, values in (
                ("kinds", self.kinds),
                ("channels", self.channels),
                ("states", self.states),
                ("units", self.units),
            )
            if values
        }
        if self.open is not None:
            said["open"] = self.open
        return said | {
            name: day.isoformat() for name, day in (("from", self.since), ("until", self.until)) if day is not None
        }


class Exports:
    """The desk's way of letting rows leave as a file; every method waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def leave(self, what: str, wanted: Mapping[str, Any], *, rows: int = 0, reason: str = "") -> Leave:
        """Have the office note what leaves it.

        Args:
            what: ``figures``, ``list`` (rows already on the screen) or ``cases`` (the office counts them itself).
            wanted: Which rows, in codes and ids; names and numbers do not belong here.
            rows: How many; for cases the office's own count holds.
            reason: What the file is for; needed where rows are about persons, that is for all but figures.

        Raises:
            UserError: No right, or no reason (field ``reason``).
        """
        answer = self._desk.database.call("ask_export", what, dict(wanted), rows, reason)
        if answer["status"] == "refused":
            said = {"no_right": NO_RIGHT, "needed": REASON_NEEDED}.get(answer["code"], REFUSALS.get(answer["code"], ""))
            raise UserError(tr(said), field=answer.get("field"), code=answer["code"])
        return Leave(ticket=UUID(answer["ticket"]), rows=answer["rows"])

    def cases(self, which: Which, path: Path, reason: str) -> int:
        """Write the cases this person sees to ``path``: XLSX where the name ends so, else CSV (UTF-8 with mark).

        Rows stream through: memory does not grow with their number.

        Returns:
            How many were written.

        Raises:
            UserError: No right, no reason, or the file cannot be written there.
        """
        leave = self.leave("cases", which.said(), reason=reason)
        return write_rows(path, [tr(title) for title in COLUMNS.values()], self._pages(leave))

    def _pages(self, leave: Leave) -> Iterator[list[tuple[Cell, ...]]]:
        edge: tuple[datetime | None, UUID | None] = (None, None)
        while True:
            page = self._desk.database.call_rows("export_cases", leave.ticket, *edge, PAGE)
            yield [tuple(row[name] for name in COLUMNS) for row in page]
            if len(page) < PAGE:
                return
            edge = (page[-1]["received_at"], page[-1]["case_id"])


def write_rows(
    path: Path,
    titles: Sequence[str],
    pages: Iterable[Sequence[tuple[Cell, ...]]],
    told: Callable[[int], bool] = lambda _: True,
) -> int:
    """Write rows page by page: XLSX where the name ends so, else CSV (UTF-8 with mark); half a file never stands there.

    Args:
        path: Where to.
        titles: The heads of the columns.
        pages: The rows; each page is asked for when the one before is written.
        told: Hears after every page how many rows there are; ``False`` stops.

    Returns:
        How many rows were written.

    Raises:
        UserError: The file cannot be written there, a workbook cannot hold as many, or it was stopped.
    """
    part = path.with_name(f"{path.name}.part")
    n = 0

    def counted() -> Iterator[tuple[Cell, ...]]:
        nonlocal n
        for page in pages:
            yield from page
            n += len(page)
            if not told(n):
                raise UserError(tr(STOPPED))

    try:
        (_write_xlsx if path.suffix.lower() == ".xlsx" else _write_csv)(part, titles, counted())
        part.replace(path)
    except OSError as problem:
        raise UserError(tr(UNWRITABLE), field="file") from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return n


def _write_csv(path: Path, titles: Sequence[str], rows: Iterator[tuple[Cell, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        for row in rows:
            writer.writerow([_said(cell) for cell in row])


def _write_xlsx(path: Path, titles: Sequence[str], rows: Iterator[tuple[Cell, ...]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with path.open("wb") as file, xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title)
        for n, row in enumerate(rows, start=1):
            if n > SHEET_ROWS:
                raise UserError(tr(TOO_LONG, n=f"{SHEET_ROWS:,}"), field="file")
            for place, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(n, place, float(cell))
                elif cell is not None:
                    sheet.write_string(n, place, _plain(cell))


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def _said(cell: Cell) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    text = _plain(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
