"""Recordings and scans handed to the window: dropped on it, pasted, or chosen from the computer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.media.scans import PagePixels, as_png
from app.ui.tasks import TaskRunner
from app.ui.theme import restyle

_ENDINGS: Final = {
    "recordings": ("*.wav", "*.mp3", "*.amr", "*.awb"),
    "scans": ("*.pdf", "*.tif", "*.tiff", "*.jpg", "*.jpeg", "*.png"),
}


class ArrivalDrop(QObject):
    """Makes a widget take files and pictures; what is in them is looked at later, by content.

    While something is held over the widget its property ``state`` is ``front``, which the stylesheet shows.

    Attributes:
        files_given: A tuple of paths.
        picture_given: A picture out of the clipboard or another window, as the bytes of a PNG file.
    """

    files_given = Signal(object)
    picture_given = Signal(bytes)

    def __init__(self, target: QWidget, runner: TaskRunner) -> None:
        """Watch ``target`` and live as long as it does."""
        super().__init__(target)
        self._target = target
        self._runner = runner
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def paste(self) -> bool:
        """Take files or a picture from the clipboard; ``False`` when it holds neither, so that text can be pasted."""
        return self._take(QGuiApplication.clipboard().mimeData())

    def choose(self) -> None:
        """Ask for files of this computer; several can be chosen at once. The window goes on meanwhile."""
        dialog = QFileDialog(self._target, tr("Choose recordings and scans"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        recordings, scans = _ENDINGS["recordings"], _ENDINGS["scans"]
        dialog.setNameFilters(
            [
                f"{tr('Recordings and scans')} ({' '.join((*recordings, *scans))})",
                f"{tr('Recordings')} ({' '.join(recordings)})",
                f"{tr('Scans')} ({' '.join(scans)})",
                f"{tr('All files')} (*)",
            ]
        )
        dialog.filesSelected.connect(self._give)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            restyle(self._target, "state", "")
            if self._take(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDragEnterEvent | QDragMoveEvent) and event.type() is not QEvent.Type.Drop:
            if _holds_something(event.mimeData()):
                restyle(self._target, "state", "front")
                event.acceptProposedAction()
                return True
        elif event.type() is QEvent.Type.DragLeave:
            restyle(self._target, "state", "")
        return super().eventFilter(watched, event)

    def _take(self, given: QMimeData) -> bool:
        if paths := _local_files(given):
            self.files_given.emit(paths)
            return True
        if given.hasImage():
            image = QImage(given.imageData())
            if not image.isNull():
                self._encode(image)
                return True
        return False

    def _give(self, names: Sequence[str]) -> None:
        if names:
            self.files_given.emit(tuple(Path(name) for name in names))

    def _encode(self, image: QImage) -> None:
        """Pack a picture into a PNG on a worker: for a whole screen it takes a fifth of a second."""
        plain = image.convertToFormat(QImage.Format.Format_RGB888)
        width, height, line = plain.width(), plain.height(), plain.bytesPerLine()
        pixels = bytes(plain.constBits())

        def pack() -> bytes:
            rows = (pixels[row * line : row * line + 3 * width] for row in range(height))
            return as_png(PagePixels(width=width, height=height, rgb=b"".join(rows)))

        self._runner.run(pack, self.picture_given.emit, owner=self)


def _local_files(given: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile())


def _holds_something(given: QMimeData) -> bool:
    return bool(_local_files(given)) or given.hasImage()
