"""Watches the line to the server and what waits on this computer; sends it when the server is back."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.bootstrap import Desk
from app.services.drafts import lifecycle
from app.services.drafts.commands import Counts
from app.services.errors import OutageError, UserError
from app.services.offline_desk import let_in
from app.services.restored import look_for_a_restore
from app.ui.tasks import TaskRunner

LOOK_MS = 1000
LONGEST_MS = 15_000


@dataclass(frozen=True)
class _Seen:
    stands: bool
    counts: Counts
    refusal: str = ""
    restored: str = ""


class LineWatch(QObject):
    """Looks every second, off the window's thread; while the server is away, less and less often.

    Attributes:
        changed: Emitted with whether the line stands and with the :class:`Counts` of what is kept here.
        came_back: Emitted when the line stands again and what waited was sent.
        turned_away: Emitted with the server's sentence when it is back but does not let this person in; empty again
            when it does.
        restored: Emitted with a sentence when the office came back from a backup that lacks something of this desk.
    """

    changed = Signal(bool, object)
    came_back = Signal()
    turned_away = Signal(str)
    restored = Signal(str)

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._stands = not desk.is_offline
        self._refusal = ""
        self._has_looked = False
        self._told: tuple[bool, Counts] | None = None
        self._pause_ms = LOOK_MS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._timer.start(0)

    @property
    def stands(self) -> bool:
        """Whether the server could be reached when it was last asked."""
        return self._stands

    def lost(self) -> None:
        """Take note that the server could not be reached."""
        if self._stands:
            self._stands = False
            self._pause_ms = LOOK_MS
            self._tell(self._told[1] if self._told else Counts())
            self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """Look no more; the desk is being closed."""
        self._timer.stop()

    def _look(self) -> None:
        self._tasks.run(self._seen if self._stands else self._tried, self._noted, self._failed, owner=self)

    def _seen(self) -> _Seen:
        """Count; send what can be sent."""
        if not self._has_looked:
            return self._sent()
        counts = self._desk.outbox.counts()
        return self._sent() if counts.waiting > counts.held else _Seen(stands=True, counts=counts)

    def _tried(self) -> _Seen:
        """Knock at the server."""
        try:
            if self._desk.is_offline:
                let_in(self._desk)
            else:
                self._desk.database.check()
        except OutageError:
            return _Seen(stands=False, counts=self._desk.outbox.counts())
        except UserError as error:
            return _Seen(stands=False, counts=self._desk.outbox.counts(), refusal=error.text)
        return self._sent()

    def _sent(self) -> _Seen:
        try:
            restored = look_for_a_restore(self._desk).text
        except OutageError:
            return _Seen(stands=False, counts=self._desk.outbox.counts())
        self._has_looked = True
        replayed = self._desk.replay()
        lifecycle.settle(self._desk.drafts, self._desk.outbox)
        return _Seen(stands=not replayed.is_away, counts=self._desk.outbox.counts(), restored=restored)

    def _noted(self, seen: _Seen) -> None:
        back = seen.stands and not self._stands
        self._stands = seen.stands
        self._pause_ms = LOOK_MS if seen.stands else min(self._pause_ms * 2, LONGEST_MS)
        self._tell(seen.counts)
        if seen.refusal != self._refusal:
            self._refusal = seen.refusal
            self.turned_away.emit(seen.refusal)
        if back:
            self.came_back.emit()
        if seen.restored:
            self.restored.emit(seen.restored)
        self._timer.start(self._pause_ms)

    def _failed(self, error: BaseException) -> None:
        self._timer.start(LONGEST_MS)
        raise error

    def _tell(self, counts: Counts) -> None:
        if (self._stands, counts) != self._told:
            self._told = (self._stands, counts)
            self.changed.emit(self._stands, counts)
