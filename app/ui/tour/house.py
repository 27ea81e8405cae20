"""A throw-away office with people to practise with, and the one window they take turns at."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.models.words import tr
from app.services.clock import SystemClock
from app.services.database.embedded import EmbeddedServer
from app.services.office_choices import NewOffice, OfficeChoice
from app.services.offices import PRACTICE_PASSWORD, Offices
from app.services.settings import SettingsFile
from app.ui.application import Application, make_qt
from app.ui.desk_window import DeskWindow
from app.ui.theme import Shade
from app.ui.tour.driver import Driver, StuckError

WINDOW = (1366, 768)
Answer = TypeVar("Answer")


class House:
    """The office of a tour or rehearsal: founded in ``folder``, gone with it.

    Attributes:
        watched: The folder voicemails and scans are delivered to.
    """

    def __init__(self, folder: Path, *, language: str = "zh_CN", theme: str = "light", scale: int = 100) -> None:
        self.watched = folder / "delivered"
        self.watched.mkdir()
        self._qt = QApplication.instance() or make_qt()
        settings = SettingsFile()
        settings.save(replace(settings.load(), watched_folder=self.watched))
        self.offices = Offices(settings, folder / "desk", SystemClock(), refuse_thread=threading.get_ident())
        self.office: OfficeChoice | None = None
        remembered = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        if not isinstance(self._qt, QApplication):
            raise TypeError(self._qt)
        self.application = Application(
            self._qt, self.offices, settings.load(), SystemClock(), remembered, folder=folder / "desk"
        )
        self._shade, self._scale = Shade(theme), scale
        self.application.look.wear(shade=self._shade, scale=self._scale)
        self.application.speak(language)

    def __enter__(self) -> Self:
        # Founding waits for a database; done on another thread, because the window's never waits for one.
        self.office = self.ask(lambda: self.offices.found(NewOffice(with_practice=True), lambda _: None))
        self.application.show_way_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.application.close()
        self.offices.close()

    @property
    def desk(self) -> DeskWindow:
        """The window of whoever sits there now."""
        if self.application.desk is None:
            raise StuckError("nobody is signed in")
        return self.application.desk

    def today(self) -> date:
        """Give the office's day."""
        return self.desk.seat.desk.clock.today()

    def sit_down(self, driver: Driver, staff_number: str) -> None:
        """Sign somebody in by keys; whoever sat there before signs out first."""
        if self.application.desk is not None:
            self.get_up(driver)
        driver.wait("the sign-in", self.application.way_in.isVisible)
        driver.fill("staff_number", staff_number)
        driver.fill("password", PRACTICE_PASSWORD, leave="Return")
        driver.wait(f"{staff_number} at the desk", lambda: self.application.desk is not None)
        self.application.look.wear(shade=self._shade, scale=self._scale)  # everybody signs in with a look of their own
        self.desk.window.resize(*WINDOW)
        driver.settle()

    def get_up(self, driver: Driver) -> None:
        """Sign out through the palette."""
        driver.key("Ctrl+K")
        driver.type(tr("Sign out"))
        driver.key("Return")
        driver.wait("the way in", lambda: self.application.desk is None)

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Ask the server something on another thread and give the answer here."""
        answers: list[Answer] = []
        thread = threading.Thread(target=lambda: answers.append(question()))
        thread.start()
        thread.join()
        if not answers:
            raise StuckError("the server did not answer")
        return answers[0]

    def _aside(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    def lose_server(self) -> None:
        """Stop the database as if its machine had gone."""
        self._aside(self._server().stop)

    def bring_server_back(self) -> None:
        """Start the database again."""
        self._aside(self._server().start)

    def _server(self) -> EmbeddedServer:
        folder = self.offices.settings().own_server
        if folder is None:
            raise StuckError("there is no server on this computer")
        return EmbeddedServer(folder)
