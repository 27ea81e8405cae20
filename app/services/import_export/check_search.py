"""``./run check-search FILE``: the search against a full scan, over the texts of a register, in a throw-away office."""

import argparse
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from app.models.vocabulary import Role
from app.models.words import tr
from app.services.bootstrap import Desk, sign_in
from app.services.clock import Clock, SystemClock
from app.services.database.connect import Database
from app.services.database.enrolment import Enrolment
from app.services.errors import OutageError, UserError
from app.services.import_export.importing import Import, Order
from app.services.import_export.mapping import guess
from app.services.import_export.sheets import read_sheet
from app.services.search.fold import fold
from app.services.server.own_computer import DATABASE, OwnComputer
from app.services.terminal import say, speak_as_the_terminal
from app.services.training.furnish import first_administrator, furnish
from app.services.training.office import training_office

STRINGS = 500
LENGTHS = range(1, 7)
_EVERYTHING = 1_000_000
_PASSWORD = "throw-away-12315"  # noqa: S105 of an office that is gone a minute later


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What a comparison found for one length of strings."""

    length: int
    asked: int
    hits: int
    slowest_ms: float
    different: tuple[str, ...]


def compare(desk: Desk, bodies: Mapping[UUID, str], *, strings: int = STRINGS, seed: int = 12315) -> Sequence[Compared]:
    """Ask for ``strings`` pieces of each length, drawn from ``bodies``, and compare with a scan over all of them.

    Args:
        desk: Somebody who may see every one of the cases.
        bodies: The folded texts as they are stored, by case.
        strings: How many pieces of each length.
        seed: Draws the same pieces again.
    """
    chance, found = random.Random(seed), []  # noqa: S311 no secret depends on it
    texts = sorted(bodies.values())
    for length in LENGTHS:
        pieces = [_piece(chance, texts, length) for _ in range(strings)]
        hits, slowest, different = 0, 0.0, []
        for piece in pieces:
            started = time.perf_counter()
            rows = desk.database.call_rows("search_cases", [piece], _EVERYTHING)
            slowest = max(slowest, time.perf_counter() - started)
            given = {row["case_id"] for row in rows}
            if given != {case_id for case_id, body in bodies.items() if piece in body} or len(given) != len(rows):
                different.append(piece)
            hits += len(rows)
        found.append(
            Compared(
                length=length,
                asked=len(pieces),
                hits=hits,
                slowest_ms=slowest * 1000,
                different=tuple(different),
            )
        )
    return found


def _piece(chance: random.Random, texts: Sequence[str], length: int) -> str:
    while True:
        text = chance.choice(texts)
        if len(text) >= length:
            start = chance.randrange(len(text) - length + 1)
            piece = text[start : start + length]
            if piece.split() == [piece] and fold(piece) == piece:
                return piece


def main(arguments: list[str]) -> int:
    """Run the verb: 0 where search and scan agree everywhere, 1 where not, 2 where the file cannot be used."""
    speak_as_the_terminal()
    parser = argparse.ArgumentParser(prog="./run check-search")
    parser.add_argument("file", type=Path, help=tr("XLSX or CSV with a header"))
    parser.add_argument("--strings", type=int, default=STRINGS)
    parser.add_argument("--seed", type=int, default=12315)
    words = parser.parse_args(arguments)
    try:
        return _run(words)
    except (UserError, OutageError) as problem:
        say(str(problem), error=True)
        return 2


def _run(words: argparse.Namespace) -> int:
    clock = SystemClock()
    sheet = read_sheet(words.file)
    with tempfile.TemporaryDirectory(prefix="hotline-desk-check-", ignore_cleanup_errors=True) as name:
        own = OwnComputer(Path(name) / "office", clock, sync=False)
        try:
            desk = _desk(own, Path(name) / "desk", clock)
            started = time.perf_counter()
            outcome = Import(desk).run(sheet, Order(source=sheet.name, mapping=guess(sheet.header)))
            say(
                tr("Taken in {done}, here already {known}, refused {n}.").format(
                    done=outcome.done, known=outcome.known, n=len(outcome.rejects)
                )
                + f" {time.perf_counter() - started:.0f} s"
            )
            with psycopg.connect(own.server.superuser_url(DATABASE)) as behind:
                behind.execute("ANALYZE")
                bodies: dict[UUID, str] = dict(behind.execute("SELECT case_id, body FROM office.case_text").fetchall())
            compared = compare(desk, bodies, strings=words.strings, seed=words.seed)
            desk.close()
        finally:
            own.server.stop()
    for line in compared:
        say(
            f"{line.length}: {line.asked} strings, {line.hits} hits, slowest {line.slowest_ms:.0f} ms, "
            f"{len(line.different)} different"
        )
    different = [piece for line in compared for piece in line.different]
    say(
        tr("Search and full scan differ for: {pieces}", pieces=" ".join(different[:20]))
        if different
        else tr("Search and full scan agree for {n} strings.", n=sum(line.asked for line in compared))
    )
    return 1 if different or not bodies else 0


def _desk(own: OwnComputer, folder: Path, clock: Clock) -> Desk:
    """Found the office and sign its head supervisor in, who sees everything that is brought in."""
    practice = training_office()

    def bring_in(enrolment: Enrolment) -> None:
        administrator = Database(enrolment, enrolment.login_for(enrolment.staff_number), _PASSWORD)
        try:
            furnish(administrator, practice, _PASSWORD)
        finally:
            administrator.close()

    enrolment = own.found(
        practice.units[0].name, first_administrator(practice, _PASSWORD), lambda _: None, furnish=bring_in
    )
    head = next(person for person in practice.people_with(Role.SUPERVISOR) if person.unit == practice.units[0].code)
    return sign_in(enrolment, head.staff_number, _PASSWORD, clock=clock, folder=folder)
