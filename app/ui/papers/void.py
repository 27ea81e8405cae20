"""Voiding a paper: the number stays in the register, with the reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field
from app.ui.widgets.labels import words


class VoidDialog(QDialog):
    """Asks for the reason.

    Attributes:
        given: Emitted with the reason.
    """

    given = Signal(str)

    def __init__(self, number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Void the paper"))
        self.reason = LineEdit()
        self.field = Field("reason", tr("Reason"), self.reason)
        layout = QVBoxLayout(self)
        space(layout, 12, 24)
        layout.addWidget(words(tr("Void {number}", number=number), "title", wraps=True))
        layout.addWidget(words(tr("The number stays in the register as voided and is never given again."), wraps=True))
        layout.addWidget(self.field)
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), self.reject))
        main = Button(tr("Void the paper"), self._give, kind="danger", keys="Enter")
        main.setDefault(True)
        row.addWidget(main)
        layout.addLayout(row)
        self.setMinimumWidth(px(420))
        self.reason.setFocus()

    def _give(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.given.emit(reason)
        else:
            self.field.set_error(tr("A reason is needed; the register shows it."))
            self.field.focus_editor()
