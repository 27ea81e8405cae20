"""Looks into the desk's watched folder every two seconds, away from the window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.errors import OutageError
from app.services.media.arrivals import Arrival, Rejected
from app.services.media.watched_folder import WatchedFolder
from app.ui.tasks import TaskRunner

EVERY_MS: Final = 2000


class FolderWatch(QObject):
    """Hands out what arrives. Whoever stores an arrival answers with :meth:`taken` or :meth:`put_back`.

    Attributes:
        arrived: A finished file as :class:`~app.services.media.arrivals.Arrival`; once.
        rejected: A file that was put aside, as :class:`~app.services.media.arrivals.Rejected`.
        away: A sentence when the folder cannot be reached, empty when it is there again.
    """

    arrived = Signal(object)
    rejected = Signal(object)
    away = Signal(str)

    def __init__(
        self, folder: WatchedFolder, runner: TaskRunner, *, every_ms: int = EVERY_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._runner = runner
        self._answers: list[Callable[[], None]] = []
        self._looking = False
        self._away = ""
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more; what is not stored yet is offered again by the next start of the desk."""
        self._timer.stop()

    def taken(self, arrival: Arrival) -> None:
        """Say that an arrival is stored: its file moves away with the next look."""
        self._answers.append(lambda: self._folder.taken(arrival))

    def put_back(self, arrival: Arrival) -> None:
        """Say that an arrival could not be stored: it is offered again with the next look."""
        self._answers.append(lambda: self._folder.put_back(arrival))

    def look(self) -> None:
        """Look now, unless a look is under way."""
        if self._looking:
            return
        self._looking = True
        answers, self._answers = self._answers, []

        def work() -> list[Arrival | Rejected]:
            for answer in answers:
                answer()
            return self._folder.poll()

        self._runner.run(work, self._hand_out, self._miss, owner=self)

    def _hand_out(self, found: list[Arrival | Rejected]) -> None:
        self._looking = False
        self._say_away("")
        for one in found:
            if isinstance(one, Arrival):
                self.arrived.emit(one)
            else:
                self.rejected.emit(one)

    def _miss(self, error: BaseException) -> None:
        self._looking = False
        if not isinstance(error, OutageError):
            raise error
        self._say_away(str(error))

    def _say_away(self, sentence: str) -> None:
        if sentence != self._away:
            self._away = sentence
            self.away.emit(sentence)
