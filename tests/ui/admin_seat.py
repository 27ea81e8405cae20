"""A seat of the test office for page tests: a persona's own desk in a real window frame."""

from pathlib import Path

from app.services import bootstrap
from app.services.settings import SettingsFile
from app.services.this_computer import ThisComputer
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState


def make_seat(
    desk: bootstrap.Desk, window: MainWindow, look: Look, tasks: TaskRunner, state: WindowState, folder: Path
) -> Seat:
    return Seat(
        desk=desk,
        tasks=tasks,
        messages=Messages(window),
        news=News(tasks, window),
        look=look,
        state=state,
        open_page=window.open,
        computer=ThisComputer(SettingsFile(folder / "desk.toml"), folder),
    )
