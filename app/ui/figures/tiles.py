"""The tile map: a tile for each unit in the office's own order, the stronger the more; a city without borders."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.services.statistics.answers import Line
from app.services.statistics.said import value_said
from app.ui.figures.marks import Marks
from app.ui.theme import Tone, colour, px

TILE = (84, 46)
GAP = 4
_WEAKEST, _STRONGEST = 0.08, 0.45  # the words on the strongest still stand out in both themes


class TileMap(Marks):
    """Draws tiles."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(TILE[0] * 3), px(TILE[1] * 3))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(TILE[0] * 2), px(TILE[1] * 3))

    @override
    def across(self) -> int:
        return max(self.width() // px(TILE[0]), 1)

    @override
    def room_of(self, place: int) -> QRectF:
        across = self.across()
        rows = -(-len(self._lines) // across)
        width = self.width() / across
        height = min(px(TILE[1]), self.height() / max(rows, 1))
        row, column = divmod(place, across)
        return QRectF(column * width, row * height, width - px(GAP), height - px(GAP))

    @override
    def draw(self, painter: QPainter, line: Line, room: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.palette(), "accent"))
        painter.setOpacity(_WEAKEST + (_STRONGEST - _WEAKEST) * share)
        painter.drawRoundedRect(room, px(4), px(4))
        painter.setOpacity(1)
        painter.setPen(colour(self.palette(), Tone.TEXT))
        inside = room.adjusted(px(6), px(2), -px(6), -px(2))
        name = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        low = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(inside, low, value_said(line.figures[0]))
