"""Codes and calendar: the office's own order, a part each for lists, calendar, approvals, numbers and settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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
from app.ui.parts_page import PartsPage
from app.ui.seat import Seat


@dataclass(frozen=True, kw_only=True)
class _Read:
    rules: tuple[ApprovalRuleRow, ...]
    approvable: tuple[str, ...]
    schemes: tuple[SchemeRow, ...]
    settings: Mapping[str, Any]


class CodesPage(PartsPage):
    """What an administrator may change of the office without a new release."""

    where = Where.CODES
    icon = "calendar"
    place = CommandId.GO_CODES

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "codes")
        self._office = Administration(seat.desk)
        self.lists = ListsPart(seat, self._office)
        self.calendar = CalendarPart(seat, self._office)
        self.approvals = ApprovalsPart(seat, self._office)
        self.numbers = NumbersPart(seat, self._office)
        self.settings = OfficeSettingsPart(seat, self._office)
        self.lay_out(
            {
                "lists": (mark("Lists"), self.lists),
                "calendar": (mark("Calendar"), self.calendar),
                "approvals": (mark("Approvals wanted"), self.approvals),
                "numbers": (mark("Number words"), self.numbers),
                "settings": (mark("House rules"), self.settings),
            }
        )

    @override
    def title(self) -> str:
        return tr("Codes and calendar")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the part in front, and the one that announces a year from wherever one is."""
        return {CommandId.ANNOUNCE_YEAR: self._announce, **super().handlers()}

    @override
    def read_again(self) -> None:
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
        self.arrive()

    def _announce(self) -> None:
        self.turn_to("calendar")
        self.calendar.start_announcing()
