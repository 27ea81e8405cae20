"""Law as data: rule sets, clocks, grounds, calendar, codes, indicators, transitions, approvals: versioned rows."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base


class RuleSet(Base):
    """A procedure rule with the days of receipt it governs."""

    __tablename__ = "rule_set"

    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source: Mapped[str]
    official: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class RuleClock(Base):
    """A term of a rule set: how long, in which unit, from what to what, what pauses and what extends it."""

    __tablename__ = "rule_clock"
    __table_args__ = (CheckConstraint("unit IN ('working_day','day','hour')", name="unit"),)

    rule_set: Mapped[str] = mapped_column(ForeignKey("office.rule_set.code"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int]
    unit: Mapped[str]
    start_event: Mapped[str]
    stop_event: Mapped[str]
    pauses: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    extension: Mapped[int] = mapped_column(server_default=text("0"))
    article: Mapped[str]
    basis: Mapped[str]


class Ground(Base):
    """A coded ground of non-acceptance, termination or the like, with the text that papers print."""

    __tablename__ = "ground"

    rule_set: Mapped[str] = mapped_column(ForeignKey("office.rule_set.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    item: Mapped[str]
    article: Mapped[str]
    text: Mapped[str]
    parent: Mapped[str | None]
    sort: Mapped[int]


class LawArticle(Base):
    """An article that papers cite and operators quote."""

    __tablename__ = "law_article"

    law: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    valid_from: Mapped[date | None]
    summary: Mapped[bool]


class NoticeDuty(Base):
    """A special law that obliges the authority to tell a reporter the result (Order 121 Art. 36)."""

    __tablename__ = "notice_duty"

    law: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str] = mapped_column(primary_key=True)
    condition: Mapped[str]
    days: Mapped[int]
    unit: Mapped[str]


class WorkCalendar(Base):
    """A day of the calendar. ``ordinal`` counts working days, so adding n of them is one look-up."""

    __tablename__ = "work_calendar"
    __table_args__ = (Index("ix_work_calendar_ordinal", "ordinal", postgresql_where=text("is_workday")),)

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    is_holiday: Mapped[bool]
    published: Mapped[bool]
    ordinal: Mapped[int]
    note: Mapped[str]
    source: Mapped[str]


class Code(Base):
    """A row of an open list: channel, object, problem, outcome … ``behaviour`` is the fixed word code relies on."""

    __tablename__ = "code"

    list: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    parent: Mapped[str | None]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    initials: Mapped[str]
    behaviour: Mapped[str | None]
    national_code: Mapped[str | None]
    source: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    sort: Mapped[int]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Indicator(Base):
    """A declared figure: what over what, on which date basis, by whose definition."""

    __tablename__ = "indicator"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]
    sort: Mapped[int]


class Transition(Base):
    """A legal step: the command, the state it starts from, the state it leads to, the right it needs.

    ``at`` names the unit of the case at which the person needs the right: registering, deciding or handling.
    """

    __tablename__ = "transition"

    command: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    from_state: Mapped[str] = mapped_column(primary_key=True)
    to_state: Mapped[str]
    event: Mapped[str]
    permission: Mapped[str]
    at: Mapped[str]


class CommandKind(Base):
    """A verb the one write door knows, with the right it needs and the function that does it."""

    __tablename__ = "command_kind"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    permission: Mapped[str | None]
    handler: Mapped[str]
    approvable: Mapped[bool]
    undoable: Mapped[bool]


class ApprovalRule(Base):
    """Which step of which unit wants a second person's approval.

    ``by_law`` rows cannot be switched off, and one-person mode does not waive them; the house's own rules it waives
    where the row says so.
    """

    __tablename__ = "approval_rule"
    __table_args__ = (
        ForeignKeyConstraint(["command"], ["office.command_kind.kind"]),
        CheckConstraint("NOT (by_law AND waived_alone)", name="law_is_not_waived"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    command: Mapped[str] = mapped_column(primary_key=True)
    by_law: Mapped[bool]
    waived_alone: Mapped[bool]
