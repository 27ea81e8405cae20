"""The ranking: a bar for each line, the longest first."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.services.statistics.answers import Line
from app.services.statistics.said import value_said
from app.ui.figures.marks import Marks
from app.ui.theme import Tone, colour, px

ROW = 24
_NAMES = 0.34
_VALUES = 72
_STRENGTH = 0.75


class Ranking(Marks):
    """Draws bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(280), px(ROW) * max(len(self._lines), 5))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(ROW) * 5)

    @override
    def room_of(self, place: int) -> QRectF:
        return QRectF(0, place * px(ROW), self.width(), px(ROW))

    @override
    def draw(self, painter: QPainter, line: Line, room: QRectF, share: float) -> None:
        names, values = room.width() * _NAMES, px(_VALUES)
        painter.setPen(colour(self.palette(), Tone.TEXT))
        name = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, int(names - px(12)))
        painter.drawText(room.adjusted(px(6), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room.adjusted(0, 0, -px(6), 0), right, value_said(line.figures[0]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.palette(), "accent"))
        painter.setOpacity(_STRENGTH)
        length = (room.width() - names - values - px(12)) * share
        bar = QRectF(names, room.y() + px(6), max(length, px(2)), room.height() - px(12))
        painter.drawRoundedRect(bar, px(2), px(2))
        painter.setOpacity(1)
