"""The administrator orders lists, calendar, approvals, numbers and house rules by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services.administration import Administration, ApprovalRuleRow
from app.services.codebook import CodeBook, CodeEntry
from app.services.office_state import OfficeState
from app.ui.codes.page import CodesPage
from app.ui.main_window import MainWindow
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.widgets.entries import MoneyEntry
from app.ui.widgets.sheet import Sheet
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.factories import BUREAU
from tests.office import TestDatabase
from tests.ui.pictures import picture
from tests.ui.seats import make_seat

NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。"""
Editor = TypeVar("Editor", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture
def seat(desks: Desks, window: MainWindow, look: Look, tasks: TaskRunner, state: WindowState, tmp_path: Path) -> Seat:
    return make_seat(desks("administrator"), window, look, tasks, state, tmp_path)


@pytest.fixture
def page(qtbot: QtBot, seat: Seat, window: MainWindow) -> CodesPage:
    made = CodesPage(seat)
    window.open(made)
    quiet(qtbot, seat)
    return made


def focused(kind: type[Editor]) -> Editor:
    found = QApplication.focusWidget()
    assert isinstance(found, kind)
    return found


def code(seat: Seat, name: str, entry: str) -> CodeEntry:
    found = seat.desk.codes.entry(name, entry)
    assert found is not None
    return found


def editor(sheet: Sheet, name: str, kind: type[Editor]) -> Editor:
    found = sheet.field(name).editor
    assert isinstance(found, kind)
    return found


def quiet(qtbot: QtBot, seat: Seat) -> None:
    qtbot.waitUntil(lambda: seat.tasks.under_way == 0, timeout=20_000)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(QWidget), key, held)


def approval_cell(page: CodesPage, step: str) -> QPersistentModelIndex:
    """Put the matrix on a step of the bureau."""
    page.turn_to("approvals")
    model, view = page.approvals.model, page.approvals.view
    row = next(row for row in range(model.rowCount()) if model.at(model.index(row, 0))[0].id == BUREAU)
    steps = [model.at(model.index(row, column))[1] for column in range(model.columnCount())]
    index = model.index(row, steps.index(step))
    view.setCurrentIndex(index)
    view.setFocus()
    return QPersistentModelIndex(index)


def choose_list(page: CodesPage, name: str) -> None:
    page.lists.choice.set_value(name)
    page.lists.choice.chosen.emit(name)


def test_a_row_is_renamed_and_what_it_does_stays(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    choose_list(page, "channel")
    part = page.lists
    before = code(seat, "channel", "phone")
    part.view.select("phone")
    part.view.setFocus()
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is part.sheet.field("title_zh").editor
    focused(QLineEdit).selectAll()
    focused(QLineEdit).insert("热线来电")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, seat)
    after = code(seat, "channel", "phone")

    assert after.title_zh == "热线来电"
    assert (after.behaviour, after.sort, after.title_en) == (before.behaviour, before.sort, before.title_en)


def test_a_row_nobody_has_confirmed_is_marked_until_somebody_does(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    choose_list(page, "other_authority")
    part = page.lists
    part.view.select("labour")
    assert code(seat, "other_authority", "labour").details["unconfirmed"]
    part.sheet.field("confirmed").editor.setFocus()
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, seat)
    after = code(seat, "other_authority", "labour")

    assert not after.details["unconfirmed"]
    assert after.details["phone"] == "12333"


def test_a_row_is_added_and_retired_and_comes_back(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    choose_list(page, "other_authority")
    part = page.lists
    part.view.setFocus()
    press(Qt.Key.Key_N, CTRL)
    for name, text in (("code", "heating"), ("title_zh", "供暖"), ("title_en", "Heating"), ("phone", "12319")):
        editor(part.sheet, name, QLineEdit).setText(text)
    part.save()
    quiet(qtbot, seat)
    assert part.heading() == "Heating"
    part.turn_use()
    quiet(qtbot, seat)
    assert not code(seat, "other_authority", "heating").active
    part.turn_use()
    quiet(qtbot, seat)
    assert code(seat, "other_authority", "heating").active


def test_the_notice_of_a_year_is_pasted_understood_and_announced(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    part = page.calendar
    assert page.stack.currentWidget() is part
    assert part.sheet.values()["year"] == 2027
    focused(QLineEdit).insert("国办发明电〔2026〕7号")
    press(Qt.Key.Key_Tab)
    focused(QPlainTextEdit).insertPlainText(NOTICE)
    assert "春节" in part._understood.text()
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, seat)
    calendar = seat.desk.law.calendar

    assert [row.stretch.name for row in part.model.rows()].count("春节") == 3
    assert all(day.published for day in calendar.days.values() if day.day.year == 2027)


def test_an_approval_is_wanted_by_space_then_also_when_alone_then_no_longer(
    qtbot: QtBot, page: CodesPage, seat: Seat
) -> None:
    cell = approval_cell(page, "decline")
    said = [cell.data()]
    for _ in range(3):
        press(Qt.Key.Key_Space)
        quiet(qtbot, seat)
        said.append(cell.data())
    assert said == ["", "Wanted", "Also when alone", ""]
    assert [rule for rule in Administration(seat.desk).approval_rules() if rule.command == "decline"] == []
    press(Qt.Key.Key_Space)
    quiet(qtbot, seat)
    press(Qt.Key.Key_Space)
    quiet(qtbot, seat)
    seat.messages._note._take_back()
    quiet(qtbot, seat)
    rule = page.approvals.model.rule(BUREAU, "decline")
    assert rule is not None
    assert rule.waived_alone


def test_what_the_law_wants_approved_stays_and_says_why(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    cell = approval_cell(page, "extend_verification")
    assert cell.data() == "By law"
    press(Qt.Key.Key_Space)
    quiet(qtbot, seat)
    assert cell.data() == "By law"
    assert "cannot be switched off. Basis: Art. 27, Penalty Procedure Art. 18" in seat.messages.noted()
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == seat.messages.noted()


def test_at_a_unit_in_one_person_mode_the_matrix_says_which_rules_rest(page: CodesPage, seat: Seat) -> None:
    unit = seat.desk.codes.unit(BUREAU)
    assert unit is not None
    alone = CodeBook({}, {BUREAU: replace(unit, one_person=True, parent_id=None)})
    rules = [
        ApprovalRuleRow(unit_id=BUREAU, command=step, by_law=by_law, waived_alone=waived)
        for step, by_law, waived in (("accept", False, True), ("decline", False, False), ("file", True, False))
    ]
    model = page.approvals.model
    model.show_rules(alone, ["accept", "decline", "file", "correct"], rules)
    assert [model.index(0, column).data() for column in range(4)] == [
        "Waived while alone",
        "Also when alone",
        "By law",
        "",
    ]
    assert str(model.headerData(0, Qt.Orientation.Vertical)).endswith("(one person)")


def test_a_number_is_shown_before_it_is_set(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    page.turn_to("numbers")
    part = page.numbers
    part.choice.set_value(BUREAU)
    part.choice.chosen.emit(BUREAU)
    part.view.select(part.model.row(4).form.code)
    part.sheet.field("word").editor.setFocus()
    focused(QLineEdit).selectAll()
    focused(QLineEdit).insert("投受")
    part.sheet.changed.emit()
    assert part.preview.text() == "金城市监投受〔2026〕第12号"
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, seat)
    assert part.model.row(4).own
    editor(part.sheet, "pattern", QLineEdit).setText("第{serial}号")
    part.save()
    assert part.sheet.field("pattern").error == "A number needs {year}."


def test_house_rules_hold_from_now_on(qtbot: QtBot, page: CodesPage, seat: Seat) -> None:
    page.turn_to("settings")
    part = page.settings
    editor(part.sheet, "threshold", MoneyEntry).set_value(Decimal(5000))
    editor(part.sheet, "days", QLineEdit).setText("99")
    part.save()
    assert part.sheet.field("days").error == "Between 1 and 30 days, please."
    editor(part.sheet, "days", QLineEdit).setText("3")
    part.save()
    quiet(qtbot, seat)
    found = OfficeState(seat.desk).settings()

    assert (found["ledger_threshold"], found["first_password_valid"]) == ("5000.00", "3 days")


@pytest.mark.parametrize(("theme", "scale"), [("light", 100), ("dark", 150)])
def test_pictures(page: CodesPage, window: MainWindow, look: Look, theme: str, scale: int) -> None:
    for name in ("lists", "calendar", "approvals", "numbers", "settings"):
        page.turn_to(name)
        if name == "lists":
            choose_list(page, "other_authority")
        picture(window, f"codes-{name}", look=look, theme=theme, scale=scale)
        page.retranslate()
        assert picture(window, f"codes-{name}", look=look, theme=theme, scale=scale).exists()
    page._announce()
    editor(page.calendar.sheet, "notice", QPlainTextEdit).insertPlainText(NOTICE)
    picture(window, "codes-announce", look=look, theme=theme, scale=scale)
