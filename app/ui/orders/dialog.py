"""One dialog for the steps of an order: what is asked, its errors beside it, and the work on another thread."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, px, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll, clear_errors, find_field
from app.ui.widgets.labels import words

LABEL_WIDTH = 104
Work = Callable[[], Any]


class AskDialog(QDialog):
    """Asks what a step needs and takes it; what was typed stays until it is taken or given up.

    Attributes:
        taken: Emitted with the answer once the step has been taken.
    """

    taken = Signal(object)

    def __init__(
        self,
        title: str,
        fields: Sequence[QWidget],
        read: Callable[[], Work],
        tasks: TaskRunner,
        parent: QWidget,
        *,
        hint: str = "",
        is_danger: bool = False,
    ) -> None:
        """Take the fields and ``read``, which gives the work for another thread or refuses with a ``UserError``."""
        super().__init__(parent)
        self._read = read
        self._tasks = tasks
        self.setWindowTitle(title)
        body = QWidget()
        lines = QVBoxLayout(body)
        space(lines, 12, (24, 16, 24, 8))
        lines.addWidget(words(title, "title"))
        if hint:
            lines.addWidget(words(hint, "hint", wraps=True))
        for field in fields:
            lines.addWidget(field)
        self._trouble = words(wraps=True)
        set_tone(self._trouble, Tone.LATE)
        self._trouble.hide()
        lines.addWidget(self._trouble)
        lines.addStretch(1)
        row = QHBoxLayout()
        space(row, 8, (24, 8, 24, 16))
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), self.reject, keys="Esc"))
        self.button = Button(title, self.submit, kind="danger" if is_danger else "primary", keys="Ctrl+Enter")
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(Scroll(body), 1)
        layout.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.submit)
        self.resize(px(580), min(body.sizeHint().height() + px(96), px(620)))
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def trouble(self) -> str:
        """Give the sentence that belongs to no field; empty when none stands."""
        return self._trouble.text()

    def submit(self) -> None:
        """Take the step with what stands here."""
        if not self.button.isEnabled():
            return
        clear_errors(self)
        self._say("")
        try:
            work = self._read()
        except UserError as error:
            self._refuse(error)
            return
        self.button.setEnabled(False)
        self._tasks.run(work, self._done, self._failed, owner=self)

    def _done(self, answer: object) -> None:
        self.accept()
        self.taken.emit(answer)

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, UserError):
            self._refuse(error)
        elif isinstance(error, OutageError):
            self._say(tr("The server cannot be reached. What you typed stays here; press again when the line is back."))
        else:
            raise error

    def _refuse(self, error: UserError) -> None:
        field = find_field(self, error.field) if error.field else None
        if field is None:
            self._say(error.text)
            return
        field.set_error(error.text)
        field.focus_editor()

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
