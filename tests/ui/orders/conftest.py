"""A signed-in person's window on the real office, for the pages of orders, enterprises and imports."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.command_bar import CommandBar
from app.ui.commands import CommandId
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.office import TestDatabase


@dataclass
class Sitting:
    """A window with somebody at it."""

    qtbot: QtBot
    window: MainWindow
    seat: Seat
    bar: CommandBar

    def open(self, page: Page) -> None:
        self.window.open(page)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.wait(160)
            self.qtbot.waitUntil(lambda: self.seat.tasks.under_way == 0, timeout=20_000)
            QApplication.processEvents()

    def until(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=20_000)

    def give(self, name: CommandId) -> None:
        self.bar.action(name).trigger()
        QApplication.processEvents()


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder: Path = tmp_path_factory.mktemp("desks")
    found = Desks(database, folder)
    yield found
    found.close()


@pytest.fixture
def sit(
    qtbot: QtBot, desks: Desks, look: Look, tasks: TaskRunner, state: WindowState
) -> Iterator[Callable[[str], Sitting]]:
    """``sit("operator")`` is that person's window."""
    seats: list[Sitting] = []

    def make(persona: str) -> Sitting:
        desk = desks(persona)
        desk.database.refuse_thread = threading.get_ident()
        bar = CommandBar(desk.session.permissions)
        window = MainWindow(
            bar=bar,
            look=look,
            tasks=tasks,
            clock=desk.clock,
            person=Person(name=desk.session.name, office=desk.session.unit or desk.session.enterprise or ""),
            state=state,
        )
        qtbot.addWidget(window)
        more = {"show_number": lambda *_: None} if "show_number" in Seat.__dataclass_fields__ else {}
        seat = Seat(
            desk=desk,
            tasks=tasks,
            messages=Messages(window),
            news=News(tasks, window),
            look=look,
            state=state,
            open_page=window.open,
            **more,  # type: ignore[arg-type]
        )
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        seats.append(Sitting(qtbot, window, seat, bar))
        return seats[-1]

    yield make
    for sitting in seats:
        sitting.window.close()
        sitting.seat.desk.database.refuse_thread = None
