"""Words on the window: plain, hints, titles, words with a drawing, a rule between things."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.icons import drawing
from app.ui.theme import Tone, colour, metric, px, set_tone, space


def words(text: str = "", kind: str = "", tone: Tone | None = None, *, wraps: bool = False) -> QLabel:
    """Make a label; ``kind`` is "", "hint", "title", "heading", "figure" or "label"."""
    label = QLabel(text)
    label.setProperty("type", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if tone is not None:
        set_tone(label, tone)
    return label


class OneLine(QLabel):
    """Words that take what room there is in their line; what has none ends in "…" and stands in the hint."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        short = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        painter.end()


NAME_WIDTH = 84


def named(name: str, value: str) -> QWidget:
    """Make a line that says ``value`` behind its ``name``."""
    line = QWidget()
    layout = QHBoxLayout(line)
    space(layout, 8, 0)
    label = words(name, "hint", wraps=True)
    label.setFixedWidth(px(NAME_WIDTH))
    layout.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(words(value, wraps=True), 1, Qt.AlignmentFlag.AlignTop)
    return line


def rule() -> QFrame:
    """Make a thin line between things."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


class Drawing(QWidget):
    """One drawing of ``resources/icons`` in the colour of a tone; it follows theme and scale."""

    def __init__(self, name: str, tone: Tone | str = Tone.MUTED, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._measure()

    def show_drawing(self, name: str, tone: Tone | str) -> None:
        """Show another drawing."""
        self._name = name
        self._tone = tone
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        picture = drawing(self._name, colour(self.palette(), self._tone), round(self.width() * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(0, 0, picture)
        painter.end()

    def _measure(self) -> None:
        self.setFixedSize(px(self._size), px(self._size))


class StateWord(QWidget):
    """A state as word and drawing in one colour; never colour alone."""

    def __init__(self, text: str = "", icon: str = "", tone: Tone = Tone.MUTED, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing(icon, tone, 14)
        self._text = words(text, tone=tone)
        layout = QHBoxLayout(self)
        space(layout, 4, 0)
        layout.addWidget(self._drawing)
        layout.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(text, icon, tone)

    def show_state(self, text: str, icon: str, tone: Tone) -> None:
        """Show another state."""
        self._text.setText(text)
        set_tone(self._text, tone)
        self._drawing.show_drawing(icon, tone)
        self._drawing.setVisible(bool(icon))
        self.setAccessibleName(text)

    def text(self) -> str:
        """Give the word that is shown."""
        return self._text.text()


class Mark(QLabel):
    """A word on a softly coloured ground: at most one a row."""

    def __init__(self, text: str = "", tone: Tone = Tone.MUTED, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "mark")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_tone(self, tone)


class KeyWord(QLabel):
    """The name of a key, drawn as one."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setProperty("kind", "key")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def control_height() -> int:
    """Give the height of a one-line control in pixels at the present scale."""
    return metric("control")
