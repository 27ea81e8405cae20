"""The periods figures are formed over: natural months, or statistical ones from the 26th to the 25th."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.models.words import mark, tr

MONTHS = 12
QUARTER = 3
WEEK = 7
FIRST_OF_26 = 26
LAST_OF_25 = 25


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


class MonthRule(StrEnum):
    """When a statistical month begins: an office's setting."""

    NATURAL = "natural"
    FROM_26 = "26-25"


PERIOD_TITLES: dict[PeriodKind, str] = {
    PeriodKind.DAY: mark("Day"),
    PeriodKind.WEEK: mark("Week"),
    PeriodKind.MONTH: mark("Month"),
    PeriodKind.QUARTER: mark("Quarter"),
    PeriodKind.YEAR: mark("Year"),
    PeriodKind.CUSTOM: mark("From … to …"),
}


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days ``first`` to ``last``, both included."""

    kind: PeriodKind
    first: date
    last: date
    rule: MonthRule = MonthRule.NATURAL

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def previous(self) -> "Period":
        """Give the period before it: 环比 compares with it."""
        return self.moved(-1)

    def moved(self, steps: int) -> "Period":
        """Give the period ``steps`` after it (before it where negative), of the same length by the calendar."""
        match self.kind:
            case PeriodKind.MONTH | PeriodKind.QUARTER | PeriodKind.YEAR:
                year, month = _month_of(self.last, self.rule)
                return _months(self.kind, year, month + steps * _LENGTHS[self.kind], self.rule)
            case _:
                shift = timedelta(days=self.days * steps)
                return replace(self, first=self.first + shift, last=self.last + shift)

    def year_before(self) -> "Period":
        """Give the same period of the year before: 同比 compares with it. A week goes back 52 weeks."""
        match self.kind:
            case PeriodKind.MONTH | PeriodKind.QUARTER | PeriodKind.YEAR:
                return self.moved(-MONTHS // _LENGTHS[self.kind])
            case PeriodKind.WEEK:
                return self.moved(-52)
            case _:
                return replace(self, first=_a_year_back(self.first), last=_a_year_back(self.last))

    def as_far_as(self, other: "Period", today: date) -> "Period":
        """Cut this earlier period to as many days as ``other`` has had by ``today``, so that like meets like."""
        if other.last <= today:
            return self
        had = max((today - other.first).days, 0)
        return replace(self, last=min(self.last, self.first + timedelta(days=had)))

    def back(self, count: int) -> "list[Period]":
        """Give ``count`` periods that end with this one, oldest first: the points of a trend."""
        return [self.moved(-step) for step in range(count - 1, -1, -1)]

    def title(self) -> str:
        """Say which period it is."""
        match self.kind:
            case PeriodKind.DAY:
                return f"{self.first:%Y-%m-%d}"
            case PeriodKind.MONTH:
                year, month = _month_of(self.last, self.rule)
                return tr("{year}-{month:02d}", year=year, month=month)
            case PeriodKind.QUARTER:
                year, month = _month_of(self.last, self.rule)
                return tr("{year} quarter {quarter}", year=year, quarter=(month - 1) // QUARTER + 1)
            case PeriodKind.YEAR:
                return tr("Year {year}", year=_month_of(self.last, self.rule)[0])
            case _:
                return tr("{first} to {last}", first=f"{self.first:%Y-%m-%d}", last=f"{self.last:%Y-%m-%d}")

    def short_title(self) -> str:
        """Say it in as few characters as an axis has room for."""
        match self.kind:
            case PeriodKind.MONTH:
                year, month = _month_of(self.last, self.rule)
                return f"{year % 100:02d}-{month:02d}"
            case PeriodKind.QUARTER:
                year, month = _month_of(self.last, self.rule)
                return f"{year % 100:02d}Q{(month - 1) // QUARTER + 1}"
            case PeriodKind.YEAR:
                return f"{_month_of(self.last, self.rule)[0]}"
            case _:
                return f"{self.first:%m-%d}"


def period_of(kind: PeriodKind, day: date, rule: MonthRule = MonthRule.NATURAL) -> Period:
    """Return the period of ``kind`` in which ``day`` lies; a custom one is that day alone."""
    match kind:
        case PeriodKind.WEEK:
            first = day - timedelta(days=day.weekday())
            return Period(kind=kind, first=first, last=first + timedelta(days=WEEK - 1), rule=rule)
        case PeriodKind.MONTH | PeriodKind.QUARTER | PeriodKind.YEAR:
            year, month = _month_of(day, rule)
            length = _LENGTHS[kind]
            return _months(kind, year, ((month - 1) // length + 1) * length, rule)
        case _:
            return Period(kind=kind, first=day, last=day, rule=rule)


def custom(first: date, last: date) -> Period:
    """Return the days from the earlier to the later of the two."""
    return Period(kind=PeriodKind.CUSTOM, first=min(first, last), last=max(first, last))


def crosses(day: date, *periods: Period) -> bool:
    """Say whether some of the ``periods`` lie before ``day`` and some on or after it."""
    return min(period.first for period in periods) < day <= max(period.last for period in periods)


_LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: QUARTER, PeriodKind.YEAR: MONTHS}


def _month_of(day: date, rule: MonthRule) -> tuple[int, int]:
    if rule is MonthRule.FROM_26 and day.day >= FIRST_OF_26:
        return _normal(day.year, day.month + 1)
    return day.year, day.month


def _normal(year: int, month: int) -> tuple[int, int]:
    return year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1


def _months(kind: PeriodKind, year: int, last_month: int, rule: MonthRule) -> Period:
    """Return the period of ``kind`` that ends with the statistical month ``last_month`` of ``year``."""
    first = _edges(*_normal(year, last_month - _LENGTHS[kind] + 1), rule)
    last = _edges(*_normal(year, last_month), rule)
    return Period(kind=kind, first=next(first), last=[*last][-1], rule=rule)


def _edges(year: int, month: int, rule: MonthRule) -> Iterator[date]:
    if rule is MonthRule.FROM_26:
        yield date(*_normal(year, month - 1), FIRST_OF_26)
        yield date(year, month, LAST_OF_25)
    else:
        yield date(year, month, 1)
        yield date(*_normal(year, month + 1), 1) - timedelta(days=1)


def _a_year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
