"""Number words: how an authority numbers each form, with the number it would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from typing_extensions import override

from app.models.words import mark, tr
from app.services.administration import Administration, SchemeRow
from app.services.codebook import CodeEntry, UnitRow
from app.services.errors import UserError
from app.ui.master import Master
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone
from app.ui.widgets.choices import Options
from app.ui.widgets.fields import Field
from app.ui.widgets.labels import words
from app.ui.widgets.sheet import Line, Sheet

USUAL_PATTERN = "{letterhead}市监{word}〔{year}〕第{serial}号"
PREVIEW_SERIAL = 12


@dataclass(frozen=True, kw_only=True)
class FormNumber:
    """How a form is numbered at an authority; ``own`` says that the authority has set it itself."""

    form: CodeEntry
    word: str
    pattern: str
    own: bool


def preview(pattern: str, word: str, authority: UnitRow, year: int, serial: int = PREVIEW_SERIAL) -> str:
    """Give the number a paper would get."""
    letterhead = authority.number_word or authority.short_name
    for place, value in (("letterhead", letterhead), ("word", word), ("year", str(year)), ("serial", str(serial))):
        pattern = pattern.replace(f"{{{place}}}", value)
    return pattern


class NumbersPart(Master):
    """The forms of one authority."""

    def __init__(self, seat: Seat, office: Administration) -> None:
        super().__init__(seat)
        self._office = office
        self._row: FormNumber | None = None
        self._schemes: dict[tuple[UUID, str], SchemeRow] = {}
        self.choice = Options(self._authorities())
        self.choice.setMinimumContentsLength(18)
        self.model: RowsModel[FormNumber] = RowsModel(self._columns(), lambda row: row.form.code)
        self.view: RowsView[FormNumber] = RowsView(self.model, "numbers", seat.state, label=tr("Number words"))
        self.sheet = Sheet(self._lines(), seat.desk.clock)
        self.preview = words(kind="figure")
        self._field = Field("authority", tr("Authority"), self.choice, label_width=0)
        self.lay_out(
            "numbers",
            self.view,
            self.sheet,
            above=self._field,
            below=self.preview,
            save=self.save,
            save_title=mark("Save"),
        )
        self.choice.chosen.connect(lambda _: self._show())
        self.view.moved.connect(self._moved)
        self.sheet.changed.connect(self._preview)
        self._show()

    def show_schemes(self, schemes: Sequence[SchemeRow]) -> None:
        """Show how the forms are numbered now."""
        self._schemes = {(scheme.authority_id, scheme.form): scheme for scheme in schemes}
        self.choice.set_rows(self._authorities())
        self._show()

    def save(self) -> None:
        """Set the authority's own word and pattern; numbers already given stay."""
        row, authority = self._row, self._authority()
        if row is None or authority is None:
            return
        values = self.sheet.values()
        missing = [place for place in ("{year}", "{serial}") if place not in values["pattern"]]
        problem = self.sheet.problem()
        if problem is None and missing:
            problem = UserError(tr("A number needs {places}.", places=" ".join(missing)), field="pattern")
        if problem is not None:
            self.refused(problem)
            return
        scheme = SchemeRow(
            authority_id=authority.id, form=row.form.code, word=values["word"], pattern=values["pattern"]
        )
        self.run(lambda: self._office.put_number_scheme(scheme), lambda _: self._saved())

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self._field.set_label(tr("Authority"))
        self.view.retranslate()
        if self._row is not None:
            self._put(self._row)

    def _saved(self) -> None:
        self.seat.messages.note(tr("Saved. Numbers already given stay as they are."))
        self.sheet.put(self.sheet.values())
        self.done.emit()

    def _show(self) -> None:
        authority = self._authority()
        rows = []
        for form in self.seat.desk.codes.rows("paper_form"):
            scheme = self._schemes.get((authority.id, form.code)) if authority is not None else None
            rows.append(
                FormNumber(
                    form=form,
                    word=scheme.word if scheme else str(form.details.get("word", "")),
                    pattern=scheme.pattern if scheme else str(form.details.get("pattern", USUAL_PATTERN)),
                    own=scheme is not None,
                )
            )
        self.model.set_rows(rows)
        current = self.view.current()
        if current is not None and not self.sheet.is_changed():
            self._put(current)

    def _moved(self, row: FormNumber | None) -> None:
        if row is not None:
            self._put(row)

    def _put(self, row: FormNumber) -> None:
        self._row = row
        self.sheet.put({"word": row.word, "pattern": row.pattern})
        self.set_heading(
            row.form.title,
            tr("Set by this authority") if row.own else tr("As the forms propose; this authority has set nothing."),
        )
        self._preview()

    def _preview(self) -> None:
        values, authority = self.sheet.values(), self._authority()
        year = self.seat.desk.clock.today().year
        self.preview.setText(preview(values["pattern"], values["word"], authority, year) if authority else "")

    def _authority(self) -> UnitRow | None:
        return self.seat.desk.codes.unit(self.choice.value())

    def _authorities(self) -> list[tuple[UUID, str]]:
        return [(unit.id, unit.name) for unit in self.seat.desk.codes.units if unit.is_authority and unit.active]

    def _columns(self) -> list[Column[FormNumber]]:
        year = self.seat.desk.clock.today().year

        def number(row: FormNumber) -> str:
            authority = self._authority()
            return preview(row.pattern, row.word, authority, year) if authority is not None else ""

        return [
            Column("form", mark("Statutory paper"), lambda row: row.form.title, lambda row: row.form.sort, 220),
            Column("word", mark("Word"), lambda row: row.word, width=80),
            Column("number", mark("The number it would give"), number, stretches=True),
            Column(
                "own",
                mark("Set by"),
                lambda row: tr("Authority") if row.own else tr("Default"),
                width=96,
                tone=lambda row: None if row.own else Tone.MUTED,
                spare=1,
            ),
        ]

    def _lines(self) -> list[Line]:
        return [
            Line(
                name="word",
                title=mark("Word"),
                needed=True,
                hint=mark("Papers of reports count in a series of their own: 举 stands before their word."),
            ),
            Line(
                name="pattern",
                title=mark("Pattern"),
                needed=True,
                hint=mark("Places: {letterhead} {word} {year} {serial}"),
            ),
        ]
