"""The frame: places, tabs, the line to the server."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.command_palette import Hit
from app.ui.commands import CommandId, Where
from app.ui.frame.top_bar import Line
from app.ui.main_window import MainWindow
from app.ui.page import Page
from app.ui.widgets.edits import LineEdit

CONTROL = Qt.KeyboardModifier.ControlModifier


class Case(Page):
    where = Where.CASE

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.may_leave = True
        self.box = LineEdit()
        self.second = LineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.box)
        layout.addWidget(self.second)

    def title(self) -> str:
        return self.key

    def leave(self) -> bool:
        return self.may_leave


class Work(Case):
    where = Where.LIST
    place = CommandId.GO_WORK


def test_the_number_keys_go_to_the_places(window: MainWindow, qtbot: QtBot):
    window.offer({CommandId.GO_WORK: lambda: Work("work"), CommandId.GO_INTAKE: lambda: Case("intake")})
    qtbot.keyClick(window, Qt.Key.Key_3, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_3, CONTROL)

    assert [page.key for page in window.book.pages()] == ["work", "intake"]
    assert window.front.key == "work"


def test_the_same_case_opens_once(window: MainWindow):
    first = window.open(Case("case:1"))
    window.open(Case("case:2"))

    assert window.open(Case("case:1")) is first
    assert len(window.book.pages()) == 2


def test_a_page_that_is_still_being_read_keeps_the_focus_off_the_rail(window: MainWindow):
    first = window.open(Case("case:1"))
    first.box.setFocus()
    read_later = Case("case:2")
    for box in (read_later.box, read_later.second):
        box.hide()
    window.open(read_later)

    assert QApplication.focusWidget() is read_later


def test_ctrl_tab_goes_round_and_comes_back_to_where_one_typed(window: MainWindow, qtbot: QtBot):
    one = window.open(Case("case:1"))
    one.second.setFocus()
    window.open(Case("case:2"))
    qtbot.keyClick(window, Qt.Key.Key_Tab, CONTROL)

    assert window.front is one
    assert QApplication.focusWidget() is one.second


def test_ctrl_w_closes_what_agrees(window: MainWindow, qtbot: QtBot):
    case = window.open(Case("case:1"))
    case.may_leave = False
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    assert window.front is case

    case.may_leave = True
    qtbot.keyClick(window, Qt.Key.Key_W, CONTROL)
    assert window.front is None


def test_an_outage_is_one_sentence_with_a_count(window: MainWindow):
    window.show_line(Line.AWAY, 3)
    assert window.banner.isVisible()
    assert "3 waiting" in window.banner.text()

    window.show_line(Line.CONNECTED, 0)
    assert not window.banner.isVisible()


def test_the_palette_finds_a_command_and_gives_the_focus_back(window: MainWindow, qtbot: QtBot):
    window.offer({CommandId.GO_WORK: lambda: Work("work")})
    case = window.open(Case("case:1"))
    case.second.setFocus()
    qtbot.keyClick(case.second, Qt.Key.Key_K, CONTROL)
    box = QApplication.focusWidget()
    qtbot.keyClicks(box, "zzz")
    assert window.palette_list.titles() == []
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is case.second

    qtbot.keyClick(case.second, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "work")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.front.key == "work"


def test_a_detached_tab_answers_keys_and_comes_back(window: MainWindow, qtbot: QtBot):
    case = window.open(Case("case:1"))
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.front is None
    own = window.book.windows()[0]
    own.close()

    assert window.front is case


def test_larger_and_smaller_follow_the_keys(window: MainWindow, look, qtbot: QtBot):
    qtbot.keyClick(window, Qt.Key.Key_Equal, CONTROL)
    assert look.scale == 110
    qtbot.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_Minus, CONTROL)
    assert look.scale == 90
    qtbot.keyClick(window, Qt.Key.Key_0, CONTROL)
    assert look.scale == 100


def test_f1_shows_the_keys_of_this_page(window: MainWindow, qtbot: QtBot):
    window.open(Case("case:1"))
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = QApplication.activeModalWidget()
    assert sheet is not None
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_the_palette_finds_cases_too_and_says_when_it_cannot(window: MainWindow, qtbot: QtBot):
    opened = []

    def find(typed: str) -> list[Hit]:
        if typed == "away":
            raise ConnectionError
        return [Hit(title=f"2026-0412 {typed}", detail="", icon="papers", open=lambda: opened.append(typed))]

    window.palette_list.search_with(find)
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "qqq")
    qtbot.waitUntil(lambda: window.palette_list.titles() == ["2026-0412 qqq"])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert opened == ["qqq"]

    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.keyClicks(QApplication.focusWidget(), "away")
    qtbot.waitUntil(lambda: "Cannot search just now" in window.palette_list.titles())


def test_the_parts_of_the_window_are_reached_by_one_key(window: MainWindow, qtbot: QtBot):
    case = window.open(Case("case:1"))
    case.second.setFocus()
    seen = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, CONTROL)
        seen.append(QApplication.focusWidget())

    assert seen == [window.book.tabs, window.top.search_box, case.second]
