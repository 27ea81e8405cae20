"""The desk from its first window to its last, with a real office on this computer."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.models import words
from app.services.bootstrap import sign_in
from app.services.clock import SystemClock
from app.services.settings import DeskSettings
from app.ui.application import Application, system_language
from app.ui.commands import CommandId, command
from app.ui.sign_in.first_start import FirstStartPage
from app.ui.sign_in.page import SignInPage
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.ui.sign_in_fakes import CENTRE, FakeDoor


class RealDoor(FakeDoor):
    """Opens to the people of the test office."""

    def __init__(self, office: TestDatabase, folder: Path) -> None:
        super().__init__(CENTRE)
        self.office = office
        self.folder = folder

    def sign_in(self, office, staff_number, password, *, remember):  # noqa: ARG002 the door's own signature
        return sign_in(self.office.enrolment, staff_number, password, clock=SystemClock(), folder=self.folder)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hotline-desk-window-") as name:
        yield Path(name)


def application(qapp: QApplication, door: FakeDoor, folder: Path) -> Application:
    remembered = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    made = Application(qapp, door, DeskSettings(language="en"), SystemClock(), remembered)
    made.show_way_in()
    return made


def test_a_new_computer_is_asked_where_the_data_lives(qapp, qtbot: QtBot, folder):
    desk = application(qapp, FakeDoor(), folder)
    qtbot.addWidget(desk.way_in)

    assert isinstance(desk.way_in.page(), FirstStartPage)
    qtbot.waitUntil(lambda: desk.tasks.under_way == 0, timeout=20_000)
    desk.close()


def test_the_way_in_speaks_both_languages(qapp, qtbot: QtBot, folder):
    desk = application(qapp, FakeDoor(CENTRE), folder)
    qtbot.addWidget(desk.way_in)
    assert any(label.text() == "Password" for label in desk.way_in.findChildren(QLabel))
    desk.way_in.language_asked.emit()

    assert words.spoken() == "zh_CN"
    assert any(label.text() == "密码" for label in desk.way_in.page().findChildren(QLabel))
    assert system_language() in words.languages()
    qtbot.waitUntil(lambda: desk.tasks.under_way == 0, timeout=20_000)
    desk.speak("en")
    desk.close()


def test_a_person_signs_in_works_and_signs_out(qapp, qtbot: QtBot, folder, database: TestDatabase):
    desk = application(qapp, RealDoor(database, folder), folder)
    qtbot.addWidget(desk.way_in)
    page = desk.way_in.page()
    assert isinstance(page, SignInPage)
    page.take(PERSONAS["operator"].staff_number, PASSWORD)
    qtbot.waitUntil(lambda: desk.desk is not None, timeout=20_000)
    opened = desk.desk
    window = opened.window
    assert window.isVisible()
    assert not desk.way_in.isVisible()
    assert opened.bar.allows(command(CommandId.SAVE_AND_DISTRIBUTE))
    assert not opened.bar.allows(command(CommandId.GO_PEOPLE))

    with qtbot.waitSignal(opened.left, timeout=20_000):
        opened.bar.give(CommandId.SIGN_OUT)
    assert desk.desk is None
    assert isinstance(desk.way_in.page(), SignInPage)
    qtbot.waitUntil(lambda: desk.tasks.under_way == 0, timeout=20_000)
    desk.close()


def test_a_full_disk_and_a_restored_office_are_said_in_the_window(qapp, qtbot: QtBot, folder, database: TestDatabase):
    desk = application(qapp, RealDoor(database, folder), folder)
    qtbot.addWidget(desk.way_in)
    desk.way_in.page().take(PERSONAS["operator"].staff_number, PASSWORD)
    qtbot.waitUntil(lambda: desk.desk is not None, timeout=20_000)
    opened = desk.desk
    kept = opened.seat.desk.drafts

    assert kept.spend_reserve()
    qtbot.waitUntil(lambda: "disk of this computer is full" in opened.window.told("disk"), timeout=5_000)
    opened.line.restored.emit("The office's data was brought back.")
    assert opened.window.told("restored") == "The office's data was brought back."

    with qtbot.waitSignal(opened.left, timeout=20_000):
        opened.bar.give(CommandId.SIGN_OUT)
    qtbot.waitUntil(lambda: desk.tasks.under_way == 0, timeout=20_000)
    desk.close()
