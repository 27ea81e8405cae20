"""A finished PDF leaves the window: to a printer, or into a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.models.words import tr
from app.services.errors import UserError
from app.ui.papers.printing import PrintRun, ask_printer
from app.ui.seat import Seat


class HandingOut:
    """Prints and saves for one page.

    Attributes:
        ask_printer: Asks which printer; tests hand in one that answers by itself.
    """

    def __init__(self, page: QWidget, seat: Seat) -> None:
        self._page = page
        self._seat = seat
        self.ask_printer: Callable[[QWidget, int, Callable[[QPrinter], None]], None] = ask_printer

    def print_pdf(self, pdf: bytes, pages: int, name: str) -> None:
        """Ask for a printer and print; nothing happens without a PDF."""
        if pdf:
            self.ask_printer(self._page, pages, lambda printer: self._begin(pdf, printer, name))

    def save_as(self, pdf: bytes, name: str) -> None:
        """Ask where to and save."""
        if not pdf:
            return
        chooser = QFileDialog(self._page, tr("Save as PDF"), name.replace("/", "-"), "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.fileSelected.connect(lambda path: self.save_to(pdf, Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_to(self, pdf: bytes, path: Path) -> None:
        """Write ``pdf`` to ``path``, away from the window's thread."""

        def write() -> None:
            try:
                path.write_bytes(pdf)
            except OSError as error:
                raise UserError(tr("The file could not be written. Choose another folder.")) from error

        self._seat.tasks.run(
            write,
            lambda _: self._seat.messages.note(tr("Saved as {file}", file=path.name)),
            self._failed,
            owner=self._page,
        )

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self._seat.messages.note(error.text)

    def _begin(self, pdf: bytes, printer: QPrinter, name: str) -> None:
        run = PrintRun(pdf, printer, self._page)
        run.finished.connect(lambda: self._seat.messages.note(tr("Handed over to the printer")))
        run.failed.connect(self._seat.messages.note)
        for over in (run.finished, run.failed):
            over.connect(run.deleteLater)
        run.start(name)
