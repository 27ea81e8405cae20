"""Speaking to the person at the desk, and what becomes of an exception."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.errors import OutageError, StaleError, UserError
from app.ui.failures import Failures, account
from app.ui.messages import Choice, Messages, StaleAnswer
from app.ui.news import News
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field
from app.ui.widgets.stale import Difference
from tests.ui.conftest import front

DIFFERENCES = [
    Difference(field="claim", label="Claim", before="refund", mine="refund 3,220", theirs="refund"),
    Difference(field="facts", label="Facts", before="a", mine="a", theirs="a, b"),
]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    layout = QVBoxLayout(made)
    made.field = Field("phone", "Phone", LineEdit("139"))
    layout.addWidget(made.field)
    layout.addWidget(LineEdit())
    qtbot.addWidget(made)
    front(qtbot, made)
    return made


@pytest.fixture
def messages(page: QWidget) -> Messages:
    return Messages(page)


def press(qtbot: QtBot, words: str) -> None:
    dialog = QApplication.activeModalWidget()
    button = next(button for button in dialog.findChildren(QPushButton) if words in button.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_passing_note_offers_to_take_the_step_back(messages: Messages, page, qtbot: QtBot):
    undone = []
    messages.note("Distributed to Chengguan", undo=lambda: undone.append(True))
    assert messages.noted() == "Distributed to Chengguan"

    button = next(button for button in page.findChildren(QPushButton) if button.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert messages.noted() == ""


def test_a_refusal_stands_beside_its_field(messages: Messages, page):
    messages.refuse(page, UserError("The number is not whole.", field="phone"))
    assert page.field.error == "The number is not whole."
    assert QApplication.focusWidget() is page.field.editor

    messages.refuse(page, UserError("Not now."))
    assert messages.noted() == "Not now."


def test_a_question_waits_for_nobody_and_escape_answers_nothing(messages: Messages, qtbot: QtBot):
    answers = []
    messages.ask("Terminate the mediation?", [Choice("Keep"), Choice("Terminate", "danger")], answers.append)
    press(qtbot, "Terminate")
    messages.ask("Again?", [Choice("Keep")], answers.append)
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)

    assert answers == [1, -1]


def test_a_stale_save_can_be_cancelled_compared_and_merged(messages: Messages, qtbot: QtBot):
    answers = []

    def take(answer, mine):
        answers.append((answer, mine))

    messages.ask_stale("王强 14:20", DIFFERENCES, take)
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Return)
    messages.ask_stale("王强 14:20", DIFFERENCES, take)
    press(qtbot, "Compare")
    press(qtbot, "Merge")

    assert answers[0][0] is StaleAnswer.CANCEL
    assert answers[1] == (StaleAnswer.MERGE, {"claim": True, "facts": False})


def test_failures_are_told_apart_by_their_kind(messages: Messages, page, qtbot: QtBot):
    happened = []
    failures = Failures(messages, page, lambda: happened.append("flushed"), lambda: happened.append("away"))
    failures.take(UserError("The number is not whole.", field="phone"), page)
    failures.take(StaleError("Somebody else changed this meanwhile."), page)
    failures.take(OutageError("away"), page)
    assert page.field.error
    assert messages.noted() == "Somebody else changed this meanwhile."
    assert happened == ["away"]


def test_a_mistake_of_ours_keeps_the_drafts_first_and_names_nobody(messages: Messages, page, qtbot: QtBot, caplog):
    happened = []
    failures = Failures(messages, page, lambda: happened.append("flushed"), lambda: None)
    try:
        int("13893416721 李晓敏")
    except ValueError as error:
        failures.take(error, page)
    dialog = QApplication.activeModalWidget()
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    caplog.clear()

    assert happened == ["flushed"]
    assert "ValueError" in shown
    assert "138" not in shown
    assert "test_messages.py" in shown
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None


def test_what_nobody_caught_is_taken_on_every_thread(messages, page, tasks, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    away = []
    Failures(messages, page, lambda: None, lambda: away.append(threading.get_ident())).install(tasks)
    error = OutageError("gone")
    sys.excepthook(OutageError, error, None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(OutageError("gone")))
    thread.start()
    qtbot.waitUntil(lambda: len(away) == 2)

    assert set(away) == {threading.get_ident()}
    assert account(error) == "OutageError"


def test_a_burst_of_news_is_told_once(tasks, qtbot: QtBot):
    news = News(tasks)
    told = []
    news.changed.connect(told.append)
    news.hear("case:1")
    qtbot.waitUntil(lambda: told == [("case:1",)])
    for name in ("case:2", "case:3", "case:2"):
        news.hear(name)
    qtbot.waitUntil(lambda: len(told) == 2)

    assert told[1] == ("case:2", "case:3")


def test_when_the_line_is_back_everything_is_read_again(tasks, qtbot: QtBot):
    news = News(tasks)
    lines, caught = [], []
    news.line_changed.connect(lines.append)
    news.caught_up.connect(lambda: caught.append(True))
    for stands in (True, False, False, True):
        news.hear_line(stands=stands)
    qtbot.waitUntil(lambda: lines == [False, True])

    assert caught == [True]
