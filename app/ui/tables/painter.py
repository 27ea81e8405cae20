"""How a cell is drawn: words, at most one coloured mark, a thin line below; nothing else."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from app.ui.icons import drawing
from app.ui.tables.rows import RowRole
from app.ui.theme import Tone, colour, metric, px


class CellPainter(QStyledItemDelegate):
    """Draws the cells of a :class:`~app.ui.tables.rows.RowsModel`."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(80), metric("row"))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box = option.rect
        palette = self._view.palette()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = "accent_soft" if selected else "hover" if hovered else "surface"
        painter.save()
        painter.fillRect(box, colour(palette, ground))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), colour(palette, "line"))
        tone = index.data(RowRole.TONE)
        paint = colour(palette, tone or Tone.TEXT)
        room = box.adjusted(px(8), 0, -px(8), -1)
        name = index.data(RowRole.ICON)
        if name:
            side = px(14)
            ratio = painter.device().devicePixelRatioF()
            picture = drawing(name, colour(palette, tone or Tone.MUTED), round(side * ratio))
            picture.setDevicePixelRatio(ratio)
            painter.drawPixmap(room.left(), room.top() + (room.height() - side) // 2, picture)
            room.setLeft(room.left() + side + px(6))
        font = QFont(option.font)
        if index.data(RowRole.LOUD):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(paint)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "").replace("\n", " ")
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
        painter.restore()
