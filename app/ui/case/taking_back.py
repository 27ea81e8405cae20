"""Ctrl+Z on a case: takes one's own last step back, or opens what corrects it."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.models.transitions import UNDOABLE
from app.models.words import mark, tr
from app.services.cases import undoing
from app.services.cases.parts import EventPart
from app.services.cases.service import Cases, CaseSheet
from app.services.cases.telling import TITLES
from app.services.errors import OutageError, UserError
from app.ui.case.step_dialogs import StepDialogs
from app.ui.seat import Seat

PAPER = mark("A numbered paper is not taken back; void it on its own page, its number stays in the register.")
BY_ENTRY = mark("The last step cannot be taken back. What is wrong is corrected by a new entry; both stay visible.")


class TakingBack(QObject):
    """Takes the last step of a case back.

    Attributes:
        taken_back: Emitted when it was: the case is to be read again.
    """

    taken_back = Signal()

    def __init__(self, seat: Seat, cases: Cases, dialogs: StepDialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._cases = cases
        self._dialogs = dialogs
        self._sheet: CaseSheet | None = None

    def know(self, sheet: CaseSheet) -> None:
        """Take note how the case stands now."""
        self._sheet = sheet

    def is_undoable(self, step: str) -> bool:
        """Whether a step that was just taken can be taken back."""
        return step in UNDOABLE

    def take_back(self) -> None:
        """Take the last step back, or open what corrects it."""
        sheet = self._sheet
        last = undoing.last_step(sheet.detail) if sheet is not None else None
        if sheet is None or last is None:
            return
        desk = self._seat.desk
        if not undoing.can_take_back(sheet.detail, desk.session.person_id, desk.clock.today()):
            self._correct(sheet, last)
            return
        title = tr(TITLES.get(last.event, last.event))
        self._seat.tasks.run(
            lambda: self._cases.undo(sheet.detail), partial(self._done, title), self._failed, owner=self
        )

    def _correct(self, sheet: CaseSheet, last: EventPart) -> None:
        step, preset = {
            "ledger_entered": ("enter_ledger", _entry(sheet, last)),
            "told": ("record_service", {}),
            "consent_recorded": ("record_consent", _consent(last)),
            "followed_up": ("follow_up", {}),
            "closed": ("reopen", {}),
        }.get(last.event, ("", {}))
        self._seat.messages.note(tr(PAPER if last.event == "paper_issued" else BY_ENTRY))
        if last.event == "amended" and sheet.may_amend:
            self._dialogs.amend()
        elif sheet.step(step) is not None:
            self._dialogs.open_step(step, preset)

    def _done(self, title: str, _: object) -> None:
        self._seat.messages.note(tr("{step}: taken back.", step=title))
        self.taken_back.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
            self.taken_back.emit()
        elif isinstance(error, OutageError):
            self._seat.messages.note(tr("The server cannot be reached; nothing was taken back."))
        else:
            raise error


def _entry(sheet: CaseSheet, last: EventPart) -> dict[str, object]:
    """Begin a correction with what the wrong entry says."""
    entry = next((row for row in sheet.detail.ledger if str(row.id) == str(last.payload.get("entry"))), None)
    if entry is None:
        return {}
    names = ("claim_id", "stage", "remedy", "amount", "performed_on", "reason")
    return {name: getattr(entry, name) for name in names} | {"corrects_id": entry.id}


def _consent(last: EventPart) -> dict[str, object]:
    return {name: last.payload.get(name) for name in ("about", "side", "how")}
