"""Two ways of asking that only steps know: a day with its hour, and the law's grounds with their whole text."""

from collections.abc import Sequence
from datetime import datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.clock import LEGAL_ZONE, Clock
from app.ui.theme import px, space
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.entries import DateEntry

GROUND_LINES = 7
DIGITS = "123456789"


class MomentEntry(QWidget):
    """A day and an hour.

    Attributes:
        typed: Emitted when the person typed into one of them.
    """

    typed = Signal()

    def __init__(self, clock: Clock, *, past: bool) -> None:
        super().__init__()
        self._day = DateEntry(clock, past=past)
        self._hour = LineEdit(placeholder="14:30")
        self._hour.setFixedWidth(px(64))
        for part in (self._day, self._hour):
            part.textEdited.connect(lambda _: self.typed.emit())
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

    def texts(self) -> list[str]:
        """Give what stands in both lines, whether it can be read or not."""
        return [self._day.text(), self._hour.text()]

    def set_texts(self, texts: Sequence[str]) -> None:
        """Put back what :meth:`texts` gave."""
        for part, text in zip((self._day, self._hour), texts, strict=True):
            part.setText(text)

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
        """Choose a code; ``None`` chooses nothing."""
        self.setCurrentRow(-1)
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
