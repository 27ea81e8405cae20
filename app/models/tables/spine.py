"""The spine every verb runs along: commands, audit, changes, jobs and the figures they move."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, Numeric, PrimaryKeyConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType
from typing_extensions import override

from app.models.tables.base import Base, BigInt


class Xid8(UserDefinedType[str]):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type as PostgreSQL spells it."""
        return "xid8"


class Command(Base):
    """A verb somebody gave, written first; the same id, login and payload returns the stored result."""

    __tablename__ = "command"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str]
    kind: Mapped[str]
    payload_sha256: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    result: Mapped[dict[str, Any] | None]


class Audit(Base):
    """Who did or looked at what. Appended without hash; the worker seals complete ranges into a chain."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject", "at"), Index("ix_audit_at", "at"))

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    xid: Mapped[str] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
    login: Mapped[str]
    action: Mapped[str]
    subject: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]


class AuditSeal(Base):
    """A sealed range of the audit: the hash over its rows and the seal before it."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[BigInt]
    last_id: Mapped[BigInt]
    rows: Mapped[int]
    sealed_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    hash: Mapped[str]


class Change(Base):
    """Something a scope should hear about. Read by position: a snapshot, so that no commit is skipped."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_scope", "scope_id", "xid"),)

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    scope_id: Mapped[int] = mapped_column(ForeignKey("office.scope.id"))
    xid: Mapped[str] = mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    subject: Mapped[UUID]
    what: Mapped[str]
    command_id: Mapped[UUID | None]


class Job(Base):
    """Work for the worker, leased with SKIP LOCKED; each job takes effect once."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "due_at", postgresql_where=text("done_at IS NULL")),
        Index(
            "uq_job_once", "kind", "once", unique=True, postgresql_where=text("done_at IS NULL AND once IS NOT NULL")
        ),
    )

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    once: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    due_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


class WorkerBeat(Base):
    """When a worker last said it was alive; the top bar tells when none has for five minutes."""

    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class FigureDims(Base):
    """One cell of the declared cubes: who had the case, kind, channel, and one more dimension."""

    __tablename__ = "figure_dims"
    __table_args__ = (
        Index(
            "uq_figure_dims_cell",
            "cube",
            "registering_unit_id",
            "deciding_authority_id",
            "handling_unit_id",
            "kind",
            "channel",
            "code",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    cube: Mapped[str]
    registering_unit_id: Mapped[UUID]
    deciding_authority_id: Mapped[UUID | None]
    handling_unit_id: Mapped[UUID]
    kind: Mapped[str]
    channel: Mapped[str]
    code: Mapped[str]


class Measured(Base):
    """What a case, contact or order counts for, and on which day: the rows behind every figure it opens into."""

    __tablename__ = "measured"
    __table_args__ = (Index("ix_measured_day", "measure", "day", "subject_id"),)

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    dims: Mapped[list[int]]


class FigureDelta(Base):
    """What a command moved, not yet folded."""

    __tablename__ = "figure_delta"

    id: Mapped[BigInt] = mapped_column(Identity(always=True), primary_key=True)
    dims_id: Mapped[int]
    measure: Mapped[str]
    day: Mapped[date]
    n: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Numeric(16, 2))


class FigureFold(Base):
    """Folded deltas by day, month and year (``grain`` d, m or y).

    The key begins with the cube and carries the sums, so that a figure is one walk along its own part of the index.
    """

    __tablename__ = "figure_fold"
    __table_args__ = (
        PrimaryKeyConstraint("cube", "measure", "grain", "day", "dims_id", postgresql_include=["n", "amount"]),
    )

    cube: Mapped[str]
    measure: Mapped[str]
    grain: Mapped[str]
    day: Mapped[date]
    dims_id: Mapped[int]
    n: Mapped[BigInt]
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
