"""The work page: whose cases, in which order, without end; a look at the right, Enter opens."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QHeaderView
from typing_extensions import override

from app.models.vocabulary import STATE_TITLES, CaseState
from app.models.words import mark, tr
from app.services.cases.list_file import Listed
from app.services.cases.lists import MOST_COUNTED, CaseRow, Counts, Order, View
from app.services.cases.service import SOON_WORKING_DAYS, Cases
from app.ui.case.page import CasePage
from app.ui.case.words import (
    due_samples,
    due_tone,
    due_word,
    kind_icon,
    kind_word,
    moment_samples,
    moment_word,
    number_samples,
    state_look,
    state_samples,
    state_word,
)
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.list_page import ListPage
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, Want
from app.ui.tables.rows import Column
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.entries import DateEntry
from app.ui.widgets.segments import Segment, Segments
from app.ui.work.export import ChooseFile, ListExport
from app.ui.work.peek import Peek

VIEWS: tuple[tuple[View, str], ...] = (
    (View.MINE, mark("Mine")),
    (View.UNIT, mark("My unit")),
    (View.DUE_SOON, mark("Due soon")),
    (View.OVERDUE, mark("Overdue")),
    (View.STATE, mark("By state")),
    (View.ALL, mark("All")),
)
EMPTY: dict[View, tuple[str, str]] = {
    View.MINE: (mark("No open case is yours"), mark("Cases you take over stand here.")),
    View.UNIT: (mark("Your unit has no open case"), mark("What is distributed to your unit stands here.")),
    View.DUE_SOON: (mark("Nothing ends in the next three working days"), ""),
    View.OVERDUE: (mark("Nothing is overdue"), ""),
    View.STATE: (mark("No case is in this state"), ""),
    View.ALL: (mark("There is no case yet"), mark("A new contact begins one.")),
}
SIZES = (940, 360)
ORDERS = {"due": Order.DUE, "received": Order.RECEIVED}


class WorkPage(ListPage[CaseRow]):
    """The lists of cases."""

    where = Where.LIST
    icon = "work"
    place = CommandId.GO_WORK
    peeks = True

    def __init__(self, seat: Seat, choose_file: ChooseFile | None = None) -> None:
        """Take the seat; ``choose_file`` asks where an export goes and returns a path or nothing."""
        super().__init__(seat, "work")
        self.exporting = ListExport(seat, self, choose_file)
        self._cases = Cases(seat.desk)
        self._waiting = 0
        self._view = View(seat.state.text("work/view", View.MINE.value))
        self._states: tuple[str, ...] = ()
        self.views = Segments()
        self.state_choice = Options()
        self.jump = DateEntry(seat.desk.clock)
        self.jump.setFixedWidth(px(150))
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Cases"))
        self.peek = Peek(seat.desk.codes, seat.desk.law)
        top = QHBoxLayout()
        space(top, 12)
        top.addWidget(self.views, 1)
        top.addWidget(self.state_choice)
        top.addWidget(self.jump)
        self.lay_out(self.peek, SIZES, above=[top])
        self._share_room()
        self.views.changed.connect(self._choose_view)
        self.state_choice.chosen.connect(self._choose_state)
        self.jump.entered.connect(self._jump_now)
        self.retranslate()
        self.views.set_value(self._view)
        self._choose_view(self._view)

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Work")

    @override
    def mark(self) -> str:
        """Say how many cases are one's own."""
        return str(self._waiting) if self._waiting else ""

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list."""
        return {
            **super().handlers(),
            CommandId.JUMP: self._start_jump,
            CommandId.EXPORT: lambda: self.exporting.begin(self._listed()),
            CommandId.DISTRIBUTE: lambda: self._open_for("distribute"),
            CommandId.FOLLOW_UP: lambda: self._open_for("follow_up"),
        }

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._show_counts(Counts(mine=0, unit=0, due_soon=0, overdue=0))
        self.state_choice.set_rows([((state.value,), tr(words)) for state, words in STATE_TITLES.items()])
        self.jump.setPlaceholderText(tr("From day, e.g. 1102"))
        self.jump.setAccessibleName(tr("Begin the list at this day"))
        self.jump.setToolTip(f"{tr('Begin the list at this day')}  {key_text(command(CommandId.JUMP))}")
        super().retranslate()
        self._read_counts()

    @override
    def nothing(self) -> tuple[str, str]:
        reason, hint = EMPTY[self._view]
        if self._view is View.ALL:
            return tr(reason), f"{tr(hint)}  {key_text(command(CommandId.NEW_CONTACT))}"
        return tr(reason), tr(hint) if hint else ""

    @override
    def reload(self) -> None:
        """Read list and counts again."""
        super().reload()
        self._read_counts()

    @override
    def look(self, row: CaseRow) -> None:
        case_id = row.id
        self.read_about(
            row, lambda: self._cases.sheet(case_id), lambda sheet: self.peek.show_sheet(sheet, self._today())
        )

    @override
    def open_row(self, row: CaseRow) -> None:
        self._seat.open_page(CasePage(self._seat, row.id, row.number))

    @override
    def leave(self) -> bool:
        """Stop an export that is under way."""
        self.exporting.stop()
        return super().leave()

    @override
    def turn_peek(self) -> None:
        super().turn_peek()
        self._share_room()

    @override
    def heard(self, changes: tuple[Any, ...]) -> None:
        """Put what changed elsewhere in its row; selection and scroll stay."""
        subjects = {change.subject for change in changes if change.what != "contact"}
        if None in subjects:
            self.reload()
            return
        here = [each for each in subjects if isinstance(each, UUID) and self.model.place(each) is not None]
        if here:
            self._seat.tasks.run(lambda: self._cases.rows(here), self._put, self.failed, owner=self)
        elif subjects and len(self.model.rows()) < self.feed.want.count:
            self.feed.reload()
        self._read_counts()

    def choose(self, view: View) -> None:
        """Show another list."""
        self.views.set_value(view)
        self._choose_view(view)

    def _columns(self) -> tuple[Column[CaseRow], ...]:
        codes = self._seat.desk.codes
        return (
            Column(
                "number",
                mark("Number"),
                lambda row: row.number,
                sample=number_samples,
                icon=lambda row: "urgent" if row.emergency else kind_icon(row.kind),
                tip=lambda row: kind_word(row.kind),
                sortable=False,
            ),
            Column(
                "state",
                mark("State"),
                lambda row: state_word(row.state),
                sample=state_samples,
                icon=lambda row: state_look(row.state)[0],
                sortable=False,
            ),
            Column(
                "due",
                mark("Last day"),
                lambda row: due_word(row.due_on, self._today()),
                sample=due_samples,
                tone=lambda row: due_tone(row.due_on, self._today(), self._soon()),
            ),
            Column("respondent", mark("Respondent"), lambda row: row.respondent, width=190, sortable=False),
            Column(
                "facts", mark("Facts"), lambda row: row.facts, stretches=True, tip=lambda row: row.facts, sortable=False
            ),
            Column("consumer", mark("Consumer"), lambda row: row.consumer or "", width=80, sortable=False, spare=2),
            Column(
                "unit",
                mark("Unit"),
                lambda row: codes.unit_name(row.handling_unit_id),
                width=84,
                sortable=False,
                spare=3,
            ),
            Column("handler", mark("Handler"), lambda row: row.handler or "", width=72, sortable=False, spare=4),
            Column(
                "received",
                mark("Received"),
                lambda row: moment_word(row.received_at, self._today()),
                sample=moment_samples,
                spare=1,
            ),
        )

    def _fetch(self, want: Want[CaseRow]) -> Batch[CaseRow]:
        """Read a page; runs on another thread."""
        listed = self._listed_as(want)
        page = self._cases.page(listed.view, want.after, want.count, **listed.how())
        return Batch(page.rows, page.more)

    def _listed(self) -> Listed:
        """Say which list stands here."""
        return self._listed_as(self.feed.want)

    def _listed_as(self, want: Want[CaseRow]) -> Listed:
        return Listed(
            view=self._view,
            states=self._states if self._view is View.STATE else (),
            words=want.words,
            order=ORDERS.get(want.column),
            descending=want.descending if want.column in ORDERS else None,
            start=date.fromisoformat(want.at) if want.at else None,
        )

    def _choose_view(self, view: Any) -> None:
        if view is None:
            return
        self._view = View(view)
        self._seat.state.keep_text("work/view", self._view.value)
        self.state_choice.setVisible(self._view is View.STATE)
        if self._view is View.STATE:
            self._states = self.state_choice.value() or (CaseState.REGISTERED.value,)
        self.say_empty()
        self.feed.reload()

    def _choose_state(self, states: Any) -> None:
        self._states = states
        self.feed.reload()

    def _read_counts(self) -> None:
        self._seat.tasks.run(self._cases.counts, self._show_counts, self.failed, owner=self)

    def _show_counts(self, counts: Counts) -> None:
        of = {view: getattr(counts, view.value, 0) for view, _ in VIEWS}
        self.views.set_segments(
            [Segment(view, f"{tr(words)} {_count(of[view])}".rstrip(), tip=tr(words)) for view, words in VIEWS]
        )
        if counts.mine != self._waiting:
            self._waiting = counts.mine
            self.titled.emit()
        self._seat.show_number(CommandId.GO_WORK, counts.overdue or counts.mine)

    def _start_jump(self) -> None:
        self.jump.setFocus()
        self.jump.selectAll()

    def _jump_now(self) -> None:
        day = self.jump.value()
        self.feed.jump(day.isoformat() if day else "")
        self.list.setFocus()

    def _open_for(self, step: str) -> None:
        row = self.list.current()
        if row is None:
            return
        page = self._seat.open_page(CasePage(self._seat, row.id, row.number))
        if isinstance(page, CasePage):
            page.open_when_here(step)

    def _share_room(self) -> None:
        """Leave the facts to the look while it is open, and their room to the respondent."""
        shows = not self.peek.isHidden()
        names = [column.name for column in self.model.columns]
        head = self.list.table.horizontalHeader()
        head.setSectionHidden(names.index("facts"), shows)
        usual, wide = QHeaderView.ResizeMode.Interactive, QHeaderView.ResizeMode.Stretch
        head.setSectionResizeMode(names.index("respondent"), wide if shows else usual)
        self.list.make_room()

    def _put(self, rows: tuple[CaseRow, ...]) -> None:
        for row in rows:
            self.model.put(row)
        self._look_soon.start()

    def _today(self) -> date:
        return self._seat.desk.clock.today()

    def _soon(self) -> date:
        return self._seat.desk.law.calendar.add_working_days(self._today(), SOON_WORKING_DAYS)


def _count(number: int) -> str:
    if not number:
        return ""
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number)
