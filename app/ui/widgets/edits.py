"""What is typed into: one line, a text that grows. They know when an input method composes; paste is cleaned."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.theme import px

UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e"))


def cleaned(text: str) -> str:
    """Give pasted ``text`` without invisible characters, with one kind of line end and of space."""
    plain = text.translate(UNSEEN).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")


class LineEdit(QLineEdit):
    """One line of text.

    Attributes:
        entered: Emitted on Enter, never while an input method composes.
    """

    entered = Signal()

    def __init__(self, text: str = "", *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._preedit = ""
        self.setPlaceholderText(placeholder)

    def is_composing(self) -> bool:
        """Tell whether an input method is in the middle of a word."""
        return bool(self._preedit)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.is_composing():
                event.accept()
                return
            self.entered.emit()
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._preedit = ""
        super().focusOutEvent(event)


class TextEdit(QPlainTextEdit):
    """A text that grows with its lines, from ``least`` to ``most``; Tab goes on to the next field.

    Attributes:
        typed: Emitted with the whole text after every change by hand or paste.
        entered: Emitted on Enter when :attr:`enter_ends` is set (a one-line answer), never while composing.
    """

    typed = Signal(str)
    entered = Signal()

    def __init__(
        self,
        *,
        least: int = 3,
        most: int = 14,
        placeholder: str = "",
        enter_ends: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._least = least
        self._most = most
        self._enter_ends = enter_ends
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self._grow()

    def is_composing(self) -> bool:
        """Tell whether an input method is in the middle of a word."""
        return bool(self._preedit)

    def text(self) -> str:
        """Give the text as typed."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show ``text``; unchanged text keeps the cursor where it is."""
        if text != self.toPlainText():
            self.setPlainText(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), self._height())

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.is_composing():
                event.accept()
                return
            if self._enter_ends and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.entered.emit()
                return
        super().keyPressEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(cleaned(source.text()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def _changed(self) -> None:
        self._grow()
        self.typed.emit(self.toPlainText())

    def _lines(self) -> int:
        layout = self.document().documentLayout()
        return min(max(round(layout.documentSize().height()), self._least), self._most)

    def _height(self) -> int:
        frame = 2 * (px(3) + 1) + round(2 * self.document().documentMargin())
        return self._lines() * self.fontMetrics().lineSpacing() + frame

    def _grow(self) -> None:
        height = self._height()
        if self.maximumHeight() != height:
            self.setFixedHeight(height)
