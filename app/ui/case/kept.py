"""What this computer keeps of one case's steps: forms that were begun, and steps that wait to be sent."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.cases.kept import KeptSteps, RefusedStep, TypedStep, WaitingStep, new_draft
from app.services.drafts.draft import Value
from app.ui.seat import Seat

LOOK_MS = 1000


class FormKeeper:
    """Keeps what is typed into one form."""

    def __init__(self, shelf: "StepShelf", command: str, title: str, before: TypedStep | None) -> None:
        self._shelf = shelf
        self._command = command
        self._title = title
        self.draft_id: UUID = before.draft_id if before is not None else new_draft()
        self.fields: Mapping[str, Value] = dict(before.fields) if before is not None else {}

    def keep(self, fields: Mapping[str, Value]) -> None:
        """Note what was typed; returns at once."""
        self.fields = {**self.fields, **fields}
        self._shelf.keep(self.draft_id, self._command, self.fields, self._title)

    def begin_anew(self) -> None:
        """Put away what was typed before."""
        self._shelf.throw_away(self.draft_id, self._command)
        self.draft_id, self.fields = new_draft(), {}


class StepShelf(QObject):
    """Holds a case's begun forms and watches over what waits to be sent.

    Attributes:
        changed: Emitted when something waits that did not, or the other way round.
        settled: Emitted when what waited has been sent: the case is to be read again.
        refused: Emitted with each :class:`RefusedStep`; its form has been given back.
    """

    changed = Signal()
    settled = Signal()
    refused = Signal(object)

    def __init__(self, seat: Seat, case_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = seat.tasks
        self._kept = KeptSteps(seat.desk, case_id)
        self._typed: dict[str, TypedStep] = {}
        self.waiting: tuple[WaitingStep, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._tasks.run(self._kept.typed, self._found, owner=self)
        self.look()

    @property
    def typed(self) -> Mapping[str, TypedStep]:
        """The forms that were begun and not sent, by step."""
        return self._typed

    def keeper(self, command: str, title: str) -> FormKeeper:
        """Give what keeps the form of a step, with what was typed into it before."""
        return FormKeeper(self, command, title, self._typed.get(command))

    def keep(self, draft_id: UUID, command: str, fields: Mapping[str, Value], title: str) -> None:
        """Note what stands in a form."""
        self._typed[command] = self._kept.keep(draft_id, command, fields, title=title)

    def throw_away(self, draft_id: UUID, command: str) -> None:
        """Put a form away."""
        if self._typed.pop(command, None) is not None:
            self._tasks.run(partial(self._kept.throw_away, draft_id), _nothing, owner=self)

    def is_done(self, command: str) -> None:
        """Take note that a step was sent, or kept to be sent."""
        self._typed.pop(command, None)
        self.look()

    def look(self) -> None:
        """See what waits, and take back what was refused."""
        self._tasks.run(lambda: (self._kept.take_refused(), self._kept.waiting()), self._seen, owner=self)

    def _found(self, typed: Mapping[str, TypedStep]) -> None:
        self._typed = {**typed, **self._typed}
        if typed:
            self.changed.emit()

    def _seen(self, found: tuple[tuple[RefusedStep, ...], tuple[WaitingStep, ...]]) -> None:
        refused, waiting = found
        before, self.waiting = self.waiting, waiting
        if refused:
            self._tasks.run(self._kept.typed, partial(self._give_back, refused), owner=self)
        if waiting:
            self._timer.start()
        if before != waiting:
            self.changed.emit()
        if len(waiting) < len(before):
            self.settled.emit()

    def _give_back(self, refused: tuple[RefusedStep, ...], typed: Mapping[str, TypedStep]) -> None:
        self._found(typed)
        for step in refused:
            self.refused.emit(step)


def _nothing(_: object) -> None:
    """Need no answer."""
