"""The house's widgets: what the hand does and what comes of it."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.ui.commands import CommandId
from app.ui.widgets.cards import CardStack
from app.ui.widgets.choices import Options
from app.ui.widgets.clock_badge import ClockBadge, ClockWords
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry, PhoneEntry
from app.ui.widgets.fields import Field, clear_errors, find_field
from app.ui.widgets.labels import words
from app.ui.widgets.picker import CodePicker, FoundPicker, Pick, matching
from app.ui.widgets.reading import read_date, read_money, read_phone, show_phone
from app.ui.widgets.segments import Segment, Segments
from tests.ui.conftest import front
from tests.ui.gallery import Gallery

TODAY = date(2026, 11, 20)
PICKS = (Pick(1, "健身服务", "服务"), Pick(2, "教育培训", "服务"), Pick(3, "家用电器", "商品", keys="dianqi"))


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    """Put ``widget`` into a window with a second field after it."""
    frame = QWidget()
    frame.resize(640, 480)
    layout = QVBoxLayout(frame)
    layout.addWidget(widget)
    frame.after = LineEdit()
    widget.kept = frame  # or Python would take the window away
    layout.addWidget(frame.after)
    qtbot.addWidget(frame)
    front(qtbot, frame)
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return frame


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("2", date(2026, 11, 2)),
        ("25", date(2026, 10, 25)),
        ("1102", date(2026, 11, 2)),
        ("11-2", date(2026, 11, 2)),
        ("1231", date(2025, 12, 31)),
        ("229", date(2024, 2, 29)),
        ("251102", date(2025, 11, 2)),
        ("20251102", date(2025, 11, 2)),
        ("2025年11月2日", date(2025, 11, 2)),
        ("２０２５／１１／２", date(2025, 11, 2)),
        ("今", TODAY),
        ("昨天", date(2026, 11, 19)),
        ("-3", date(2026, 11, 17)),
        ("1120", TODAY),
    ],
)
def test_a_date_is_read_from_few_figures(typed, meant):
    assert read_date(typed, TODAY) == meant


def test_without_a_year_a_deadline_lies_ahead():
    assert read_date("0105", TODAY, past=False) == date(2027, 1, 5)
    assert read_date("5", TODAY, past=False) == date(2026, 12, 5)


@pytest.mark.parametrize("typed", ["1332", "0230", "12345", "morgen", "32", "11a2", "20260230"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 the message is not shown to anybody
        read_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("3680", Decimal("3680.00")),
        ("3,680.5", Decimal("3680.50")),
        ("¥3680元", Decimal("3680.00")),
        ("1.2万", Decimal("12000.00")),
        ("３６８０", Decimal("3680.00")),
        ("0.05", Decimal("0.05")),
    ],
)
def test_a_sum_is_read_exactly(typed, meant):
    assert read_money(typed) == meant


@pytest.mark.parametrize("typed", ["-5", "3.005", "many", "1e5", "1..2", "9999999999999"])
def test_what_is_no_sum_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 the message is not shown to anybody
        read_money(typed)


def test_a_phone_number_is_read_with_anything_between():
    assert read_phone("+86 138-9341 6721") == "13893416721"
    assert read_phone("（0931）8765432") == "09318765432"
    assert show_phone("13893416721") == "138 9341 6721"
    assert show_phone("09318765432") == "0931-8765432"
    assert read_phone("没有电话") == "没有电话"


def test_a_date_line_tidies_and_keeps_what_it_cannot_read(qtbot: QtBot, clock):
    entry = DateEntry(clock)
    frame = shown(qtbot, entry)
    told = []
    entry.changed.connect(told.append)
    qtbot.keyClicks(entry, "1102")
    frame.after.setFocus()
    assert entry.text() == "2026-11-02"
    assert told[-1] == date(2026, 11, 2)

    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, "9999")
    frame.after.setFocus()
    assert entry.text() == "9999"
    assert entry.value() is None
    assert "1102" in entry.problem()


def test_arrows_go_a_day_on_and_back(qtbot: QtBot, clock):
    entry = DateEntry(clock)
    shown(qtbot, entry)
    qtbot.keyClick(entry, Qt.Key.Key_Down)
    qtbot.keyClick(entry, Qt.Key.Key_Down)
    qtbot.keyClick(entry, Qt.Key.Key_Up)

    assert entry.value() == date(2026, 11, 19)


def test_a_sum_is_shown_with_commas(qtbot: QtBot):
    entry = MoneyEntry()
    frame = shown(qtbot, entry)
    qtbot.keyClicks(entry, "3680")
    frame.after.setFocus()

    assert entry.text() == "3,680.00"
    assert entry.value() == Decimal("3680.00")


def test_a_whole_phone_number_is_told_at_once(qtbot: QtBot):
    entry = PhoneEntry()
    shown(qtbot, entry)
    told = []
    entry.completed.connect(told.append)
    qtbot.keyClicks(entry, "1389341672")
    assert told == []
    assert entry.problem()
    qtbot.keyClicks(entry, "1")

    assert told == ["13893416721"]
    assert not entry.problem()


def test_segments_are_chosen_by_one_key(qtbot: QtBot):
    kinds = Segments([Segment("a", "咨询"), Segment("b", "投诉"), Segment("c", "举报", key="r")])
    shown(qtbot, kinds)
    told = []
    kinds.changed.connect(told.append)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_R)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)

    assert told == ["b", "c", "a"]


def test_segments_are_one_stop_for_tab(qtbot: QtBot):
    kinds = Segments([Segment("a", "咨询"), Segment("b", "投诉")])
    frame = shown(qtbot, kinds)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is frame.after


def test_several_claims_are_marked_and_unmarked(qtbot: QtBot):
    claims = Segments([Segment("refund", "退款"), Segment("repair", "修理")], several=True)
    shown(qtbot, claims)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert claims.values() == ["repair"]

    qtbot.mouseClick(claims.findChildren(QAbstractButton)[0], Qt.MouseButton.LeftButton)
    assert claims.values() == ["refund", "repair"]


def test_consent_that_was_not_asked_is_no_refusal(qtbot: QtBot):
    consent = ConsentControl("Publication")
    shown(qtbot, consent)
    assert consent.value() is None

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    assert consent.value() is False
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y)
    assert consent.value() is True
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_0)
    assert consent.value() is None


def test_a_code_is_picked_by_its_initials(qtbot: QtBot):
    picker = CodePicker(PICKS)
    shown(qtbot, picker)
    told = []
    picker.chosen.connect(told.append)
    qtbot.keyClicks(picker, "jy")
    assert picker.offered() == ["教育培训", "家用电器"]
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert picker.value() == 2
    assert picker.text() == "教育培训"

    picker.selectAll()
    qtbot.keyClick(picker, Qt.Key.Key_Delete)
    assert told == [2, None]


def test_initials_of_the_words_come_before_the_letters_of_a_code():
    food, lifts = Pick("food", "食品安全违法行为", keys="food"), Pick("special", "特种设备违法行为", keys="special")
    assert matching("sp", (lifts, food)) == [food, lifts]


def test_the_list_goes_when_its_picker_does(qtbot: QtBot):
    picker = CodePicker(PICKS)
    frame = shown(qtbot, picker)
    qtbot.keyClicks(picker, "jy")
    assert frame.findChildren(QListView)
    picker.deleteLater()
    qtbot.waitUntil(lambda: not frame.findChildren(QListView))


def test_a_picker_goes_on_in_another_window_when_the_first_is_gone(qtbot: QtBot):
    picker = CodePicker(PICKS)
    first = shown(qtbot, picker)
    qtbot.keyClicks(picker, "jy")
    second = shown(qtbot, picker)
    first.deleteLater()
    qtbot.waitUntil(lambda: not isValid(first))
    picker.selectAll()
    qtbot.keyClicks(picker, "jy")
    assert picker.offered() == ["教育培训", "家用电器"]
    assert second.findChildren(QListView)


def test_tab_takes_the_pick_and_escape_takes_none(qtbot: QtBot):
    picker = CodePicker(PICKS)
    frame = shown(qtbot, picker)
    qtbot.keyClicks(picker, "jian")
    qtbot.keyClick(picker, Qt.Key.Key_Tab)
    assert picker.value() == 1

    frame.after.setFocus()
    picker.setFocus()
    picker.selectAll()
    qtbot.keyClicks(picker, "fw")
    assert len(picker.offered()) == 2
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    qtbot.keyClick(picker, Qt.Key.Key_Tab)
    assert picker.value() is None
    assert picker.text() == "fw"
    assert picker.problem()


def test_enterprises_are_found_elsewhere_and_the_focus_stays(qtbot: QtBot, tasks):
    picker = FoundPicker(tasks, lambda text: [Pick("e1", f"{text} 欣鑫健身")])
    shown(qtbot, picker)
    qtbot.keyClicks(picker, "xx")
    qtbot.waitUntil(lambda: picker.offered() == ["xx 欣鑫健身"])
    assert QApplication.focusWidget() is picker
    qtbot.keyClick(picker, Qt.Key.Key_Return)

    assert picker.value() == "e1"


def test_the_wheel_scrolls_the_page_and_not_the_choice(qtbot: QtBot):
    options = Options([(1, "微信"), (2, "现金")])
    frame = shown(qtbot, options)
    frame.after.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(options, turn)
    assert options.value() == 1

    options.setFocus()
    qtbot.keyClick(options, Qt.Key.Key_X)
    assert options.value() == 2


def test_the_facts_grow_and_paste_is_cleaned(qtbot: QtBot):
    facts = TextEdit(least=2, most=6)
    shown(qtbot, facts)
    before = facts.height()
    pasted = QMimeData()
    pasted.setText("one\u200b\r\ntwo\u00a0three\nfour\nfive")
    facts.insertFromMimeData(pasted)

    assert facts.text() == "one\ntwo three\nfour\nfive"
    assert facts.height() > before


def test_enter_in_a_short_answer_ends_it_but_not_while_composing(qtbot: QtBot):
    answer = TextEdit(enter_ends=True)
    shown(qtbot, answer)
    ended = []
    answer.entered.connect(lambda: ended.append(True))
    QApplication.sendEvent(answer, QInputMethodEvent("ni", []))
    qtbot.keyClick(answer, Qt.Key.Key_Return)
    assert ended == []

    QApplication.sendEvent(answer, QInputMethodEvent("", []))
    qtbot.keyClick(answer, Qt.Key.Key_Return)
    assert ended == [True]


def test_an_error_stands_beside_its_field_and_keeps_the_text(qtbot: QtBot):
    field = Field("uscc", "Code", LineEdit("9162"), hint="18 figures")
    frame = shown(qtbot, field)
    field.set_error("The last figure should be 7.")
    assert find_field(frame, "uscc") is field
    assert field.error == "The last figure should be 7."
    assert field.editor.accessibleDescription() == field.error
    assert field.editor.text() == "9162"

    clear_errors(frame)
    assert field.error == ""


def test_a_card_is_reached_by_its_key_and_escape_goes_back(qtbot: QtBot):
    stack = CardStack()
    body = LineEdit()
    stack.add("Caller", body)
    hidden = stack.add("Nothing", words("nothing"))
    hidden.hide()
    frame = shown(qtbot, stack)
    frame.after.setFocus()
    handlers = stack.handlers()
    assert list(handlers) == [CommandId.CARD_1]

    handlers[CommandId.CARD_1]()
    assert QApplication.focusWidget() is body
    qtbot.keyClick(body, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is frame.after


def test_a_clock_says_itself_and_explains_itself(qtbot: QtBot):
    badge = ClockBadge(
        ClockWords(name="受理", left="剩 4 个工作日", due="11-30", lines=("11-19 收到", "11-20 第 1 日"))
    )
    shown(qtbot, badge)
    asked = []
    badge.asked.connect(lambda: asked.append(True))
    qtbot.keyClick(badge, Qt.Key.Key_Return)

    assert badge.accessibleName() == "受理 剩 4 个工作日 11-30"
    assert "第 1 日" in badge.toolTip()
    assert asked == [True]


def test_everything_that_is_typed_or_pressed_has_a_name(qtbot: QtBot, window, state):
    gallery = Gallery(state)
    window.open(gallery)
    nameless = [
        widget
        for kind in (QLineEdit, QPlainTextEdit, QAbstractButton)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    # Inner parts of Qt's own widgets (the tab bar's close buttons) are named by Qt's bridge.
    assert [widget for widget in nameless if not widget.inherits("CloseButton")] == []
