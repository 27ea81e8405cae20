"""Takes a register in: row by row understood, tried out or sent in batches, and every refusal told with its reason."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.models.vocabulary import KIND_TITLES, Kind
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.errors import UserError
from app.services.import_export.mapping import NEEDED, Meaning
from app.services.import_export.sheets import Cell, Sheet, SheetRow
from app.services.import_export.values import amount_of, moment_of, text_of
from app.services.refusals import REFUSALS
from app.services.search.fold import fold

BATCH = 100
_KNOWN = "known"
_DONE = "done"
_ZH_KINDS = {
    "咨询": Kind.CONSULTATION,
    "投诉": Kind.COMPLAINT,
    "举报": Kind.REPORT,
    "建议": Kind.SUGGESTION,
    "表扬": Kind.PRAISE,
    "服务投诉": Kind.SERVICE_COMPLAINT,
    "其他": Kind.OTHER,
}

Progress = Callable[[int, int], None]
"""Told how many rows of how many are through."""


@dataclass(frozen=True, kw_only=True)
class Reject:
    """A row that was not taken in, and why."""

    line: int
    reason: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Order:
    """What an import means for every row that does not say it itself.

    Attributes:
        source: The register's name; with a row's number it tells whether the row is here already.
        channel: How the matters came in, by the list ``channel``.
        kind: What they are where no column says it.
    """

    source: str
    mapping: Mapping[Meaning, int]
    channel: str = "transfer_mailbox"
    kind: Kind = Kind.CONSULTATION


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the rows: taken in (or ready to be), here before, refused."""

    done: int
    known: int
    rejects: tuple[Reject, ...]


@dataclass(frozen=True, kw_only=True)
class _Ready:
    line: int
    payload: dict[str, Any]
    cells: tuple[Cell, ...]


class Import:
    """Brings a register in. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def try_out(self, sheet: Sheet, order: Order) -> Outcome:
        """Say what an import would do, and change nothing."""
        rejects: list[Reject] = []
        done = known = 0
        for batch in _batches(self._understood(sheet, order, rejects)):
            numbers = [row.payload["number"] for row in batch]
            here = len(self._desk.database.call_rows("known_numbers", order.source, numbers))
            known += here
            done += len(batch) - here
        return Outcome(done=done, known=known, rejects=_in_order(rejects))

    def run(self, sheet: Sheet, order: Order, progress: Progress | None = None) -> Outcome:
        """Take the rows in; those that are here already are passed over, however often the file is brought.

        Raises:
            UserError: One has no right to import.
            OutageError: The line broke; bringing the file once more goes on where it stopped.
        """
        refused: list[Reject] = []
        done = known = 0
        for batch in _batches(self._understood(sheet, order, refused)):
            payload = {"source": order.source, "rows": [row.payload for row in batch]}
            answers = self._desk.command("import_cases", payload)["rows"]
            for row, (answer, about) in zip(batch, answers, strict=True):
                if answer == _DONE:
                    done += 1
                elif answer == _KNOWN:
                    known += 1
                else:
                    text = tr(REFUSALS.get(answer, REFUSALS["constraint"]))
                    refused.append(Reject(line=row.line, reason=f"{about}: {text}" if about else text, cells=row.cells))
            if progress is not None:
                progress(min(done + known + len(refused), len(sheet.rows)), len(sheet.rows))
        return Outcome(done=done, known=known, rejects=_in_order(refused))

    def _understood(self, sheet: Sheet, order: Order, rejects: list[Reject]) -> Iterator[_Ready]:
        """Yield the rows that can be sent, one at a time: a register may have a million; note the others."""
        missing = [meaning for meaning in NEEDED if meaning not in order.mapping]
        if missing:
            raise UserError(tr("Say which column is the number, the date and the facts."), field=missing[0].value)
        if not order.source.strip():
            raise UserError(tr("Name the register, so that a row is known again."), field="source")
        rejects += [Reject(line=row.line, reason=row.reason) for row in sheet.broken]
        seen: set[str] = set()
        for row in sheet.rows:
            try:
                payload = _payload(row, sheet, order)
            except UserError as problem:
                rejects.append(Reject(line=row.line, reason=problem.text, cells=row.cells))
                continue
            if payload["number"] in seen:
                reason = tr("This number stands in the file twice; the first row counts.")
                rejects.append(Reject(line=row.line, reason=reason, cells=row.cells))
                continue
            seen.add(payload["number"])
            yield _Ready(line=row.line, payload=payload, cells=row.cells)


def _in_order(rejects: Sequence[Reject]) -> tuple[Reject, ...]:
    return tuple(sorted(rejects, key=lambda reject: reject.line))


def write_rejects(path: Path, sheet: Sheet, rejects: Sequence[Reject]) -> None:
    """Write the refused rows with their reasons as CSV that a spreadsheet opens, to be mended and brought again."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([tr("Row"), tr("Reason"), *sheet.header])
        for reject in rejects:
            writer.writerow([reject.line, reject.reason, *(_harmless(cell) for cell in reject.cells)])


def _harmless(cell: Cell) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _payload(row: SheetRow, sheet: Sheet, order: Order) -> dict[str, Any]:
    def cell(meaning: Meaning) -> Cell:
        place = order.mapping.get(meaning)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    said = {meaning: text_of(cell(meaning)) for meaning in Meaning}
    received, answered = moment_of(cell(Meaning.RECEIVED_AT)), moment_of(cell(Meaning.ANSWERED_AT))
    if not said[Meaning.NUMBER]:
        raise UserError(tr("The number is missing."))
    if received is None:
        raise UserError(tr("The date “{text}” cannot be read.", text=said[Meaning.RECEIVED_AT]))
    facts = "\n".join(dict.fromkeys(part for part in (said[Meaning.TITLE], said[Meaning.FACTS]) if part))
    if not facts:
        raise UserError(tr("The facts are missing."))
    if said[Meaning.ANSWERED_AT] and answered is None:
        raise UserError(tr("The date “{text}” cannot be read.", text=said[Meaning.ANSWERED_AT]))
    if answered is not None and answered < received:
        # A reply noted by its day alone was given in the course of that day.
        if answered.date() != received.date():
            raise UserError(tr("The reply is dated before the matter itself."))
        answered = received
    if not said[Meaning.ANSWER]:
        answered = None  # a date of a reply that is not there closes nothing
    elif answered is None:
        answered = received
    kind = _kind(said[Meaning.KIND], order.kind)
    respondent = said[Meaning.RESPONDENT]
    identity = {"name": said[Meaning.NAME], "phone": said[Meaning.PHONE], "address": said[Meaning.ADDRESS]}
    role = "reporter" if kind is Kind.REPORT else "complainant" if kind is Kind.COMPLAINT else "caller"
    person = {"id": uuid4(), "role": role, "relation": "self", "identity": identity}
    searched = (facts, said[Meaning.ANSWER], respondent, said[Meaning.NUMBER])
    return {
        "id": uuid4(),
        "number": said[Meaning.NUMBER],
        "kind": kind.value,
        "channel": order.channel,
        "received_at": received,
        "facts": facts,
        "answer": said[Meaning.ANSWER],
        "answered_at": answered,
        "respondent_name": respondent,
        "respondent_address": said[Meaning.RESPONDENT_ADDRESS],
        "amount_involved": amount_of(cell(Meaning.AMOUNT)),
        "parties": [person] if any(identity.values()) else [],
        "imported_from": f"{order.source}: {sheet.name}",
        "search_text": fold(" ".join(part for part in searched if part)),
    }


def _kind(written: str, usual: Kind) -> Kind:
    if not written:
        return usual
    known = (
        _ZH_KINDS | {title.lower(): kind for kind, title in KIND_TITLES.items()} | {kind.value: kind for kind in Kind}
    )
    found = known.get(written.lower())
    if found is None:
        raise UserError(tr("The kind “{text}” is not known.", text=written))
    return found


def _batches(rows: Iterator[_Ready]) -> Iterator[Sequence[_Ready]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
