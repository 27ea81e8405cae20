"""The press: a form, its data, a number and a date in; a PDF out that is right to the word and the same every time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from app.models.words import tr
from app.services.documents import chinese
from app.services.documents.canvas import Sheet
from app.services.documents.characters import clean, name_of
from app.services.documents.fields import PaperData, missing_words
from app.services.documents.fonts import Fonts, Hand
from app.services.documents.forms import Forms
from app.services.documents.lines import BLANK, Line
from app.services.documents.pages import Format, Strip, blank, draw_pages, paginate
from app.services.documents.tables import TableBlock
from app.services.documents.templates import (
    Align,
    Pair,
    Paragraphs,
    Part,
    Seal,
    Signatures,
    Table,
    Template,
    fill,
    missing,
)
from app.services.documents.text import Setter, Style, pair, paragraph, seal, signatures
from app.services.errors import UserError

_BODY, _TITLE, _TABLE, _FOLIO = 16.0, 22.0, 12.0, 14.0  # points: 3号, 2号, 小四, 4号
_TABLE_PITCH = 18.0
_TITLE_PITCH = 36.0
_FOOTER = 16 * 72 / 25.4  # points below the type area
_GETA = "〓"  # printers set it where a sort was missing


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who issues a paper: the authority's full name and its short word in document numbers (浦 in 浦市监…)."""

    authority: str
    district: str


@dataclass(frozen=True)
class Paper:
    """A printed paper.

    Attributes:
        pdf: The file.
        pages: Number of pages.
        sha256: Hash of the file, in hexadecimal.
        text: What stands on it, paragraph by paragraph, for search and for reading aloud.
    """

    pdf: bytes
    pages: int
    sha256: str
    text: str


class PaperPress:
    """Prints the forms.

    Args:
        fonts: The faces of this desk.
        forms: The forms that can be printed.
    """

    def __init__(self, *, fonts: Fonts, forms: Forms) -> None:
        self.fonts = fonts
        self.forms = forms
        self._page = Format()
        page = self._page
        grid = page.cell - _BODY
        self._body = Setter(fonts, Style(Hand.BODY, _BODY, page.pitch, grid))
        self._title = Setter(fonts, Style(Hand.TITLE, _TITLE, _TITLE_PITCH))
        self._table = Setter(fonts, Style(Hand.BODY, _TABLE, _TABLE_PITCH))
        self._small = Setter(fonts, Style(Hand.BODY, _TABLE, 24.0))
        self._folio = Setter(fonts, Style(Hand.BODY, _FOLIO, page.pitch))
        self._mark = Setter(fonts, Style(Hand.HEADING, _BODY, page.pitch))

    def undrawable(self, form: Template, data: PaperData) -> dict[str, tuple[str, ...]]:
        """Return, by field name, the characters that no face of this desk can draw."""
        found = {field.name: self.fonts.undrawable(field.written(data.get(field.name))) for field in form.fields}
        return {name: chars for name, chars in found.items() if chars}

    def refusal(self, form: Template, data: PaperData) -> UserError | None:
        """Return why ``form`` cannot be issued with ``data`` in words, beside the field, or ``None`` when it can."""
        empty = missing(form, data)
        if empty:
            return UserError(missing_words(form.title, empty), field=empty[0].name, code="missing")
        for name, chars in self.undrawable(form, data).items():
            text = tr(
                "No font here can draw {characters} in “{field}”. Replace them before printing.",
                characters=" ".join(map(name_of, chars)),
                field=form.field(name).words(),
            )
            return UserError(text, field=name, code="undrawable")
        return None

    def render(
        self,
        form: Template,
        data: PaperData,
        *,
        number: str,
        issued_on: date,
        letterhead: Letterhead,
        draft: bool = False,
    ) -> Paper:
        """Print one paper.

        Args:
            form: The form.
            data: A value for each field; what is not there is empty.
            number: The document number in full (:meth:`Template.number_text`), or the case's number on a record.
            issued_on: The date on the paper.
            letterhead: Who issues it.
            draft: Print for looking at: empty required fields become blanks, what cannot be drawn becomes 〓.

        Raises:
            UserError: A required field is empty or a character cannot be drawn, and this is no draft.
            ValueError: ``data`` has a field the form does not know, or a value of the wrong kind.
        """
        known = {field.name for field in form.fields}
        if unknown := data.keys() - known:
            raise ValueError(f"{form.code} has no field {', '.join(sorted(unknown))}")
        for field in form.fields:
            field.check(data.get(field.name))
        refused = None if draft else self.refusal(form, data)
        if refused is not None:
            raise refused
        words = {field.name: self._drawable(field.printed(data.get(field.name))) for field in form.fields}
        words |= {
            "authority": self._drawable(clean(letterhead.authority)),
            "number": number,
            "issued_on": chinese.day(issued_on),
        }
        filled = {field.name for field in form.fields if not field.is_empty(data.get(field.name))}
        return self._print(form, words, filled)

    def _drawable(self, text: str) -> str:
        chars = self.fonts.undrawable(text.replace(BLANK, ""))
        return "".join(_GETA if char in chars else char for char in text) if chars else text

    def _print(self, form: Template, words: Mapping[str, str], filled: set[str]) -> Paper:
        page = self._page
        strips = self._head(form, words)
        texts = [form.title, *([words["number"]] if form.number else [])]
        for part in form.parts:
            room = page.type_height - sum(strip.height for strip in strips) - page.pitch / 4 - 1.0
            strips += self._strips(part, strips, room, words, filled, texts)
        pages = paginate(strips, page.type_height)
        mark = form.mark[0] if form.mark and words.get(form.mark[1]) == form.mark[2] else ""
        if mark:
            texts.insert(0, mark)
        sheet = Sheet(title=form.title, size=(page.width, page.height))
        footer = fill(form.footer, words)
        texts += [footer] * bool(footer)
        draw_pages(sheet, pages, page, lambda number: self._furnish(sheet, number, mark, footer))
        pdf = sheet.finish()
        return Paper(pdf, len(pages), sha256(pdf).hexdigest(), "\n".join(texts).replace(BLANK, ""))

    def _head(self, form: Template, words: Mapping[str, str]) -> list[Strip]:
        strips = paragraph(self._title, self._page, form.title, Align.CENTRE)
        if form.number:
            strips += [
                blank(6.0),
                *paragraph(self._body, self._page, words["number"], Align.CENTRE),
                blank(self._page.pitch / 2),
            ]
        return strips

    def _strips(
        self,
        part: Part,
        strips: list[Strip],
        room: float,
        words: Mapping[str, str],
        filled: set[str],
        texts: list[str],
    ) -> list[Strip]:
        """Set one part below ``strips``, writing down its texts."""
        page, body = self._page, self._body

        def written(text: str) -> str:
            texts.append(fill(text, words))
            return texts[-1]

        match part:
            case Paragraphs(paragraphs):
                shown = [entry for entry in paragraphs if not entry.when or entry.when in filled]
                return [strip for entry in shown for strip in paragraph(body, page, written(entry.text), entry.align)]
            case Pair(left, right):
                return pair(self._small, page, written(left), written(right))
            case Table():
                return [*TableBlock(part, self._table, page, written, room=room).strips, blank(page.pitch / 4)]
            case Seal(text):
                if strips:  # a one-line closing sentence takes its forerunner along: the seal needs text on its page
                    strips[-1] = replace(strips[-1], glued=True)
                return seal(body, page, written(text), written("{issued_on}"))
            case Signatures(labels):
                return signatures(body, page, tuple(map(written, labels)))

    def _furnish(self, sheet: Sheet, number: int, mark: str, footer: str) -> None:
        """Add the page number under the type area, odd right and even left, the mark above and the footer below."""
        page = self._page
        folio = f"— {number} —"
        width = self._folio.width(folio)
        x = page.width - page.right - page.cell - width if number % 2 else page.left + page.cell
        self._folio.put(sheet, x, page.bottom - 7 * 72 / 25.4 + _FOLIO, Line(folio, 0.0, 0.0))
        if footer:
            self._table.put(sheet, page.left, page.bottom - _FOOTER, Line(footer, 0.0, 0.0))
        if mark:
            self._mark.put(sheet, page.left, page.height - page.top + page.pitch, Line(mark, 0.0, 0.0))
