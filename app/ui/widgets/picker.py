"""Picking by a few letters: codes from rows handed in, enterprises and addresses from whoever can search them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid
from typing_extensions import override

from app.models.words import tr
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Tone, colour, metric, px
from app.ui.type_ahead import WITHIN, rank
from app.ui.widgets.edits import LineEdit

MOST = 60
SHOWN = 8
PAUSE_MS = 120
ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Pick:
    """One thing to pick.

    Attributes:
        value: What is picked.
        words: What it is called; found by its words, its pinyin initials and its spelling.
        detail: Stands quieter behind it (a path of categories, a code, a branch).
        keys: More words it is found by.
    """

    value: Any
    words: str
    detail: str = ""
    keys: str = ""


def matching(typed: str, picks: Sequence[Pick], most: int = MOST) -> list[Pick]:
    """Give the picks that ``typed`` finds, best first, at most ``most``; what one is called counts before its codes."""
    found = []
    for place, pick in enumerate(picks):
        beside = (rank(typed, text) for text in (pick.keys, pick.detail) if text)
        ranks = (rank(typed, pick.words), *(entry if not entry else max(entry, WITHIN) for entry in beside))
        best = min((entry for entry in ranks if entry is not None), default=None)
        if best is not None:
            found.append((best, place, pick))
    return [pick for _, _, pick in sorted(found, key=lambda entry: entry[:2])[:most]]


class _Suggestions(QListView):
    """The list below a picker; the arrows move in it while the keys stay with the picker."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._rows = QStandardItemModel(self)
        self.setProperty("kind", "suggestions")
        self.setModel(self._rows)
        self.setItemDelegate(_PickPainter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Suggestions"))

    def fill(self, picks: Sequence[Pick]) -> None:
        """Show ``picks`` and stand on the first."""
        self._rows.clear()
        for pick in picks:
            item = QStandardItem(pick.words)
            item.setData(pick, ROW)
            item.setData(f"{pick.words} {pick.detail}", Qt.ItemDataRole.AccessibleTextRole)
            self._rows.appendRow(item)
        self.setCurrentIndex(self._rows.index(0, 0))

    def words(self) -> list[str]:
        """Give the words it shows, top to bottom."""
        return [self._rows.index(place, 0).data() for place in range(self._rows.rowCount())]

    def step(self, direction: int) -> None:
        """Move by one row, round and round."""
        place = (self.currentIndex().row() + direction) % self._rows.rowCount()
        self.setCurrentIndex(self._rows.index(place, 0))


class Picker(LineEdit):
    """A line with a list below it; the focus never leaves the line, so an input method is not disturbed.

    Attributes:
        chosen: Emitted with the value picked, or with ``None`` when the line was emptied.
        searched: Emitted with what was typed; whoever knows the rows finds them and calls :meth:`offer`.
    """

    chosen = Signal(object)
    searched = Signal(str)

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._picked: Pick | None = None
        self._made: _Suggestions | None = None
        self.textEdited.connect(self._typed)

    def value(self) -> Any:
        """Give what is picked; ``None`` when nothing is."""
        return self._picked.value if self._picked is not None else None

    def set_pick(self, pick: Pick | None) -> None:
        """Show ``pick``. Tells nobody."""
        self._picked = pick
        self.setText(pick.words if pick is not None else "")
        self.setCursorPosition(0)
        self.setToolTip(f"{pick.words} {pick.detail}".strip() if pick is not None else "")
        self._fold()

    def problem(self) -> str:
        """Say what is wrong when something is typed but nothing picked; empty when all is well."""
        if self.text().strip() and self._picked is None:
            return tr("Choose one of the list: type two letters, then Enter.")
        return ""

    def offered(self) -> list[str]:
        """Give the words the list offers now; empty while it is folded."""
        if self._list is None or not self._list.isVisible():
            return []
        return self._list.words()

    def offer(self, picks: Sequence[Pick]) -> None:
        """Unfold the list with ``picks``; the first is the one Enter takes."""
        if not picks or not self.isVisible():
            self._fold()
            return
        unfolded = self._unfolded()
        unfolded.fill(picks)
        self._place(unfolded, len(picks))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_composing():
            super().keyPressEvent(event)
            return
        key = event.key()
        is_open = self._list is not None and self._list.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if is_open:
                self._unfolded().step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.searched.emit(self.text() if self._picked is None else "")
        elif is_open and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif is_open and key == Qt.Key.Key_Escape:
            self._fold()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and self.offered():
            self._take()
        self._fold()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._fold()

    def _typed(self, text: str) -> None:
        had = self._picked
        self._picked = None
        if not text.strip():
            self._fold()
            if had is not None:
                self.chosen.emit(None)
            return
        self.searched.emit(text)

    def _take(self, index: QModelIndex | None = None) -> None:
        at = index or (self._list.currentIndex() if self._list is not None else QModelIndex())
        pick = at.data(ROW) if at.isValid() else None
        if isinstance(pick, Pick):
            self.set_pick(pick)
            self.chosen.emit(pick.value)

    @property
    def _list(self) -> _Suggestions | None:
        # It belongs to the window, to lie above everything: it goes with its picker, or before it with that window.
        return self._made if self._made is not None and isValid(self._made) else None

    def _fold(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _unfolded(self) -> "_Suggestions":
        window = self.window()
        if self._list is not None and self._list.parentWidget() is window:
            return self._list
        if self._list is not None:
            self._list.deleteLater()
        self._made = made = _Suggestions(window)
        made.clicked.connect(self._take)
        self.destroyed.connect(made.deleteLater)
        return made

    def _place(self, unfolded: QListView, count: int) -> None:
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + px(2)))
        height = min(count, SHOWN) * metric("control") + px(12)
        width = min(max(self.width(), px(280)), window.width())
        left = min(corner.x(), window.width() - width)
        top = corner.y() if corner.y() + height <= window.height() else corner.y() - height - self.height() - px(4)
        unfolded.setGeometry(QRect(left, max(top, 0), width, height))
        unfolded.show()
        unfolded.raise_()


class CodePicker(Picker):
    """Picks from rows that are here: type words, initials or a code."""

    def __init__(self, picks: Sequence[Pick] = (), *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self._picks = tuple(picks)
        self.searched.connect(self._search)

    def set_picks(self, picks: Sequence[Pick]) -> None:
        """Offer other rows; what was picked stays picked where it is still offered."""
        self._picks = tuple(picks)
        self.set_value(self.value())

    def set_value(self, value: object) -> None:
        """Show the row of ``value``; one that is not offered shows nothing. Tells nobody."""
        self.set_pick(next((pick for pick in self._picks if pick.value == value and value is not None), None))

    def _search(self, text: str) -> None:
        self.offer(matching(text, self._picks))


class FoundPicker(Picker):
    """Picks from what a search elsewhere finds; what is typed may stand even when nothing is picked."""

    def __init__(
        self,
        tasks: TaskRunner,
        find: Callable[[str], Sequence[Pick]],
        *,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Take ``find``, which runs on another thread."""
        super().__init__(placeholder, parent)
        self._tasks = tasks
        self._find = find
        self._task: Task[Sequence[Pick]] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.searched.connect(lambda _: self._pause.start())

    @override
    def problem(self) -> str:
        return ""

    def _ask(self) -> None:
        if self._task is not None:
            self._task.drop()
        text = self.text().strip()
        if text and self.hasFocus():
            self._task = self._tasks.run(lambda: self._find(text), self.offer, self._nothing, owner=self)

    def _nothing(self, error: BaseException) -> None:
        del error  # the top bar says that the server is away; what is typed stands as it is
        self.offer(())


class _PickPainter(QStyledItemDelegate):
    """Draws the words, and the detail quieter at the right."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(px(80), metric("control"))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pick = index.data(ROW)
        palette = self._view.palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(palette, "accent_soft"))
            painter.drawRoundedRect(option.rect, px(4), px(4))
        room = option.rect.adjusted(px(8), 0, -px(8), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(pick.words, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(colour(palette, Tone.TEXT))
        painter.drawText(room, middle, words)
        left = room.width() - metrics.horizontalAdvance(words) - px(12)
        painter.setPen(colour(palette, Tone.MUTED))
        detail = metrics.elidedText(pick.detail, Qt.TextElideMode.ElideLeft, max(left, 0))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, detail)
        painter.restore()
