"""Numbering: a paper issued as at a desk, alone and with others on the series; how long the series is locked."""

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from app.services.bootstrap import Desk
from app.services.papers.prepared import PaperSheet
from app.services.papers.service import Papers
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.services.papers.cases import accepted

ISSUERS = ("clerk", "station", "handler", "handler_cleared", "centre_clerk")
ALONE = 60
TOGETHER = 50
USUAL_LINES = 4  # a login's connection limit


def run(place: Place) -> Iterator[Result]:
    """Measure issuing as a whole, the lock alone, and the lock while fifty desks issue in the same breath."""
    desks = {persona: Papers(place.desk(persona)) for persona in ISSUERS}
    clerk = desks["clerk"]
    laid_out = clerk.prepare(accepted(place.database).id, "acceptance_decision")

    def drafted(papers: Papers) -> PaperSheet:
        return papers.draft(replace(laid_out, id=uuid4(), addressees=()))

    clerk.issue(drafted(clerk))
    whole, alone = [], []
    for _ in range(ALONE):
        sheet = drafted(clerk)
        started = time.perf_counter()
        held = clerk.issue(sheet).held_s
        whole.append((time.perf_counter() - started) * 1000)
        alone.append(held * 1000)
    yield result("number and issue", "clerk", whole)
    yield result("number lock, alone", "clerk", alone)

    work = [(persona, [drafted(desks[persona]) for _ in "ab"]) for persona in islice(cycle(ISSUERS), TOGETHER)]
    issued = _at_once(place, work)
    if len({number for number, _ in issued}) != TOGETHER:
        raise AssertionError("a number was given twice")
    yield result("number lock, fifty at once", "five clerks", [held * 1000 for _, held in issued])


def _at_once(place: Place, work: list[tuple[str, list[PaperSheet]]]) -> list[tuple[str, float]]:
    """Issue at desks that are processes of their own and have issued before, all from the same instant on."""
    place.sign_out()  # their lines are needed, and nobody but the new processes may use what was open
    _allow_lines(place, TOGETHER)
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(work))
    papers = {persona: place.desk(persona) for persona in ISSUERS}
    for desk in papers.values():
        desk.database.close()
    lines = []
    for persona, sheets in work:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_one_desk, args=(papers[persona], sheets, start, there))
        process.start()
        lines.append((here, process))
    found = [here.recv() for here, _ in lines]
    for _, process in lines:
        process.join()
    _allow_lines(place, USUAL_LINES)
    return found


def _one_desk(desk: Desk, sheets: list[PaperSheet], start: Barrier, answer: Connection) -> None:
    papers = Papers(desk)
    first, second = sheets
    papers.issue(first)
    start.wait()
    issued = papers.issue(second)
    answer.send((issued.number, issued.held_s))


def _allow_lines(place: Place, lines: int) -> None:
    with place.database.superuser() as connection:
        for persona in ISSUERS:
            connection.execute(f'ALTER ROLE "{place.database.login(persona)}" CONNECTION LIMIT {lines}')
