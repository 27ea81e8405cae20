"""The peak hour of a large centre: four contacts a second and what is read beside them, at as many desks as there are.

Every desk is signed in under its own login with its own two connections and its listener; what it does begins when it
is scheduled, whether or not the one before is over, and its latency counts from then.
"""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from uuid import UUID

from app.services.bootstrap import Desk
from app.services.callers import Callers
from app.services.cases.lists import View
from app.services.cases.service import Cases
from app.services.live import Live
from app.services.search.cases import Search
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.factories import a_call, a_case, a_person
from tests.personas import PERSONAS

OPERATORS = ("operator", "operator_2", "operator_cleared")
ELSEWHERE = ("administrator", "liaison", "other_liaison")
CONTACTS_A_SECOND = 4.0
SECONDS = 60


def run(place: Place) -> Iterator[Result]:
    """Let the desks work for a minute; every contact saved has to be there afterwards, once."""
    readers = [name for name in PERSONAS if name not in (*OPERATORS, *ELSEWHERE)]
    hour = _Hour(place, readers)
    with place.unlimited_cards():
        hour.work()
    there = place.value("SELECT count(DISTINCT number) FROM cases WHERE id = ANY (%s)", hour.saved)
    if there != len(hour.saved):
        raise AssertionError(f"{len(hour.saved)} contacts were saved, {there} are there")
    who = f"{len(OPERATORS) + len(readers)} desks"
    for what, values in hour.latency.items():
        yield result(f"desks {what}", who, values)
    yield result("desks busy listeners heard", who, [float(hour.heard)], unit="changes")


class _Hour:
    def __init__(self, place: Place, readers: list[str]) -> None:
        self._place = place
        self._operators = [place.desk(name) for name in OPERATORS]
        self._readers = [place.desk(name) for name in readers]
        self._cases = {name: place.some_cases(name, 20) for name in readers}
        self._names = {id(place.desk(name)): name for name in readers}
        self._phones = [row for (row,) in place.rows("SELECT phone FROM party_identity WHERE phone <> '' LIMIT 200")]
        self._chance = random.Random(12315)
        self._lock = threading.Lock()
        self.latency: defaultdict[str, list[float]] = defaultdict(list)
        self.saved: list[UUID] = []
        self.heard = 0

    def work(self) -> None:
        """Work through the schedule, then wait for the last one; what fails fails the measure."""
        desks = [*self._operators, *self._readers]
        listeners = [Live(desk.database, self._hear, lambda _: None) for desk in desks]
        # As at a real desk: two things at a time, because there are two connections.
        hands = {id(desk): ThreadPoolExecutor(2) for desk in desks}
        for listener in listeners:
            listener.start()
        under_way: list[Future[None]] = []
        try:
            begun = time.perf_counter() + 1
            for at, desk, what, work in sorted(self._schedule(), key=lambda row: row[0]):
                time.sleep(max(0.0, begun + at - time.perf_counter()))
                under_way.append(hands[id(desk)].submit(self._timed, begun + at, what, work))
            for future in under_way:
                future.result()
        finally:
            for pool in hands.values():
                pool.shutdown()
            for listener in listeners:
                listener.close()

    def _schedule(self) -> Iterator[tuple[float, Desk, str, Callable[[], object]]]:
        at, turn = 0.0, 0
        while (at := at + self._chance.expovariate(CONTACTS_A_SECOND)) < SECONDS:
            operator, turn = self._operators[turn % len(self._operators)], turn + 1
            case = a_case(
                facts=self._place.told[turn % len(self._place.told)],
                parties=[a_person(phone=f"137{turn:08d}")],
                contact=a_call(),
            )
            self.saved.append(UUID(case["id"]))
            yield at, operator, "caller card", partial(Callers(operator).card, self._chance.choice(self._phones))
            yield at + 0.2, operator, "save", partial(operator.command, "register_case", case)
            for what, work in self._reads():
                reader = self._chance.choice(self._readers)
                yield at + self._chance.random(), reader, what, partial(work, reader)

    def _reads(self) -> Iterator[tuple[str, Callable[[Desk], object]]]:
        for _ in range(2):
            yield "list", lambda desk: Cases(desk).page(View.UNIT)
            yield "case", self._open_some
        yield "search", lambda desk: Search(desk).texts("退款 押金")
        yield "numbers on the rail", lambda desk: Cases(desk).counts()

    def _open_some(self, desk: Desk) -> object:
        case_id, _ = random.choice(self._cases[self._names[id(desk)]])
        return Cases(desk).sheet(case_id)

    def _timed(self, due: float, what: str, work: Callable[[], object]) -> None:
        work()
        with self._lock:
            self.latency[what].append((time.perf_counter() - due) * 1000)

    def _hear(self, _: object) -> None:
        with self._lock:
            self.heard += 1
