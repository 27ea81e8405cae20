"""What happened, newest first: a line an event, its hour, who, what; details below; opened by Enter."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.models.words import tr
from app.ui.icons import drawing
from app.ui.tables.rows import Column, RowRole, RowsModel
from app.ui.theme import Tone, colour, px

Index = QModelIndex | QPersistentModelIndex
WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One event, said.

    Attributes:
        key: What knows the event again.
        when: The hour, short ("14:20", "11-02").
        title: What happened, one line.
        detail: What was said or written; wraps, at most six lines.
        who: Who did it.
        icon: A drawing of ``resources/icons``.
        day: The heading over the first event of a day; empty for the others.
        mark: A word at the right ("A paper", "A recording").
    """

    key: Hashable
    when: str
    title: str
    detail: str = ""
    who: str = ""
    icon: str = "new"
    tone: Tone = Tone.MUTED
    day: str = ""
    mark: str = ""


def timeline_model(parent: QWidget | None = None) -> RowsModel[TimelineEntry]:
    """Make the model of a timeline; fill it with ``set_rows``, ``put`` and ``add``."""
    column = Column[TimelineEntry]("event", "", _spoken)
    return RowsModel((column,), lambda entry: entry.key, parent)


def _spoken(entry: TimelineEntry) -> str:
    return " · ".join(part for part in (entry.when, entry.title, entry.who, entry.detail) if part)


class Timeline(QListView):
    """Shows a :func:`timeline_model`.

    Attributes:
        opened: Emitted with the entry on Enter or double click.
        moved: Emitted with the entry the arrows came to.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, model: RowsModel[TimelineEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_EntryPainter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Timeline"))
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentChanged.connect(lambda index: self.moved.emit(index.data(RowRole.ROW)))

    def current(self) -> TimelineEntry | None:
        """Give the entry the arrows stand on."""
        index = self.currentIndex()
        return index.data(RowRole.ROW) if index.isValid() else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(RowRole.ROW))


class _EntryPainter(QStyledItemDelegate):
    """Draws the line of time at the left with a drawing on it, the words at the right."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(RowRole.ROW)
        width = self._view.viewport().width()
        height = px(28)
        if entry.day:
            height += px(28)
        if entry.detail:
            height += self._detail_box(option, entry, QRect(0, 0, width, 0)).height() + px(4)
        return QSize(width, height + px(4))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(RowRole.ROW)
        palette = self._view.palette()
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if entry.day:
            head = QRect(box.left() + px(12), box.top(), box.width() - px(24), px(28))
            painter.setPen(colour(palette, Tone.MUTED))
            painter.drawText(head, MIDDLE_LEFT, entry.day)
            box.setTop(box.top() + px(28))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(palette, "accent_soft" if selected else "hover"))
            painter.drawRoundedRect(box.adjusted(px(4), 0, -px(4), -px(2)), px(4), px(4))
        self._paint_line(painter, box, entry)
        self._paint_words(painter, option, box, entry)
        painter.restore()

    def _paint_line(self, painter: QPainter, box: QRect, entry: TimelineEntry) -> None:
        palette = self._view.palette()
        middle = box.left() + px(76)
        painter.setPen(QPen(colour(palette, "line"), 1))
        painter.drawLine(middle, box.top() + px(22), middle, box.bottom() + px(4))
        side = px(14)
        ratio = painter.device().devicePixelRatioF()
        picture = drawing(entry.icon, colour(palette, entry.tone), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(middle - side // 2, box.top() + px(7), picture)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, entry: TimelineEntry) -> None:
        palette = self._view.palette()
        line = QRect(box.left() + px(94), box.top(), box.width() - px(110), px(28))
        painter.setPen(colour(palette, Tone.MUTED))
        painter.drawText(QRect(box.left() + px(12), box.top(), px(52), px(28)), MIDDLE_LEFT, entry.when)
        aside = " · ".join(part for part in (entry.mark, entry.who) if part)
        metrics = painter.fontMetrics()
        painter.drawText(line, MIDDLE_RIGHT, aside)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if entry.tone is not Tone.MUTED else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colour(palette, Tone.TEXT))
        room = line.width() - metrics.horizontalAdvance(aside) - px(12)
        painter.drawText(
            line, MIDDLE_LEFT, painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        )
        painter.setFont(option.font)
        if entry.detail:
            painter.setPen(colour(palette, Tone.MUTED))
            painter.drawText(self._detail_box(option, entry, box), WRAP, entry.detail)

    def _detail_box(self, option: QStyleOptionViewItem, entry: TimelineEntry, box: QRect) -> QRect:
        area = QRect(box.left() + px(94), box.top() + px(26), max(box.width() - px(110), px(80)), px(2000))
        found = option.fontMetrics.boundingRect(area, WRAP, entry.detail)
        most = option.fontMetrics.lineSpacing() * 6
        return QRect(area.left(), area.top(), area.width(), min(found.height(), most))
