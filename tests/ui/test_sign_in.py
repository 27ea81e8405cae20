"""The way in, by keys: what goes wrong is said in words, and nobody is left standing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.bootstrap import PasswordChangeNeeded
from app.services.errors import OutageError, UserError
from app.ui.sign_in.first_start import FirstStartPage
from app.ui.sign_in.new_password import NewPasswordPage
from app.ui.sign_in.page import SignInPage
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import find_field
from tests.ui.conftest import front
from tests.ui.sign_in_fakes import CENTRE, PRACTICE, FakeDoor


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor(CENTRE)


@pytest.fixture
def page(door: FakeDoor, tasks, qtbot: QtBot) -> SignInPage:
    made = SignInPage(door, tasks)
    qtbot.addWidget(made)
    front(qtbot, made)
    made.setFocus()
    return made


def typed(qtbot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), key)


def said(page) -> str:
    return page.findChild(Banner).text()


def test_the_staff_number_of_the_enrolment_is_there_and_the_password_opens(page, door, qtbot: QtBot):
    with qtbot.waitSignal(page.signed_in) as opened:
        typed(qtbot, "right")

    assert opened.args == ["desk"]
    assert door.signed == [("centre", "1024", False)]


def test_a_wrong_password_is_said_beside_it_and_can_be_typed_again(page, door, qtbot: QtBot):
    typed(qtbot, "wrong")
    qtbot.waitUntil(lambda: bool(find_field(page, "password").error))
    assert "do not fit" in find_field(page, "password").error

    with qtbot.waitSignal(page.signed_in):
        typed(qtbot, "right")


def test_without_a_staff_number_nothing_is_sent(page, door, qtbot: QtBot):
    number = find_field(page, "staff_number").editor
    number.clear()
    typed(qtbot, "right")

    assert find_field(page, "staff_number").error
    assert QApplication.focusWidget() is number
    assert door.signed == []


@pytest.mark.parametrize(
    "failure",
    [
        OutageError("The server cannot be reached just now."),
        UserError("This desk has version 0.1; the office works with 0.2 or newer.", code="client_too_old"),
        UserError("This desk is newer than the office's database.", code="schema_too_old"),
    ],
)
def test_what_stands_in_the_way_is_said_above(page, door, qtbot: QtBot, failure):
    door.failure = failure
    typed(qtbot, "right")
    qtbot.waitUntil(lambda: bool(said(page)))

    assert said(page) == str(failure)
    door.failure = None
    with qtbot.waitSignal(page.signed_in):
        typed(qtbot, "")


def test_a_one_use_password_leads_to_an_own_one(page, door, qtbot: QtBot):
    door.failure = PasswordChangeNeeded("Choose your own password.")
    with qtbot.waitSignal(page.password_due) as due:
        typed(qtbot, "given")

    assert due.args == [CENTRE, "1024", "given"]


def test_a_remembered_password_is_filled_in(page, qtbot: QtBot):
    number = find_field(page, "staff_number").editor
    number.setFocus()
    number.clear()
    qtbot.keyClicks(number, "7")
    qtbot.keyClick(number, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: find_field(page, "password").editor.text() == "kept")


def test_the_practice_office_says_its_password_and_lets_anybody_in(tasks, qtbot: QtBot):
    door = FakeDoor(PRACTICE)
    page = SignInPage(door, tasks)
    qtbot.addWidget(page)
    front(qtbot, page)
    assert any("12315" in label.text() for label in page.findChildren(QLabel))

    links = [button for button in page.findChildren(Button) if "王敏" in button.text()]
    links[0].click()
    qtbot.waitUntil(lambda: find_field(page, "staff_number").editor.text() == "1001")
    qtbot.waitUntil(lambda: tasks.under_way == 0)


def test_the_new_password_is_long_enough_new_and_typed_twice(tasks, qtbot: QtBot, door):
    page = NewPasswordPage(door, tasks, CENTRE, "1024", "given-12")
    qtbot.addWidget(page)
    front(qtbot, page)
    page.setFocus()
    first, again = (find_field(page, name).editor for name in ("password", "again"))
    for one, other, field in (
        ("short", "short", "password"),
        ("given-12", "given-12", "password"),
        ("a long one", "another one", "again"),
    ):
        first.setText(one)
        again.setText(other)
        qtbot.keyClick(again, Qt.Key.Key_Return)
        assert find_field(page, field).error

    again.setText("a long one")
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClick(again, Qt.Key.Key_Return)
    assert chosen.args == [CENTRE, "1024", "a long one"]


def test_the_first_start_sets_up_practice_data_at_one_press(tasks, qtbot: QtBot):
    door = FakeDoor()
    page = FirstStartPage(door, tasks)
    qtbot.addWidget(page)
    front(qtbot, page)
    page.setFocus()
    with qtbot.waitSignal(page.ready) as ready:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)

    assert ready.args == [PRACTICE, ""]
    assert door.founded[0].with_practice


def test_an_own_office_asks_who_signs_in_first(tasks, qtbot: QtBot):
    door = FakeDoor()
    page = FirstStartPage(door, tasks)
    qtbot.addWidget(page)
    front(qtbot, page)
    next(button for button in page.findChildren(Button) if "empty" in button.text()).click()
    with qtbot.waitSignal(page.ready) as ready:
        for text in ("Jinhe 12315", "0001", "Wang Min", "a long one", "a long one"):
            typed(qtbot, text)

    assert ready.args[1] == "0001"
    assert door.founded[0].person == "Wang Min"
    assert door.founded[0].password == "a long one"


def test_a_file_that_is_no_enrolment_says_so(tasks, qtbot: QtBot, tmp_path):
    page = FirstStartPage(FakeDoor(), tasks)
    qtbot.addWidget(page)
    front(qtbot, page)
    page.enrol(tmp_path / "holiday.jpg")
    qtbot.waitUntil(lambda: "holiday.jpg" in said(page))

    with qtbot.waitSignal(page.ready):
        page.enrol(tmp_path / "desk.json")


def test_nobody_reads_a_password_over_the_shoulder(page):
    assert find_field(page, "password").editor.echoMode() is QLineEdit.EchoMode.Password
