"""Printing a paper through the system's dialog, each page drawn for the printer away from the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.models.words import tr
from app.ui.media.pages import PdfPages

#: Asks which printer; calls back with it once the person has chosen.
AskPrinter = Callable[[QWidget, int, Callable[[QPrinter], None]], None]


def ask_printer(window: QWidget, pages: int, chosen: Callable[[QPrinter], None]) -> None:
    """Open the system's print dialog; ``chosen`` gets the printer, or is not called when the person went back."""
    printer = a4_printer()
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle(tr("Print the paper"))
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)

    def over(code: int) -> None:
        if code == QDialog.DialogCode.Accepted:
            chosen(printer)
        dialog.deleteLater()

    dialog.finished.connect(over)
    QDialog.open(dialog)  # the print dialog's own open() wants a slot by name


def a4_printer() -> QPrinter:
    """Make a printer set to A4 without margins of its own: the paper brings its margins (GB/T 9704)."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


class PrintRun(QObject):
    """One paper on its way to one printer; pages come from Qt's render thread one after the other.

    Attributes:
        finished: Everything is with the printer.
        failed: A sentence: it is not.
    """

    finished = Signal()
    failed = Signal(str)

    def __init__(self, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = PdfPages(pdf, self)
        self._pages.drawn.connect(self._take)
        self._pages.spoiled.connect(lambda _page, sentence: self._stop(sentence))
        self._painter = QPainter()
        first = printer.fromPage() or 1
        last = printer.toPage() or len(self._pages.sizes)
        self._left = list(range(first - 1, min(last, len(self._pages.sizes))))
        self._begun = False

    def start(self, name: str) -> None:
        """Begin; ``name`` is what the printer's queue calls it."""
        self._printer.setDocName(name)
        if not self._left or not self._painter.begin(self._printer):
            self._stop(tr("The printer does not answer. Check that it is on, or choose another."))
            return
        self._next()

    def _next(self) -> None:
        self._pages.draw(self._left[0], self._sheet().width())

    def _sheet(self) -> QSize:
        area = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        return area.size()

    def _take(self, _page: int, image: QImage, _width: int) -> None:
        if not self._painter.isActive():
            return
        if self._begun:
            self._printer.newPage()
        self._begun = True
        self._painter.drawImage(QRectF(_origin(self._printer), QSizeF(self._sheet())), image)
        self._left.pop(0)
        if self._left:
            self._next()
            return
        self._painter.end()
        self.finished.emit()

    def _stop(self, sentence: str) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._printer.abort()
        self.failed.emit(sentence)


def _origin(printer: QPrinter) -> QPointF:
    """Return where the sheet begins for the painter: a printer that cannot print to the edge begins inside it."""
    layout = printer.pageLayout()
    if layout.mode() is QPageLayout.Mode.FullPageMode:
        return QPointF(0, 0)
    inside = layout.paintRectPixels(printer.resolution())
    return QPointF(-inside.x(), -inside.y())
