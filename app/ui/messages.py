"""The one way to speak to the person at the desk: a passing note, a refusal beside its field, a question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.errors import UserError
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import find_field
from app.ui.widgets.labels import words
from app.ui.widgets.stale import Difference, StaleDialog

NOTE_MS = 5000
UNDO_MS = 12_000


class StaleAnswer(StrEnum):
    """What to do with a save that came too late."""

    CANCEL = "cancel"
    MERGE = "merge"


@dataclass(frozen=True)
class Choice:
    """One answer to a question: what it does, in words, and how weighty it is ("", "primary", "danger")."""

    words: str
    kind: str = ""


class Messages(QObject):
    """Speaks in the window it is given; tests hand in another."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._note = _Note(window)
        window.installEventFilter(self)

    @property
    def window(self) -> QWidget:
        """The window that is spoken in."""
        return self._window

    def note(self, sentence: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say something in passing; with ``undo`` a button offers to take the step back while the note stands."""
        self._note.say(sentence, undo)

    def noted(self) -> str:
        """Give the passing note that stands now, empty when none does."""
        return self._note.text() if self._note.isVisible() else ""

    def refuse(self, page: QWidget, error: UserError) -> None:
        """Say ``error`` beside the field it names, and go there; without such a field on ``page``, as a note."""
        field = find_field(page, error.field) if error.field else None
        if field is None:
            self.note(error.text)
            return
        field.set_error(error.text)
        field.focus_editor()

    def ask(self, sentence: str, choices: Sequence[Choice], answered: Callable[[int], None]) -> QDialog:
        """Ask ``sentence``; ``answered`` gets the number of the choice, or -1 for Esc. Nothing waits meanwhile."""
        dialog = _Question(sentence, choices, self._window)
        dialog.finished.connect(lambda code: answered(code - 1))
        dialog.open()
        return dialog

    def ask_stale(
        self,
        who: str,
        differences: Sequence[Difference],
        answered: Callable[[StaleAnswer, dict[str, bool]], None],
    ) -> QDialog:
        """Say that ``who`` changed the same thing meanwhile; offer Cancel, Compare and Merge.

        Args:
            who: Who was quicker, and when, in words.
            differences: Each field both sides hold differently.
            answered: Gets the answer and, for a merge, by field whether this desk's text is kept.
        """
        dialog = StaleDialog(who, differences, self._window)
        dialog.finished.connect(
            lambda code: answered(StaleAnswer.MERGE if code else StaleAnswer.CANCEL, dialog.kept_mine()),
        )
        dialog.open()
        return dialog

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._note.place()
        return False


class _Note(QFrame):
    """Stands above the key bar at the right for some seconds, where no page has its buttons; takes no focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "note")
        self._text = words(wraps=False)
        self._undo: Callable[[], None] | None = None
        self._button = QPushButton()
        self._button.clicked.connect(self._take_back)
        self._layout = QHBoxLayout(self)
        space(self._layout, 12, (16, 8, 16, 8))
        self._layout.addWidget(self._text)
        self._layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def say(self, sentence: str, undo: Callable[[], None] | None) -> None:
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._undo = undo
        self._button.setText(tr("Undo"))
        self._button.setVisible(undo is not None)
        self.show()
        self.raise_()
        self.place()
        self._timer.start(UNDO_MS if undo else NOTE_MS)

    def place(self) -> None:
        most = self._window.width() - px(240)
        self._text.setWordWrap(False)
        wide = self._text.sizeHint().width() > most
        self._text.setWordWrap(wide)
        self._text.setFixedWidth(most if wide else self._text.sizeHint().width())
        self._layout.activate()
        self.resize(self.sizeHint())
        self.move(self._window.width() - self.width() - px(24), self._window.height() - self.height() - px(40))

    def _take_back(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()


class _Question(QDialog):
    """A sentence and its answers; Esc answers nothing."""

    def __init__(self, sentence: str, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Question"))
        layout = QVBoxLayout(self)
        space(layout, 16, 24)
        text = words(sentence, wraps=True)
        text.setMinimumWidth(px(360))
        layout.addWidget(text)
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        for place, choice in enumerate(choices, start=1):
            button = Button(choice.words, partial(self.done, place), kind=choice.kind)
            row.addWidget(button)
            if choice.kind == "primary" or place == 1:
                button.setDefault(True)
                button.setFocus()
        layout.addLayout(row)
