"""What came in by itself and is worked in the form: its row of the queue, its sound or scan, its caller's number."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.services.blobs import Blobs
from app.services.contacts import ContactRow, Contacts
from app.ui.intake.thinking import quietly
from app.ui.media.player import Player
from app.ui.media.scan_viewer import ScanViewer
from app.ui.seat import Seat


class Arrival(QObject):
    """The waiting contact a form was opened over, if any; player and scan outlive the form's parts.

    Attributes:
        found: Emitted with the row of a contact that was looked for and still waits.
        caller_known: Emitted with the caller's number, once the office has given it out.
        failed: Emitted with what kept sound or scan from coming.
    """

    found = Signal(object)
    caller_known = Signal(str)
    failed = Signal(object)

    def __init__(self, seat: Seat, page: QObject) -> None:
        super().__init__(page)
        self._seat = seat
        self._contacts = Contacts(seat.desk)
        self.row: ContactRow | None = None
        self.player = Player(seat.tasks)
        self.scan = ScanViewer(seat.tasks)
        self.player.heard.connect(self._heard)

    def look_for(self, contact_id: UUID) -> None:
        """Look whether the contact a draft was begun over still waits."""
        self._seat.tasks.run(
            lambda: next((row for row in self._contacts.queue() if row.contact_id == contact_id), None),
            lambda row: self.found.emit(row) if row else None,
            quietly,
            owner=self,
        )

    def open(self, row: ContactRow, *, ask_caller: bool) -> None:
        """Fetch the sound or scan of ``row``, and its caller's number where the form has none."""
        self.row = row
        if row.blob_id is not None:
            blob = row.blob_id
            show = self.player.load if row.behaviour == "voicemail" else self.scan.load
            self._seat.tasks.run(lambda: Blobs(self._seat.desk).read_bytes(blob), show, self.failed.emit, owner=self)
        if ask_caller and row.party_id is not None and row.is_mine:
            self._seat.tasks.run(lambda: self._contacts.caller_of(row), self.caller_known.emit, quietly, owner=self)

    def clear(self) -> None:
        """Stand ready for a contact that did not come by itself."""
        self.row = None
        self.player.clear()
        self.scan.clear()

    def retranslate(self) -> None:
        """Say player and scan again in the language of now."""
        self.player.retranslate()
        self.scan.retranslate()

    def _heard(self) -> None:
        if self.row is not None and self.row.is_mine and self.row.heard_at is None:
            contact = self.row.contact_id
            self._seat.tasks.run(lambda: self._contacts.mark_heard(contact), lambda _: None, quietly, owner=self)
