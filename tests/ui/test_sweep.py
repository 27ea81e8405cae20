"""A ring of objects that holds a part of the window is swept up on the window's thread, never on a worker's."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.sweep import Sweep


@pytest.fixture
def sweep() -> Iterator[Sweep]:
    made = Sweep()
    yield made
    made.stop()


def many_objects() -> None:
    for _ in range(50):
        [[] for _ in range(2000)]


def test_a_worker_never_sweeps_up_a_part_of_the_window(qtbot: QtBot, sweep: Sweep) -> None:
    swept_on: list[int] = []

    class Part(QObject):
        def __del__(self) -> None:
            swept_on.append(threading.get_ident())

    part = Part()
    part.ring = part  # type: ignore[attr-defined]  # a ring is what only the collector sweeps up
    del part
    worker = threading.Thread(target=many_objects)
    worker.start()
    worker.join()
    assert swept_on == []

    gc.collect()
    assert set(swept_on) == {threading.get_ident()}


def test_the_sweep_takes_what_has_gathered(qtbot: QtBot, sweep: Sweep) -> None:
    many_objects()
    kept = [[] for _ in range(5000)]
    assert gc.get_count()[0] > gc.get_threshold()[0]

    sweep.sweep()

    assert gc.get_count()[0] < len(kept)


def test_afterwards_python_sweeps_by_itself_again(sweep: Sweep) -> None:
    assert not gc.isenabled()
    sweep.stop()
    assert gc.isenabled()
