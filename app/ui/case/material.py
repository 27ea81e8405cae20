"""One file of a case in a tab of its own: played, or shown page by page, and saved as a copy."""

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.blobs import Blobs
from app.services.errors import OutageError, UserError
from app.services.media.kinds import HEAD_BYTES, ArrivalKind, media_type
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.media.player import Player
from app.ui.media.scan_viewer import ScanViewer
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import words


class MaterialPage(Page):
    """Opens one stored file; opening it and saving it are audited by the door it comes through.

    Attributes:
        player: Plays a recording.
        scan: Shows a PDF, TIFF, JPEG or PNG.
    """

    where = Where.CASE
    icon = "attach"

    def __init__(self, seat: Seat, blob_id: UUID, title: str, number: str) -> None:
        """Take the file's ``title`` and the ``number`` of the case it belongs to."""
        super().__init__(f"material:{blob_id}")
        self._seat = seat
        self._blobs = Blobs(seat.desk)
        self._blob_id = blob_id
        self._title = title
        self._data: bytes | None = None
        self.player = Player(seat.tasks)
        self.scan = ScanViewer(seat.tasks)
        self._banner = Banner(Tone.SOON)
        self._other = words(wraps=True)
        self._save = Button("", self.save_copy, icon="download")
        self._save.setEnabled(False)
        head = QHBoxLayout()
        space(head, 12)
        head.addWidget(words(title, "title"))
        head.addWidget(words(number, "label"))
        head.addStretch(1)
        head.addWidget(self._save)
        self._stack = QStackedLayout()
        for part in (self._other, self.player, self.scan):
            self._stack.addWidget(_at_top(part) if part is not self.scan else part)
        layout = QVBoxLayout(self)
        space(layout, 8, (12, 8, 12, 8))
        layout.addWidget(self._banner)
        layout.addLayout(head)
        layout.addLayout(self._stack, 1)
        self.player.handlers_changed.connect(self.handlers_changed)
        self.scan.handlers_changed.connect(self.handlers_changed)
        self.retranslate()
        self.load()

    @override
    def title(self) -> str:
        """Give the file's name."""
        return self._title

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the player or the viewer, and of saving a copy."""
        found: dict[CommandId, Callable[[], None]] = {CommandId.REFRESH: self.load}
        if self._data is not None:
            found[CommandId.SAVE] = self.save_copy
        return found | dict(self.player.handlers()) | dict(self.scan.handlers())

    @override
    def come_to_front(self) -> None:
        """Put the hands on the pages, so that the arrows turn them."""
        self.scan.sheet.setFocus()

    @override
    def leave(self) -> bool:
        """Stop playing."""
        self.player.clear()
        return True

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._save.setText(f"{tr('Save a copy')}  {key_text(command(CommandId.SAVE))}")
        self.player.retranslate()
        self.scan.retranslate()

    def load(self) -> None:
        """Fetch the file; nothing of it is written to this computer's disk."""
        self._banner.say("")
        self._seat.tasks.run(
            lambda: self._blobs.read_bytes(self._blob_id),
            self._show_data,
            self._not_read,
            owner=self,
            busy=lambda busy: self._other.setText(tr("Being fetched …") if busy else ""),
        )

    def save_copy(self) -> None:
        """Ask where to, and write a copy there."""
        if self._data is None:
            return
        chooser = QFileDialog(self, tr("Save a copy"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.selectFile(self._title)
        chooser.fileSelected.connect(lambda path: self.save_to(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_to(self, path: Path) -> None:
        """Write a copy to ``path``."""
        blobs, blob_id = self._blobs, self._blob_id

        def work() -> None:
            path.write_bytes(blobs.read_bytes(blob_id, to_save=True))

        self._seat.tasks.run(work, lambda _: self._saved(path), self._not_saved, owner=self)

    def _show_data(self, data: bytes) -> None:
        self._data = data
        self._save.setEnabled(True)
        found = media_type(data[:HEAD_BYTES])
        if found is None:
            self._other.setText(tr("This file cannot be shown here. Save a copy and open it with its own program."))
            self._stack.setCurrentIndex(0)
        elif found.kind is ArrivalKind.VOICEMAIL:
            self._stack.setCurrentIndex(1)
            self.player.load(data)
        else:
            self._stack.setCurrentIndex(2)
            self.scan.load(data)
        self.handlers_changed.emit()

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._other.setText(error.text)
        elif isinstance(error, OutageError):
            self._banner.say(tr("The server cannot be reached."), tr("Again"), self.load)
        else:
            raise error

    def _saved(self, path: Path) -> None:
        self._seat.messages.note(tr("Saved as {file}", file=path.name))

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
        elif isinstance(error, OutageError):
            self._seat.messages.note(tr("The server cannot be reached."))
        elif isinstance(error, OSError):
            self._seat.messages.note(tr("The copy could not be written there. Choose another place."))
        else:
            raise error


def _at_top(part: QWidget) -> QWidget:
    """Put a part at the top of what room there is."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    space(layout, 0)
    layout.addWidget(part)
    layout.addStretch(1)
    return whole
