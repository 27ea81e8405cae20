"""Marks of a drawing, each the door to its cases: arrows walk them, Enter or a click opens one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.statistics.answers import Line
from app.services.statistics.said import value_said
from app.ui.theme import Tone, colour, px


class Marks(QWidget):
    """Whoever derives from it says where each mark lies and draws it.

    Attributes:
        opened: Emitted with the :class:`Line` on Enter or a click.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Draw ``lines`` in their order."""
        self._lines = tuple(lines)
        self._at = min(self._at, max(len(self._lines) - 1, 0))
        self._go(self._at)
        self.updateGeometry()

    @property
    def current(self) -> Line | None:
        """The line the arrows stand on."""
        return self._lines[self._at] if self._lines else None

    def across(self) -> int:
        """Give how many marks stand side by side."""
        return 1

    def room_of(self, place: int) -> QRectF:
        """Give where a mark lies."""
        return QRectF(0, place, self.width(), 1)

    def draw(self, painter: QPainter, line: Line, room: QRectF, share: float) -> None:
        """Draw a mark; ``share`` is its part of the largest, 0 to 1."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        across = self.across()
        steps = {Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}
        if across > 1:
            steps |= {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in steps and self._lines:
            self._go(min(max(self._at + steps[key], 0), len(self._lines) - 1))
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None:
            self._go(place)
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
        largest = max((line.figures[0].value or 0 for line in self._lines), default=0)
        for place, line in enumerate(self._lines):
            room = self.room_of(place)
            self.draw(painter, line, room, float((line.figures[0].value or 0) / largest) if largest else 0.0)
            if place == self._at and self.hasFocus():
                painter.setPen(QPen(colour(self.palette(), Tone.ACCENT), px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), px(4), px(4))
        painter.end()

    def _place_at(self, where: QPointF) -> int | None:
        return next((place for place in range(len(self._lines)) if self.room_of(place).contains(where)), None)

    def _go(self, place: int) -> None:
        self._at = place
        line = self.current
        self.setAccessibleName(f"{line.title} {value_said(line.figures[0])}" if line else "")
        self.update()
