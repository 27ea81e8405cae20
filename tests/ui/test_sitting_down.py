"""What may be wrong when somebody sits down: drafts behind an old password, a second window, a clock that is off."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.models.tables.case import Case
from app.services.bootstrap import sign_in
from app.services.clock import SystemClock
from app.services.drafts import keys
from app.services.drafts.folder import person_folder
from app.services.drafts.journal import DraftStore
from app.services.settings import DeskSettings
from app.ui.application import Application
from app.ui.commands import CommandId
from app.ui.intake.page import IntakePage
from app.ui.kept.dialog import KeptDialog
from app.ui.orders.dialog import AskDialog
from app.ui.sign_in.page import SignInPage
from app.ui.widgets.banner import Banner
from app.ui.widgets.edits import LineEdit
from tests.factories import GYM
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.ui.sign_in_fakes import CENTRE, FakeDoor

OPERATOR = PERSONAS["operator"].staff_number


@dataclass(frozen=True)
class FastClock(SystemClock):
    """A desk's clock that is an hour ahead."""

    def now(self) -> datetime:
        return super().now() + timedelta(hours=1)


class OfficeDoor(FakeDoor):
    """Opens to the people of the test office."""

    def __init__(self, office: TestDatabase, folder: Path, clock: SystemClock) -> None:
        super().__init__(CENTRE)
        self.office, self.folder, self.clock = office, folder, clock

    def sign_in(self, office, staff_number, password, *, remember):  # noqa: ARG002 the door's own signature
        return sign_in(
            self.office.enrolment,
            staff_number,
            password,
            clock=self.clock,
            folder=self.folder,
            refuse_thread=threading.main_thread().ident,
        )


@dataclass
class Sitting:
    """The application as somebody sits down at it."""

    application: Application
    door: OfficeDoor
    qtbot: QtBot

    @property
    def page(self) -> SignInPage:
        page = self.application.way_in.page()
        assert isinstance(page, SignInPage)
        return page

    def down(self, password: str = PASSWORD) -> None:
        self.page.take(OPERATOR, password)
        self.qtbot.waitUntil(lambda: self.application.desk is not None, timeout=20_000)


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


@pytest.fixture
def sitting(
    qapp: QApplication, qtbot: QtBot, database: TestDatabase, tmp_path: Path, clock: SystemClock
) -> Iterator[Sitting]:
    door = OfficeDoor(database, tmp_path / "data", clock)
    remembered = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = Application(qapp, door, DeskSettings(language="en"), clock, remembered)
    qtbot.addWidget(made.way_in)
    made.show_way_in()
    yield Sitting(made, door, qtbot)
    if made.desk is not None:
        made.desk.window.close()
        qtbot.waitUntil(lambda: made.desk is None, timeout=20_000)
    made.close()


def typed_before_the_reset(sitting: Sitting, words: str) -> None:
    """Leave a draft behind that the password of that time locks."""
    login = sitting.door.office.login("operator")
    own = person_folder(sitting.door.folder, login)
    store = DraftStore(own, keys.unlock(own, login, "the earlier one"), SystemClock())
    store.open(GYM, "intake")
    store.append(GYM, {"facts": words, "name": "李晓敏", "phone": "13893416721"})
    store.close()


def test_drafts_from_before_a_reset_open_with_the_earlier_password(sitting: Sitting, qtbot: QtBot):
    typed_before_the_reset(sitting, "重置密码之前写的投诉")
    sitting.down()
    window = sitting.application.desk.window
    qtbot.waitUntil(lambda: window.findChild(KeptDialog) is not None, timeout=10_000)
    offered = window.findChild(KeptDialog)
    locked = next(one for one in offered.findChildren(Banner) if "earlier password" in one.text())
    assert locked.text().startswith("1 drafts")
    assert offered.model.rows() == []

    for password, opens in (("a guess", False), ("the earlier one", True)):
        if opens:
            asked = offered.findChild(AskDialog)
        else:
            locked._button.click()
            qtbot.waitUntil(lambda: offered.findChild(AskDialog) is not None)
            asked = offered.findChild(AskDialog)
        line = asked.findChild(LineEdit)
        line.setText(password)
        asked.submit()
        qtbot.waitUntil(asked.button.isEnabled if not opens else lambda: bool(offered.model.rows()), timeout=20_000)
    row = offered.model.rows()[0]
    assert row.words == "重置密码之前写的投诉"
    assert "138****6721" in row.who
    assert "李晓敏" not in row.who

    qtbot.keyClick(offered.view.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.front, IntakePage) and bool(window.front.form.facts.text()))
    assert window.front.form.facts.text() == "重置密码之前写的投诉"


def test_a_second_window_on_this_computer_says_where_one_is_at_work(sitting: Sitting, qtbot: QtBot):
    first = sign_in(sitting.door.office.enrolment, OPERATOR, PASSWORD, clock=SystemClock(), folder=sitting.door.folder)
    sitting.page.take(OPERATOR, PASSWORD)
    qtbot.waitUntil(lambda: "another window" in sitting.page.findChild(Banner).text(), timeout=20_000)
    first.close()
    sitting.down()


def test_two_windows_at_two_computers_both_work(sitting: Sitting, tmp_path: Path, database: TestDatabase):
    elsewhere = sign_in(database.enrolment, OPERATOR, PASSWORD, clock=SystemClock(), folder=tmp_path / "elsewhere")
    sitting.down()
    assert sitting.application.desk.line.stands
    elsewhere.database.check()
    elsewhere.close()


class TestAClockAnHourAhead:
    @pytest.fixture
    def clock(self) -> SystemClock:
        return FastClock()

    def test_the_window_says_so_and_the_servers_time_counts(
        self, sitting: Sitting, qtbot: QtBot, database: TestDatabase
    ):
        sitting.down()
        desk = sitting.application.desk
        assert "60 minutes ahead" in desk.window.told("clock")
        page = desk.window.front
        page.form.facts.insertPlainText("时钟快一小时的来电")
        desk.bar.give(CommandId.SAVE)
        qtbot.waitUntil(lambda: page.saved is not None, timeout=20_000)

        with database.as_person("operator").read() as connection:
            received = connection.execute(select(Case.received_at).where(Case.id == page.saved.subject)).scalar_one()
        assert abs(received - SystemClock().now()) < timedelta(minutes=5)
