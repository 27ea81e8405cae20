"""One file to be sent along: chosen from this computer, named once chosen."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.models.words import tr
from app.ui.theme import space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import words


class FileEntry(QWidget):
    """A button that asks for the file, and the file's name behind it.

    Attributes:
        chosen: Emitted with the path once a file was chosen.
    """

    chosen = Signal(object)

    def __init__(self, title: str) -> None:
        """Take ``title``, which stands over the choice of files."""
        super().__init__()
        self._title = title
        self._path: Path | None = None
        self._name = words(tr("No file yet"), "hint")
        button = Button(tr("Choose a file …"), self.choose, icon="attach")
        layout = QHBoxLayout(self)
        space(layout, 8)
        layout.addWidget(button)
        layout.addWidget(self._name, 1)
        self.setFocusProxy(button)

    def value(self) -> Path | None:
        """Give the file; ``None`` while none is chosen."""
        return self._path

    def set_value(self, path: Path | None) -> None:
        """Show ``path`` as the file. Tells nobody."""
        self._path = path
        self._name.setText(path.name if path is not None else tr("No file yet"))

    def choose(self) -> None:
        """Ask for the file."""
        chooser = QFileDialog(self, self._title)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._take)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _take(self, name: str) -> None:
        self.set_value(Path(name))
        self.chosen.emit(self._path)
