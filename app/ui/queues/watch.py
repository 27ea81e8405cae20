"""Brings what arrives in the watched folder into the queue, each exactly once, and says when something came."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.models.words import tr
from app.services.contacts import Contacts
from app.services.errors import OutageError, UserError
from app.services.media.arrivals import Arrival, Rejected
from app.services.media.taken import TakenFile
from app.services.media.watched_folder import WatchedFolder
from app.ui.media.folder_watch import FolderWatch
from app.ui.seat import Seat


class ArrivalWatch(QObject):
    """Takes in what arrives while somebody is signed in.

    Attributes:
        came_in: Emitted with the id of a contact that came into the queue.
    """

    came_in = Signal(object)

    def __init__(
        self, seat: Seat, folder: WatchedFolder, parent: QObject | None = None, *, every_ms: int | None = None
    ) -> None:
        super().__init__(parent)
        self._seat = seat
        self._contacts = Contacts(seat.desk)
        pace = {} if every_ms is None else {"every_ms": every_ms}
        self.watch = FolderWatch(folder, seat.tasks, parent=self, **pace)
        self.watch.arrived.connect(self._take_in)
        self.watch.rejected.connect(self._rejected)
        self.watch.away.connect(self._away)
        self.watch.start()

    def _take_in(self, arrival: Arrival) -> None:
        self._seat.tasks.run(
            lambda: self._contacts.take_in(arrival),
            lambda contact: self._stored(arrival, contact),
            lambda error: self._failed(arrival, error),
            owner=self,
        )

    def _stored(self, arrival: Arrival, contact: object) -> None:
        self.watch.taken(arrival)
        if contact is not None:
            self._seat.messages.note(tr("New in the queue: Ctrl+2"))
            self.came_in.emit(contact)

    def _failed(self, arrival: Arrival, error: BaseException) -> None:
        self.watch.put_back(arrival)
        if isinstance(error, UserError):
            self._seat.messages.note(f"{arrival.path.name}: {error.text}")
        elif not isinstance(error, OutageError):
            raise error

    def _away(self, sentence: str) -> None:
        if sentence:
            self._seat.messages.note(sentence)

    def _rejected(self, rejected: Rejected) -> None:
        self._seat.messages.note(f"{rejected.path.name}: {rejected.reason}")


def watched(folder: Path, memory: Path) -> WatchedFolder:
    """Open a folder to watch; ``memory`` is the file that remembers what was taken. Waits for the disk."""
    return WatchedFolder(folder, TakenFile(memory))
