"""Codes, calendar, approvals, number schemes and settings: the office's own order as rows one can change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.pinyin import initials
from app.models.tables import law as tables
from app.models.tables.paper import NumberScheme
from app.services.bootstrap import Desk


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """A day of the work calendar.

    Attributes:
        is_workday: Whether the office works: a usual weekday or a make-up day (调休上班).
        is_holiday: Whether it is an announced day off.
        published: Whether it is announced; later days are guesses by weekday.
    """

    day: date
    is_workday: bool
    is_holiday: bool
    published: bool
    note: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRuleRow:
    """A step that wants a second person at a unit.

    ``by_law`` ones cannot be switched off; ``waived_alone`` ones do not hold while the unit is in one-person mode.
    """

    unit_id: UUID
    command: str
    by_law: bool
    waived_alone: bool


@dataclass(frozen=True, kw_only=True)
class SchemeRow:
    """How an authority numbers a form."""

    authority_id: UUID
    form: str
    word: str
    pattern: str


class Administration:
    """The administrator's work with lists and rules."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def days(self, year: int) -> tuple[DayRow, ...]:
        """Return a year of the calendar."""
        with self._desk.database.read() as connection:
            rows = connection.execute(
                select(tables.WorkCalendar.__table__)
                .where(tables.WorkCalendar.day >= date(year, 1, 1), tables.WorkCalendar.day <= date(year, 12, 31))
                .order_by(tables.WorkCalendar.day)
            ).mappings()
            return tuple(DayRow(**{key: value for key, value in row.items() if key != "ordinal"}) for row in rows)

    def put_days(self, days: Sequence[DayRow], *, source: str, published_until: date | None = None) -> int:
        """Change days of the calendar, or announce a year; return how many open cases got other dates.

        Args:
            days: The days that differ.
            source: The notice they come from, such as 国办发明电〔2026〕7号.
            published_until: Last day that is now announced; dates up to it are no longer provisional.
        """
        answer = self._desk.command(
            "put_calendar",
            {
                "days": [
                    {"day": row.day, "is_workday": row.is_workday, "is_holiday": row.is_holiday, "note": row.note}
                    for row in days
                ],
                "source": source,
                "published_until": published_until,
            },
        )
        return int(answer["cases"])

    def put_code(
        self,
        name: str,
        code: str,
        *,
        title_zh: str,
        title_en: str = "",
        parent: str | None = None,
        behaviour: str = "",
        national_code: str | None = None,
        active: bool = True,
        sort: int = 9999,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a row of a list, or change its words, order or use; what it does is fixed once given.

        Raises:
            UserError: The behaviour of a known code would change.
        """
        self._desk.command(
            "put_code",
            {
                "list": name,
                "code": code,
                "title_zh": title_zh,
                "title_en": title_en or title_zh,
                "parent": parent,
                "behaviour": behaviour or None,
                "national_code": national_code,
                "initials": initials(title_zh),
                "active": active,
                "sort": sort,
                "details": dict(details or {}),
            },
        )

    def approval_rules(self) -> tuple[ApprovalRuleRow, ...]:
        """Return which steps want a second person where."""
        with self._desk.database.read() as connection:
            rows = connection.execute(select(tables.ApprovalRule.__table__)).mappings()
            return tuple(ApprovalRuleRow(**row) for row in rows)

    def approvable(self) -> tuple[str, ...]:
        """Return the steps a unit may want approved."""
        with self._desk.database.read() as connection:
            return tuple(
                connection.execute(
                    select(tables.CommandKind.kind)
                    .where(tables.CommandKind.approvable)
                    .order_by(tables.CommandKind.kind)
                ).scalars()
            )

    def put_approval_rule(self, unit_id: UUID, command: str, *, wanted: bool, waived_alone: bool = True) -> None:
        """Want a second person for a step at a unit, or no longer.

        Args:
            unit_id: The unit.
            command: The step, one of :meth:`approvable`.
            wanted: Whether somebody else approves it.
            waived_alone: Whether one-person mode waives it; where it does not, somebody above approves.

        Raises:
            UserError: The law wants it.
        """
        rule = {"unit_id": unit_id, "command": command, "wanted": wanted, "waived_alone": waived_alone}
        self._desk.command("put_approval_rule", rule)

    def number_schemes(self) -> tuple[SchemeRow, ...]:
        """Return the authorities' own number words; forms without one use the template's."""
        with self._desk.database.read() as connection:
            rows = connection.execute(select(NumberScheme.__table__)).mappings()
            return tuple(SchemeRow(**{key: value for key, value in row.items() if key != "version"}) for row in rows)

    def put_number_scheme(self, scheme: SchemeRow) -> None:
        """Set an authority's word and pattern for a form; numbers already given stay as they are."""
        self._desk.command(
            "put_number_scheme",
            {
                "authority_id": scheme.authority_id,
                "form": scheme.form,
                "word": scheme.word,
                "pattern": scheme.pattern,
            },
        )

    def put_setting(self, key: str, value: object) -> None:
        """Change a setting of the installation, such as the ledger threshold in yuan."""
        self._desk.command("put_setting", {"key": key, "value": value})


def holiday(first: date, last: date, note: str) -> tuple[DayRow, ...]:
    """Return the days of an announced holiday, days in lieu included."""
    return tuple(
        DayRow(
            day=first + timedelta(days=offset), is_workday=False, is_holiday=True, published=True, note=note, source=""
        )
        for offset in range((last - first).days + 1)
    )


def make_up_day(day: date, note: str) -> DayRow:
    """Return a weekend day on which the office works (调休上班)."""
    return DayRow(day=day, is_workday=True, is_holiday=False, published=True, note=note, source="")
