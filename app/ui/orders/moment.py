"""A day and an hour, typed by digits."""

from datetime import datetime, time

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.words import tr
from app.services.clock import LEGAL_ZONE, Clock
from app.services.errors import UserError
from app.ui.theme import px, space
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.entries import DateEntry

_WHOLE_HOUR_DIGITS = 2


class MomentEntry(QWidget):
    """When something was said: the day and the hour, now at first."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.day = DateEntry(clock)
        self.hour = LineEdit(placeholder="14:30")
        self.hour.setFixedWidth(px(64))
        self.hour.setAccessibleName(tr("Hour"))
        layout = QHBoxLayout(self)
        space(layout, 4)
        layout.addWidget(self.day)
        layout.addWidget(self.hour)
        layout.addStretch(1)
        self.setFocusProxy(self.day)
        self.set_value(clock.now())

    def set_value(self, at: datetime) -> None:
        """Show an instant."""
        local = at.astimezone(LEGAL_ZONE)
        self.day.set_value(local.date())
        self.hour.setText(f"{local:%H:%M}")

    def read(self, field: str) -> datetime:
        """Give the instant.

        Raises:
            UserError: It cannot be read; the sentence belongs to ``field``.
        """
        day = self.day.value()
        digits = "".join(letter for letter in self.hour.text() if letter.isdigit())
        hours, minutes = (digits, "0") if len(digits) <= _WHOLE_HOUR_DIGITS else (digits[:-2], digits[-2:])
        if day is None or not digits:
            raise UserError(tr("Type the day and the hour, like 1120 and 1430."), field=field)
        try:
            return datetime.combine(day, time(int(hours), int(minutes)), LEGAL_ZONE)
        except ValueError:
            raise UserError(tr("This is no hour. Type it like 1430 or 14:30."), field=field) from None
