"""Lines that read what is typed: a date, a sum of money, a telephone number. What cannot be read stays as typed."""

from abc import abstractmethod
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.clock import Clock
from app.ui.theme import px, tabular
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.reading import (
    is_persons_phone,
    is_whole_phone,
    read_date,
    read_money,
    read_phone,
    show_money,
    show_phone,
)

Value = TypeVar("Value")


class _Entry(LineEdit, Generic[Value]):
    """A line whose text means a value; it is read on leaving, on Enter, and whenever it is asked for.

    Attributes:
        changed: Emitted with the value after the person changed it (``None`` while it is empty or cannot be read).
    """

    changed = Signal(object)

    def __init__(self, placeholder: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._told: Value | None = None
        self.setFont(tabular(self.font()))
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._edited)
        self.entered.connect(self.tidy)

    @abstractmethod
    def read(self, text: str) -> Value | None:
        """Read ``text``; raises :class:`ValueError` when it means nothing."""

    @abstractmethod
    def write(self, value: Value) -> str:
        """Write ``value`` as it stands in the line."""

    @abstractmethod
    def complaint(self) -> str:
        """Say what is wrong with a text that cannot be read, and what can."""

    def value(self) -> Value | None:
        """Give what the text means; ``None`` when it is empty or cannot be read."""
        try:
            return self.read(self.text())
        except ValueError:
            return None

    def set_value(self, value: Value | None) -> None:
        """Show ``value``. Tells nobody."""
        self._told = value
        self.setText("" if value is None else self.write(value))

    def problem(self) -> str:
        """Say in words why the text cannot be read; empty when it can."""
        try:
            self.read(self.text())
        except ValueError:
            return self.complaint()
        return ""

    def tidy(self) -> None:
        """Write what was read the way the desk writes it; a text that cannot be read stays."""
        value = self.value()
        if value is not None:
            self.setText(self.write(value))

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(self._width), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.tidy()

    def _edited(self) -> None:
        value = self.value()
        if value != self._told:
            self._told = value
            self.changed.emit(value)


class DateEntry(_Entry[date]):
    """A date by digits: "2", "1102", "261102", "今", "-3"; arrows go a day on or back."""

    def __init__(self, clock: Clock, *, past: bool = True, parent: QWidget | None = None) -> None:
        """Take the ``clock``; without a year the nearest day in the ``past`` (else in the future) is meant."""
        super().__init__(tr("MMDD"), 96, parent)
        self._clock = clock
        self._past = past

    @override
    def read(self, text: str) -> date | None:
        return read_date(text, self._clock.today(), past=self._past)

    @override
    def write(self, value: date) -> str:
        return value.isoformat()

    @override
    def complaint(self) -> str:
        return tr("This is no date. Type month and day, like 1102, or the whole date, like 20261102.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        self.setText(self.write((self.value() or self._clock.today()) + timedelta(days=step)))
        self._edited()


class MoneyEntry(_Entry[Decimal]):
    """A sum in yuan, exact to the cent: "3680", "3,680.5", "1.2万"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("0.00", 104, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @override
    def read(self, text: str) -> Decimal | None:
        return read_money(text)

    @override
    def write(self, value: Decimal) -> str:
        return show_money(value)

    @override
    def complaint(self) -> str:
        return tr("This is no sum in yuan. Type figures with at most two decimals, like 3680.50, or 1.2万.")

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


class PhoneEntry(_Entry[str]):
    """A telephone number, with or without spaces and dashes; shown in groups.

    Attributes:
        completed: Emitted with the figures as soon as a whole mobile or landline number stands there.
    """

    completed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Mobile or landline"), 136, parent)
        self.changed.connect(self._complete)

    @override
    def read(self, text: str) -> str | None:
        return read_phone(text) or None

    @override
    def write(self, value: str) -> str:
        return show_phone(value)

    @override
    def complaint(self) -> str:
        return tr("This number is not whole. Nothing is lost: it is kept as typed.")

    @override
    def problem(self) -> str:
        value = self.value()
        return self.complaint() if value is not None and not is_whole_phone(value) else ""

    def _complete(self, value: str | None) -> None:
        if value is not None and is_persons_phone(value):
            self.completed.emit(value)
