"""Looks whether a worker works: nothing at the desk waits for it, but figures and seals grow old without one."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.services.office_state import SILENT_AFTER, OfficeState
from app.ui.tasks import TaskRunner

LOOK_MS = 30_000


class WorkerWatch(QObject):
    """Asks every half minute when a worker was last alive.

    Attributes:
        told: Emitted with a sentence when none has been for five minutes, with nothing when all is well again.
    """

    told = Signal(str)

    def __init__(
        self, office: OfficeState, tasks: TaskRunner, parent: QObject | None = None, *, every_ms: int = LOOK_MS
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._tasks = tasks
        self._never = 0
        self._every_ms = every_ms
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._timer.start(every_ms)

    def stop(self) -> None:
        """Look no more; the desk is being closed."""
        self._timer.stop()

    def _look(self) -> None:
        self._tasks.run(self._office.silence, self._noted, self._missed, owner=self)

    def _noted(self, silent: timedelta | None) -> None:
        if silent is None:  # none ever ran: the one of this computer may be starting just now
            self._never += 1
            silent = self._never * timedelta(milliseconds=self._every_ms)
        self.told.emit(worker_sentence(silent))
        self._timer.start(self._every_ms)

    def _missed(self, error: BaseException) -> None:
        self._timer.start(self._every_ms)
        if not isinstance(error, OutageError | UserError):
            raise error


def worker_sentence(silent: timedelta) -> str:
    """Say that no worker has run for ``silent``; empty while that is not long."""
    if silent < SILENT_AFTER:
        return ""
    return tr("No worker for {n} minutes", n=int(silent.total_seconds() // 60))
