"""The administrator enrols people, gives roles and opens units, by keyboard, through the own login."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.models.vocabulary import Role
from app.services import bootstrap
from app.services.clock import SystemClock
from app.ui.main_window import MainWindow
from app.ui.people.page import PeoplePage
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.factories import BUREAU, CENTRE
from tests.office import TestDatabase
from tests.ui.pictures import picture
from tests.ui.seats import make_seat


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture
def seat(desks: Desks, window: MainWindow, look: Look, tasks: TaskRunner, state: WindowState, tmp_path: Path) -> Seat:
    return make_seat(desks("administrator"), window, look, tasks, state, tmp_path)


@pytest.fixture
def page(qtbot: QtBot, seat: Seat, window: MainWindow) -> PeoplePage:
    made = PeoplePage(seat)
    window.open(made)
    quiet(qtbot, seat)
    assert made.persons.model.rowCount() > 0
    assert QApplication.focusWidget() is made.persons.view.table
    return made


def quiet(qtbot: QtBot, seat: Seat) -> None:
    qtbot.waitUntil(lambda: seat.tasks.under_way == 0, timeout=20_000)


def keys(qtbot: QtBot, widget: QWidget, text: str) -> None:
    qtbot.keyClicks(widget, text)


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def test_a_new_operator_is_enrolled_by_keyboard_and_signs_in_with_the_password_shown_once(
    qtbot: QtBot, page: PeoplePage, seat: Seat, window: MainWindow, database: TestDatabase, tmp_path: Path
) -> None:
    press(qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    part = page.persons
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is part.sheet.field("staff_number").editor
    keys(qtbot, QApplication.focusWidget(), "1888")
    press(qtbot, Qt.Key.Key_Tab)
    QApplication.focusWidget().insert("周新")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_1)
    assert part.sheet.values()["roles"] == (Role.OPERATOR,)
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, seat)

    assert part.heading() == "周新"
    assert part.card.isVisible()
    press(qtbot, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    given = QGuiApplication.clipboard().text()
    assert given == part.card.password()
    assert len(given.split("-")) == 3
    bootstrap.first_password(database.enrolment, "1888", given, "an own one 12315")
    desk = bootstrap.sign_in(database.enrolment, "1888", "an own one 12315", clock=SystemClock(), folder=tmp_path)
    desk.close()
    assert desk.session.may("register")

    part.view.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert part.card.password() == ""
    assert not part.card.isVisible()


def test_a_taken_staff_number_is_said_beside_the_field_and_what_was_typed_stays(
    qtbot: QtBot, page: PeoplePage, seat: Seat
) -> None:
    part = page.persons
    part.start_new()
    part.sheet.field("staff_number").editor.setText("1001")
    part.sheet.field("name").editor.setText("另一个人")
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, seat)

    assert part.sheet.field("staff_number").error == "This staff number is taken."
    assert part.sheet.values()["name"] == "另一个人"


def test_a_deputy_gets_the_role_until_a_day_and_keeps_the_own_ones(qtbot: QtBot, page: PeoplePage, seat: Seat) -> None:
    part = page.persons
    row = next(row for row in part.model.rows() if row.staff_number == "1021")
    part.view.select(row.id)
    before = {(role.role, role.unit_id) for role in row.roles}
    part.sheet.field("deputy").editor.setFocus()
    press(qtbot, Qt.Key.Key_4)
    part.save()
    assert "Until when" in part.sheet.field("until").error
    part.sheet.field("until").editor.set_value(date(2099, 12, 31))
    part.save()
    quiet(qtbot, seat)
    after = next(row for row in part.model.rows() if row.staff_number == "1021")

    assert {(role.role, role.unit_id) for role in after.roles} == before | {(Role.APPROVER, BUREAU)}
    assert next(role for role in after.roles if role.role is Role.APPROVER).until is not None
    assert part.sheet.values()["until"] == date(2099, 12, 31)


def test_ones_own_roles_are_not_offered(qtbot: QtBot, page: PeoplePage, seat: Seat) -> None:
    part = page.persons
    part.view.select(seat.desk.session.person_id)

    assert not part.sheet.field("roles").editor.isEnabled()
    assert not part.renew.isVisibleTo(part)


def test_who_leaves_is_let_go_and_a_new_first_password_brings_them_back(
    qtbot: QtBot, page: PeoplePage, seat: Seat
) -> None:
    part = page.persons
    row = next(row for row in part.model.rows() if row.staff_number == "1002")
    part.view.select(row.id)
    part.deactivate()
    quiet(qtbot, seat)
    assert not next(row for row in part.model.rows() if row.staff_number == "1002").active
    part.renew_sign_in()
    quiet(qtbot, seat)

    assert next(row for row in part.model.rows() if row.staff_number == "1002").active
    assert part.card.password()


def test_a_station_is_opened_below_its_bureau(qtbot: QtBot, page: PeoplePage, seat: Seat) -> None:
    page.choice.setFocus()
    press(qtbot, Qt.Key.Key_2)
    part = page.units
    part.view.select(BUREAU)
    press(qtbot, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert part.sheet.values()["parent_id"] == BUREAU
    for name, text in (("code", "990077"), ("name", "城关区市场监管局东岗所"), ("short_name", "东岗所")):
        part.sheet.field(name).editor.setText(text)
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, seat)

    made = next(unit for unit in seat.desk.codes.units if unit.code == "990077")
    assert made.parent_id == BUREAU
    assert part.heading() == "城关区市场监管局东岗所"
    part.sheet.field("phone").editor.setText("0931-1234567")
    part.save()
    quiet(qtbot, seat)
    assert seat.desk.codes.unit(made.id).phone == "0931-1234567"

    press(qtbot, Qt.Key.Key_Tab)
    part.turn_over()
    quiet(qtbot, seat)
    assert not seat.desk.codes.unit(made.id).active
    assert "No longer in use" in part.hint()
    part.turn_over()
    quiet(qtbot, seat)
    assert seat.desk.codes.unit(made.id).active


def test_a_unit_where_people_work_or_units_hang_is_not_closed(qtbot: QtBot, page: PeoplePage, seat: Seat) -> None:
    page.choice.setFocus()
    press(qtbot, Qt.Key.Key_2)
    part = page.units
    part.view.select(BUREAU)
    part.turn_over()
    quiet(qtbot, seat)

    assert "units below" in seat.messages.noted()
    assert seat.desk.codes.unit(BUREAU).active


def test_somebody_who_marries_gets_the_new_name_and_moves_to_another_unit(
    qtbot: QtBot, page: PeoplePage, seat: Seat
) -> None:
    part = page.persons
    row = next(row for row in part.model.rows() if row.staff_number == "1002")
    other = next(unit.id for unit in seat.desk.codes.units if unit.active and unit.id not in (row.unit_id, BUREAU))
    part.view.select(row.id)
    name = part.sheet.field("name").editor
    name.setFocus()
    name.selectAll()
    name.insert("周丽华")
    part.sheet.field("unit").editor.set_value(other)
    press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, seat)

    after = next(row for row in part.model.rows() if row.staff_number == "1002")
    assert (after.name, after.unit_id) == ("周丽华", other)
    assert part.heading() == "周丽华"


def test_the_own_name_can_be_mended_though_the_own_roles_cannot(qtbot: QtBot, page: PeoplePage, seat: Seat) -> None:
    part = page.persons
    part.view.select(seat.desk.session.person_id)
    before = next(row for row in part.model.rows() if row.id == seat.desk.session.person_id)
    part.sheet.field("name").editor.setText(before.name + "娟")
    part.save()
    quiet(qtbot, seat)
    after = next(row for row in part.model.rows() if row.id == before.id)
    assert after.name == before.name + "娟"
    assert after.roles == before.roles


@pytest.mark.parametrize(("theme", "scale"), [("light", 100), ("dark", 150)])
def test_pictures(
    qtbot: QtBot, page: PeoplePage, seat: Seat, window: MainWindow, look: Look, theme: str, scale: int
) -> None:
    page.persons.view.select(next(row.id for row in page.persons.model.rows() if row.staff_number == "1021"))
    picture(window, "people", look=look, theme=theme, scale=scale)
    page.retranslate()
    window.retranslate()
    picture(window, "people", look=look, theme=theme, scale=scale)
    page.persons.renew_sign_in()
    quiet(qtbot, seat)
    picture(window, "people-password", look=look, theme=theme, scale=scale)
    page.choice.set_value("units")
    page.turn_to("units")
    page.units.view.select(CENTRE)
    assert picture(window, "units", look=look, theme=theme, scale=scale).exists()
