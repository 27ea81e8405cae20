"""Saving a contact as a case: once, whatever is pressed meanwhile, and with what is typed while it is on its way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.services.intake import Intake, Saved
from app.services.registration import ANSWERED_AT_ONCE, NewCase
from app.ui.intake.endings import Present
from app.ui.seat import Seat


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a save; ``is_quick`` when the question was answered and nothing is to be shown."""

    saved: Saved
    case: NewCase
    is_quick: bool


class Saving(QObject):
    """Saves the form in front.

    Attributes:
        begins: Emitted before it is sent: the draft is to be on disk by then.
        done: Emitted with :class:`Done`.
        failed: Emitted with the exception; the form stands as it was.
    """

    begins = Signal()
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        seat: Seat,
        page: QWidget,
        present: Callable[[], Present],
        read: Callable[[], NewCase],
        show_busy: Callable[[bool], None],
    ) -> None:
        """Take what gives the contact as it stands, reads the form as a case, and shows that it takes long."""
        super().__init__(page)
        self._seat = seat
        self._present = present
        self._read = read
        self._show_busy = show_busy
        self._intake = Intake(seat.desk)
        self._is_busy = False
        self._again: Callable[[], None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a save is on its way."""
        return self._is_busy

    def save(self, *, distribute_to: UUID | None = None, closes: bool = False) -> None:
        """Save; a second press while the first is under way does nothing. Files on their way are waited for."""
        if self._is_busy:
            return
        now = self._present()
        if any(not one.trouble for one in now.form.materials.waiting()):
            self._again = lambda: self.save(distribute_to=distribute_to, closes=closes)
            return
        self._again = None
        case = self._read()
        answered = case.kind in ANSWERED_AT_ONCE and (closes or bool(case.answer))
        case = replace(case, closes=answered and distribute_to is None)
        self.begins.emit()
        draft = now.drafting.draft_id
        self._is_busy = True
        self._seat.tasks.run(
            lambda: self._intake.save(case, draft_id=draft, distribute_to=distribute_to),
            lambda saved: self._kept(saved, case, quick=closes),
            self._refused,
            owner=self,
            busy=self._show_busy,
        )

    def files_moved(self) -> None:
        """Go on with a save that waited for files, once all are there or known to be in trouble."""
        if self._again is not None and all(one.trouble for one in self._present().form.materials.waiting()):
            self._again()

    def _kept(self, saved: Saved, case: NewCase, *, quick: bool) -> None:
        self._is_busy = False
        form = self._present().form
        facts = form.facts.text().strip()
        if facts != case.facts and not saved.is_waiting:
            # Typed while the save was on its way: added to the case, not lost.
            self._seat.tasks.run(
                lambda: self._seat.desk.command("amend", {"fields": {"facts": facts}}, subject=case.case_id),
                lambda _: None,
                self._late_words_failed,
                owner=self,
            )
        waits = [one.title for one in form.materials.waiting()]
        if waits:
            sentence = tr("Not sent yet, add them to the case later: {files}", files=tr(", ").join(waits))
            saved = replace(saved, trouble=" ".join(part for part in (saved.trouble, sentence) if part))
        self.done.emit(Done(saved=saved, case=case, is_quick=quick))

    def _late_words_failed(self, error: BaseException) -> None:
        if not isinstance(error, OutageError | UserError):
            raise error
        self._seat.messages.note(tr("What you typed last is not in the case yet: open it and add it."))

    def _refused(self, error: BaseException) -> None:
        self._is_busy = False
        self.failed.emit(error)
