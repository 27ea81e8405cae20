"""What an operator says to a caller is found by any word; a desk's settings take effect and its password changes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services import bootstrap
from app.services.clock import SystemClock
from app.ui.knowledge.page import KnowledgePage
from app.ui.main_window import MainWindow
from app.ui.seat import Seat
from app.ui.settings.page import SettingsPage
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.ui.pictures import picture
from tests.ui.seats import make_seat

SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desks")


@pytest.fixture(scope="module")
def desks(database: TestDatabase, folder: Path) -> Iterator[Desks]:
    found = Desks(database, folder)
    yield found
    found.close()


@pytest.fixture
def seat(desks: Desks, window: MainWindow, look: Look, tasks: TaskRunner, state: WindowState, folder: Path) -> Seat:
    return make_seat(desks("operator"), window, look, tasks, state, folder)


def quiet(qtbot: QtBot, seat: Seat) -> None:
    qtbot.waitUntil(lambda: seat.tasks.under_way == 0, timeout=20_000)


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def test_an_article_is_found_in_traditional_characters_and_copied_with_its_warning(
    qtbot: QtBot, seat: Seat, window: MainWindow
) -> None:
    page = KnowledgePage(seat)
    window.open(page)
    assert QApplication.focusWidget() is page.search
    QApplication.focusWidget().insert("無理由退貨 定作")
    assert [row.title for row in page.models["law"].rows()] == ["Art. 25"]
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_C, SHIFT_CTRL)
    assert "七日内无理由退货" in QGuiApplication.clipboard().text()
    assert page.warning() == "a summary, not the law's words"

    page.search.setText("122 号令 第")
    page.search.setText("Order 121")
    assert page.models["law"].rowCount() > 30
    assert page.warning() == ""


def test_who_is_competent_is_told_with_phone_and_sentence(qtbot: QtBot, seat: Seat, window: MainWindow) -> None:
    page = KnowledgePage(seat)
    window.open(page)
    page.choice.setFocus()
    press(qtbot, Qt.Key.Key_2)
    QApplication.focusWidget().insert("发票")
    page.copy()

    assert page.view().current().aside == "12366"
    assert page.warning() == "not confirmed for this city"
    assert "12366" in QGuiApplication.clipboard().text()


def test_a_shared_seat_forgets_passwords_and_the_watched_folder_is_kept(
    qtbot: QtBot, seat: Seat, window: MainWindow, tmp_path: Path
) -> None:
    page = SettingsPage(seat)
    window.open(page)
    quiet(qtbot, seat)
    page.choose_folder(tmp_path)
    quiet(qtbot, seat)
    page.shared.setFocus()
    press(qtbot, Qt.Key.Key_Y)
    quiet(qtbot, seat)

    assert page.folder.text() == str(tmp_path)
    assert seat.computer.settings().watched_folder == tmp_path
    assert seat.computer.settings().shared_seat
    assert "shared" in page.memory.text()


def test_the_head_of_the_audit_is_written_to_a_file(
    qtbot: QtBot, seat: Seat, window: MainWindow, database: TestDatabase, tmp_path: Path
) -> None:
    worker = database.as_worker()
    worker.call("beat", "test")
    for _ in range(2):
        worker.call("seal_audit")
    page = SettingsPage(seat)
    window.open(page)
    quiet(qtbot, seat)
    assert page.worker.text().startswith("Works")
    page.export_head(tmp_path / "head.json")
    quiet(qtbot, seat)

    written = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    assert len(written["hash"]) == 64
    assert written["installation"] == seat.desk.session.iid


def test_the_own_password_is_changed_and_the_old_one_opens_nothing(
    qtbot: QtBot, seat: Seat, window: MainWindow, database: TestDatabase, tmp_path: Path
) -> None:
    page = SettingsPage(seat)
    window.open(page)
    quiet(qtbot, seat)
    sheet = page.password.sheet
    for name, text in (("given", "wrong"), ("chosen", "a new sentence"), ("again", "a new sentence")):
        sheet.field(name).editor.setText(text)
    page.password.save()
    quiet(qtbot, seat)
    assert sheet.field("given").error == "This is not your present password."
    sheet.field("given").editor.setText(PASSWORD)
    page.password.save()
    quiet(qtbot, seat)

    assert sheet.values()["chosen"] == ""
    number = PERSONAS["operator"].staff_number
    desk = bootstrap.sign_in(database.enrolment, number, "a new sentence", clock=SystemClock(), folder=tmp_path)
    desk.close()
    seat.computer.change_password(seat.desk, "a new sentence", PASSWORD)


@pytest.mark.parametrize(("theme", "scale"), [("light", 100), ("dark", 150)])
def test_pictures(qtbot: QtBot, seat: Seat, window: MainWindow, look: Look, theme: str, scale: int) -> None:
    page = KnowledgePage(seat)
    window.open(page)
    for name in ("law", "others"):
        page.choice.set_value(name)
        page._turn(name)
        picture(window, f"knowledge-{name}", look=look, theme=theme, scale=scale)
        page.retranslate()
        assert picture(window, f"knowledge-{name}", look=look, theme=theme, scale=scale).exists()
    settings = SettingsPage(seat)
    window.open(settings)
    quiet(qtbot, seat)
    picture(window, "settings", look=look, theme=theme, scale=scale)
    settings.retranslate()
    assert picture(window, "settings", look=look, theme=theme, scale=scale).exists()
