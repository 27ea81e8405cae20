"""The one model behind every list: rows of any dataclass, columns as data; one changed row changes one row."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from app.models.words import tr
from app.ui.theme import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowRole(IntEnum):
    """What a cell can be asked for besides its words."""

    SORT = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    TONE = Qt.ItemDataRole.UserRole + 3
    ICON = Qt.ItemDataRole.UserRole + 4
    LOUD = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a list.

    Attributes:
        name: What it is called in settings and in the order asked of the server.
        title: Its head (marked, not translated).
        text: The words of a cell.
        sort_by: What the cell is sorted by; ``None`` sorts by its words.
        width: Its usual width in pixels at 100 %, for words nobody knows beforehand.
        sample: The longest words it can hold, in the language of now: then it is as wide as they and its head are.
        number: Numbers stand at the right, in figures of equal width.
        tone: The colour of a cell, by meaning; ``None`` is plain.
        icon: The drawing before the words.
        tip: A longer text under the pointer.
        loud: Whether a cell is written in semibold (something new).
        stretches: Takes the room that is left.
        sortable: Whether its head sorts.
        spare: Put away where the list is too narrow for all, the highest first; 0 stays always.
        wraps: Whether its head may take several lines; the list then gives them the height.
    """

    name: str
    title: str
    text: Callable[[Row], str]
    sort_by: Callable[[Row], Any] | None = None
    width: int = 120
    sample: Callable[[], Iterable[str]] | None = None
    number: bool = False
    tone: Callable[[Row], Tone | None] | None = None
    icon: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    loud: Callable[[Row], bool] | None = None
    stretches: bool = False
    sortable: bool = True
    spare: int = 0
    wraps: bool = False


_CELL: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.TextAlignmentRole: lambda column, _: RIGHT if column.number else LEFT,
    Qt.ItemDataRole.ToolTipRole: lambda column, row: column.tip(row) if column.tip else None,
    RowRole.SORT: lambda column, row: (column.sort_by or column.text)(row),
    RowRole.ROW: lambda _, row: row,
    RowRole.TONE: lambda column, row: column.tone(row) if column.tone else None,
    RowRole.ICON: lambda column, row: column.icon(row) if column.icon else None,
    RowRole.LOUD: lambda column, row: column.loud(row) if column.loud else False,
}


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order they were given, each known by its key.

    Attributes:
        more_wanted: Emitted once when the view comes near the end and more rows are there; answer with :meth:`add`.
    """

    more_wanted = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []
        self._places: dict[Hashable, int] = {}
        self._more = False
        self._asked = False

    def rows(self) -> list[Row]:
        """Give the rows that are here."""
        return list(self._rows)

    def row(self, place: int) -> Row:
        """Give the row at ``place``."""
        return self._rows[place]

    def place(self, key: Hashable) -> int | None:
        """Say where the row of ``key`` stands."""
        return self._places.get(key)

    def key_of(self, row: Row) -> Hashable:
        """Give the key of ``row``."""
        return self._key(row)

    def set_rows(self, rows: Iterable[Row], *, more: bool = False) -> None:
        """Show ``rows`` instead; what stays the same keeps its selection. ``more``: the list goes on after them."""
        fresh = list(rows)
        self._more, self._asked = more, False
        keys = [self._key(row) for row in fresh]
        if keys == [self._key(row) for row in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.columns) - 1))
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(old, self._key(self._rows[old.row()])) for old in before]
        self._rows = fresh
        self._count()
        places = [self._places.get(key) for _, key in kept]
        self.changePersistentIndexList(
            before,
            [
                QModelIndex() if place is None else self.index(place, old.column())
                for place, (old, _) in zip(places, kept, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def add(self, rows: Iterable[Row], *, more: bool) -> None:
        """Add the next page below; rows that are here already (a live change was quicker) are passed over."""
        fresh = [row for row in rows if self._key(row) not in self._places]
        self._more, self._asked = more, False
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(TOP, first, first + len(fresh) - 1)
        self._rows += fresh
        self._count(first)
        self.endInsertRows()

    def add_before(self, rows: Iterable[Row]) -> None:
        """Add a page above."""
        fresh = [row for row in rows if self._key(row) not in self._places]
        if not fresh:
            return
        self.beginInsertRows(TOP, 0, len(fresh) - 1)
        self._rows[:0] = fresh
        self._count()
        self.endInsertRows()

    def put(self, row: Row, at: int = 0) -> None:
        """Change the row of the same key where it stands, or insert it at ``at``: selection and scroll stay."""
        place = self._places.get(self._key(row))
        if place is not None:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
            return
        at = min(at, len(self._rows))
        self.beginInsertRows(TOP, at, at)
        self._rows.insert(at, row)
        self._count(at)
        self.endInsertRows()

    def drop(self, key: Hashable) -> None:
        """Take the row of ``key`` away; an unknown key is passed over."""
        place = self._places.get(key)
        if place is None:
            return
        self.beginRemoveRows(TOP, place, place)
        del self._rows[place]
        del self._places[key]
        self._count(place)
        self.endRemoveRows()

    def retitle(self) -> None:
        """Say heads and cells again, in the language of now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def give_up_more(self) -> None:
        """Say that asking for more has failed: scrolling asks again."""
        self._asked = False

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._asked

    @override
    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            column = self.columns[section]
            side = RIGHT if column.number else LEFT
            return side.value | Qt.TextFlag.TextWordWrap.value if column.wraps else side  # no flags of Qt's hold both
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        asked = _CELL.get(role)
        return asked(column, row) if asked is not None else None

    def _count(self, start: int = 0) -> None:
        if not start:
            self._places.clear()
        for place in range(start, len(self._rows)):
            self._places[self._key(self._rows[place])] = place
