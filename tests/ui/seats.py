"""A signed-in person's own window on the real office: real keys in, real rows out, nothing asked on its thread."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.bootstrap import Desk
from app.services.settings import SettingsFile
from app.services.this_computer import ThisComputer
from app.ui.command_bar import CommandBar
from app.ui.commands import CommandId, command
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState


@dataclass
class SeatedWindow:
    """A window with somebody at it."""

    qtbot: QtBot
    window: MainWindow
    seat: Seat

    def open(self, page: Page) -> Page:
        """Open a page and wait until it has read what it shows."""
        found = self.window.open(page)
        self.settle()
        return found

    def settle(self) -> None:
        """Wait until nothing is under way."""
        tasks = self.seat.tasks
        self.qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=15_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=15_000)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(done, timeout=15_000)

    def back(self) -> None:
        """Come back to the window after a dialog; offscreen no window manager does so."""
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window)
        self.settle()

    def give(self, name: CommandId) -> None:
        """Press a command's key where the focus is."""
        self.press(command(name).keys)

    def press(self, keys: str) -> None:
        """Press keys in Qt's spelling, such as "Alt+A"."""
        *held, key = keys.split("+") if not keys.endswith("++") else [keys[:-2], "+"]
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in held:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
            }[name]
        self.qtbot.keyClick(self.focus(), getattr(Qt.Key, f"Key_{key}"), modifiers)

    def type(self, text: str) -> None:
        """Type where the focus is; Chinese comes as an input method commits it."""
        if text.isascii():
            self.qtbot.keyClicks(self.focus(), text)
            return
        committed = QInputMethodEvent()
        committed.setCommitString(text)
        QApplication.sendEvent(self.focus(), committed)

    def focus(self) -> QWidget:
        """Give what has the focus."""
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window


def make_seat(
    desk: Desk, window: MainWindow, look: Look, tasks: TaskRunner, state: WindowState, folder: Path | None = None
) -> Seat:
    """Put a person's desk into a window; ``folder`` is what the computer keeps for this account."""
    return Seat(
        desk=desk,
        tasks=tasks,
        messages=Messages(window),
        news=News(tasks, window),
        look=look,
        state=state,
        open_page=window.open,
        show_number=window.show_number,
        computer=ThisComputer(SettingsFile(folder / "desk.toml"), folder) if folder is not None else ThisComputer(),
    )


def seated(qtbot: QtBot, desk: Desk, look: Look, tasks: TaskRunner, state: WindowState) -> SeatedWindow:
    """Put somebody at a window; from now on their connection refuses the window's thread."""
    desk.database.refuse_thread = threading.get_ident()
    bar = CommandBar({right.permission for right in desk.session.rights})
    window = MainWindow(
        bar=bar,
        look=look,
        tasks=tasks,
        clock=desk.clock,
        person=Person(name=desk.session.name, office=desk.session.unit or ""),
        state=state,
    )
    qtbot.addWidget(window)
    seat = make_seat(desk, window, look, tasks, state)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return SeatedWindow(qtbot, window, seat)
