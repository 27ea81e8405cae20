"""Numbering: a paper issued as at a desk, alone and with others on the series; how long the series is locked."""

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any
from uuid import uuid4

from app.services.bootstrap import Desk
from app.services.documents.fields import PaperData
from app.services.documents.press import Paper, PaperPress
from app.services.documents.templates import Template
from app.services.papers.issuing import WIDEST_SERIAL
from app.services.papers.prepared import PaperSheet
from app.services.papers.service import Papers
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.services.papers.cases import accepted

ISSUERS = ("clerk", "station", "handler", "handler_cleared", "centre_clerk")
ALONE = 60
TOGETHER = 50


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
    """Issue at desks that are processes of their own and have issued before, all in the same breath."""
    place.sign_out()  # their lines are needed, and nobody but the new processes may use what was open
    usual = _allow_lines(place, TOGETHER)
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
    _allow_lines(place, usual)
    return found


class _OwnProcessor(PaperPress):
    """Prints beforehand as a desk with a processor of its own: nobody takes a number while others still print."""

    def __init__(self, press: PaperPress, printed: Barrier) -> None:
        super().__init__(fonts=press.fonts, forms=press.forms)
        self._printed = printed

    def render(self, form: Template, data: PaperData, *, number: str, **more: Any) -> Paper:
        paper = super().render(form, data, number=number, **more)
        if WIDEST_SERIAL in number:
            self._printed.wait()
        return paper


def _one_desk(desk: Desk, sheets: list[PaperSheet], start: Barrier, answer: Connection) -> None:
    papers = Papers(desk, _OwnProcessor(desk.press, start))
    for sheet in sheets:
        issued = papers.issue(sheet)
    answer.send((issued.number, issued.held_s))


def _allow_lines(place: Place, lines: int) -> int:
    """Let every issuer open so many connections; return how many it was."""
    with place.database.superuser() as connection:
        for persona in ISSUERS:
            login = place.database.login(persona)
            found = connection.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = %s", (login,)).fetchone()
            connection.execute(f'ALTER ROLE "{login}" CONNECTION LIMIT {lines}')
    return int(found[0]) if found else lines
