"""Says on the case page who else looks at the case now; a hint, never a lock."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.cases.presence import Presence
from app.services.errors import OutageError, UserError
from app.ui.seat import Seat

AGAIN_MS = 30_000


class PresenceWatch(QObject):
    """Tells the office that this desk looks at a case while its page is in front.

    Attributes:
        changed: Emitted with the names of the others when they change.
    """

    changed = Signal(object)

    def __init__(self, seat: Seat, case_id: UUID, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = seat.tasks
        self._presence = Presence(seat.desk, case_id)
        self._here = False
        self.others: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.ask)

    def come(self) -> None:
        """Look at the case from now on."""
        if not self._here:
            self._here = True
            self._timer.start()
            self.ask()

    def go(self) -> None:
        """Look at it no more."""
        if self._here:
            self._here = False
            self._timer.stop()
            self._tasks.run(self._presence.go, _nothing, _quietly, owner=self)
            self._take(())

    def ask(self) -> None:
        """Say again that this desk looks, and hear who else does."""
        if self._here:
            self._tasks.run(self._presence.come, self._take, _quietly, owner=self)

    def _take(self, others: tuple[str, ...]) -> None:
        others = others if self._here else ()
        if others != self.others:
            self.others = others
            self.changed.emit(others)


def _nothing(_: object) -> None:
    """Need no answer."""


def _quietly(error: BaseException) -> None:
    """Without the server nobody is seen; the page itself says that it is away."""
    if not isinstance(error, OutageError | UserError):
        raise error
