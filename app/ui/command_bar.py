"""Makes the command table act: one action a row, answered by the page in front, else by the window."""

import sys
from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.models.vocabulary import Permission
from app.models.words import tr
from app.ui.commands import COMMANDS, EVERYWHERE, Command, CommandId, Group, Where, command
from app.ui.composing import finish_word, is_composing
from app.ui.icons import icon
from app.ui.page import Page

Handlers = Mapping[CommandId, Callable[[], None]]
ENTER_KEYS = {"Return", "Enter"}
KEY_WORDS = {
    "Return": "Enter",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "PgUp": "Page↑",
    "PgDown": "Page↓",
    "Backspace": "⌫",
}


class CommandBar(QObject):
    """The actions of the command table and who answers them.

    Attributes:
        changed: Emitted when other commands can be given than before.
    """

    changed = Signal()

    def __init__(self, granted: Collection[Permission], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._granted = frozenset(granted)
        self._own: dict[CommandId, Callable[[], None]] = {}
        self._front: Page | None = None
        self._actions = {row.id: self._action(row) for row in COMMANDS}
        self._answered: frozenset[CommandId] = frozenset()
        self._update()
        self.retitle()

    def serve(self, window: QWidget) -> None:
        """Let the keys act in ``window``, wherever its focus is."""
        window.addActions(list(self._actions.values()))

    def answer(self, handlers: Handlers) -> None:
        """Answer commands for the whole window; the page in front comes first."""
        self._own.update(handlers)
        self._update()

    def fall_silent(self, names: Collection[CommandId]) -> None:
        """Answer ``names`` no longer."""
        for name in names:
            self._own.pop(name, None)
        self._update()

    def set_front(self, page: Page | None) -> None:
        """Let ``page`` answer from now on."""
        if self._front is page:
            return
        if self._front is not None:
            self._front.handlers_changed.disconnect(self._update)
        self._front = page
        if page is not None:
            page.handlers_changed.connect(self._update)
        self._answered = frozenset()
        self._update()

    def action(self, name: CommandId) -> QAction:
        """Give the action of a command, for a button or menu."""
        return self._actions[name]

    def allows(self, row: Command) -> bool:
        """Tell whether the person may give this command at all."""
        return not row.needs or not self._granted.isdisjoint(row.needs)

    def is_answered(self, name: CommandId) -> bool:
        """Tell whether somebody answers ``name`` now."""
        return self._actions[name].isEnabled()

    def here(self) -> list[Command]:
        """Give the commands of the page in front that the person may give, whether answered just now or not."""
        where = self._front.where if self._front is not None else None
        return [
            row
            for row in COMMANDS
            if self.allows(row) and (row.where == EVERYWHERE if where is None else where in row.where)
        ]

    def give(self, name: CommandId) -> bool:
        """Give the command ``name``; tells whether anybody answered."""
        handler = self._handler(command(name)) if self.allows(command(name)) else None
        if handler is not None:
            handler()
        return handler is not None

    def menu(self, parent: QWidget, groups: Collection[Group]) -> QMenu:
        """Make a menu of the commands of ``groups`` that are answered now."""
        made = QMenu(parent)
        for group in Group:
            rows = [row for row in self.here() if row.group is group and group in groups and self.is_answered(row.id)]
            if rows and not made.isEmpty():
                made.addSeparator()
            for row in rows:
                made.addAction(self._actions[row.id])
        return made

    def retitle(self) -> None:
        """Say every title in the language spoken now and draw every icon in the theme worn now."""
        palette = QApplication.palette()
        for name, action in self._actions.items():
            row = command(name)
            action.setText(tr(row.title))
            action.setIconText(tr(row.short or row.title))
            action.setToolTip(f"{tr(row.title)}  {key_text(row)}".strip())
            action.setIcon(icon(row.icon, palette))
        self.changed.emit()

    def _action(self, row: Command) -> QAction:
        action = QAction(self)
        action.setObjectName(row.id)
        if not row.by_widget:
            action.setShortcuts([QKeySequence(key) for key in row.spellings()])
        action.setAutoRepeat(row.repeats)
        action.triggered.connect(lambda: self._triggered(row))
        return action

    def _triggered(self, row: Command) -> None:
        if is_composing(QApplication.focusWidget()):
            if _has_enter(row):
                return
            finish_word()
        self.give(row.id)

    def _handler(self, row: Command) -> Callable[[], None] | None:
        if self._front is not None and (handler := self._front.handlers().get(row.id)):
            return handler
        return self._own.get(row.id)

    def _update(self) -> None:
        answered = set(self._own)
        if self._front is not None:
            answered.update(self._front.handlers())
        answered = {name for name in answered if self.allows(command(name))}
        for name, action in self._actions.items():
            action.setEnabled(name in answered)
        if answered != self._answered:
            self._answered = frozenset(answered)
            self.changed.emit()


def key_text(row: Command) -> str:
    """Spell the key of ``row`` as this computer's keyboard shows it."""
    if sys.platform == "darwin":
        return QKeySequence(row.keys).toString(QKeySequence.SequenceFormat.NativeText)
    return "+".join(KEY_WORDS.get(part, part) for part in row.keys.split("+")) if row.keys else ""


def _has_enter(row: Command) -> bool:
    return not ENTER_KEYS.isdisjoint(row.keys.split("+"))


def on_page(where: Where) -> list[Command]:
    """Give every row of the table that can be met on ``where``."""
    return [row for row in COMMANDS if where in row.where]
