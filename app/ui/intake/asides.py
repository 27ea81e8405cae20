"""What comes in between while somebody talks: an emergency, no name, a case it belongs to."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.callers import Callers
from app.ui.intake.dialogs import CaseDialog
from app.ui.intake.endings import Present
from app.ui.seat import Seat


class Asides(QObject):
    """Does it beside the form; what was typed stays.

    Attributes:
        linked: Emitted with the :class:`KnownCase` the contact belongs to.
    """

    linked = Signal(object)

    def __init__(self, seat: Seat, page: QWidget, present: Callable[[], Present]) -> None:
        super().__init__(page)
        self._seat = seat
        self._page = page
        self._present = present

    def emergency(self) -> None:
        """Open the emergency card, or go back to the story; a chosen emergency stays in sight."""
        form = self._present().form
        panel = form.emergency
        panel.setVisible(not panel.isVisibleTo(form) or panel.code() is not None)
        if panel.isVisibleTo(form):
            panel.kind.setFocus()
        else:
            form.focus_facts()

    def nameless(self) -> None:
        """The caller gives no name: a report stays anonymous, a complaint waits for the identity, never discarded."""
        form = self._present().form
        box = form.who.anonymous
        box.setChecked(not box.isChecked())
        if box.isChecked():
            sentences = {
                Kind.REPORT: tr("Anonymous report: it is verified all the same; say that no answer can be given."),
                Kind.COMPLAINT: tr("The complaint waits for the name: the authority asks for it by form 4."),
            }
            self._seat.messages.note(sentences.get(form.kind, tr("A question needs no name.")))

    def link(self) -> None:
        """Ask which case it belongs to."""
        caller = self._present().caller
        known = caller.cases if caller else ()
        callers = Callers(self._seat.desk)
        dialog = CaseDialog(tr("Belongs to this case"), callers, self._seat.tasks, known, self._page)
        dialog.chosen.connect(self.linked)
        dialog.open()
