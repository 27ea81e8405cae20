"""Numbering: a paper issued as at a desk, alone and with others on the series; how long the series is locked."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from uuid import uuid4

from app.services.papers.prepared import PaperSheet
from app.services.papers.service import Papers
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.services.papers.cases import accepted

ISSUERS = ("clerk", "station", "handler", "handler_cleared", "centre_clerk")
ALONE = 60
TOGETHER = 50


def run(place: Place) -> Iterator[Result]:
    """Measure issuing as a whole, the lock alone, and the lock while fifty papers are under way at five desks."""
    desks = [Papers(place.desk(persona)) for persona in ISSUERS]
    laid_out = desks[0].prepare(accepted(place.database).id, "acceptance_decision")

    def drafted(papers: Papers) -> PaperSheet:
        return papers.draft(replace(laid_out, id=uuid4(), addressees=()))

    desks[0].issue(drafted(desks[0]))
    whole, alone = [], []
    for _ in range(ALONE):
        sheet = drafted(desks[0])
        started = time.perf_counter()
        held = desks[0].issue(sheet).held_s
        whole.append((time.perf_counter() - started) * 1000)
        alone.append(held * 1000)
    yield result("number and issue", "clerk", whole)
    yield result("number lock, alone", "clerk", alone)

    work = [(papers, drafted(papers)) for papers in islice(cycle(desks), TOGETHER)]
    with ThreadPoolExecutor(TOGETHER) as pool:
        issued = list(pool.map(lambda each: each[0].issue(each[1]), work))
    if len({paper.number for paper in issued}) != TOGETHER:
        raise AssertionError("a number was given twice")
    yield result("number lock, fifty at once", "five clerks", [paper.held_s * 1000 for paper in issued])
