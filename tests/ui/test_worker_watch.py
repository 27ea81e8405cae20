"""The desk says in a sentence when nobody folds figures and seals the audit any more."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from app.ui.tasks import TaskRunner
from app.ui.worker_watch import WorkerWatch


class SetOffice:
    def __init__(self) -> None:
        self.silent: timedelta | None = None

    def silence(self) -> timedelta | None:
        return self.silent


def test_a_worker_silent_for_six_minutes_is_told_and_one_that_works_is_not(qtbot: QtBot, tasks: TaskRunner) -> None:
    office = SetOffice()
    told: list[str] = []
    watch = WorkerWatch(office, tasks, every_ms=10)
    watch.told.connect(told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert set(told) == {""}

    office.silent = timedelta(minutes=6, seconds=10)
    qtbot.waitUntil(lambda: told[-1] == "No worker for 6 minutes")
    office.silent = timedelta(seconds=5)
    qtbot.waitUntil(lambda: told[-1] == "")
    watch.stop()
    qtbot.waitUntil(lambda: tasks.under_way == 0)
