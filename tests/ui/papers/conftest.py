"""A seat of a person of the test office at the real database, in a real window that real keys are typed into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.documents.fonts import Fonts
from app.services.documents.forms import Forms
from app.services.documents.press import PaperPress
from app.ui.command_bar import CommandBar
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.office import TestDatabase
from tests.ui.conftest import EVERY_RIGHT, front

SeatOf = Callable[[str], tuple[Seat, MainWindow]]


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """Everybody's desk with the shipped faces only, so that a paper looks the same on every machine."""
    press = PaperPress(fonts=Fonts(folders=()), forms=Forms.shipped())
    folder: Path = tmp_path_factory.mktemp("desks")

    class WithPress(Desks):
        def __call__(self, persona: str):
            desk = super().__call__(persona)
            desk.__dict__["press"] = press
            return desk

    found = WithPress(database, folder)
    yield found
    found.close()


@pytest.fixture
def seat_of(qtbot: QtBot, look: Look, tasks: TaskRunner, state: WindowState, desks: Desks) -> SeatOf:
    """Put a person's desk into a window."""

    def make(persona: str) -> tuple[Seat, MainWindow]:
        desk = desks(persona)
        window = MainWindow(
            bar=CommandBar(EVERY_RIGHT),
            look=look,
            tasks=tasks,
            clock=desk.clock,
            person=Person(name="许丽", office="文书"),
            state=state,
        )
        qtbot.addWidget(window)
        window.resize(1366, 768)
        front(qtbot, window)
        seat = Seat(
            desk=desk,
            tasks=tasks,
            messages=Messages(window),
            news=News(tasks, window),
            look=look,
            state=state,
            open_page=window.open,
        )
        return seat, window

    return make
