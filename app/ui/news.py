"""Brings news from the listening thread to the window: one signal, at most every 200 ms, however many changes."""

from collections.abc import Hashable

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.tasks import TaskRunner

QUIET_MS = 200


class News(QObject):
    """Gathers what changed and tells it once.

    Attributes:
        changed: Emitted with the tuple of changes gathered, each once, in the order they came first.
        line_changed: Emitted with whether the line to the server stands.
        caught_up: Emitted when the line is back: what happened meanwhile is unknown, so read again.
    """

    changed = Signal(object)
    line_changed = Signal(bool)
    caught_up = Signal()

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._gathered: dict[Hashable, None] = {}
        self._stands = True
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._tell)

    def hear(self, change: Hashable) -> None:
        """Take one change; may be called from any thread."""
        self._tasks.post(lambda: self._take(change))

    def hear_line(self, *, stands: bool) -> None:
        """Take the state of the line; may be called from any thread."""
        self._tasks.post(lambda: self._take_line(stands=stands))

    def _take(self, change: Hashable) -> None:
        first = not self._gathered
        self._gathered[change] = None
        if first and not self._quiet.isActive():
            self._tell()

    def _tell(self) -> None:
        if not self._gathered:
            return
        told = tuple(self._gathered)
        self._gathered.clear()
        self._quiet.start()
        self.changed.emit(told)

    def _take_line(self, *, stands: bool) -> None:
        if stands == self._stands:
            return
        self._stands = stands
        self.line_changed.emit(stands)
        if stands:
            self.caught_up.emit()
