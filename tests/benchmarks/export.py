"""Every case as CSV: how long it takes, how much the process grows meanwhile, and that the file is complete."""

import csv
import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.services.exports import Exports, Which
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result

PEOPLE = ("supervisor", "bureau_supervisor")
REASON = "年度档案"
_SLOW = """
    SELECT count(*), md5(string_agg(number, '' ORDER BY number COLLATE "C")) FROM cases
    WHERE id IN (SELECT a.case_id FROM case_access a JOIN person_scope s ON s.scope_id = a.scope_id WHERE s.login = %s)
"""


def run(place: Place) -> Iterator[Result]:
    """Measure the root supervisor's and a bureau's export; the floor is the bare rows copied out as owner."""
    with tempfile.TemporaryDirectory() as folder:
        for persona in PEOPLE:
            desk, path = place.desk(persona), Path(folder) / f"{persona}.csv"
            export, own = Exports(desk), psutil.Process()
            before, started = own.memory_info().rss, time.perf_counter()
            written = export.cases(Which(), path, REASON)
            took = (time.perf_counter() - started) * 1000
            grown = (own.memory_info().rss - before) / 1024**2
            if _read_back(path) != _slowly(place, desk.database.login) or not written:
                raise AssertionError(f"the file of {persona} does not hold exactly the cases one may see")
            yield result("export", persona, [took], [_floor(place)] if persona == PEOPLE[0] else ())
            yield result("export a million rows", persona, [took * 1000 / written], unit="s")
            yield result("export memory growth", persona, [grown], unit="MB")


def _read_back(path: Path) -> tuple[int, str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        numbers = sorted(row[0] for row in rows)
    return len(numbers), hashlib.md5("".join(numbers).encode(), usedforsecurity=False).hexdigest()


def _slowly(place: Place, login: str) -> tuple[int, str]:
    with place.owner() as owner:
        row = owner.execute(_SLOW, (login,)).fetchone()
    return (row[0], row[1]) if row else (0, "")


def _floor(place: Place) -> float:
    started = time.perf_counter()
    columns = "number, kind, channel, received_at, state, outcome, respondent_name, facts, answer, amount_involved"
    with place.owner() as owner, owner.cursor() as cursor, cursor.copy(f"COPY cases ({columns}) TO STDOUT") as copy:
        for _ in copy:
            pass
    return (time.perf_counter() - started) * 1000
