"""The list as the hand knows it: arrows move, Space peeks, Enter opens, Shift marks, typing filters."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.tables.feed import RowsFeed
from app.ui.tables.painter import CellPainter
from app.ui.tables.rows import RowRole, RowsModel
from app.ui.theme import metric, px, space
from app.ui.type_ahead import SOUNDS, rank
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.empty import EmptyPanel
from app.ui.window_state import WindowState

Row = TypeVar("Row")
FILTER_PAUSE_MS = 150
THIS_ROW_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
SCALE_PROBE = 1000
LEAST_STRETCHED = 140
CELL_EDGES, CELL_ICON = 18, 20


class _Sieve(QSortFilterProxyModel):
    """Sorts and filters what is here, for lists that are here as a whole."""

    def __init__(self, model: RowsModel[Row], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self._rows = model
        self.setSourceModel(model)
        self.setSortRole(RowRole.SORT)

    def narrow(self, words: str) -> None:
        self.beginFilterChange()
        self._words = words.strip()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex) -> bool:  # type: ignore[override]  # Qt never hands a persistent one
        if not self._words:
            return True
        row = self._rows.row(source_row)
        return any(rank(self._words, column.text(row)) is not None for column in self._rows.columns)

    @override
    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:  # type: ignore[override]  # Qt never hands a persistent one
        one, other = left.data(RowRole.SORT), right.data(RowRole.SORT)
        if one is None or other is None:
            return one is None and other is not None
        return bool(one < other)


class RowsView(QWidget, Generic[Row]):
    """A list with its filter line and the words for when it is empty.

    Attributes:
        opened: Emitted with the row on Enter or double click.
        peeked: Emitted with the row on Space.
        moved: Emitted with the row in front, or ``None``.
        marked: Emitted with the list of marked rows.
    """

    opened = Signal(object)
    peeked = Signal(object)
    moved = Signal(object)
    marked = Signal(object)

    def __init__(
        self,
        model: RowsModel[Row],
        name: str,
        state: WindowState,
        *,
        feed: RowsFeed[Row] | None = None,
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Take ``name``, under which widths, order and sort are kept; with ``feed`` the server sorts and filters."""
        super().__init__(parent)
        self._model = model
        self._name = name
        self._state = state
        self._feed = feed
        self._jumping = False
        self._scale = px(SCALE_PROBE)
        self._fitted: dict[int, int] = {}
        self._sieve = _Sieve(model, self)
        self._filter = LineEdit(placeholder=tr("Filter"))
        self._filter.setAccessibleName(tr("Filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.hide()
        self.table = _Table(self)
        self.table.setAccessibleName(label)
        self.table.setModel(self._sieve)
        self.table.setItemDelegate(CellPainter(self.table))
        self.empty = EmptyPanel()
        layout = QVBoxLayout(self)
        space(layout, 4)
        layout.addWidget(self._filter)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_PAUSE_MS)
        self._pause.timeout.connect(self._narrow)
        self._filter.textChanged.connect(self._begin_pause)
        self._filter.installEventFilter(self)
        self._connect()
        self._restore()
        self._show_or_explain()

    def current(self) -> Row | None:
        """Give the row the arrows stand on."""
        index = self.table.currentIndex()
        return index.data(RowRole.ROW) if index.isValid() else None

    def marked_rows(self) -> list[Row]:
        """Give the marked rows, top to bottom."""
        chosen = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(RowRole.ROW) for index in chosen]

    def shown(self) -> list[dict[str, str]]:
        """Give what stands in the list, row by row, by the columns' names."""
        names = [column.name for column in self._model.columns]
        return [
            {name: str(self._sieve.index(row, place).data() or "") for place, name in enumerate(names)}
            for row in range(self._sieve.rowCount())
        ]

    def select(self, key: Hashable) -> bool:
        """Go to the row of ``key``; tells whether it is here."""
        place = self._model.place(key)
        index = self._sieve.mapFromSource(self._model.index(place, 0)) if place is not None else QModelIndex()
        if not index.isValid():
            return False
        self._stand_on(index)
        return True

    def step(self, direction: int) -> Row | None:
        """Go to the next (``+1``) or previous (``-1``) row and give it; ``None`` at the end."""
        place = self.table.currentIndex().row() + direction
        if not 0 <= place < self._sieve.rowCount():
            return None
        self._stand_on(self._sieve.index(place, 0))
        return self.current()

    def start_filter(self, text: str = "") -> None:
        """Open the filter line, with ``text`` typed into it."""
        self._filter.show()
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.insert(text)

    def start_jump(self) -> None:
        """Open the line to type where to jump: a number, a date, the beginning of a name; Enter goes there."""
        self._jumping = True
        self._filter.clear()
        self._filter.setPlaceholderText(tr("Jump to: a number, a date, a name"))
        self._filter.show()
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def jump(self, to: str) -> None:
        """Go to ``to``: a list from the server begins there, one that is here stands on the first that begins so."""
        if self._feed is not None:
            self._feed.jump(to)
            return
        for place in range(self._sieve.rowCount()):
            row = self._sieve.index(place, 0).data(RowRole.ROW)
            ranks = [rank(to, column.text(row)) for column in self._model.columns]
            if any(found is not None and found <= SOUNDS for found in ranks):
                self._stand_on(self._sieve.index(place, 0))
                return

    def end_filter(self) -> None:
        """Take the filter away and go back to the rows."""
        self._filter.clear()
        self._filter.hide()
        if not self._jumping:
            self._narrow()
        self._jumping = False
        self._filter.setPlaceholderText(tr("Filter"))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_room(self) -> None:
        """Put spare columns away until the others stand side by side, and bring back what there is room for again."""
        head = self.table.horizontalHeader()
        columns = self._model.columns
        needed = {
            place: px(LEAST_STRETCHED) if self._stretches(place) else self._usual_width(place)
            for place, column in enumerate(columns)
            if column.spare or not head.isSectionHidden(place)
        }
        over = sum(needed.values()) - self.table.viewport().width()
        for place in sorted((place for place in needed if columns[place].spare), key=lambda p: -columns[p].spare):
            head.setSectionHidden(place, over > 0)
            over -= needed[place] if over > 0 else 0

    def retranslate(self) -> None:
        """Say heads and cells again; take the sizes of the scale of now."""
        self._model.retitle()
        self._fit()
        self._filter.setPlaceholderText(tr("Filter"))
        self.table.verticalHeader().setDefaultSectionSize(metric("row"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._scale != px(SCALE_PROBE):
            self._follow_scale()

    @override
    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._filter.is_composing():
            if event.key() == Qt.Key.Key_Escape:
                self.end_filter()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._jumping:
                    to = self._filter.text().strip()
                    self.end_filter()
                    self.jump(to)
                    return True
                self._narrow()
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _stand_on(self, index: QModelIndex) -> None:
        # The view's own setCurrentIndex marks a range or a second row when Shift or Ctrl happens to be held,
        # as in the very shortcut that led here.
        self.table.selectionModel().setCurrentIndex(index, THIS_ROW_ALONE)
        self.table.scrollTo(index)

    def _follow_scale(self) -> None:
        before, self._scale = self._scale, px(SCALE_PROBE)
        head = self.table.horizontalHeader()
        self.table.verticalHeader().setDefaultSectionSize(metric("row"))
        for place in range(len(self._model.columns)):
            if head.sectionSize(place) != self._fitted.get(place):
                head.resizeSection(place, round(head.sectionSize(place) * self._scale / before))
        self._fit()
        self.make_room()

    def _usual_width(self, place: int) -> int:
        """Measure how wide a column is until somebody draws it otherwise."""
        column = self._model.columns[place]
        if column.sample is None:
            return px(column.width)
        font = QFont(self.table.font())
        if column.loud:
            font.setWeight(QFont.Weight.DemiBold)
        measure, head = QFontMetrics(font), self.table.horizontalHeader().fontMetrics()
        longest = max((measure.horizontalAdvance(said) for said in column.sample()), default=0)
        longest += px(CELL_ICON) if column.icon else 0
        return max(longest, head.horizontalAdvance(tr(column.title))) + px(CELL_EDGES)

    def _fit(self) -> None:
        """Give the columns with a sample its width in the language and scale of now, unless somebody drew them."""
        head = self.table.horizontalHeader()
        for place, before in self._fitted.items():
            if head.sectionSize(place) == before and not self._stretches(place):
                self._fitted[place] = self._usual_width(place)
                head.resizeSection(place, self._fitted[place])

    def _stretches(self, place: int) -> bool:
        return self.table.horizontalHeader().sectionResizeMode(place) is QHeaderView.ResizeMode.Stretch

    def _connect(self) -> None:
        self.table.resized.connect(self.make_room)
        self.table.asked_to_open.connect(lambda: self._tell(self.opened))
        self.table.asked_to_peek.connect(lambda: self._tell(self.peeked))
        self.table.typed.connect(self.start_filter)
        self.table.doubleClicked.connect(lambda: self._tell(self.opened))
        self.table.selectionModel().currentRowChanged.connect(lambda: self.moved.emit(self.current()))
        self.table.selectionModel().selectionChanged.connect(lambda: self.marked.emit(self.marked_rows()))
        head = self.table.horizontalHeader()
        head.sortIndicatorChanged.connect(self._sorted)
        head.sectionResized.connect(self._keep)
        head.sectionMoved.connect(self._keep)
        for signal in (
            self._sieve.rowsInserted,
            self._sieve.rowsRemoved,
            self._sieve.modelReset,
            self._sieve.layoutChanged,
        ):
            signal.connect(self._show_or_explain)

    def _tell(self, signal: SignalInstance) -> None:
        row = self.current()
        if row is not None:
            signal.emit(row)

    def _begin_pause(self) -> None:
        self._pause.start()

    def _narrow(self) -> None:
        self._pause.stop()
        if self._jumping:
            return
        words = self._filter.text().strip()
        if self._feed is None:
            self._sieve.narrow(words)
        elif words != self._feed.want.words:
            self._feed.filter(words)

    def _sorted(self, section: int, order: Qt.SortOrder) -> None:
        if section >= 0 and not self._model.columns[section].sortable:
            return
        if self._feed is None:
            self._sieve.sort(section, order)
        else:
            name = self._model.columns[section].name if section >= 0 else ""
            self._feed.order(name, descending=order is Qt.SortOrder.DescendingOrder)
        self._keep()

    def _keep(self) -> None:
        self._state.keep_bytes(f"list/{self._name}", self.table.horizontalHeader().saveState())

    def _restore(self) -> None:
        head = self.table.horizontalHeader()
        head.blockSignals(True)  # what is put back need not be kept again
        for place, column in enumerate(self._model.columns):
            head.resizeSection(place, self._usual_width(place))
            if column.sample is not None:
                self._fitted[place] = head.sectionSize(place)
            if column.stretches:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        kept = self._state.bytes(f"list/{self._name}")
        if not kept.isEmpty():
            head.restoreState(kept)
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.blockSignals(False)
        section = head.sortIndicatorSection()
        if 0 <= section < len(self._model.columns) and self._feed is None:
            self._sieve.sort(section, head.sortIndicatorOrder())

    def _show_or_explain(self) -> None:
        here = self._sieve.rowCount() > 0
        there, gone = (self.table, self.empty) if here else (self.empty, self.table)
        there.show()
        self.setFocusProxy(there)
        if gone.hasFocus():  # hidden first, the focus would go wherever the window finds the next place for it
            there.setFocus(Qt.FocusReason.OtherFocusReason)
        gone.hide()
        if here and not self.table.currentIndex().isValid():
            self._stand_on(self._sieve.index(0, 0))


class _Table(QTableView):
    """The rows themselves, with the keys of a list."""

    asked_to_open = Signal()
    asked_to_peek = Signal()
    typed = Signal(str)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metric("row"))
        self.verticalHeader().setMinimumSectionSize(px(20))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        plain = held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked_to_open.emit()
        elif plain and key == Qt.Key.Key_Space:
            self.asked_to_peek.emit()
        elif (
            event.text().isprintable()
            and event.text().strip()
            and not held
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier)
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
