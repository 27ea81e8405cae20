"""Keeps the numbers at the rail: read again when something changed, at most every two seconds, and as time passes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.services.errors import OutageError, UserError
from app.services.waiting import Pile, Waiting, WaitingPiles
from app.ui.commands import CommandId
from app.ui.news import News
from app.ui.tasks import TaskRunner

PAUSE_MS = 2000
AT_LEAST_EVERY_MS = 60_000

ShowPile = Callable[[CommandId, Pile], None]


class WaitingWatch(QObject):
    """Asks once for any number of changes; a term that runs out is seen within a minute."""

    def __init__(
        self,
        piles: WaitingPiles,
        tasks: TaskRunner,
        news: News,
        show: ShowPile,
        parent: QObject | None = None,
        *,
        pause_ms: int = PAUSE_MS,
    ) -> None:
        super().__init__(parent)
        self._piles = piles
        self._tasks = tasks
        self._show = show
        self._pause_ms = pause_ms
        self._is_asking = False
        self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        news.changed.connect(lambda _: self._soon())
        news.caught_up.connect(self._soon)
        self._timer.start(0)

    def stop(self) -> None:
        """Look no more; the desk is being closed."""
        self._timer.stop()
        self._is_asking = True

    def _soon(self) -> None:
        """Ask after the pause, however many changes there are in it."""
        if self._is_asking:
            self._is_stale = True
        elif not self._timer.isActive() or self._timer.remainingTime() > self._pause_ms:
            self._timer.start(self._pause_ms)

    def _ask(self) -> None:
        self._is_asking, self._is_stale = True, False
        self._tasks.run(self._piles.read, self._noted, self._failed, owner=self)

    def _noted(self, waiting: Waiting) -> None:
        self._show(CommandId.GO_QUEUES, waiting.contacts)
        self._show(CommandId.GO_ORDERS, waiting.orders)
        self._show(CommandId.GO_APPROVALS, waiting.approvals)
        self._go_on()

    def _failed(self, error: BaseException) -> None:
        self._go_on()
        if not isinstance(error, OutageError | UserError):
            raise error

    def _go_on(self) -> None:
        self._is_asking = False
        self._timer.start(self._pause_ms if self._is_stale else AT_LEAST_EVERY_MS)
