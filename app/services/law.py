"""The law in force as the database holds it: rule sets, grounds, articles and the work calendar."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.models.calendar import CalendarDay, WorkCalendar, seed_calendar
from app.models.rule_sets import RuleSet, applicable_rule_set, parse_rule_set
from app.models.tables import law as tables
from app.services.database.connect import Database


@dataclass(frozen=True, kw_only=True)
class GroundRow:
    """A coded ground with the text papers print.

    Attributes:
        item: The number printed in 〔 〕.
        parent: The ground a sub-reason belongs to.
    """

    rule_set: str
    code: str
    kind: str
    item: str
    article: str
    text: str
    parent: str | None


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """An article to quote; ``summary`` says that it is not the law's own wording."""

    law: str
    article: str
    title: str
    text: str
    valid_from: date | None
    summary: bool


class LawBook:
    """The law as it stood when read; read again after a change."""

    def __init__(
        self,
        *,
        rule_sets: tuple[RuleSet, ...],
        grounds: tuple[GroundRow, ...],
        articles: tuple[ArticleRow, ...],
        calendar: WorkCalendar,
    ) -> None:
        self.rule_sets = rule_sets
        self.calendar = calendar
        self.articles = articles
        self._grounds = grounds
        self._by_code = {rule_set.code: rule_set for rule_set in rule_sets}

    def rule_set(self, code: str | None) -> RuleSet | None:
        """Return a rule set by its code."""
        return self._by_code.get(code) if code else None

    def in_force_on(self, received_on: date) -> RuleSet | None:
        """Return the rule set for what is received on a day; ``None`` before the first one."""
        return applicable_rule_set(received_on, self.rule_sets)

    def grounds(self, rule_set: str | None, kind: str) -> tuple[GroundRow, ...]:
        """Return the grounds of a kind (non_acceptance, termination, claim_factor …) in the law's order."""
        return tuple(row for row in self._grounds if row.rule_set == rule_set and row.kind == kind)

    def ground(self, kind: str, code: str) -> GroundRow | None:
        """Return a ground by its code; codes are different in every rule set."""
        return next((row for row in self._grounds if row.kind == kind and row.code == code), None)


def read_lawbook(database: Database) -> LawBook:
    """Read the law: five statements."""
    with database.read() as connection:
        clocks = [dict(row) for row in connection.execute(select(tables.RuleClock.__table__)).mappings()]
        sets = connection.execute(select(tables.RuleSet.__table__).order_by(tables.RuleSet.valid_from)).mappings()
        rule_sets = tuple(parse_rule_set(dict(row), clocks) for row in sets)
        ground_rows = connection.execute(
            select(tables.Ground.__table__).order_by(tables.Ground.rule_set, tables.Ground.kind, tables.Ground.sort)
        ).mappings()
        grounds = tuple(GroundRow(**{k: v for k, v in row.items() if k != "sort"}) for row in ground_rows)
        articles = tuple(
            ArticleRow(**row) for row in connection.execute(select(tables.LawArticle.__table__)).mappings()
        )
        days = connection.execute(select(tables.WorkCalendar.__table__).order_by(tables.WorkCalendar.day)).mappings()
        calendar = WorkCalendar.from_rows(
            CalendarDay(**{k: v for k, v in row.items() if k != "ordinal"}) for row in days
        )
    return LawBook(rule_sets=rule_sets, grounds=grounds, articles=articles, calendar=calendar)


def empty_lawbook() -> LawBook:
    """Return a law book without rows, for those who work without the office's law: an enterprise's liaison."""
    return LawBook(rule_sets=(), grounds=(), articles=(), calendar=seed_calendar())
