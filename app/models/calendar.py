"""The work calendar: which days the office works, which are statutory holidays, how far the calendar is announced."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SEED_YEARS = range(2004, 2027)
GUESSED_YEARS = range(2027, 2041)
SEED_SOURCE = "chinesecalendar 1.11.0"
HOLIDAY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "New Year's Day": "元旦",
        "Spring Festival": "春节",
        "Tomb-sweeping Day": "清明节",
        "Labour Day": "劳动节",
        "Dragon Boat Festival": "端午节",
        "Mid-autumn Festival": "中秋节",
        "National Day": "国庆节",
        "Anti-Fascist 70th Day": "抗战胜利纪念日",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """One announced day.

    Attributes:
        day: The civil date.
        is_workday: Whether the office works: a usual weekday or a make-up day (调休上班).
        is_holiday: Whether the day lies in an announced holiday (放假), days in lieu included.
        note: The holiday's or make-up day's name in Chinese; empty for a usual day.
        source: Who says so.
        published: Whether the State Council has announced the day; if not, it is a guess by weekday.
    """

    day: date
    is_workday: bool
    is_holiday: bool
    note: str = ""
    source: str = ""
    published: bool = True


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """Answers what a day is; beyond the announced range it knows weekends only and says so.

    Attributes:
        days: The announced days by date.
        published_from: First day of the unbroken announced range.
        published_until: Last day of the unbroken announced range; later dates are provisional.
    """

    days: Mapping[date, CalendarDay]
    published_from: date
    published_until: date

    @classmethod
    def from_rows(cls, rows: Iterable[CalendarDay]) -> "WorkCalendar":
        """Build the calendar from rows of the table; the announced range ends before the first unannounced day.

        Raises:
            ValueError: No announced day is among the rows.
        """
        days = {row.day: row for row in rows if row.published}
        if not days:
            raise ValueError("A work calendar needs at least one announced day.")
        first = min(days)
        last = first
        while last + ONE_DAY in days:
            last += ONE_DAY
        return cls(days=MappingProxyType(days), published_from=first, published_until=last)

    def is_published(self, day: date) -> bool:
        """Tell whether the calendar of ``day`` has been announced."""
        return self.published_from <= day <= self.published_until

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on ``day``."""
        known = self.days.get(day)
        return known.is_workday if known else day.weekday() < SATURDAY

    def is_statutory_holiday(self, day: date) -> bool:
        """Tell whether ``day`` lies in an announced holiday (法定节假日, Art. 45); ordinary weekends do not."""
        known = self.days.get(day)
        return known is not None and known.is_holiday

    def is_make_up_day(self, day: date) -> bool:
        """Tell whether ``day`` is a Saturday or Sunday on which the office works (调休)."""
        return day.weekday() >= SATURDAY and self.is_working_day(day)

    def note(self, day: date) -> str:
        """Return the name of the holiday or make-up day, or nothing."""
        known = self.days.get(day)
        return known.note if known else ""

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before ``day``."""
        return self.add_working_days(day, -1)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``, before it when negative; ``day`` itself is not counted."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def count_working_days(self, after: date, until: date) -> int:
        """Count the working days after ``after`` up to and including ``until``; negative when ``until`` is earlier."""
        if until < after:
            return -self.count_working_days(until, after)
        return sum(self.is_working_day(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))

    def first_day_after_holiday(self, day: date) -> date:
        """Return ``day``, or when it lies in a statutory holiday the first day after that holiday (Art. 45)."""
        while self.is_statutory_holiday(day):
            day += ONE_DAY
        return day


def seed_days() -> tuple[CalendarDay, ...]:
    """List every day of 2004 to 2026 as announced by the State Council, make-up days included."""
    from chinese_calendar.constants import holidays, workdays

    found = []
    for day in _days_of(SEED_YEARS):
        is_holiday = day in holidays
        name = holidays.get(day) or workdays.get(day, "")
        found.append(
            CalendarDay(
                day=day,
                is_workday=day in workdays or (day.weekday() < SATURDAY and not is_holiday),
                is_holiday=is_holiday,
                note=HOLIDAY_NAMES.get(name, name),
                source=SEED_SOURCE,
            )
        )
    return tuple(found)


def guessed_days() -> tuple[CalendarDay, ...]:
    """List the days of 2027 to 2040 by weekday only: the table holds a row for every day it is asked about."""
    return tuple(
        CalendarDay(day=day, is_workday=day.weekday() < SATURDAY, is_holiday=False, source="weekday", published=False)
        for day in _days_of(GUESSED_YEARS)
    )


def seed_calendar() -> WorkCalendar:
    """Build the calendar a fresh installation starts with."""
    return WorkCalendar.from_rows(seed_days())


def _days_of(years: range) -> Iterator[date]:
    day, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    while day <= last:
        yield day
        day += ONE_DAY
