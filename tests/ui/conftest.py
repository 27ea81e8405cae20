"""A desk for tests: real theme and window, a set clock, one place to remember things, tasks that are drained."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models import words
from app.services.clock import SetClock
from app.ui.command_bar import CommandBar
from app.ui.commands import COMMANDS
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.tasks import TaskRunner
from app.ui.theme import Look, Shade
from app.ui.window_state import WindowState

EVERY_RIGHT = {need for row in COMMANDS for need in row.needs}


def front(qtbot: QtBot, widget: QWidget) -> None:
    """Show ``widget`` and wait until it is the window in front."""
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read the source strings, whatever the computer speaks."""
    words.speak("en")
    yield
    words.speak("en")


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 20, 6, 30, tzinfo=UTC))


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[Look]:
    worn = Look(qapp)
    worn.wear(shade=Shade.LIGHT, scale=100)
    yield worn
    worn.deleteLater()


@pytest.fixture
def unexpected() -> list[BaseException]:
    """Collects what nobody took; a test that means it empties the list."""
    return []


@pytest.fixture
def tasks(qapp: QApplication, unexpected: list[BaseException]) -> Iterator[TaskRunner]:
    def take(error: BaseException, owner: QObject) -> None:
        unexpected.append(error)

    runner = TaskRunner(take, workers=2)
    yield runner
    runner.close()
    assert unexpected == []


@pytest.fixture
def state(tmp_path: Path) -> WindowState:
    return WindowState(QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat), "someone")


@pytest.fixture
def bar(look: Look) -> CommandBar:
    return CommandBar(EVERY_RIGHT)


@pytest.fixture
def window(
    qtbot: QtBot, bar: CommandBar, look: Look, tasks: TaskRunner, clock: SetClock, state: WindowState
) -> Iterator[MainWindow]:
    made = MainWindow(
        bar=bar,
        look=look,
        tasks=tasks,
        clock=clock,
        person=Person(name="王敏", office="话务员"),
        state=state,
    )
    qtbot.addWidget(made)
    front(qtbot, made)
    yield made
    made.close()
