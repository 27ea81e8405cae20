"""Attaching a file to a case: chosen, sent, then named in the timeline."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.models.words import tr
from app.services.blobs import Blobs
from app.services.cases.service import Cases, Taken
from app.services.errors import OutageError, UserError
from app.ui.seat import Seat


class Attaching(QObject):
    """Sends files and attaches them to one case.

    Attributes:
        attached: Emitted when a file is with the case.
        busy: Emitted with what is being sent, then with the empty sentence.
    """

    attached = Signal()
    busy = Signal(str)

    def __init__(self, seat: Seat, cases: Cases, case_id: UUID, page: QWidget) -> None:
        super().__init__(page)
        self._seat = seat
        self._cases = cases
        self._case_id = case_id
        self._page = page

    def choose(self) -> None:
        """Ask for a file and attach it."""
        chooser = QFileDialog(self._page, tr("Attach a file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda path: self.attach(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def attach(self, path: Path) -> None:
        """Send a file and attach it."""
        blobs = Blobs(self._seat.desk)

        def send() -> Taken:
            stored = blobs.put(path)
            # The newest version: a file beside the way is in nobody's way.
            version = self._cases.detail(self._case_id).case.version
            kind = path.suffix.lstrip(".").lower() or "file"
            return self._cases.add_material(self._case_id, version, blob_id=stored, title=path.name, kind=kind)

        self._seat.tasks.run(
            send,
            lambda _: self._attached(path.name),
            lambda error: self._not_attached(path.name, error),
            owner=self,
            busy=lambda busy: self.busy.emit(tr("Sending {file}", file=path.name) if busy else ""),
        )

    def _attached(self, name: str) -> None:
        self._seat.messages.note(tr("{file} is attached.", file=name))
        self.attached.emit()

    def _not_attached(self, name: str, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
        elif isinstance(error, OutageError):
            sentence = tr("{file} was not attached: the server cannot be reached. Attach it again later.", file=name)
            self._seat.messages.note(sentence)
        else:
            raise error
