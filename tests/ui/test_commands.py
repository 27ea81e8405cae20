"""The command table: one key does one thing on a page, and acts wherever the focus is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.command_bar import CommandBar
from app.ui.commands import COMMANDS, CommandId, Where, clashes, command
from app.ui.icons import names
from app.ui.main_window import MainWindow
from app.ui.page import Page
from app.ui.widgets.edits import LineEdit, TextEdit


class Form(Page):
    where = Where.INTAKE

    def __init__(self, key: str = "form") -> None:
        super().__init__(key)
        self.given: list[CommandId] = []
        self.answers = [CommandId.SAVE, CommandId.SAVE_AND_DISTRIBUTE, CommandId.FINISH_CONSULTATION]
        self.facts = TextEdit()
        self.name = LineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(self.facts)
        layout.addWidget(self.name)

    def title(self) -> str:
        return "Intake"

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {name: lambda name=name: self.given.append(name) for name in self.answers}


def test_no_key_means_two_things_on_one_page():
    assert clashes() == []


def test_every_command_is_one_row():
    assert [row.id for row in COMMANDS] == list(CommandId)


def test_each_key_is_one_the_keyboard_knows_and_each_drawing_is_there(qapp):
    keys = [key for row in COMMANDS for key in row.spellings()]

    assert [QKeySequence(key).toString() for key in keys] == keys
    assert {row.icon for row in COMMANDS if row.icon} <= set(names())


def test_f8_distributes_while_the_facts_are_typed(window: MainWindow, qtbot: QtBot):
    form = window.open(Form())
    form.facts.setFocus()
    qtbot.keyClicks(form.facts, "card")
    qtbot.keyClick(form.facts, Qt.Key.Key_F8)
    qtbot.keyClick(form.facts, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert form.given == [CommandId.SAVE_AND_DISTRIBUTE, CommandId.SAVE]
    assert form.facts.text() == "card"


def test_a_page_that_stops_answering_is_not_asked(window: MainWindow, qtbot: QtBot, bar: CommandBar):
    form = window.open(Form())
    form.answers.remove(CommandId.SAVE)
    form.handlers_changed.emit()
    qtbot.keyClick(form.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert form.given == []
    assert not bar.is_answered(CommandId.SAVE)


def test_a_person_without_the_right_cannot_give_the_command(look):
    bar = CommandBar({"paper"})
    form = Form()
    bar.set_front(form)

    assert not bar.action(CommandId.SAVE_AND_DISTRIBUTE).isEnabled()
    assert not bar.give(CommandId.SAVE_AND_DISTRIBUTE)
    assert not bar.allows(command(CommandId.SAVE_AND_DISTRIBUTE))
    assert bar.give(CommandId.SAVE)


def test_enter_belongs_to_the_input_method_while_it_composes(window: MainWindow, qtbot: QtBot):
    form = window.open(Form())
    entered = []
    form.name.entered.connect(lambda: entered.append(True))
    form.name.setFocus()
    QApplication.sendEvent(form.name, QInputMethodEvent("xin", []))
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert form.given == []
    assert entered == []

    done = QInputMethodEvent("", [])
    done.setCommitString("鑫")
    QApplication.sendEvent(form.name, done)
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.keyClick(form.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert form.name.text() == "鑫"
    assert entered == [True]
    assert form.given == [CommandId.FINISH_CONSULTATION]


def test_saving_takes_the_word_that_is_still_composed(window: MainWindow, qtbot: QtBot):
    form = window.open(Form())
    form.facts.setFocus()
    QApplication.sendEvent(form.facts, QInputMethodEvent("xin", []))
    qtbot.keyClick(form.facts, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert form.given == [CommandId.SAVE]


def test_titles_follow_the_language(bar: CommandBar):
    from app.models import words

    words.speak("zh_CN")
    bar.retitle()

    assert bar.action(CommandId.SAVE).text() == "保存"


def test_the_front_page_leaving_takes_its_answers_with_it(bar: CommandBar, look):
    form = Form()
    bar.set_front(form)
    bar.set_front(None)
    form.handlers_changed.emit()

    assert not bar.is_answered(CommandId.SAVE)
