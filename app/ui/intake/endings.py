"""How a contact ends without a case: one key each, never counted as a case, never losing what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.vocabulary import Kind
from app.services.callers import CallerCard, Callers
from app.services.codebook import CodeEntry
from app.services.contacts import ContactRow, Contacts
from app.services.intake import Intake
from app.ui.commands import CommandId
from app.ui.intake.dialogs import CaseDialog, OutcomeDialog, needs_case
from app.ui.intake.drafting import Drafting
from app.ui.intake.form import IntakeForm
from app.ui.seat import Seat

OUTCOMES = {
    CommandId.OUTCOME_PROGRESS: "progress",
    CommandId.OUTCOME_URGE: "reminder",
    CommandId.OUTCOME_SUPPLEMENT: "supplement",
    CommandId.OUTCOME_WITHDRAW: "withdrawal",
    CommandId.OUTCOME_SILENT: "silent",
    CommandId.OUTCOME_WRONG_NUMBER: "misdial",
    CommandId.OUTCOME_NUISANCE: "nuisance",
    CommandId.OUTCOME_DROPPED: "dropped",
    CommandId.OUTCOME_PASSED_ON: "guided",
    CommandId.OUTCOME_CALL_BACK: "callback",
}


@dataclass(frozen=True, kw_only=True)
class Present:
    """The contact that is being taken in, as it stands."""

    form: IntakeForm
    drafting: Drafting
    row: ContactRow | None
    caller: CallerCard | None
    is_saving: bool


class Endings(QObject):
    """Ends the contact in front.

    Attributes:
        begins: Emitted before it is sent: the draft is to be on disk by then.
        ended: Emitted with the outcome's :class:`CodeEntry`.
        failed: Emitted with the exception.
    """

    begins = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, seat: Seat, page: QWidget, present: Callable[[], Present]) -> None:
        super().__init__(page)
        self._seat = seat
        self._page = page
        self._present = present
        self._intake = Intake(seat.desk)
        self._contacts = Contacts(seat.desk)
        self._callers = Callers(seat.desk)
        self._busy = False

    @property
    def is_busy(self) -> bool:
        """Whether an ending is on its way."""
        return self._busy

    def handlers(self) -> dict[CommandId, Callable[[], None]]:
        """Answer a key for each outcome, and one for all of them."""
        own: dict[CommandId, Callable[[], None]] = {
            name: partial(self._by_code, code) for name, code in OUTCOMES.items()
        }
        return own | {CommandId.OUTCOME_OTHER: self.choose}

    def choose(self) -> None:
        """Ask what became of it."""
        dialog = OutcomeDialog(self._seat.desk.codes, self._page)
        dialog.chosen.connect(self.end_with)
        dialog.open()

    def end_with(self, entry: CodeEntry) -> None:
        """End it with an outcome; one that speaks about a case asks which."""
        if not needs_case(entry):
            self._end(entry, None)
            return
        caller = self._present().caller
        speaks = entry.behaviour == "progress"
        known = caller.cases if caller else ()
        dialog = CaseDialog(entry.title, self._callers, self._seat.tasks, known, self._page, speaks=speaks)
        dialog.chosen.connect(lambda case: self._end(entry, case.case_id))
        dialog.open()

    def _by_code(self, code: str) -> None:
        entry = self._seat.desk.codes.entry("contact_outcome", code)
        if entry is not None:
            self.end_with(entry)

    def _end(self, entry: CodeEntry, case_id: UUID | None) -> None:
        """Put the contact away with what became of it; what was typed stays with it as its note."""
        if self._busy or self._present().is_saving:
            return
        self._busy = True
        self.begins.emit()
        now = self._present()
        drafting, row = now.drafting, now.row
        facts = now.form.facts.text().strip()
        contact = now.form.contact(drafting.draft_id, drafting.opened_at, row)
        contact = replace(
            contact,
            outcome=entry.code,
            case_id=case_id,
            note=facts or contact.note,
            parties=now.form.who.parties(drafting.draft_id, Kind.CONSULTATION),
        )

        def work() -> None:
            if row is not None:
                self._contacts.finish(row.contact_id, entry.code, facts)
                drafting.throw_away()
            else:
                self._intake.save_contact(contact, draft_id=drafting.draft_id)

        self._seat.tasks.run(work, lambda _: self._done(entry), self._failed, owner=self)

    def _done(self, entry: CodeEntry) -> None:
        self._busy = False
        self.ended.emit(entry)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        self.failed.emit(error)
