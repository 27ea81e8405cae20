"""Scanned letters: whether every page can be read, how many there are, and the pixels of one of them."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.models.words import tr
from app.services.errors import UserError
from app.services.media.kinds import MediaType

MAX_PAGE_PIXELS = 250_000_000  # A0 at 400 dots an inch; beyond it a page is an attack or a mistake
_ORIENTATION = 0x0112  # EXIF: which corner of the page the first stored point is
_LYING = frozenset({5, 6, 7, 8})
_OPENERS: dict[MediaType, type[ImageFile]] = {
    MediaType.TIFF: TiffImageFile,
    MediaType.JPEG: JpegImageFile,
    MediaType.PNG: PngImageFile,
}
# What Pillow and pypdf raise on bytes that are not what they claim to be.
_BROKEN_PICTURE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
_BROKEN_PDF = (*_BROKEN_PICTURE, PyPdfError, RecursionError, AssertionError)


@dataclass(frozen=True, kw_only=True)
class PagePixels:
    """One page of a scan as it is seen: turned upright, three bytes a pixel (red, green, blue), row by row."""

    width: int
    height: int
    rgb: bytes


def count_pages(path: Path, found: MediaType) -> int:
    """Read a scan to its end and return its number of pages.

    Raises:
        UserError: It is damaged, cut short, locked or too large to be shown.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return pdf_pages(file) if found is MediaType.PDF else _picture_pages(file, found)


def pdf_pages(file: BinaryIO) -> int:
    """Return the number of pages of a PDF that opens without a password.

    Raises:
        UserError: It is damaged, empty or locked.
    """
    with _readable(_BROKEN_PDF, _damaged_pdf):
        reader = PdfReader(file, strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if locked else len(reader.pages)
        if pages:
            _ = reader.pages[0].mediabox, reader.pages[pages - 1].mediabox
    if locked:
        raise UserError(tr("The PDF is locked with a password. Ask the sender for one that opens without it."))
    if not pages:
        raise UserError(tr("The PDF has no pages. Scan the letter again."))
    return pages


def picture_sizes(file: BinaryIO, found: MediaType) -> tuple[tuple[int, int], ...]:
    """Return width and height in pixels of each page of a picture, as it is seen upright.

    Raises:
        UserError: The picture is damaged or too large.
    """
    with _readable(_BROKEN_PICTURE, _damaged_picture):
        picture = _opened(file, found)
        sizes = []
        for page in range(getattr(picture, "n_frames", 1)):
            picture.seek(page)
            _no_larger_than_a_wall(picture)
            # The reader of TIFF has turned the size already.
            lies = found is not MediaType.TIFF and picture.getexif().get(_ORIENTATION, 1) in _LYING
            sizes.append((picture.height, picture.width) if lies else picture.size)
        return tuple(sizes)


def picture_page(file: BinaryIO, found: MediaType, page: int, *, width: int) -> PagePixels:
    """Read one page of a picture, reduced to at most ``width`` pixels across and never enlarged.

    Raises:
        UserError: The page is damaged or too large.
    """
    with _readable(_BROKEN_PICTURE, _damaged_picture):
        picture = _opened(file, found)
        picture.seek(page)
        _no_larger_than_a_wall(picture)
        picture.draft(None, (2 * width, 2 * width))  # a JPEG is read at half, quarter or eighth size where that does
        upright = _on_white(ImageOps.exif_transpose(picture))
        if upright.width > width:
            height = max(1, round(upright.height * width / upright.width))
            upright = upright.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
        return PagePixels(width=upright.width, height=upright.height, rgb=upright.tobytes())


def as_png(pixels: PagePixels) -> bytes:
    """Return pixels (a picture out of the clipboard) as a PNG file."""
    file = io.BytesIO()
    Image.frombytes("RGB", (pixels.width, pixels.height), pixels.rgb).save(file, "PNG", compress_level=3)
    return file.getvalue()


@contextmanager
def _readable(broken: tuple[type[Exception], ...], sentence: Callable[[], UserError]) -> Iterator[None]:
    try:
        yield
    except broken as error:
        raise sentence() from error


def _damaged_picture() -> UserError:
    return UserError(tr("The scan is damaged or cut short. Scan the letter again, or have it sent again."))


def _damaged_pdf() -> UserError:
    return UserError(tr("The PDF is damaged or cut short. Scan the letter again, or have it sent again."))


def _opened(file: BinaryIO, found: MediaType) -> ImageFile:
    """Open a picture by its own reader: the general one tries forty formats nobody scans letters into."""
    file.seek(0)
    return _OPENERS[found](file)


def _picture_pages(file: BinaryIO, found: MediaType) -> int:
    """Decode every page: only that finds a picture whose end is missing."""
    with _readable(_BROKEN_PICTURE, _damaged_picture):
        if found is MediaType.TIFF:
            _follow_directories(file)
        picture = _opened(file, found)
        pages = getattr(picture, "n_frames", 1)
        for page in range(pages):
            picture.seek(page)
            _no_larger_than_a_wall(picture)
            picture.load()
        return int(pages)


def _follow_directories(file: BinaryIO) -> None:
    """Check that the description of every page of a TIFF is there (TIFF 6.0, section 2): Pillow only warns.

    Raises:
        EOFError: The file ends before.
    """
    file.seek(0)
    order: Literal["little", "big"] = "little" if file.read(4).startswith(b"II") else "big"
    seen: set[int] = set()
    while (start := int.from_bytes(_exactly(file, 4), order)) and start not in seen:
        seen.add(start)
        file.seek(start)
        _exactly(file, 12 * int.from_bytes(_exactly(file, 2), order))


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _no_larger_than_a_wall(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PAGE_PIXELS:
        raise UserError(
            tr(
                "A page of the scan has {width} × {height} points, more than can be shown. Scan it with 300 dpi.",
                width=picture.width,
                height=picture.height,
            )
        )


def _on_white(picture: Image.Image) -> Image.Image:
    """Turn any kind of pixels into red, green and blue, with white where the picture is transparent."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        page = Image.new("RGBA", seen.size, "white")
        page.alpha_composite(seen)
        return page.convert("RGB")
    return picture.convert("RGB")
