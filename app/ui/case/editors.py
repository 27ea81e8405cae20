"""One editor for each way a field is asked: how it is made, read and filled; rows, not branches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import Ask, StepField
from app.services.cases.forms import ABOUT, STAGES, TOLD_OF
from app.services.cases.payload import sides
from app.services.cases.telling import choice, money
from app.services.clock import LEGAL_ZONE, Clock
from app.services.codebook import CodeBook
from app.services.drafts.draft import Value
from app.services.law import LawBook
from app.ui.case.entries import GroundList, MomentEntry
from app.ui.case.words import day_word
from app.ui.theme import px
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.file_entry import FileEntry
from app.ui.widgets.picker import CodePicker, Pick
from app.ui.widgets.segments import Segment, Segments, yes_no

FEW = 10
_REFERENCES = {
    Ask.UNIT_BELOW,
    Ask.BODY,
    Ask.PERSON,
    Ask.CLAIM,
    Ask.ENTRY,
    Ask.UNCONFIRMED,
    Ask.MEDIATION,
    Ask.PAPER,
    Ask.PARTY,
}


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What the editors choose from.

    Attributes:
        detail: The case; ``None`` for a form that is about none.
        colleagues: Who a case can be given to.
    """

    codes: CodeBook
    law: LawBook
    clock: Clock
    detail: CaseDetail | None = None
    colleagues: Sequence[tuple[UUID, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Editor:
    """A widget with its way in and out.

    Attributes:
        changed: Emitted when the person changed it; ``None`` where nothing depends on it.
        problem: Says in words what cannot be read; empty when all is well.
        typed: Gives what stands there as a draft keeps it, readable or not.
        retype: Puts back what ``typed`` gave.
    """

    widget: QWidget
    get: Callable[[], Any]
    put: Callable[[Any], None]
    changed: Any = None
    problem: Callable[[], str] = str
    typed: Callable[[], Value] | None = None
    retype: Callable[[Any], None] | None = None

    def as_typed(self) -> Value:
        """Give what stands there as a draft keeps it."""
        if self.typed is not None:
            return self.typed()
        value = self.get()
        return str(value) if isinstance(value, UUID) else value

    def put_typed(self, value: Any) -> None:
        """Put back what a draft kept."""
        (self.retype or self.put)(value)


def make_editor(field: StepField, stock: Stock) -> Editor:
    """Make the editor of a field."""
    made = _MAKERS[field.ask](field, stock)
    if field.ask in _REFERENCES:
        return replace(made, retype=lambda value: made.put(UUID(value) if value else None))
    return made


def _line(_: StepField, __: Stock) -> Editor:
    line = LineEdit()
    line.setMinimumWidth(px(280))
    return Editor(widget=line, get=line.text, put=lambda value: line.setText(value or ""), changed=line.textEdited)


def _text(_: StepField, __: Stock) -> Editor:
    text = TextEdit(least=3, most=9)
    return Editor(widget=text, get=text.text, put=lambda value: text.set_text(value or ""), changed=text.typed)


def _money(_: StepField, __: Stock) -> Editor:
    entry = MoneyEntry()
    return _entry(entry)


def _day(field: StepField, stock: Stock) -> Editor:
    return _entry(DateEntry(stock.clock, past=not field.future))


def _entry(entry: DateEntry | MoneyEntry) -> Editor:
    entry.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return Editor(
        widget=entry,
        get=entry.value,
        put=entry.set_value,
        changed=entry.textEdited,
        problem=entry.problem,
        typed=entry.text,
        retype=entry.setText,
    )


def _moment(field: StepField, stock: Stock) -> Editor:
    entry = MomentEntry(stock.clock, past=not field.future)
    return Editor(
        widget=entry,
        get=entry.value,
        put=entry.set_value,
        changed=entry.typed,
        problem=entry.problem,
        typed=entry.texts,
        retype=entry.set_texts,
    )


def _segments(rows: Sequence[Segment], *, can_be_none: bool = False) -> Editor:
    segments = Segments(rows, can_be_none=can_be_none)
    return Editor(widget=segments, get=segments.value, put=segments.set_value, changed=segments.changed)


def _yes_no(field: StepField, _: Stock) -> Editor:
    return _segments(yes_no(tr("Yes"), tr("No")), can_be_none=not field.needed)


def _choice(field: StepField, stock: Stock) -> Editor:
    rows = field.choices
    if field.name == "side" and stock.detail is not None:
        there = {value for value, _ in sides(stock.detail)}
        rows = tuple(row for row in rows if row[0] in there)
    if rows is ABOUT and stock.detail is not None:
        there = TOLD_OF.get(stock.detail.case.kind, {"answer"})
        rows = tuple(row for row in rows if row[0] in there)
    return _segments([Segment(value, tr(words)) for value, words in rows], can_be_none=not field.needed)


def _code(field: StepField, stock: Stock) -> Editor:
    rows = stock.codes.choices(field.source)
    if len(rows) <= FEW:
        return _segments([Segment(row.code, row.title) for row in rows], can_be_none=not field.needed)
    picks = [Pick(row.code, row.title, stock.codes.title(field.source, row.parent), row.initials) for row in rows]
    return _picker(picks)


def _ground(field: StepField, stock: Stock) -> Editor:
    rule_set = stock.detail.case.rule_set if stock.detail else None
    rows = stock.law.grounds(rule_set, field.source)
    split = {row.parent for row in rows}
    made = GroundList(
        [(row.code, tr("({item}) {text}", item=row.item, text=row.text)) for row in rows if row.code not in split]
    )
    return Editor(widget=made, get=made.value, put=made.set_value, changed=made.chosen)


def _picker(picks: Sequence[Pick]) -> Editor:
    picker = CodePicker(picks)
    picker.setMinimumWidth(px(280))
    return Editor(widget=picker, get=picker.value, put=picker.set_value, changed=picker.chosen, problem=picker.problem)


def _unit_below(_: StepField, stock: Stock) -> Editor:
    here = stock.detail.case.handling_unit_id if stock.detail else None
    picks = []
    for unit in stock.codes.below(here) if here else ():
        above = stock.codes.unit(unit.parent_id)
        between = []
        while above is not None and above.id != here:
            between.append(above)
            above = stock.codes.unit(above.parent_id)
        if unit.active and not any(each.is_authority for each in between):
            picks.append(Pick(unit.id, unit.short_name, unit.name))
    return _picker(picks)


def _body(_: StepField, stock: Stock) -> Editor:
    return _picker([Pick(unit.id, unit.short_name, unit.name) for unit in stock.codes.units if unit.active])


def _person(_: StepField, stock: Stock) -> Editor:
    return _picker([Pick(person, name) for person, name in stock.colleagues])


def _options(rows: Sequence[tuple[Any, str]], *, can_be_none: bool = True) -> Editor:
    options = Options([(None, tr("None")), *rows] if can_be_none else rows)
    options.setMinimumWidth(px(280))
    return Editor(widget=options, get=options.value, put=options.set_value, changed=options.chosen)


def _claim(_: StepField, stock: Stock) -> Editor:
    rows = stock.detail.claims if stock.detail else ()
    return _options([(row.id, f"{stock.codes.title('claim', row.code)} {money(row.amount)}".strip()) for row in rows])


def _entry_rows(stock: Stock, *, unconfirmed: bool) -> list[tuple[Any, str]]:
    return [
        (row.id, f"{choice(STAGES, row.stage)} {stock.codes.title('remedy', row.remedy)} {money(row.amount)}")
        for row in (stock.detail.ledger if stock.detail else ())
        if not unconfirmed or (row.needs_confirmation and row.confirmed_by is None)
    ]


def _mediation(_: StepField, stock: Stock) -> Editor:
    today = stock.clock.today()
    rows = [
        (
            row.id,
            f"{day_word(row.scheduled_at.astimezone(LEGAL_ZONE).date(), today)} {row.place}".strip()
            if row.scheduled_at
            else row.mediators or tr("Mediation"),
        )
        for row in (stock.detail.mediations if stock.detail else ())
    ]
    return _options(rows, can_be_none=False)


def _paper(_: StepField, stock: Stock) -> Editor:
    rows = [row for row in (stock.detail.papers if stock.detail else ()) if row.state == "issued"]
    return _options([(row.id, f"{stock.codes.title('paper_form', row.form)} {row.number or ''}") for row in rows])


def _party(_: StepField, stock: Stock) -> Editor:
    rows = stock.detail.parties if stock.detail else ()
    return _options([(row.id, f"{row.shown_name} {row.shown_phone}".strip()) for row in rows], can_be_none=False)


def _file(field: StepField, _: Stock) -> Editor:
    entry = FileEntry(tr(field.title))
    return Editor(
        widget=entry,
        get=entry.value,
        put=entry.set_value,
        changed=entry.chosen,
        typed=lambda: str(entry.value() or ""),
        retype=lambda value: entry.set_value(Path(value) if value else None),
    )


_MAKERS: Mapping[Ask, Callable[[StepField, Stock], Editor]] = {
    Ask.LINE: _line,
    Ask.CASE: _line,
    Ask.TEXT: _text,
    Ask.MONEY: _money,
    Ask.DAY: _day,
    Ask.MOMENT: _moment,
    Ask.YES_NO: _yes_no,
    Ask.CHOICE: _choice,
    Ask.CODE: _code,
    Ask.GROUND: _ground,
    Ask.UNIT_BELOW: _unit_below,
    Ask.BODY: _body,
    Ask.PERSON: _person,
    Ask.CLAIM: _claim,
    Ask.ENTRY: lambda _, stock: _options(_entry_rows(stock, unconfirmed=False)),
    Ask.UNCONFIRMED: lambda _, stock: _options(_entry_rows(stock, unconfirmed=True), can_be_none=False),
    Ask.MEDIATION: _mediation,
    Ask.PAPER: _paper,
    Ask.PARTY: _party,
    Ask.FILE: _file,
}
