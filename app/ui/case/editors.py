"""One editor for each way a field is asked: how it is made, read and filled; rows, not branches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import Ask, StepField
from app.services.cases.forms import STAGES
from app.services.cases.payload import sides
from app.services.cases.telling import choice, money
from app.services.clock import LEGAL_ZONE, Clock
from app.services.codebook import CodeBook
from app.services.law import LawBook
from app.ui.case.words import day_word
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.picker import CodePicker, Pick
from app.ui.widgets.segments import Segment, Segments, yes_no

FEW = 10
GROUND_LINES = 7
DIGITS = "123456789"


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
    """

    widget: QWidget
    get: Callable[[], Any]
    put: Callable[[Any], None]
    changed: Any = None
    problem: Callable[[], str] = str


def make_editor(field: StepField, stock: Stock) -> Editor:
    """Make the editor of a field."""
    return _MAKERS[field.ask](field, stock)


class MomentEntry(QWidget):
    """A day and an hour."""

    def __init__(self, clock: Clock, *, past: bool) -> None:
        super().__init__()
        self._day = DateEntry(clock, past=past)
        self._hour = LineEdit(placeholder="14:30")
        self._hour.setFixedWidth(px(64))
        layout = QHBoxLayout(self)
        space(layout, 4)
        layout.addWidget(self._day)
        layout.addWidget(self._hour)
        layout.addStretch(1)
        self.setFocusProxy(self._day)

    def value(self) -> datetime | None:
        """Give the instant; ``None`` while no day is there."""
        day, at = self._day.value(), self._time()
        return datetime.combine(day, at, LEGAL_ZONE) if day is not None and at is not None else None

    def set_value(self, value: datetime | None) -> None:
        """Show an instant."""
        local = value.astimezone(LEGAL_ZONE) if value is not None else None
        self._day.set_value(local.date() if local else None)
        self._hour.setText(f"{local:%H:%M}" if local else "")

    def problem(self) -> str:
        """Say what cannot be read."""
        if self._day.problem():
            return self._day.problem()
        if self._hour.text().strip() and self._time() is None:
            return tr("This is no hour. Type it like 1430 or 14:30.")
        return tr("Type the hour too, like 1430.") if self._day.value() and self._time() is None else ""

    def _time(self) -> time | None:
        digits = "".join(letter for letter in self._hour.text() if letter.isdigit())
        if not digits:
            return None
        hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])  # noqa: PLR2004 hours alone
        try:
            return time(int(hours), int(minutes))
        except ValueError:
            return None


class GroundList(QListWidget):
    """The law's grounds with their whole text; arrows or the item's number choose.

    Attributes:
        chosen: Emitted when another ground is chosen.
    """

    chosen = Signal(object)

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(px(440))
        self.setFixedHeight(GROUND_LINES * px(34))
        for place, (code, words) in enumerate(rows):
            item = QListWidgetItem(f"{DIGITS[place : place + 1]}  {words}", self)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setToolTip(words)
        self.currentItemChanged.connect(lambda: self.chosen.emit(self.value()))

    def value(self) -> str | None:
        """Give the code chosen."""
        chosen = self.selectedItems()
        return str(chosen[0].data(Qt.ItemDataRole.UserRole)) if chosen else None

    def set_value(self, value: object) -> None:
        """Choose a code."""
        for place in range(self.count()):
            if self.item(place).data(Qt.ItemDataRole.UserRole) == value:
                self.setCurrentRow(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = DIGITS.find(event.text()) if event.text() else -1
        if 0 <= place < self.count():
            self.setCurrentRow(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _line(_: StepField, __: Stock) -> Editor:
    line = LineEdit()
    line.setMinimumWidth(px(280))
    return Editor(widget=line, get=line.text, put=lambda value: line.setText(value or ""), changed=line.textEdited)


def _text(_: StepField, __: Stock) -> Editor:
    text = TextEdit(least=3, most=9)
    return Editor(widget=text, get=text.text, put=lambda value: text.set_text(value or ""), changed=text.typed)


def _money(_: StepField, __: Stock) -> Editor:
    entry = MoneyEntry()
    return Editor(widget=entry, get=entry.value, put=entry.set_value, changed=entry.changed, problem=entry.problem)


def _day(field: StepField, stock: Stock) -> Editor:
    entry = DateEntry(stock.clock, past=not field.future)
    return Editor(widget=entry, get=entry.value, put=entry.set_value, changed=entry.changed, problem=entry.problem)


def _moment(field: StepField, stock: Stock) -> Editor:
    entry = MomentEntry(stock.clock, past=not field.future)
    return Editor(widget=entry, get=entry.value, put=entry.set_value, problem=entry.problem)


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
    return _segments([Segment(value, tr(words)) for value, words in rows])


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
}
