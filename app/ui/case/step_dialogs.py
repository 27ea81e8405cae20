"""The dialogs of one case's steps: opened by key, filled with what is usual, sent or kept; one at a time."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.models.words import tr
from app.services.cases.fields import StepForm
from app.services.cases.forms import AMEND, FORMS, PARTY, REVEAL
from app.services.cases.service import Cases, CaseSheet, Taken
from app.services.cases.steps import NextStep
from app.services.identity import Identity, PlainParty
from app.ui.case import party_form
from app.ui.case.amend import Amendment
from app.ui.case.editors import Stock
from app.ui.case.form_dialog import FormDialog
from app.ui.case.kept import FormKeeper, StepShelf
from app.ui.case.words import clock_said, paper_title, state_word
from app.ui.seat import Seat

Colleagues = tuple[tuple[UUID, str], ...]


class StepDialogs(QObject):
    """Opens the dialogs of a case and takes what is typed into them.

    Attributes:
        taken: Emitted with the step's command and :class:`Taken` once it was taken, or is kept to be sent.
        read_again: Emitted with the case as it stands, when somebody else was quicker.
        failed: Emitted with what kept the case from being read.
        plain: Emitted with somebody's plain values.
        closed: Emitted when a dialog was put away.
        dialog: The dialog that is open, if one is.
    """

    taken = Signal(str, object)
    read_again = Signal(object)
    failed = Signal(object)
    plain = Signal(object)
    closed = Signal()

    def __init__(self, seat: Seat, cases: Cases, shelf: StepShelf, page: QWidget) -> None:
        super().__init__(page)
        self._seat = seat
        self._cases = cases
        self._shelf = shelf
        self._page = page
        self._sheet: CaseSheet | None = None
        self.dialog: QDialog | None = None

    def know(self, sheet: CaseSheet) -> None:
        """Take note how the case stands now; what is open goes on against it."""
        self._sheet = sheet

    def open_step(self, step: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open a step's dialog, or say why it cannot be taken now."""
        found = self._sheet.step(step) if self._sheet is not None else None
        if self._sheet is None or found is None:
            self._seat.messages.note(tr("This step is not possible in the present state."))
        elif found.why_not:
            self._seat.messages.note(found.why_not)
        elif any(row.command == step for row in self._shelf.waiting):
            self._seat.messages.note(tr("This step is kept on this computer and waits to be sent."))
        elif step == "take":
            unit = self._sheet.detail.case.handling_unit_id
            me = {"handler_id": self._seat.desk.session.person_id}
            self._seat.tasks.run(
                lambda: self._cases.colleagues(unit),
                lambda colleagues: self._open(found, {**me, **(preset or {})}, colleagues),
                self.failed.emit,
                owner=self,
            )
        else:
            self._open(found, preset or {})

    def amend(self) -> None:
        """Change what is known of the case."""
        if self._sheet is None:
            return
        keeper = self._keeper(AMEND)
        amendment = Amendment(self._seat, self._cases, self._sheet, self._stock(self._sheet), self._page, keeper)
        amendment.read_again.connect(self.read_again)
        amendment.dialog.taken.connect(partial(self._done, AMEND.command))
        self.show(amendment.dialog)

    def add_party(self) -> None:
        """Add a person."""

        def send(sheet: CaseSheet, values: Mapping[str, Any], draft_id: UUID) -> Taken:
            case = sheet.detail.case
            desk = self._seat.desk
            party = party_form.party_of(values, desk.codes, desk.clock.today())
            return self._cases.put_party(case.id, case.version, party, draft_id=draft_id)

        self._ask(PARTY, {"role": "complainant", "relation": "self"}, send)

    def reveal(self) -> None:
        """Ask for a reason, then show somebody's plain values."""
        sheet = self._sheet
        if sheet is None or not sheet.detail.parties:
            return
        identity = Identity(self._seat.desk)

        def submit(values: Mapping[str, Any]) -> PlainParty:
            return identity.reveal(values["party_id"], values["reason"])

        values = {"party_id": sheet.detail.parties[0].id}
        dialog = FormDialog(REVEAL, values, self._stock(sheet), self._seat.tasks, submit, self._page)
        dialog.taken.connect(self.plain)
        self.show(dialog)

    def show(self, dialog: QDialog) -> None:
        """Show a dialog over the page."""
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._gone(dialog))
        dialog.open()

    def _open(self, step: NextStep, preset: Mapping[str, Any], colleagues: Colleagues = ()) -> None:
        if self._sheet is None:
            return
        values = self._cases.usual_values(self._sheet, step.command) | dict(preset)

        def send(sheet: CaseSheet, values: Mapping[str, Any], draft_id: UUID) -> Taken:
            return self._cases.step(sheet.detail, step.command, values, draft_id=draft_id)

        self._ask(step.form, values, send, hints=self._hints(step), colleagues=colleagues)

    def _ask(
        self,
        form: StepForm,
        values: Mapping[str, Any],
        send: Callable[[CaseSheet, Mapping[str, Any], UUID], Taken],
        *,
        hints: tuple[str, ...] = (),
        colleagues: Colleagues = (),
    ) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        keeper = self._keeper(form)

        def submit(values: Mapping[str, Any]) -> Taken:
            # Against the case as it stands now: after somebody else's step the page has read it again.
            return send(self._sheet or sheet, values, keeper.draft_id)

        stock = self._stock(sheet, colleagues)
        dialog = FormDialog(form, values, stock, self._seat.tasks, submit, self._page, hints=hints, keeper=keeper)
        dialog.taken.connect(partial(self._done, form.command))
        dialog.stale.connect(lambda _: self._came_late(form, dialog))
        self.show(dialog)

    def _keeper(self, form: StepForm) -> FormKeeper:
        number = self._sheet.detail.case.number if self._sheet is not None else ""
        return self._shelf.keeper(form.command, f"{number} {tr(form.title)}")

    def _hints(self, step: NextStep) -> tuple[str, ...]:
        hints = []
        if step.clock is not None:
            said = clock_said(step.clock)
            hints.append(tr("{clock}: {left}, by {day}", clock=said.name, left=said.left, day=said.due))
        if step.needs_approval:
            hints.append(tr("It takes effect when a second person has approved it."))
        if step.form.paper:
            paper = paper_title(self._seat.desk.codes, step.form.paper)
            hints.append(tr("Then make the paper: {paper}", paper=paper))
        return tuple(hints)

    def _stock(self, sheet: CaseSheet, colleagues: Colleagues = ()) -> Stock:
        desk = self._seat.desk
        return Stock(codes=desk.codes, law=desk.law, clock=desk.clock, detail=sheet.detail, colleagues=colleagues)

    def _came_late(self, form: StepForm, dialog: FormDialog) -> None:
        """Somebody was quicker: the page shows what stands now, the dialog keeps what was typed."""
        sheet = self._sheet
        if sheet is None:
            return
        case_id = sheet.detail.case.id

        def say(now: CaseSheet) -> None:
            self.read_again.emit(now)
            dialog.say(late_sentence(form, now))

        self._seat.tasks.run(lambda: self._cases.sheet(case_id), say, self.failed.emit, owner=dialog)

    def _done(self, command: str, taken: Taken) -> None:
        self._shelf.is_done(command)
        self.taken.emit(command, taken)

    def _gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        self.closed.emit()


def late_sentence(form: StepForm, now: CaseSheet) -> str:
    """Say who was quicker, how the case stands now, and whether the step is still possible."""
    last = now.detail.events[0] if now.detail.events else None
    said = tr(
        "{who} changed this case meanwhile; it now stands at “{state}”. Nothing was sent, your text is kept.",
        who=(last.who if last else None) or tr("Somebody"),
        state=state_word(now.detail.case.state),
    )
    if form.command in FORMS and now.step(form.command) is None:
        return " ".join((said, tr("This step is not possible any more.")))
    return " ".join((said, tr("If the step still fits, press again.")))
