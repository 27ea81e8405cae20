"""An operator's seat at the real database, in a real window that real keys are typed into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import bootstrap
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.ui.command_bar import CommandBar
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.ui.conftest import EVERY_RIGHT, front
from tests.ui.seats import make_seat

SignIn = Callable[..., Desk]


@pytest.fixture(scope="module")
def sign_in(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignIn]:
    """Sign a persona in, in a folder of their own; everybody who is still here at the end leaves."""
    here: list[Desk] = []

    def opens(persona: str = "operator", folder: Path | None = None) -> Desk:
        desk = bootstrap.sign_in(
            database.enrolment,
            PERSONAS[persona].staff_number,
            PASSWORD,
            clock=SystemClock(),
            folder=folder or tmp_path_factory.mktemp(persona),
        )
        here.append(desk)
        return desk

    yield opens
    for desk in here:
        desk.close()


@pytest.fixture(scope="module")
def desk(sign_in: SignIn) -> Desk:
    return sign_in()


SeatOf = Callable[[Desk], Seat]


@pytest.fixture
def seat_of(qtbot: QtBot, look: Look, tasks: TaskRunner, state: WindowState) -> SeatOf:
    """Put a desk into a window."""

    def make(desk: Desk) -> Seat:
        bar = CommandBar(EVERY_RIGHT)
        window = MainWindow(
            bar=bar, look=look, tasks=tasks, clock=desk.clock, person=Person(name="王敏", office="话务员"), state=state
        )
        qtbot.addWidget(window)
        front(qtbot, window)
        return make_seat(desk, window, look, tasks, state)

    return make


@pytest.fixture
def seat(seat_of: SeatOf, desk: Desk) -> Seat:
    return seat_of(desk)


def focused() -> object:
    return QApplication.focusWidget()
