"""A quiet line across the page: an outage, a stale page, a hint from above."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.models.words import tr
from app.ui.theme import Tone, restyle, space
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.labels import Drawing, words

DRAWINGS = {Tone.SOON: "warning", Tone.LATE: "alert", Tone.DONE: "done"}


class Banner(QFrame):
    """An amber (or red, or green) line with a sentence, at most one thing to do, and a way to put it away.

    Attributes:
        closed: Emitted when the person put it away.
    """

    closed = Signal()

    def __init__(self, tone: Tone = Tone.SOON, *, can_close: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._drawing = Drawing(DRAWINGS[tone], tone)
        self._text = words(wraps=True)
        self._button = Button("", self._press, kind="link")
        self._act: Callable[[], None] | None = None
        self._close = IconButton("close", tr("Put away"), self._put_away)
        if not can_close:
            self._close.hide()
        layout = QHBoxLayout(self)
        space(layout, 8, (12, 4, 8, 4))
        layout.addWidget(self._drawing)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        restyle(self, "tone", tone.value)
        self.hide()

    def say(self, sentence: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show ``sentence``, with a button ``action`` that calls ``act``; the empty sentence takes the banner away."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._button.setText(action)
        self._act = act
        self._button.setVisible(bool(action))
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Give the sentence that is shown."""
        return self._text.text()

    def _press(self) -> None:
        if self._act is not None:
            self._act()

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
