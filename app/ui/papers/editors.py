"""One editor for each kind of field a form has; all are read and shown the same way."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.articles import numeral
from app.models.words import tr
from app.services.clock import LEGAL_ZONE, Clock
from app.services.documents.fields import Field as FormField, Kind, Value
from app.ui.theme import px, space, tabular
from app.ui.widgets.choices import Options
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.reading import plain

_NAMES = re.compile(r"[、，,；;\n]+")
_HOUR_ONLY, _LONGEST = 2, 4
_MOST_COUNT = 9999


@dataclass(frozen=True, kw_only=True)
class Editor:
    """An editor as the page deals with it.

    Attributes:
        read: Gives the value; ``None`` where it is empty or cannot be read.
        show: Shows a value and tells nobody.
        problem: Says in words why what is typed cannot be read; empty when it can.
        watch: Calls back after every change by hand.
    """

    widget: QWidget
    read: Callable[[], Value]
    show: Callable[[Value], None]
    watch: Callable[[Callable[[], None]], None]
    problem: Callable[[], str] = lambda: ""


def editor_for(field: FormField, clock: Clock) -> Editor:
    """Make the editor of ``field``."""
    if field.options:
        return _choice([(option, option) for option in field.options])
    if field.kind is Kind.ITEM:
        items = [(item, f"（{numeral(item)}）") for item in range(1, field.highest + 1)]
        return _choice([(None, tr("Choose the item")), *items])
    return _EDITORS[field.kind](field, clock)


def _line() -> Editor:
    box = LineEdit()
    return Editor(
        widget=box,
        read=lambda: box.text().strip(),
        show=lambda value: box.setText(str(value or "")),
        watch=lambda told: _on(box.textEdited, told),
    )


def _names() -> Editor:
    box = LineEdit(placeholder=tr("Several names with 、 between"))
    return Editor(
        widget=box,
        read=lambda: tuple(name.strip() for name in _NAMES.split(box.text()) if name.strip()),
        show=lambda value: box.setText("、".join(value) if isinstance(value, tuple) else ""),
        watch=lambda told: _on(box.textEdited, told),
    )


def _long() -> Editor:
    box = TextEdit(least=3, most=9)
    quiet = _Quiet()
    return Editor(
        widget=box,
        read=lambda: box.text().strip(),
        show=lambda value: quiet.during(lambda: box.set_text(str(value or ""))),
        watch=lambda told: _on(box.typed, quiet.unless(told)),
    )


def _date(clock: Clock) -> Editor:
    box = DateEntry(clock, past=False)
    return Editor(
        widget=box,
        read=box.value,
        show=lambda value: box.set_value(value if not isinstance(value, str | int | tuple) else None),  # type: ignore[arg-type]  # the form has checked that it is a date
        watch=lambda told: _on(box.textEdited, told),
        problem=box.problem,
    )


def _hour(clock: Clock) -> Editor:
    box = HourEntry(clock)
    return Editor(
        widget=box,
        read=box.value,
        show=lambda value: box.set_value(value if isinstance(value, datetime) else None),
        watch=lambda told: _on(box.edited, told),
        problem=box.problem,
    )


def _count() -> Editor:
    box = LineEdit()
    box.setFont(tabular(box.font()))

    def read() -> int | None:
        typed = plain(box.text())
        return int(typed) if typed.isdecimal() and int(typed) <= _MOST_COUNT else None

    return Editor(
        widget=box,
        read=read,
        show=lambda value: box.setText("" if value is None else str(value)),
        watch=lambda told: _on(box.textEdited, told),
        problem=lambda: tr("Type a number in figures.") if box.text().strip() and read() is None else "",
    )


def _choice(rows: list[tuple[Value, str]]) -> Editor:
    box = Options(rows)
    return Editor(widget=box, read=box.value, show=box.set_value, watch=lambda told: _on(box.chosen, told))


def _amount() -> Editor:
    box = MoneyEntry()
    return Editor(
        widget=box,
        read=box.value,
        show=box.set_value,  # type: ignore[arg-type]  # the form has checked that it is an amount
        watch=lambda told: _on(box.textEdited, told),
        problem=box.problem,
    )


def _consent(name: str) -> Editor:
    box = ConsentControl(name)
    return Editor(
        widget=box,
        read=box.value,
        show=lambda value: box.set_value(value if isinstance(value, bool) else None),
        watch=lambda told: _on(box.changed, told),
    )


class HourEntry(QWidget):
    """A day and a time of day: "1130" and "930".

    Attributes:
        edited: Emitted after a change by hand.
    """

    edited = Signal()

    def __init__(self, clock: Clock, *, past: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = DateEntry(clock, past=past)
        self._time = LineEdit(placeholder=tr("HHMM"))
        self._time.setFont(tabular(self._time.font()))
        self._time.setFixedWidth(px(64))
        self._time.setAccessibleName(tr("Time of day"))
        layout = QHBoxLayout(self)
        space(layout, 8)
        layout.addWidget(self._day)
        layout.addWidget(self._time)
        layout.addStretch(1)
        self.setFocusProxy(self._day)
        for box in (self._day, self._time):
            box.textEdited.connect(self._edited)
        self._time.editingFinished.connect(self._tidy)

    def value(self) -> datetime | None:
        """Give the instant in the office's zone; ``None`` while day or time is missing."""
        day, at = self._day.value(), read_time(self._time.text())
        return datetime.combine(day, at, LEGAL_ZONE) if day and at else None

    def set_value(self, value: datetime | None) -> None:
        """Show an instant."""
        local = value.astimezone(LEGAL_ZONE) if value and value.tzinfo else value
        self._day.set_value(local.date() if local else None)
        self._time.setText(f"{local:%H:%M}" if local else "")

    def problem(self) -> str:
        """Say why it cannot be read."""
        if self._time.text().strip() and read_time(self._time.text()) is None:
            return tr("This is no time of day. Type hour and minute, like 930 or 14:30.")
        return self._day.problem()

    def _edited(self) -> None:
        self.edited.emit()

    def _tidy(self) -> None:
        at = read_time(self._time.text())
        if at is not None:
            self._time.setText(f"{at:%H:%M}")


def read_time(text: str) -> time | None:
    """Read a time of day: "9", "930", "14:30"; ``None`` where it is none."""
    digits = re.sub(r"[:：点时分.\s]", "", plain(text))
    if not digits.isdecimal() or len(digits) > _LONGEST:
        return None
    if len(digits) <= _HOUR_ONLY:
        digits += "00"
    hour, minute = int(digits[:-2]), int(digits[-2:])
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 a day has 24 hours of 60 minutes


class _Quiet:
    """Keeps an editor from telling of what it is only shown."""

    def __init__(self) -> None:
        self._is_shown = False

    def during(self, show: Callable[[], None]) -> None:
        self._is_shown = True
        show()
        self._is_shown = False

    def unless(self, told: Callable[[], None]) -> Callable[[], None]:
        def tell() -> None:
            if not self._is_shown:
                told()

        return tell


def _on(signal: object, told: Callable[[], None]) -> None:
    signal.connect(lambda *_: told())  # type: ignore[attr-defined]  # a bound signal, which the stubs call a Signal


_EDITORS: Mapping[Kind, Callable[[FormField, Clock], Editor]] = {
    Kind.TEXT: lambda _field, _clock: _line(),
    Kind.CHOICE: lambda _field, _clock: _line(),
    Kind.LONG: lambda _field, _clock: _long(),
    Kind.NAMES: lambda _field, _clock: _names(),
    Kind.DATE: lambda _field, clock: _date(clock),
    Kind.HOUR: lambda _field, clock: _hour(clock),
    Kind.COUNT: lambda _field, _clock: _count(),
    Kind.AMOUNT: lambda _field, _clock: _amount(),
    Kind.CONSENT: lambda field, _clock: _consent(field.words()),
}
