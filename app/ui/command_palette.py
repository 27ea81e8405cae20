"""Ctrl+K: one box that finds commands, and cases, numbers and enterprises through whoever can search them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.words import tr
from app.ui.command_bar import CommandBar, key_text
from app.ui.commands import Command
from app.ui.icons import drawing
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Tone, colour, metric, px, space
from app.ui.type_ahead import rank
from app.ui.widgets.edits import LineEdit

WIDTH = 560
MOST_COMMANDS = 12
PAUSE_MS = 350  # each search is on the record, so half a word is not searched for
HIT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found: a drawing, words, a quieter detail, and what opens it."""

    title: str
    detail: str
    icon: str
    open: Callable[[], object]


Finder = Callable[[str], Sequence[Hit]]


class Palette(QFrame):
    """The floating list under the search box; Enter takes the first, Esc goes back to where the focus was."""

    def __init__(self, bar: CommandBar, tasks: TaskRunner, finder: Finder | None, parent: QWidget) -> None:
        """Take ``finder``, which searches for more than commands; it runs on another thread."""
        super().__init__(parent)
        self._window = parent
        self.setProperty("kind", "floating")
        self._bar = bar
        self._tasks = tasks
        self._finder = finder
        self._task: Task[Sequence[Hit]] | None = None
        self._before: QWidget | None = None
        self._box = LineEdit()
        self._box.setAccessibleName(tr("Search"))
        self._box.textChanged.connect(self._typed)
        self._box.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_HitPainter(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setAccessibleName(tr("Found"))
        self._list.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        space(layout, 4, 8)
        layout.addWidget(self._box)
        layout.addWidget(self._list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def open(self, below: QWidget | None = None) -> None:
        """Open under ``below`` with the focus in the box."""
        window = self._window
        self._before = window.focusWidget() if not self.isVisible() else self._before
        self._box.setPlaceholderText(tr("A command, a name in pinyin initials, a number …"))
        self._box.clear()
        self._typed("")
        width = min(px(WIDTH), window.width() - px(32))
        left = (window.width() - width) // 2
        top = px(48)
        if below is not None:
            corner = below.mapTo(window, QPoint(0, 0))
            left, top = corner.x(), corner.y()
        self.setGeometry(left, top, width, px(420))
        self.show()
        self.raise_()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_with(self, finder: Finder | None) -> None:
        """Find more than commands with ``finder``, which runs on another thread."""
        self._finder = finder

    def close_up(self) -> None:
        """Close, and give the focus back."""
        self.hide()
        if self._task is not None:
            self._task.drop()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def titles(self) -> list[str]:
        """Give the titles that are shown, top to bottom."""
        return [self._model.index(row, 0).data() for row in range(self._model.rowCount())]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self._lost_focus)
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self._box.is_composing():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        else:
            return False
        return True

    def _lost_focus(self) -> None:
        if self.isVisible() and not self._box.hasFocus():
            self._before = None
            self.close_up()

    def _move(self, direction: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._list.setCurrentIndex(self._model.index((self._list.currentIndex().row() + direction) % rows, 0))

    def _typed(self, text: str) -> None:
        if self._task is not None:
            self._task.drop()
        self._model.clear()
        for row in self._commands(text):
            action = self._bar.action(row.id)
            self._add(Hit(title=tr(row.title), detail=key_text(row), icon=row.icon or "right", open=action.trigger))
        self._list.setCurrentIndex(self._model.index(0, 0))
        if self._finder is not None and text.strip():
            self._pause.start()

    def _commands(self, text: str) -> list[Command]:
        found = []
        for place, row in enumerate(self._bar.here()):
            if not self._bar.is_answered(row.id):
                continue
            best = rank(text, tr(row.title))
            if best is not None:
                found.append((best, place, row))
        return [row for _, _, row in sorted(found, key=lambda entry: entry[:2])[:MOST_COMMANDS]]

    def _ask(self) -> None:
        text = self._box.text().strip()
        finder = self._finder
        if finder is not None and text:
            self._task = self._tasks.run(lambda: finder(text), self._found, self._not_found, owner=self)

    def _found(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            self._add(hit)
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0, 0))

    def _not_found(self, error: BaseException) -> None:
        del error  # the line to the server shows in the top bar; commands are found without it
        self._add(Hit(title=tr("Cannot search just now"), detail="", icon="away", open=lambda: None))

    def _add(self, hit: Hit) -> None:
        item = QStandardItem(hit.title)
        item.setData(hit, HIT)
        item.setData(f"{hit.title}, {hit.detail}", Qt.ItemDataRole.AccessibleTextRole)
        self._model.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(HIT) if index.isValid() else None
        if isinstance(hit, Hit):
            self.close_up()
            hit.open()


class _HitPainter(QStyledItemDelegate):
    """Draws the drawing, the words, and the detail at the right."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(px(100), metric("row"))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        if not isinstance(index, QModelIndex):
            return
        hit = index.data(HIT)
        palette = self._view.palette()
        box = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(palette, "accent_soft"))
            painter.drawRoundedRect(box, px(4), px(4))
        side = px(16)
        ratio = painter.device().devicePixelRatioF()
        picture = drawing(hit.icon, colour(palette, Tone.MUTED), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(box.left() + px(8), box.top() + (box.height() - side) // 2, picture)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        painter.setPen(colour(palette, Tone.MUTED))
        painter.drawText(box.adjusted(0, 0, -px(8), 0), middle | Qt.AlignmentFlag.AlignRight, hit.detail)
        painter.setPen(colour(palette, Tone.TEXT))
        room = box.width() - px(40) - painter.fontMetrics().horizontalAdvance(hit.detail) - px(16)
        title = painter.fontMetrics().elidedText(hit.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box.adjusted(px(32), 0, 0, 0), middle, title)
        painter.restore()
