"""What stands where nothing is: why, and the key that helps; it has the focus in place of the rows."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.theme import Tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Drawing, words


class EmptyPanel(QFrame):
    """Says why there is nothing and offers what helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "empty")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._drawing = Drawing("inbox", Tone.MUTED, 32)
        self._reason = words(kind="title")
        self._hint = words(kind="hint", wraps=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QVBoxLayout(self)
        space(self._layout, 8, 24)
        self._layout.addStretch(2)
        for widget in (self._drawing, self._reason, self._hint):
            self._layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._button: Button | None = None
        self._layout.addStretch(3)

    def say(
        self,
        reason: str,
        hint: str = "",
        *,
        icon: str = "inbox",
        action: str = "",
        keys: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        """Say ``reason`` and ``hint``; offer ``action`` with its key."""
        self._drawing.show_drawing(icon, Tone.MUTED)
        self._reason.setText(reason)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(reason)
        if self._button is not None:
            self._layout.removeWidget(self._button)
            self._button.deleteLater()
            self._button = None
        if action:
            self._button = Button(action, act, keys=keys)
            self._layout.insertWidget(self._layout.count() - 1, self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
