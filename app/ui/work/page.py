"""The work page: whose cases, in which order, without end; a look at the right, Enter opens."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout
from typing_extensions import override

from app.models.vocabulary import STATE_TITLES, CaseState
from app.models.words import mark, tr
from app.services.cases.lists import MOST_COUNTED, CaseRow, Counts, Order, View
from app.services.cases.service import SOON_WORKING_DAYS, Cases, CaseSheet
from app.services.errors import OutageError, UserError
from app.ui.case.page import CasePage
from app.ui.case.words import (
    due_tone,
    due_word,
    kind_icon,
    kind_word,
    moment_word,
    state_look,
    state_word,
)
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, px, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.choices import Options
from app.ui.widgets.entries import DateEntry
from app.ui.widgets.segments import Segment, Segments
from app.ui.widgets.split import Split
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
PEEK_MS = 120
PEEK_WIDTH = 360
ORDERS = {"due": Order.DUE, "received": Order.RECEIVED}


class WorkPage(Page):
    """The lists of cases."""

    where = Where.LIST
    icon = "work"
    place = CommandId.GO_WORK

    def __init__(self, seat: Seat) -> None:
        super().__init__("work")
        self._seat = seat
        self._cases = Cases(seat.desk)
        self._waiting = 0
        self._arriving = True
        self._view = View(seat.state.text("work/view", View.MINE.value))
        self._states: tuple[str, ...] = ()
        self.views = Segments()
        self.state_choice = Options()
        self.jump = DateEntry(seat.desk.clock)
        self.jump.setFixedWidth(px(150))
        self.banner = Banner(Tone.SOON)
        self.model = RowsModel(self._columns(), lambda row: row.id, self)
        self.feed = RowsFeed(self.model, seat.tasks, self._fetch)
        self.list = RowsView(self.model, "work", seat.state, feed=self.feed, label=tr("Cases"))
        self.peek = Peek(seat.desk.codes, seat.desk.law)
        self.peek.hide()
        self._lay_out()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(PEEK_MS)
        self._look.timeout.connect(self._look_now)
        self._connect()
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
            CommandId.REFRESH: self.reload,
            CommandId.FILTER: self.list.start_filter,
            CommandId.JUMP: self._start_jump,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
            CommandId.DISTRIBUTE: lambda: self._open_for("distribute"),
            CommandId.FOLLOW_UP: lambda: self._open_for("follow_up"),
        }

    @override
    def come_to_front(self) -> None:
        """Be looked at: steps taken on a case page show at once."""
        self._arriving = True
        self.reload()
        self.list.setFocus()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._show_counts(Counts(mine=0, unit=0, due_soon=0, overdue=0))
        self.state_choice.set_rows([((state.value,), tr(words)) for state, words in STATE_TITLES.items()])
        self.jump.setPlaceholderText(tr("From day, e.g. 1102"))
        self.jump.setAccessibleName(tr("Begin the list at this day"))
        self.jump.setToolTip(f"{tr('Begin the list at this day')}  {key_text(command(CommandId.JUMP))}")
        self.list.retranslate()
        self._say_empty()
        self._read_counts()

    def reload(self) -> None:
        """Read list and counts again."""
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
                width=126,
                icon=lambda row: "urgent" if row.emergency else kind_icon(row.kind),
                tip=lambda row: kind_word(row.kind),
                sortable=False,
            ),
            Column(
                "state",
                mark("State"),
                lambda row: state_word(row.state),
                width=112,
                icon=lambda row: state_look(row.state)[0],
                sortable=False,
            ),
            Column(
                "due",
                mark("Last day"),
                lambda row: due_word(row.due_on, self._today()),
                width=132,
                tone=lambda row: due_tone(row.due_on, self._today(), self._soon()),
            ),
            Column("respondent", mark("Respondent"), lambda row: row.respondent, width=190, sortable=False),
            Column(
                "facts", mark("Facts"), lambda row: row.facts, stretches=True, tip=lambda row: row.facts, sortable=False
            ),
            Column("consumer", mark("Consumer"), lambda row: row.consumer or "", width=72, sortable=False),
            Column("unit", mark("Unit"), lambda row: codes.unit_name(row.handling_unit_id), width=84, sortable=False),
            Column("handler", mark("Handler"), lambda row: row.handler or "", width=72, sortable=False),
            Column("received", mark("Received"), lambda row: moment_word(row.received_at, self._today()), width=92),
        )

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        space(top, 12)
        top.addWidget(self.views, 1)
        top.addWidget(self.state_choice)
        top.addWidget(self.jump)
        split = Split("work", self._seat.state, [self.list, self.peek], sizes=(940, PEEK_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, 8)
        layout.addWidget(self.banner)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.views.changed.connect(self._choose_view)
        self.state_choice.chosen.connect(self._choose_state)
        self.jump.entered.connect(self._jump_now)
        self.list.opened.connect(self._open)
        self.list.peeked.connect(lambda _: self._turn_peek())
        self.list.moved.connect(lambda _: self._look.start())
        self.feed.failed.connect(self._failed)
        self.feed.filled.connect(self._filled)
        self._seat.news.changed.connect(self._heard)
        self._seat.news.caught_up.connect(self.reload)

    def _fetch(self, want: Want[CaseRow]) -> Batch[CaseRow]:
        """Read a page; runs on another thread."""
        page = self._cases.page(
            self._view,
            want.after,
            want.count,
            states=self._states if self._view is View.STATE else (),
            words=want.words,
            order=ORDERS.get(want.column),
            descending=want.descending if want.column in ORDERS else None,
            start=date.fromisoformat(want.at) if want.at else None,
        )
        return Batch(page.rows, page.more)

    def _choose_view(self, view: Any) -> None:
        if view is None:
            return
        self._view = View(view)
        self._seat.state.keep_text("work/view", self._view.value)
        self.state_choice.setVisible(self._view is View.STATE)
        if self._view is View.STATE:
            self._states = self.state_choice.value() or (CaseState.REGISTERED.value,)
        self._say_empty()
        self.feed.reload()

    def _choose_state(self, states: Any) -> None:
        self._states = states
        self.feed.reload()

    def _say_empty(self) -> None:
        reason, hint = EMPTY[self._view]
        new = command(CommandId.NEW_CONTACT)
        if self.feed.want.words:
            self.list.empty.say(
                tr("Nothing here says “{words}”", words=self.feed.want.words), tr("Esc shows all again.")
            )
        elif self._view is View.ALL:
            self.list.empty.say(tr(reason), f"{tr(hint)}  {key_text(new)}")
        else:
            self.list.empty.say(tr(reason), tr(hint) if hint else "")

    def _filled(self) -> None:
        self.banner.say("")
        self._say_empty()
        self._go_to_rows()

    def _go_to_rows(self) -> None:
        """Mark the row the arrows stand on, and bring the focus there when the page has just been come to."""
        row = self.list.current()
        if row is not None and not self.list.marked_rows():
            self.list.select(row.id)
        if self._arriving and row is not None:
            self._arriving = False
            self.list.setFocus()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached; this is how the list stood last."), tr("Again"), self.reload
            )
        elif isinstance(error, UserError):
            self._seat.messages.note(error.text)
        else:
            raise error

    def _read_counts(self) -> None:
        self._seat.tasks.run(self._cases.counts, self._show_counts, self._failed, owner=self)

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
        self._arriving = False
        self.jump.setFocus()
        self.jump.selectAll()

    def _jump_now(self) -> None:
        day = self.jump.value()
        self.feed.jump(day.isoformat() if day else "")
        self.list.setFocus()

    def _step(self, direction: int) -> None:
        self.list.step(direction)

    def _open(self, row: CaseRow) -> None:
        self._seat.open_page(CasePage(self._seat, row.id, row.number))

    def _open_for(self, step: str) -> None:
        row = self.list.current()
        if row is None:
            return
        page = self._seat.open_page(CasePage(self._seat, row.id, row.number))
        if isinstance(page, CasePage):
            page.open_when_here(step)

    def _turn_peek(self) -> None:
        shows = self.peek.isHidden()
        self.peek.setVisible(shows)
        # The look shows the facts in full; the list gives their room to the respondent.
        names = [column.name for column in self.model.columns]
        head = self.list.table.horizontalHeader()
        head.setSectionHidden(names.index("facts"), shows)
        usual, wide = QHeaderView.ResizeMode.Interactive, QHeaderView.ResizeMode.Stretch
        head.setSectionResizeMode(names.index("respondent"), wide if shows else usual)
        self._look_now()

    def _look_now(self) -> None:
        row = self.list.current()
        if row is None or self.peek.isHidden():
            return
        case_id = row.id
        self._seat.tasks.run(lambda: self._cases.sheet(case_id), self._show_peek, self._failed, owner=self.peek)

    def _show_peek(self, sheet: CaseSheet) -> None:
        row = self.list.current()
        if row is not None and row.id == sheet.detail.case.id:
            self.peek.show_sheet(sheet, self._today())

    def _heard(self, changes: tuple[Any, ...]) -> None:
        """Put what changed elsewhere in its row; selection and scroll stay."""
        subjects = {getattr(change, "subject", None) for change in changes if getattr(change, "what", "") != "contact"}
        if None in subjects:
            self.reload()
            return
        here = [each for each in subjects if isinstance(each, UUID) and self.model.place(each) is not None]
        if here:
            self._seat.tasks.run(lambda: self._cases.rows(here), self._put, self._failed, owner=self)
        elif subjects and len(self.model.rows()) < self.feed.want.count:
            self.feed.reload()
        self._read_counts()

    def _put(self, rows: tuple[CaseRow, ...]) -> None:
        for row in rows:
            self.model.put(row)
        self._look.start()

    def _today(self) -> date:
        return self._seat.desk.clock.today()

    def _soon(self) -> date:
        return self._seat.desk.law.calendar.add_working_days(self._today(), SOON_WORKING_DAYS)


def _count(number: int) -> str:
    if not number:
        return ""
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number)
