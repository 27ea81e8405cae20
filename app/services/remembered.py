"""What a desk remembers of its last sign-in at the server, to go on from when the server is away."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.models.calendar import CalendarDay, WorkCalendar
from app.models.rule_sets import RuleSet
from app.services.clock import Clock
from app.services.codebook import CodeBook, CodeEntry, UnitRow
from app.services.drafts.offset import ServerOffset
from app.services.law import LawBook
from app.services.plain import to_plain
from app.services.session import Session

_CALENDAR_BACK = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What a desk knew when its person last signed in at the server."""

    session: Session
    entries: tuple[CodeEntry, ...]
    units: tuple[UnitRow, ...]
    rule_sets: tuple[RuleSet, ...]
    days: tuple[CalendarDay, ...]
    offset: ServerOffset

    @property
    def codes(self) -> CodeBook:
        """Lists and units as they stood."""
        return CodeBook({(row.list, row.code): row for row in self.entries}, {unit.id: unit for unit in self.units})

    @property
    def law(self) -> LawBook:
        """Rule sets and calendar as they stood; texts to quote are only at the server."""
        calendar = WorkCalendar.from_rows(self.days)
        return LawBook(rule_sets=self.rule_sets, grounds=(), articles=(), calendar=calendar)


def remembered(session: Session, codes: CodeBook, law: LawBook, offset: ServerOffset, clock: Clock) -> dict[str, Any]:
    """Return, for the encrypted box, what a desk needs to take contacts down while the server is away."""
    since = clock.today() - _CALENDAR_BACK
    return to_plain(  # type: ignore[no-any-return]  # a dataclass becomes a dict
        Remembered(
            session=session,
            entries=tuple(row for name in codes.lists for row in codes.rows(name)),
            units=codes.units,
            rule_sets=law.rule_sets,
            days=tuple(day for day in law.calendar.days.values() if day.day >= since),
            offset=offset,
        )
    )
