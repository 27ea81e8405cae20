"""Looks into the folder where voicemails and scans arrive, and brings each into the queue exactly once."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.words import tr
from app.services.contacts import Contacts
from app.services.errors import OutageError, UserError
from app.services.media.arrivals import Arrival, Rejected
from app.services.media.taken import TakenFile
from app.services.media.watched_folder import WatchedFolder
from app.ui.seat import Seat

LOOK_MS = 2000


class FolderWatch(QObject):
    """Watches one folder while somebody is signed in.

    Attributes:
        came_in: Emitted with how many items came into the queue at this look.
    """

    came_in = Signal(int)

    def __init__(self, seat: Seat, folder: Path, memory: Path, parent: QObject | None = None) -> None:
        """Watch ``folder``; ``memory`` is the file that remembers what was taken from it."""
        super().__init__(parent)
        self._seat = seat
        self._contacts = Contacts(seat.desk)
        self._memory = memory
        self._path = folder
        self._folder: WatchedFolder | None = None
        self._is_away = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(0)

    def look(self) -> None:
        """Look once, off the window's thread; the next look follows by itself."""
        self._seat.tasks.run(self._looked, self._found, self._failed, owner=self)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _looked(self) -> tuple[int, list[str]]:
        if self._folder is None:
            self._folder = WatchedFolder(self._path, TakenFile(self._memory))
        came, sentences = 0, []
        for found in self._folder.poll():
            if isinstance(found, Rejected):
                sentences.append(f"{found.path.name}: {found.reason}")
            elif self._took(self._folder, found, sentences):
                came += 1
        return came, sentences

    def _took(self, folder: WatchedFolder, arrival: Arrival, sentences: list[str]) -> bool:
        try:
            contact = self._contacts.take_in(arrival)
        except OutageError:
            folder.put_back(arrival)
            return False
        except UserError as refusal:
            folder.put_back(arrival)
            sentences.append(f"{arrival.path.name}: {refusal.text}")
            return False
        folder.taken(arrival)
        return contact is not None

    def _found(self, seen: tuple[int, list[str]]) -> None:
        came, sentences = seen
        self._is_away = False
        if came:
            self.came_in.emit(came)
            self._seat.messages.note(tr("{n} new in the queue: Ctrl+2", n=came))
        if sentences:
            self._seat.messages.note("\n".join(sentences[:3]))
        self._timer.start(LOOK_MS)

    def _failed(self, error: BaseException) -> None:
        self._timer.start(LOOK_MS * 5)
        if not isinstance(error, OutageError):
            raise error
        if not self._is_away:
            self._is_away = True
            self._seat.messages.note(str(error))
