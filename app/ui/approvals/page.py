"""Approvals: one queue, the facts at hand, approve by one key or refuse with a reason."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import mark, tr
from app.services.approvals import ApprovalRow, Approvals
from app.services.cases.forms import REFUSE
from app.services.cases.service import Cases, CaseSheet
from app.services.cases.telling import Teller, asked_for, command_title
from app.services.errors import StaleError, UserError
from app.ui.case.editors import Stock
from app.ui.case.form_dialog import FormDialog
from app.ui.case.page import CasePage
from app.ui.case.words import (
    clock_said,
    day_word,
    due_samples,
    due_tone,
    due_word,
    kind_word,
    moment_samples,
    moment_word,
    number_samples,
    state_word,
)
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.list_page import ListPage
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, Want
from app.ui.tables.rows import Column
from app.ui.theme import Tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.clock_badge import ClockBadge
from app.ui.widgets.fields import Scroll, clear_lines, in_lines
from app.ui.widgets.labels import rule, words

EVENTS = 8
SIZES = (780, 520)


class ApprovalsPage(ListPage[ApprovalRow]):
    """What waits for this person's decision."""

    where = Where.APPROVALS
    icon = "decision"
    place = CommandId.GO_APPROVALS

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "approvals")
        self._approvals = Approvals(seat.desk)
        self._cases = Cases(seat.desk)
        self._count = 0
        self.dialog: FormDialog | None = None
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Approvals"))
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        space(self._lines, 6, (16, 12, 16, 8))
        self.approve_button = Button("", self._approve, kind="primary", icon="done")
        self.refuse_button = Button("", self._refuse, icon="return")
        facts = QFrame()
        facts.setProperty("kind", "card")
        side = QVBoxLayout(facts)
        space(side, 0, 1)
        side.addWidget(Scroll(self._inside), 1)
        buttons = QHBoxLayout()
        space(buttons, 8, (16, 8, 16, 12))
        buttons.addStretch(1)
        buttons.addWidget(self.refuse_button)
        buttons.addWidget(self.approve_button)
        side.addLayout(buttons)
        self.lay_out(facts, SIZES)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Approvals")

    @override
    def mark(self) -> str:
        """Say how many wait."""
        return str(self._count) if self._count else ""

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the queue."""
        found = dict(super().handlers())
        row = self.list.current()
        if row is not None and not row.own:
            found |= {CommandId.APPROVE: self._approve, CommandId.REFUSE: self._refuse}
        return found

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.approve_button.setText(f"{tr('Approve')}  {key_text(command(CommandId.APPROVE))}")
        self.refuse_button.setText(f"{tr('Refuse with a reason')}  {key_text(command(CommandId.REFUSE))}")
        super().retranslate()

    @override
    def nothing(self) -> tuple[str, str]:
        return tr("Nothing waits for you"), tr("Steps that want a second person stand here.")

    @override
    def heard(self, changes: tuple[Any, ...]) -> None:
        """Read again also at the back: the rail shows how many wait."""
        self.reload()

    @override
    def reload(self) -> None:
        """Read the queue and its number again."""
        super().reload()
        self._seat.tasks.run(self._approvals.count, self._show_count, self.failed, owner=self)

    def _columns(self) -> tuple[Column[ApprovalRow], ...]:
        clock = self._seat.desk.clock
        calendar = self._seat.desk.law.calendar
        return (
            Column(
                "step",
                mark("Step"),
                lambda row: command_title(row.command),
                width=104,
                tip=lambda row: command_title(row.command),
                sortable=False,
            ),
            Column("number", mark("Number"), lambda row: row.number, sample=number_samples, sortable=False),
            Column(
                "due",
                mark("Last day"),
                lambda row: due_word(row.due_on, clock.today()),
                sample=due_samples,
                tone=lambda row: due_tone(row.due_on, clock.today(), calendar.add_working_days(clock.today(), 3)),
                sortable=False,
            ),
            Column("respondent", mark("Respondent"), lambda row: row.respondent, stretches=True, sortable=False),
            Column("asker", mark("Asked by"), lambda row: row.asker, width=72, sortable=False, spare=1),
            Column(
                "asked",
                mark("Asked"),
                lambda row: moment_word(row.asked_at, clock.today()),
                sample=moment_samples,
                sortable=False,
                spare=2,
            ),
        )

    def _fetch(self, want: Want[ApprovalRow]) -> Batch[ApprovalRow]:
        page = self._approvals.page(want.after, want.count, words=want.words)
        return Batch(page.rows, page.more)

    @override
    def look(self, row: ApprovalRow) -> None:
        case_id = row.case_id
        self.read_about(row, lambda: self._cases.sheet(case_id), partial(self._show, row))

    @override
    def look_away(self) -> None:
        row = self.list.current()
        for button in (self.approve_button, self.refuse_button):
            button.setEnabled(row is not None and not row.own)

    @override
    def open_row(self, row: ApprovalRow) -> None:
        self._seat.open_page(CasePage(self._seat, row.case_id, row.number))

    @override
    def turn_peek(self) -> None:
        if (row := self.list.current()) is not None:
            self.open_row(row)

    def _show(self, row: ApprovalRow, sheet: CaseSheet) -> None:
        clear_lines(self._lines)
        desk = self._seat.desk
        today = desk.clock.today()
        c = sheet.detail.case
        add = self._lines.addWidget
        add(words(command_title(row.command), "heading"))
        add(
            words(
                tr("asked by {who}, {when}", who=row.asker, when=moment_word(row.asked_at, today))
                + (f" · {tr('decide by {day}', day=day_word(row.due_on, today))}" if row.due_on else ""),
                "hint",
                wraps=True,
            )
        )
        if row.own:
            add(words(tr("You asked for it yourself; somebody else has to decide."), tone=Tone.SOON, wraps=True))
        for label, text in asked_for(row.command, row.payload, desk.codes, desk.law):
            add(words(label, "label"))
            add(words(text, wraps=True))
        add(rule())
        add(words(f"{c.number} · {kind_word(c.kind)} · {state_word(c.state)}", "title"))
        badges = [
            ClockBadge(clock_said(reading), stacked=True) for reading in sheet.readings if reading.stopped_on is None
        ][:3]
        if badges:
            add(in_lines(*badges))
        add(words(c.facts, wraps=True))
        add(words(tr("Respondent: {name}", name=c.respondent_name or tr("unknown")), wraps=True))
        add(rule())
        teller = Teller(sheet.detail, desk.codes, desk.law)
        for event in sheet.detail.events[:EVENTS]:
            told = teller.tell(event)
            said = (moment_word(event.at, today), told.title, told.detail, event.who or "")
            add(words(" · ".join(part for part in said if part), "hint", wraps=True))
        self._lines.addStretch(1)
        self.beside.show()

    def _approve(self) -> None:
        row = self.list.current()
        if row is None or row.own:
            return
        self._seat.tasks.run(
            lambda: self._approvals.approve(row.id),
            partial(self._decided, row, tr("approved")),
            self.failed,
            owner=self,
        )

    def _refuse(self) -> None:
        row = self.list.current()
        if row is None or row.own:
            return
        desk = self._seat.desk
        stock = Stock(codes=desk.codes, law=desk.law, clock=desk.clock)

        def submit(values: Mapping[str, Any]) -> dict[str, Any]:
            return self._approvals.refuse(row.id, values["reason"])

        dialog = FormDialog(REFUSE, {}, stock, self._seat.tasks, submit, self)
        dialog.taken.connect(partial(self._decided, row, tr("refused")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._dialog_gone)
        self.dialog = dialog
        dialog.open()

    def _dialog_gone(self) -> None:
        self.dialog = None
        self.list.setFocus()

    def _decided(self, row: ApprovalRow, what: str, _: object) -> None:
        self._seat.messages.note(
            tr("{step} of {number}: {what}.", step=command_title(row.command), number=row.number, what=what)
        )
        self.model.drop(row.id)
        self.reload()

    def _show_count(self, count: int) -> None:
        self._seat.show_number(CommandId.GO_APPROVALS, count)
        if count != self._count:
            self._count = count
            self.titled.emit()

    @override
    def failed(self, error: BaseException) -> None:
        super().failed(error)
        if isinstance(error, UserError) and not isinstance(error, StaleError):
            self.feed.reload()  # somebody else may have decided
