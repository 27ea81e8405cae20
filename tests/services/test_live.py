"""Another desk hears of a change within a moment, and never of what it may not see."""

import queue
from collections.abc import Iterator

import pytest

from app.services.live import Change, Live
from tests.factories import Walk, register
from tests.office import TestDatabase


class Ear:
    def __init__(self, database: TestDatabase, persona: str) -> None:
        self.heard: queue.Queue[Change] = queue.Queue()
        self.lines: queue.Queue[bool] = queue.Queue()
        self.live = Live(database.as_person(persona), self.heard.put, self.lines.put)
        self.live.start()
        self.settle()

    def settle(self) -> None:
        """Wait until it listens: its position is known."""
        for _ in range(100):
            if self.live._position is not None:
                return
            self.live._stop.wait(0.05)
        raise AssertionError

    def next(self) -> Change:
        return self.heard.get(timeout=5)

    def silent(self) -> bool:
        self.live._stop.wait(0.6)
        return self.heard.empty()


@pytest.fixture
def ears(database: TestDatabase) -> Iterator[dict[str, Ear]]:
    found: dict[str, Ear] = {}
    yield found
    for ear in found.values():
        ear.live.close()


def test_a_colleague_hears_of_a_new_complaint(database: TestDatabase, ears: dict[str, Ear]) -> None:
    ears["operator_2"] = Ear(database, "operator_2")
    case = register(database.as_person("operator"))

    heard = {ears["operator_2"].next().subject, ears["operator_2"].next().subject}
    assert case["id"] in heard


def test_a_peer_bureau_and_an_uncleared_colleague_hear_nothing(database: TestDatabase, ears: dict[str, Ear]) -> None:
    ears["other_bureau"] = Ear(database, "other_bureau")
    ears["operator_2"] = Ear(database, "operator_2")
    Walk(register(database.as_person("operator_cleared"), "report"))

    assert ears["other_bureau"].silent()
    assert ears["operator_2"].silent()


def test_after_a_lost_line_no_change_is_skipped(database: TestDatabase, ears: dict[str, Ear]) -> None:
    ear = ears["operator_2"] = Ear(database, "operator_2")
    with database.superuser() as behind:
        pid = ear.live._connection.info.backend_pid
        behind.execute("SELECT pg_terminate_backend(%s)", (pid,))
    case = register(database.as_person("operator"))

    assert ear.lines.get(timeout=5) is False
    assert ear.lines.get(timeout=10) is True
    heard = set()
    while case["id"] not in heard:
        heard.add(ear.next().subject)
