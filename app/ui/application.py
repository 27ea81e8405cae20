"""Starts the desk: Qt, language, theme, the way in; then the window of whoever has signed in."""

import contextlib
import os
import platform
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSettings, Qt, QTimer, QTranslator, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

import app
from app.models import words
from app.models.words import tr
from app.services.clock import Clock, SystemClock
from app.services.drafts.folder import KeepingError, person_folder
from app.services.log import DeskLog
from app.services.office_choices import OfficeChoice
from app.services.settings import PROGRAM, DeskSettings, SettingsFile, data_folder
from app.ui.failures import Failures
from app.ui.messages import Messages
from app.ui.sign_in.door import Door
from app.ui.sign_in.first_start import FirstStartPage
from app.ui.sign_in.frame import WayIn
from app.ui.sign_in.new_password import NewPasswordPage
from app.ui.sign_in.page import SignInPage
from app.ui.sweep import Sweep
from app.ui.tasks import TaskRunner
from app.ui.theme import Look, Shade
from app.ui.window_state import WindowState

if TYPE_CHECKING:  # it brings the whole office with it, which must not delay the first window
    from app.ui.desk_window import DeskWindow

CHINESE = "zh_CN"
WAY_IN_SIZE = (1100, 760)
LOAD_AFTER_MS = 150
SWITCH_S = 0.0005


class Application(QObject):
    """The desk from its first window to its last."""

    def __init__(
        self,
        qt: QApplication,
        door: Door,
        settings: DeskSettings,
        clock: Clock,
        remembered: QSettings,
        *,
        folder: Path | None = None,
    ) -> None:
        """Take what it stands on.

        Args:
            qt: Qt's application.
            door: The way to the offices.
            settings: What this computer remembers of itself.
            clock: This computer's clock.
            remembered: Where the window's state is kept.
            folder: This account's data folder, for each person's log; without it nothing is logged.
        """
        super().__init__()
        self._folder = folder
        self._log: DeskLog | None = None
        self._qt = qt
        self._door = door
        self._clock = clock
        self._remembered = remembered
        self._translator = QTranslator(self)
        self._sweep = Sweep(self)
        self._desk: DeskWindow | None = None
        self.look = Look(qt)
        self.look.wear(shade=Shade(settings.theme.value), scale=settings.scale)
        self.speak(settings.language or system_language())
        self.tasks = TaskRunner(self._take_failure)
        self.way_in = WayIn()
        self.way_in.resize(*WAY_IN_SIZE)
        self.way_in.setWindowTitle(tr("Hotline Desk"))
        self.way_in.language_asked.connect(self._switch_language)
        self.way_in.closed.connect(qt.quit)
        self._way_in_failures = Failures(Messages(self.way_in), self.way_in, _nothing, _nothing)
        self._failures.install(self.tasks)
        self.look.changed.connect(self.way_in.retitle)

    @property
    def desk(self) -> "DeskWindow | None":
        """The window of whoever is signed in."""
        return self._desk

    def show_way_in(self) -> None:
        """Show the sign-in, or on a new computer the question where the data lives."""
        if self._door.offices():
            self._show_sign_in()
        else:
            self._show_first_start()
        self.way_in.show()
        self.way_in.activateWindow()
        # Not before the page is painted and takes keys: loading would hold both up.
        QTimer.singleShot(LOAD_AFTER_MS, self.way_in, self._load_the_rest)

    def _load_the_rest(self) -> None:
        self.tasks.run(_load_what_a_desk_needs, lambda _: None, owner=self.way_in)

    def speak(self, language: str) -> None:
        """Say everything from now on in ``language``, Qt's own words included."""
        words.speak(language)
        QLocale.setDefault(QLocale(language))
        self._qt.removeTranslator(self._translator)
        path = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load(f"qtbase_{language}", path):
            self._qt.installTranslator(self._translator)

    def close(self) -> None:
        """End the work on other threads."""
        self.tasks.close()
        self._sweep.stop()

    def _take_failure(self, error: BaseException, owner: QObject) -> None:
        self._failures.take(error, owner)

    @property
    def _failures(self) -> Failures:
        return self._desk.failures if self._desk is not None else self._way_in_failures

    def _show_sign_in(self, office: OfficeChoice | None = None, number: str = "", sentence: str = "") -> SignInPage:
        page = SignInPage(self._door, self.tasks)
        page.signed_in.connect(self._signed_in)
        page.password_due.connect(self._show_new_password)
        page.office_wanted.connect(self._show_first_start)
        self.way_in.show_page(page)
        if office is not None:
            page.propose(office, number, sentence)
        return page

    def _show_first_start(self) -> None:
        page = FirstStartPage(self._door, self.tasks, can_go_back=bool(self._door.offices()))
        page.ready.connect(self._show_sign_in)
        page.given_up.connect(self._show_sign_in)
        page.busy.connect(self.way_in.set_busy)
        self.way_in.show_page(page, wide=True)

    def _show_new_password(self, office: OfficeChoice, number: str, given: str) -> None:
        page = NewPasswordPage(self._door, self.tasks, office, number, given)
        page.chosen.connect(self._enter_with)
        page.given_up.connect(self._show_sign_in)
        self.way_in.show_page(page)

    def _enter_with(self, office: OfficeChoice, number: str, password: str) -> None:
        self._show_sign_in(office, number).take(number, password)

    def _signed_in(self, desk: object) -> None:
        from app.services.bootstrap import Desk
        from app.services.this_computer import ThisComputer
        from app.ui.desk_window import DeskWindow

        if not isinstance(desk, Desk):
            raise TypeError(desk)
        self._begin_log(desk.database.login, desk.session.schema_version)
        state = WindowState(self._remembered, desk.database.login)
        if state.language():
            self.speak(state.language())
        state.restore_look(self.look)
        computer = ThisComputer(folder=self._folder)
        self._desk = DeskWindow(desk, self.look, self.tasks, self._clock, state, computer)
        self._desk.left.connect(self._left)
        self._desk.language_asked.connect(self._switch_language)
        self._failures.install(self.tasks)
        self._desk.show()
        self.way_in.hide()

    def _begin_log(self, login: str, schema: str) -> None:
        if self._folder is not None:
            versions = {"desk": app.__version__, "python": platform.python_version(), "qt": qVersion()}
            with contextlib.suppress(KeepingError):  # a full disk costs the log, not the work
                self._log = DeskLog(person_folder(self._folder, login), {**versions, "schema": schema})
                self._log.attach()

    def _end_log(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None

    def _left(self) -> None:
        self._end_log()
        signed_out = self._desk is not None and self._desk.signed_out
        goes_on = self._desk.goes_on if self._desk is not None else None
        self._desk = None
        self._failures.install(self.tasks)
        if goes_on is not None:
            self._signed_in(goes_on)
        elif signed_out:
            self.show_way_in()
        else:
            self._qt.quit()

    def _switch_language(self) -> None:
        others = [language for language in words.languages() if language != words.spoken()]
        self.speak(others[0] if others else words.SOURCE_LANGUAGE)
        if self._desk is not None:
            self._desk.seat.state.keep_language(words.spoken())
            self._desk.window.retranslate()
        else:
            self.way_in.retitle()
            self.show_way_in()


def system_language() -> str:
    """Give the language of this computer, of those the desk speaks: Chinese on Chinese systems, else English."""
    return CHINESE if QLocale.system().language() is QLocale.Language.Chinese else words.SOURCE_LANGUAGE


def has_display() -> bool:
    """Tell whether a window can be shown at all."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_qt(arguments: Sequence[str] = ()) -> QApplication:
    """Make Qt's application with what holds for every window of the desk."""
    # A worker that computes gives the interpreter back within half a millisecond, not five: the window must not wait.
    sys.setswitchinterval(SWITCH_S)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication([PROGRAM, *arguments])
    qt.setApplicationName(PROGRAM)
    qt.setApplicationDisplayName(tr("Hotline Desk"))
    qt.setDesktopFileName(PROGRAM)
    qt.setQuitOnLastWindowClosed(False)
    return qt


def main(arguments: Sequence[str]) -> int:
    """Open the desk; the exit code is Qt's."""
    if not has_display():
        return _without_display()
    from app.services.offices import Offices

    qt = make_qt(arguments)
    settings, folder, clock = SettingsFile(), data_folder(), SystemClock()
    offices = Offices(settings, folder, clock, refuse_thread=threading.get_ident())
    application = Application(qt, offices, settings.load(), clock, _remembered(folder), folder=folder)
    application.show_way_in()
    try:
        return qt.exec()
    finally:
        application.close()
        offices.close()


def _remembered(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def _without_display() -> int:
    import importlib

    print(tr("There is no display here. The tour shows the desk without one; its pictures go to out/tour."))  # noqa: T201 no window to say it in
    tour: Callable[[list[str]], int] = importlib.import_module("app.ui.tour").main
    return tour(["--out", "out/tour"])


def _load_what_a_desk_needs() -> None:
    """Load the office while the person types the password."""
    import app.ui.desk_window  # noqa: F401 only to have it here


def _nothing() -> None:
    """Before anybody has signed in there is no draft to write and no line to watch."""
