"""The cases behind one figure: which part of it, and each opens."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.models.vocabulary import KIND_TITLES, ORDER_STATE_TITLES, STATE_TITLES, CaseState, Kind, OrderState
from app.models.words import mark, tr
from app.services.errors import OutageError, UserError
from app.services.statistics.answers import Cell, Figure, Subject
from app.services.statistics.figures import Figures
from app.services.statistics.said import counted_said, title_said
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import space
from app.ui.widgets.choices import Options
from app.ui.widgets.labels import words

OpenCase = Callable[[UUID, str], object]


class FigureCasesPage(Page):
    """Lists exactly what a figure counts, newest first.

    Attributes:
        rows: The list.
    """

    where = Where.LIST
    icon = "figures"

    def __init__(
        self, seat: Seat, figure: Figure, period: str, scope: str, open_case: OpenCase | None, *, label: str = ""
    ) -> None:
        """Take the ``figure`` with its period and scope in words; ``label`` is the row or point it stood in."""
        super().__init__(f"figure:{figure.indicator}:{figure.variant}:{hash(figure.cell)}")
        self._seat = seat
        self._figure = figure
        self._figures = Figures(seat.desk)
        self._open_case = open_case
        self._label = label
        self._period = period
        self._heading = words(kind="title")
        self._scope = words(scope, "hint", wraps=True)
        self.part = Options()
        self.part.chosen.connect(lambda _: self._read())
        self._model: RowsModel[Subject] = RowsModel(self._columns(), lambda row: row.id)
        self._feed = RowsFeed(self._model, seat.tasks, self._fetch)
        self._feed.failed.connect(self._failed)
        self.rows = RowsView(self._model, "figure-cases", seat.state, label=tr("Cases"))
        self.rows.opened.connect(self._open)
        self.rows.empty.say(tr("No case is counted here."), tr("The figure is made of nothing you may see."))
        head = QHBoxLayout()
        space(head, 12)
        head.addWidget(self._heading, 1)
        head.addWidget(self.part)
        layout = QVBoxLayout(self)
        space(layout, 8, 12)
        layout.addLayout(head)
        layout.addWidget(self._scope)
        layout.addWidget(self.rows, 1)
        self._say()
        self._chosen = str(self.part.value())
        self._feed.reload()

    @property
    def cell(self) -> Cell:
        """The coordinates of the figure."""
        return self._figure.cell

    @override
    def title(self) -> str:
        return f"{self._figure.title} {self._label}".rstrip()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            CommandId.REFRESH: self._read,
            CommandId.FILTER: self.rows.start_filter,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }

    @override
    def come_to_front(self) -> None:
        self.rows.setFocus()

    @override
    def retranslate(self) -> None:
        self._say()
        self.rows.retranslate()

    def _say(self) -> None:
        figure = self._figure
        name = title_said(figure.title, figure.variant_title)
        self._heading.setText(" · ".join(part for part in (name, self._label, self._period) if part))
        self.part.set_rows(
            (part.measure, f"{part.title} {counted_said(part)}") for part in (*figure.parts, *figure.beside)
        )
        self.part.setAccessibleName(tr("Part of the figure"))

    def _columns(self) -> tuple[Column[Subject], ...]:
        codes = self._seat.desk.codes
        return (
            Column("number", mark("Number"), lambda row: row.number, width=130),
            Column("kind", mark("Kind"), _kind, width=80),
            Column("channel", mark("Channel"), lambda row: codes.title("channel", row.channel), width=120),
            Column("respondent", mark("Against"), lambda row: row.respondent, width=220, stretches=True),
            Column("state", mark("State"), _state, width=110),
            Column("unit", mark("Unit"), lambda row: codes.unit_name(row.unit_id), width=110),
            Column("day", mark("Counted on"), lambda row: f"{row.day:%Y-%m-%d}", width=100, number=True),
            Column(
                "amount",
                mark("Amount"),
                lambda row: f"{row.amount:,.2f}" if row.amount else "",
                sort_by=lambda row: row.amount,
                width=100,
                number=True,
            ),
        )

    def _read(self) -> None:
        self._chosen = str(self.part.value())
        self._feed.reload()

    def _fetch(self, want: Want[Subject]) -> Batch[Subject]:
        after: tuple[date, UUID] | None = (want.after.day, want.after.id) if want.after else None
        page = self._figures.cases_of(self._figure.cell, self._chosen, after, want.count)
        return Batch(page.rows, page.after is not None)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        elif isinstance(error, OutageError):
            self._seat.messages.note(tr("The server is away; the rows are those of before."))
        else:
            raise error

    def _open(self, row: Subject) -> None:
        if row.what == "case" and self._open_case is not None:
            self._open_case(row.id, row.number)

    def _step(self, direction: int) -> None:
        self.rows.step(direction)


def _kind(row: Subject) -> str:
    return tr(KIND_TITLES[Kind(row.kind)]) if row.kind else ""


def _state(row: Subject) -> str:
    if row.what == "case":
        return tr(STATE_TITLES[CaseState(row.state)])
    return tr(ORDER_STATE_TITLES[OrderState(row.state)]) if row.what == "order" else tr(_CONTACT_STATES[row.state])


_CONTACT_STATES = {
    "waiting": mark("Not yet taken"),
    "claimed": mark("Taken by somebody"),
    "calling_back": mark("To be called back"),
    "done": mark("Contact done"),
}
