"""The server is away when somebody sits down: contacts are taken down all the same, and sent when it is back."""

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.models.tables.case import Case
from app.services.bootstrap import sign_in
from app.services.clock import SystemClock
from app.services.offline_desk import sign_in_without_server
from app.services.settings import DeskSettings
from app.ui.application import Application
from app.ui.commands import CommandId
from app.ui.intake.page import IntakePage
from app.ui.sign_in.page import SignInPage
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import find_field
from tests.lines import Line
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.ui.sign_in_fakes import CENTRE, FakeDoor

OPERATOR = PERSONAS["operator"].staff_number


class LineDoor(FakeDoor):
    """Opens to the people of the test office, over a line that goes wrong."""

    def __init__(self, office: TestDatabase, line: Line, folder: Path) -> None:
        super().__init__(CENTRE)
        self.enrolment = replace(office.enrolment, host="127.0.0.1", port=line.port)
        self.folder = folder

    def sign_in(self, office, staff_number, password, *, remember):  # noqa: ARG002 the door's own signature
        return sign_in(
            self.enrolment,
            staff_number,
            password,
            clock=SystemClock(),
            folder=self.folder,
            refuse_thread=threading.main_thread().ident,
        )

    def sign_in_here(self, office, staff_number, password):  # noqa: ARG002 the door's own signature
        return sign_in_without_server(
            self.enrolment,
            staff_number,
            password,
            clock=SystemClock(),
            folder=self.folder,
            refuse_thread=threading.main_thread().ident,
        )


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hotline-desk-alone-") as name:
        yield Path(name)


@pytest.fixture
def line(database: TestDatabase) -> Iterator[Line]:
    found = Line(database.enrolment.port)
    yield found
    found.close()


@pytest.fixture
def door(database: TestDatabase, line: Line, folder: Path) -> LineDoor:
    return LineDoor(database, line, folder)


@pytest.fixture
def application(qapp: QApplication, qtbot: QtBot, door: LineDoor, folder: Path) -> Iterator[Application]:
    remembered = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    made = Application(qapp, door, DeskSettings(language="en"), SystemClock(), remembered)
    qtbot.addWidget(made.way_in)
    made.show_way_in()
    yield made
    if made.desk is not None:
        opened = made.desk
        opened.window.close()
        qtbot.waitUntil(lambda: made.desk is None, timeout=20_000)
    made.close()


def page_of(application: Application) -> SignInPage:
    page = application.way_in.page()
    assert isinstance(page, SignInPage)
    return page


def sat_down_before(door: LineDoor, persona: str = "operator", password: str = PASSWORD) -> None:
    number = PERSONAS[persona].staff_number
    sign_in(door.enrolment, number, password, clock=SystemClock(), folder=door.folder).close()


def sit_down_alone(application: Application, qtbot: QtBot) -> None:
    page = page_of(application)
    page.take(OPERATOR, PASSWORD)
    here = next(button for button in page.findChildren(Button) if "this computer only" in button.text())
    qtbot.waitUntil(here.isVisible, timeout=20_000)
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: application.desk is not None, timeout=20_000)


def test_a_contact_taken_down_alone_is_kept_and_sent_when_the_server_is_back(
    application: Application, door: LineDoor, line: Line, qtbot: QtBot, database: TestDatabase
):
    sat_down_before(door)
    line.cut()
    sit_down_alone(application, qtbot)
    desk = application.desk
    assert desk is not None
    page = desk.window.front
    assert isinstance(page, IntakePage)
    assert "cannot be reached" in desk.window.banner.text()
    assert not desk.bar.is_answered(CommandId.GO_WORK)

    page.form.facts.insertPlainText("断网时登记的来电")
    desk.bar.give(CommandId.SAVE)
    qtbot.waitUntil(lambda: page.saved is not None, timeout=20_000)
    assert page.saved.is_waiting
    assert "Kept on this computer" in page.panel.text()

    line.mend()
    qtbot.waitUntil(lambda: "server is back" in desk.window.told("whole"), timeout=30_000)
    with database.as_person("operator").read() as connection:
        found = connection.execute(select(Case.facts).where(Case.id == page.saved.subject)).scalars().all()
    assert found == ["断网时登记的来电"]

    page.form.facts.insertPlainText("x")
    whole = next(one for one in desk.window.findChildren(Banner) if one.text() == desk.window.told("whole"))
    qtbot.mouseClick(whole.findChild(Button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.desk is not desk and application.desk is not None, timeout=20_000)
    assert application.desk.bar.is_answered(CommandId.GO_WORK)


def test_a_server_that_hangs_is_away_within_seconds_and_the_window_stays_alive(
    application: Application, door: LineDoor, line: Line, qtbot: QtBot
):
    sat_down_before(door)
    line.hold()
    beats = []
    page_of(application).take(OPERATOR, PASSWORD)
    here = next(one for one in page_of(application).findChildren(Button) if "this computer only" in one.text())
    qtbot.waitUntil(lambda: beats.append(1) or here.isVisible(), timeout=12_000)
    assert len(beats) > 10


def test_alone_a_wrong_password_is_said_beside_it(application: Application, door: LineDoor, line: Line, qtbot: QtBot):
    sat_down_before(door)
    line.cut()
    page = page_of(application)
    page.take(OPERATOR, "not-the-password")
    here = next(button for button in page.findChildren(Button) if "this computer only" in button.text())
    qtbot.waitUntil(here.isVisible, timeout=20_000)
    here.click()
    qtbot.waitUntil(lambda: bool(find_field(page, "password").error), timeout=20_000)
    assert "Type it again" in find_field(page, "password").error


def test_somebody_who_takes_no_contacts_down_is_told_to_wait(
    application: Application, door: LineDoor, line: Line, qtbot: QtBot
):
    sat_down_before(door, "administrator")
    line.cut()
    page = page_of(application)
    page.take(PERSONAS["administrator"].staff_number, PASSWORD)
    here = next(button for button in page.findChildren(Button) if "this computer only" in button.text())
    qtbot.waitUntil(here.isVisible, timeout=20_000)
    here.click()
    qtbot.waitUntil(lambda: "not among your tasks" in page.findChild(Banner).text(), timeout=20_000)
