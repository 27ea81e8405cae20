"""Saving a new case under an operator's login, beside the same rows in one pipelined prepared transaction as owner."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.benchmarks.floor import Floor
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.factories import a_call, a_case, a_person

N = 200
WARM = 8


def run(place: Place) -> Iterator[Result]:
    """Measure register_case through the one write door, a save and a floor in turn."""
    desk = place.desk("operator")
    cases = [_case(place, turn) for turn in range(N + WARM + 1)]
    for case in cases[:WARM]:
        desk.command("register_case", case)
    values, floors = [], []
    with place.owner() as owner:
        floor = Floor(owner)
        before = floor.mark()
        desk.command("register_case", cases[WARM])
        rows = floor.written(before)
        floor.take(rows)
        for _ in range(WARM):
            floor.write(floor.prepared())
        before = floor.mark()
        floor.write(floor.prepared())
        if {table: len(found) for table, found in floor.written(before).items()} != _counted(rows):
            raise AssertionError(f"the floor writes {_counted(floor.written(before))}, a save {_counted(rows)}")
        for case in cases[WARM + 1 :]:
            prepared = floor.prepared()
            values.append(_timed(lambda case=case: desk.command("register_case", case)))
            floors.append(_timed(lambda prepared=prepared: floor.write(prepared)))
        floor.clear()
        saved = [UUID(case["id"]) for case in cases]
        there = owner.execute("SELECT count(DISTINCT number) FROM cases WHERE id = ANY (%s)", (saved,)).fetchone()
        if there != (len(cases),):
            raise AssertionError(f"{len(cases)} saved, {there} there")
    yield result("save", "operator", values, floors)
    yield result("save rows", "operator", [float(sum(map(len, rows.values())))], unit="rows")


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _counted(rows: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    return {table: len(found) for table, found in rows.items()}


def _case(place: Place, turn: int) -> dict[str, Any]:
    told = place.told[turn % len(place.told)]
    return a_case(facts=told, parties=[a_person(phone=f"138{turn:08d}")], contact=a_call())
