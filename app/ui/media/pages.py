"""The pages of one scan as pictures, made away from the window: PDF by Qt's own reader, the others by Pillow."""

import io
from typing import Final, TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QSizeF, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer

from app.models.words import tr
from app.services.errors import UserError
from app.services.media.kinds import HEAD_BYTES, ArrivalKind, MediaType, media_type
from app.services.media.scans import PagePixels, pdf_pages, picture_page, picture_sizes
from app.ui.tasks import TaskRunner

_WIDEST: Final = 4096  # points across; a page drawn larger is stretched


class _Scan(QObject):
    """One opened scan; a page that was asked for comes by :attr:`drawn`.

    Attributes:
        drawn: Number of a page from 0, its picture, and the width that was asked for.
        spoiled: Number of a page and a sentence: this one cannot be shown.
    """

    drawn = Signal(int, QImage, int)
    spoiled = Signal(int, str)

    def __init__(self, sizes: tuple[QSizeF, ...], parent: QObject | None = None) -> None:
        """Take the sizes of the pages; only their proportions matter."""
        super().__init__(parent)
        self.sizes = sizes


class PicturePages(_Scan):
    """A TIFF, JPEG or PNG."""

    def __init__(
        self,
        data: bytes,
        found: MediaType,
        sizes: tuple[QSizeF, ...],
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(sizes, parent)
        self._data = data
        self._found = found
        self._runner = runner

    def draw(self, page: int, width: int) -> None:
        """Have ``page`` decoded and reduced by a worker to ``width`` points, at most some four thousand."""
        data, found, most = self._data, self._found, min(width, _WIDEST)
        self._runner.run(
            lambda: picture_page(io.BytesIO(data), found, page, width=most),
            lambda pixels: self.drawn.emit(page, _image(pixels), width),
            lambda error: self._spoil(page, error),
            owner=self,
        )

    def _spoil(self, page: int, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.spoiled.emit(page, error.text)


class PdfPages(_Scan):
    """A PDF, drawn on the thread of Qt's page renderer."""

    def __init__(self, data: bytes, parent: QObject | None = None) -> None:
        """Open a PDF that was checked before: looking for pages in a damaged one takes seconds.

        Raises:
            UserError: Qt cannot open it.
        """
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        document.load(buffer)
        super().__init__(tuple(document.pagePointSize(page) for page in range(document.pageCount())), parent)
        if document.status() is not QPdfDocument.Status.Ready or not self.sizes:
            self.setParent(None)
            raise UserError(tr("The PDF is damaged or cut short. Scan the letter again, or have it sent again."))
        self._asked: dict[int, int] = {}
        self._renderer = QPdfPageRenderer(self)  # children go in the order they came: the renderer before its document
        document.setParent(self)
        buffer.setParent(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._take)

    def draw(self, page: int, width: int) -> None:
        """Have ``page`` rendered ``width`` points wide, at most some four thousand."""
        size, most = self.sizes[page], min(width, _WIDEST)
        height = max(1, round(most * size.height() / max(size.width(), 1)))
        self._asked[self._renderer.requestPage(page, QSize(most, height))] = width

    def _take(self, page: int, _size: QSize, image: QImage, _options: object, request: int) -> None:
        width = self._asked.pop(request, 0)
        if image.isNull():
            self.spoiled.emit(page, tr("This page cannot be shown. Scan the letter again, or have it sent again."))
        else:
            self.drawn.emit(page, image, width)


Pages: TypeAlias = PicturePages | PdfPages


def examined(data: bytes) -> tuple[MediaType, tuple[tuple[int, int], ...]]:
    """Tell what a scan is and how large the pages of a picture are (none for a PDF); not on the window's thread.

    Raises:
        UserError: It is no scan, damaged, locked or too large.
    """
    found = media_type(data[:HEAD_BYTES])
    if found is None or found.kind is not ArrivalKind.LETTER:
        raise UserError(tr("This is no scan that can be shown. Save it and open it with another program."))
    if found is MediaType.PDF:
        pdf_pages(io.BytesIO(data))
        return found, ()
    return found, picture_sizes(io.BytesIO(data), found)


def opened(
    data: bytes, found: MediaType, sizes: tuple[tuple[int, int], ...], runner: TaskRunner, parent: QObject
) -> Pages:
    """Open a scan that :func:`examined` has found to be whole.

    Raises:
        UserError: Qt cannot open it after all.
    """
    if found is MediaType.PDF:
        return PdfPages(data, parent)
    return PicturePages(data, found, tuple(QSizeF(*size) for size in sizes), runner, parent)


def _image(pixels: PagePixels) -> QImage:
    image = QImage(pixels.rgb, pixels.width, pixels.height, 3 * pixels.width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy of its own, and the quickest to paint
