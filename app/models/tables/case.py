"""Cases: the state row, its timeline and what hangs on it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base


class Case(Base):
    """The current reading of a case's timeline. ``deciding_authority_id`` decides, ``handling_unit_id`` works on it."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('consultation','complaint','report','suggestion','praise','service_complaint','other')",
            name="kind",
        ),
        CheckConstraint("amount_involved IS NULL OR amount_involved >= 0", name="amount_involved"),
        Index(
            "ix_cases_enterprise", "enterprise_id", "received_at", postgresql_where=text("enterprise_id IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    registering_unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    deciding_authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    handling_unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    registrar_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))

    rule_set: Mapped[str | None] = mapped_column(ForeignKey("office.rule_set.code"))
    received_at: Mapped[datetime]
    received_basis: Mapped[str]
    received_on: Mapped[date]
    authority_received_on: Mapped[date | None]
    registered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))

    facts: Mapped[str]
    answer: Mapped[str] = mapped_column(server_default="")
    object_code: Mapped[str | None]
    problem_code: Mapped[str | None]
    violation_code: Mapped[str | None]
    occurred_on: Mapped[date | None]
    amount_involved: Mapped[Decimal | None]
    payment_method: Mapped[str | None]
    online: Mapped[bool] = mapped_column(server_default=text("false"))
    platform_name: Mapped[str | None]
    shop_name: Mapped[str | None]
    order_number: Mapped[str | None]

    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.enterprise.id"))
    respondent_name: Mapped[str] = mapped_column(server_default="")
    respondent_address: Mapped[str] = mapped_column(server_default="")
    respondent_phone: Mapped[str] = mapped_column(server_default="")
    respondent_contact: Mapped[str] = mapped_column(server_default="")

    for_daily_life: Mapped[bool | None]
    handled_elsewhere: Mapped[str | None]
    known_since: Mapped[date | None]
    tried_trader: Mapped[bool | None]
    consent_publish: Mapped[bool | None]
    consent_entrust: Mapped[bool | None]
    consent_share_identity: Mapped[bool | None]
    pattern_flags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    emergency: Mapped[str | None]
    joint: Mapped[bool] = mapped_column(server_default=text("false"))

    decided_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    told_on: Mapped[date | None]
    ground: Mapped[str | None]
    sub_ground: Mapped[str | None]
    mediation_consent_complainant: Mapped[bool | None]
    mediation_consent_respondent: Mapped[bool | None]
    concluded_on: Mapped[date | None]
    outcome: Mapped[str | None]
    verified_on: Mapped[date | None]
    filed: Mapped[bool | None]
    notices_served_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    imported_from: Mapped[str | None]


class CaseText(Base):
    """The folded text the search reads: facts, answer, respondent, numbers; no plain identity."""

    __tablename__ = "case_text"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    received_at: Mapped[datetime]
    body: Mapped[str]


class CaseUndo(Base):
    """What the last step found before it changed it, so that whoever took it can take it back."""

    __tablename__ = "case_undo"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    seq: Mapped[int]
    was: Mapped[dict[str, Any]]


class Presence(Base):
    """Who looks at which case now. Without foreign keys: looking never waits for anybody's step."""

    __tablename__ = "presence"

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


class CaseAccess(Base):
    """The one table of who sees what: a row for each scope that may see the case, with the keys lists sort by."""

    __tablename__ = "case_access"
    __table_args__ = (
        Index("ix_case_access_case", "case_id"),
        Index("ix_case_access_received", "scope_id", "received_at", "case_id"),
        Index("ix_case_access_state", "scope_id", "state", "received_at", "case_id"),
        Index("ix_case_access_due", "scope_id", "due_on", "case_id", postgresql_where=text("open")),
        Index("ix_case_access_handler", "handler_id", "due_on", "case_id", postgresql_where=text("open")),
    )

    scope_id: Mapped[int] = mapped_column(ForeignKey("office.scope.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    kind: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    open: Mapped[bool]
    received_at: Mapped[datetime]
    due_on: Mapped[date | None]
    handler_id: Mapped[UUID | None]
    handling_unit_id: Mapped[UUID]


class Event(Base):
    """One line of a case's timeline; appended, never changed. Payloads hold ids and codes, never identity."""

    __tablename__ = "event"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    event: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    command_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any]]


class CaseClock(Base):
    """A term as computed from events, rule and calendar; a cache that can be recomputed and explained at any time."""

    __tablename__ = "case_clock"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    started_on: Mapped[date]
    due_on: Mapped[date]
    provisional: Mapped[bool]
    paused_days: Mapped[int] = mapped_column(server_default=text("0"))
    extension: Mapped[int] = mapped_column(server_default=text("0"))
    stopped_on: Mapped[date | None]


class Pause(Base):
    """Time that does not count: testing or appraisal; recusal only where the setting says so."""

    __tablename__ = "pause"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), index=True)
    reason: Mapped[str]
    body: Mapped[str] = mapped_column(server_default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Distribution(Base):
    """A hand-over down the line or a return up it, never sideways (Order 121 Art. 41)."""

    __tablename__ = "distribution"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    from_unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    to_unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    at: Mapped[datetime]
    on: Mapped[date]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    is_return: Mapped[bool]
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default="")


class Claim(Base):
    """One thing the consumer asks for."""

    __tablename__ = "claim"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), index=True)
    code: Mapped[str]
    amount: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(server_default="")


class LedgerEntry(Base):
    """An amount of a claim: offered, agreed, stated as value, or performed. Corrections are new entries.

    挽回经济损失 is the sum over these entries and nothing else; ``multiplied`` and ``mental`` stand apart.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("stage IN ('offered','agreed','stated','performed')", name="stage"),
        CheckConstraint("part IN ('loss','multiplied','mental')", name="part"),
        CheckConstraint("stage <> 'stated' OR reason <> ''", name="stated_value_has_reason"),
        CheckConstraint("stage <> 'performed' OR performed_on IS NOT NULL", name="performed_has_date"),
        Index("ix_ledger_entry_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.claim.id"))
    remedy: Mapped[str]
    stage: Mapped[str]
    part: Mapped[str]
    amount: Mapped[Decimal]
    performed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(server_default="")
    proof_blob_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.blob.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.ledger_entry.id"))
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    entered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    needs_confirmation: Mapped[bool] = mapped_column(server_default=text("false"))
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))


class Mediation(Base):
    """A mediation as arranged and held: on site, remote, or entrusted."""

    __tablename__ = "mediation"
    __table_args__ = (CheckConstraint("mode IN ('on_site','remote','entrusted')", name="mode"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), index=True)
    mode: Mapped[str]
    scheduled_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(server_default="")
    mediators: Mapped[str] = mapped_column(server_default="")
    entrusted_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    held_at: Mapped[datetime | None]
    minutes: Mapped[str] = mapped_column(server_default="")
    agreement: Mapped[str] = mapped_column(server_default="")
    waiver: Mapped[str | None]


class FollowUp(Base):
    """A try to ask the consumer how it went (Order 121 Art. 26). The last valid answer counts; earlier ones stay."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("outcome = 'reached' OR (process IS NULL AND result IS NULL)", name="answers_when_reached"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    outcome: Mapped[str]
    process: Mapped[str | None]
    result: Mapped[str | None]
    reason: Mapped[str] = mapped_column(server_default="")
    call_again_at: Mapped[datetime | None]


class CaseLink(Base):
    """Two cases that belong together: split tracks, a repeated matter, a failed order's complaint."""

    __tablename__ = "case_link"
    __table_args__ = (Index("ix_case_link_other", "other_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)


class ExternalRef(Base):
    """The number a case has elsewhere, with that source's own deadline and the way back to it."""

    __tablename__ = "external_ref"
    __table_args__ = (
        Index("uq_external_ref_number", "source", "number", unique=True, postgresql_where=text("NOT secret")),
        Index("ix_external_ref_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"))
    secret: Mapped[bool] = mapped_column(server_default=text("false"))
    source: Mapped[str]
    number: Mapped[str]
    received_at: Mapped[datetime | None]
    source_deadline: Mapped[datetime | None]
    reply_due: Mapped[date | None]
    written_back_at: Mapped[datetime | None]
    status: Mapped[str]


class Material(Base):
    """A file that belongs to a case: evidence, scan, recording."""

    __tablename__ = "material"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), index=True)
    blob_id: Mapped[UUID] = mapped_column(ForeignKey("office.blob.id"))
    title: Mapped[str]
    kind: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))


class Approval(Base):
    """A command that waits for a second person: stored as asked, carried out when approved, answered when refused."""

    __tablename__ = "approval"
    __table_args__ = (
        ForeignKeyConstraint(["command"], ["office.command_kind.kind"]),
        Index("ix_approval_open", "unit_id", "due_on", postgresql_where=text("decision IS NULL")),
        Index("ix_approval_case", "case_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    command: Mapped[str]
    payload: Mapped[dict[str, Any]]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    asked_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    due_on: Mapped[date | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    reason: Mapped[str] = mapped_column(server_default="")
