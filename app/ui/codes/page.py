"""Codes and calendar: the office's own order, a part each for lists, calendar, approvals, numbers and settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from app.models.words import mark, tr
from app.services.administration import Administration, ApprovalRuleRow, SchemeRow
from app.services.office_state import OfficeState
from app.ui.codes.approvals import ApprovalsPart
from app.ui.codes.calendar import CalendarPart
from app.ui.codes.lists import ListsPart
from app.ui.codes.numbers import NumbersPart
from app.ui.codes.office_settings import OfficeSettingsPart
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.theme import space
from app.ui.widgets.segments import Segment, Segments

PARTS = (
    ("lists", mark("Lists")),
    ("calendar", mark("Calendar")),
    ("approvals", mark("Approvals wanted")),
    ("numbers", mark("Number words")),
    ("settings", mark("House rules")),
)


Part = ListsPart | CalendarPart | ApprovalsPart | NumbersPart | OfficeSettingsPart


@dataclass(frozen=True, kw_only=True)
class _Read:
    rules: tuple[ApprovalRuleRow, ...]
    approvable: tuple[str, ...]
    schemes: tuple[SchemeRow, ...]
    settings: Mapping[str, Any]


class CodesPage(Page):
    """What an administrator may change of the office without a new release."""

    where = Where.CODES
    icon = "calendar"
    place = CommandId.GO_CODES

    def __init__(self, seat: Seat) -> None:
        super().__init__("codes")
        self._seat = seat
        self._office = Administration(seat.desk)
        self._arriving = False
        self.lists = ListsPart(seat, self._office)
        self.calendar = CalendarPart(seat, self._office)
        self.approvals = ApprovalsPart(seat, self._office)
        self.numbers = NumbersPart(seat, self._office)
        self.settings = OfficeSettingsPart(seat, self._office)
        self._parts: dict[str, Part] = {
            "lists": self.lists,
            "calendar": self.calendar,
            "approvals": self.approvals,
            "numbers": self.numbers,
            "settings": self.settings,
        }
        self.choice = Segments([Segment(name, tr(words)) for name, words in PARTS])
        self.choice.set_value("lists")
        self.stack = QStackedWidget()
        for part in self._parts.values():
            self.stack.addWidget(part)
            part.done.connect(self.read_again)
            part.handlers_changed.connect(self.handlers_changed)
        layout = QVBoxLayout(self)
        space(layout, 12, 16)
        layout.addWidget(self.choice)
        layout.addWidget(self.stack, 1)
        self.choice.changed.connect(self._turn)
        self.setFocusProxy(self.stack)

    @override
    def title(self) -> str:
        return tr("Codes and calendar")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            CommandId.ANNOUNCE_YEAR: self._announce,
            **self._parts[str(self.choice.value())].handlers(),
            CommandId.REFRESH: self.read_again,
        }

    @override
    def come_to_front(self) -> None:
        self._arriving = True
        self.read_again()

    @override
    def retranslate(self) -> None:
        self.choice.set_segments([Segment(name, tr(words)) for name, words in PARTS])
        for part in self._parts.values():
            part.retranslate()
        self.titled.emit()

    def turn_to(self, name: str) -> None:
        """Show one of the parts."""
        self.choice.set_value(name)
        self._turn(name)

    def read_again(self) -> None:
        """Read everything again; what is typed stays."""
        self._seat.tasks.run(self._read, self._show, owner=self)

    def _read(self) -> _Read:
        self._seat.desk.read_books()
        return _Read(
            rules=self._office.approval_rules(),
            approvable=self._office.approvable(),
            schemes=self._office.number_schemes(),
            settings=OfficeState(self._seat.desk).settings(),
        )

    def _show(self, read: _Read) -> None:
        self.lists.show_lists()
        self.calendar.show_calendar()
        self.approvals.show_rules(read.approvable, read.rules)
        self.numbers.show_schemes(read.schemes)
        self.settings.show_settings(read.settings)
        if self._arriving:  # an empty list takes no focus, so it goes there with the rows
            self._arriving = False
            self._parts[str(self.choice.value())].take_focus()

    def _announce(self) -> None:
        self.turn_to("calendar")
        self.calendar.start_announcing()

    def _turn(self, name: object) -> None:
        part = self._parts[str(name)]
        self.stack.setCurrentWidget(part)
        self.handlers_changed.emit()
        part.take_focus()
