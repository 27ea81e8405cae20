"""Marking a copy at the printer: the stored paper stays as it was issued."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

from app.models.words import tr
from app.services.documents.canvas import Sheet
from app.services.documents.fonts import Fonts, Hand
from app.services.documents.lines import Line
from app.services.documents.pages import Format
from app.services.documents.text import Setter, Style
from app.services.errors import UserError

_FRAME, _PAD = 1.0, 6.0  # points


def overlay_copy_mark(pdf: bytes, text: str, fonts: Fonts) -> bytes:
    """Return ``pdf`` with ``text`` (副本, 复印件) framed at the top right of every page; ``pdf`` itself is not changed.

    Raises:
        UserError: ``text`` has a character that cannot be drawn, or is empty.
    """
    if not text or fonts.undrawable(text, Hand.HEADING):
        raise UserError(tr("This mark cannot be printed: “{text}”.", text=text), field="mark")
    mark = PdfReader(BytesIO(_mark_page(text, fonts))).pages[0]
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        page.merge_page(mark)
    writer.compress_identical_objects()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _mark_page(text: str, fonts: Fonts) -> bytes:
    page = Format()
    setter = Setter(fonts, Style(Hand.HEADING, 16.0, 24.0))
    width = setter.width(text)
    x, top = page.width - page.right - width - _PAD, page.height - page.top / 2 + setter.style.pitch / 2
    sheet = Sheet(title="", size=(page.width, page.height), prefix="C")
    sheet.setLineWidth(_FRAME)
    sheet.rect(x - _PAD, top - setter.style.pitch, width + 2 * _PAD, setter.style.pitch)
    setter.put(sheet, x, top, Line(text, 0.0, 0.0))
    sheet.showPage()
    return sheet.finish()
