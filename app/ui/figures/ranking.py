"""The ranking: a bar for each line, the longest first; arrows walk it, Enter opens one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.statistics.answers import Line
from app.services.statistics.said import value_said
from app.ui.theme import Tone, colour, px

ROW = 24
_NAMES = 0.34
_VALUES = 72


class Ranking(QWidget):
    """Draws bars.

    Attributes:
        opened: Emitted with the :class:`Line` on Enter or a click.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw ``lines``, the largest first."""
        self._lines = tuple(lines)
        self._at = min(self._at, max(len(self._lines) - 1, 0))
        self._name()
        self.updateGeometry()
        self.update()

    @property
    def current(self) -> Line | None:
        """The line the arrows stand on."""
        return self._lines[self._at] if self._lines else None

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(280), px(ROW) * max(len(self._lines), 5))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(ROW) * 5)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in steps and self._lines:
            self._at = min(max(self._at + steps[key], 0), len(self._lines) - 1)
            self._name()
            self.update()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // px(ROW))
        if 0 <= place < len(self._lines):
            self._at = place
            self.update()
            self.opened.emit(self._lines[place])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._lines:
            painter.setPen(colour(self.palette(), Tone.MUTED))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("Nothing was counted in this period."))
        top = max((line.figures[0].value or 0 for line in self._lines), default=0)
        names, values, row = self.width() * _NAMES, px(_VALUES), px(ROW)
        room = self.width() - names - values - px(12)
        for place, line in enumerate(self._lines):
            figure = line.figures[0]
            y = place * row
            if place == self._at and self.hasFocus():
                painter.setPen(QPen(colour(self.palette(), Tone.ACCENT), px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(1, y + 1, self.width() - 2, row - 2), px(4), px(4))
            painter.setPen(colour(self.palette(), Tone.TEXT))
            name = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, int(names - px(12)))
            painter.drawText(QRectF(px(6), y, names - px(8), row), Qt.AlignmentFlag.AlignVCenter, name)
            length = room * float((figure.value or 0) / top) if top else 0.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self.palette(), "accent"))
            painter.setOpacity(0.75)
            painter.drawRoundedRect(QRectF(names, y + px(6), max(length, px(2)), row - px(12)), px(2), px(2))
            painter.setOpacity(1)
            painter.setPen(colour(self.palette(), Tone.TEXT))
            where = QRectF(self.width() - values - px(6), y, values, row)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, value_said(figure))
        painter.end()

    def _name(self) -> None:
        line = self.current
        self.setAccessibleName(f"{line.title} {value_said(line.figures[0])}" if line else "")
