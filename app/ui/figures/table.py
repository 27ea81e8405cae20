"""The table of figures: a line a row, the total last; the cell under the cursor opens into its cases."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.words import mark, tr
from app.services.statistics.answers import GroupBy, Line, Table
from app.services.statistics.said import parts_said, unit_said, value_said
from app.ui.figures.words import definition_said
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import px, space
from app.ui.window_state import WindowState

FIRST = 140
WIDTH = 108
HEAD = 76
ROW_TITLES = {
    GroupBy.NONE: mark("Row"),
    GroupBy.UNIT: mark("Unit"),
    GroupBy.KIND: mark("Kind"),
    GroupBy.CHANNEL: mark("Channel"),
    GroupBy.OBJECT: mark("Object complained of"),
    GroupBy.PROBLEM: mark("Nature of the problem"),
}


class FiguresTable(QWidget):
    """Shows a table.

    Attributes:
        opened: Emitted with the :class:`Line` and the place of the figure in it, on Enter or a double click.
        view: The list itself; made anew when the columns change.
    """

    opened = Signal(object, int)

    def __init__(self, state: WindowState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._layout = QVBoxLayout(self)
        space(self._layout, 0)
        self._titles: tuple[str, ...] = ()
        self._model: RowsModel[Line] | None = None
        self.view: RowsView[Line] | None = None

    def show_table(self, table: Table) -> None:
        """Show ``table`` with its total as the last line."""
        titles = tuple(_title(column.title, column.variant_title, unit_said(column.form)) for column in table.columns)
        rows = tr(ROW_TITLES[table.group_by])
        if self._model is None or (rows, *titles) != self._titles:
            self._make(rows, titles)
        if self._model is not None:
            self._model.set_rows([*table.lines, table.total] if table.lines else [])

    def _make(self, rows: str, titles: tuple[str, ...]) -> None:
        if self.view is not None:
            self._layout.removeWidget(self.view)
            self.view.deleteLater()
        self._titles = (rows, *titles)
        first: Column[Line] = Column("row", rows, lambda line: line.title, width=FIRST, loud=_is_total, sortable=False)
        columns = [
            Column(
                f"figure{place}",
                title,
                partial(_value, place),
                width=WIDTH,
                number=True,
                wraps=True,
                tip=partial(_tip, place),
                loud=_is_total,
                sortable=False,
                stretches=place == len(titles) - 1,
            )
            for place, title in enumerate(titles)
        ]
        self._model = RowsModel((first, *columns), lambda line: (line.label, _is_total(line)))
        self.view = RowsView(self._model, "figures-table", self._state, label=tr("Table of figures"))
        self.view.empty.say(
            tr("Nothing was counted in this period."), tr("Choose another period or fewer filters above.")
        )
        self.view.opened.connect(self._open)
        head = self.view.table.horizontalHeader()
        head.setMinimumHeight(px(HEAD))
        self._layout.addWidget(self.view)
        self.setFocusProxy(self.view)

    def _open(self, line: Line) -> None:
        if self.view is not None:
            self.opened.emit(line, max(self.view.table.currentIndex().column() - 1, 0))


def _title(title: str, variant: str, unit: str) -> str:
    """Give a head of two lines: the figure, and under it the variant and what it is measured in."""
    return "\n".join(part for part in (title, f"{variant} {unit}".strip()) if part)


def _value(place: int, line: Line) -> str:
    return value_said(line.figures[place])


def _tip(place: int, line: Line) -> str:
    figure = line.figures[place]
    return f"{parts_said(figure)}\n{definition_said(figure)}"


def _is_total(line: Line) -> bool:
    return line.label == "" and line.title == tr("Total")
