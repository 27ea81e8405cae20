"""Enterprises with permanent ids, and settlement orders to them as objects of their own."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base, BigInt


class Enterprise(Base):
    """A trader. Its id never changes; merged doubles point to the one that stays."""

    __tablename__ = "enterprise"
    __table_args__ = (Index("ix_enterprise_initials", text('initials COLLATE "C" text_pattern_ops')),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str | None]
    initials: Mapped[str]
    uscc: Mapped[str | None] = mapped_column(unique=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.enterprise.id"), index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.enterprise.id"), index=True)
    is_platform: Mapped[bool] = mapped_column(server_default=text("false"))
    address: Mapped[str | None]
    phone: Mapped[str | None]
    legal_representative: Mapped[str | None]
    industry: Mapped[str | None]
    region_code: Mapped[str | None]
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    answers_orders: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class SettlementOrder(Base):
    """A 和解工单: never a distribution, never for a report or a consultation (practice: Enterprises)."""

    __tablename__ = "settlement_order"
    __table_args__ = (
        CheckConstraint("state IN ('sent','seen','answered','settled','failed','expired')", name="state"),
        CheckConstraint("mode IN ('before_complaint','within_complaint')", name="mode"),
        CheckConstraint("(mode = 'within_complaint') = (case_id IS NOT NULL)", name="case_by_mode"),
        CheckConstraint("case_kind IS NULL OR case_kind = 'complaint'", name="complaints_only"),
        Index("ix_settlement_order_case", "case_id"),
        Index("ix_settlement_order_enterprise", "enterprise_id", "sent_at"),
        Index(
            "ix_settlement_order_open",
            "due_at",
            postgresql_where=text("state IN ('sent','seen','answered')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    mode: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    enterprise_id: Mapped[UUID] = mapped_column(ForeignKey("office.enterprise.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.cases.id"))
    case_kind: Mapped[str | None]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.contact.id"), index=True)
    followed_by_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.cases.id"), index=True)
    facts: Mapped[str]
    claim: Mapped[str]
    amount: Mapped[Decimal | None]
    channel: Mapped[str]
    chosen_at: Mapped[datetime | None]
    chosen_how: Mapped[str | None]
    shares_identity: Mapped[bool]
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    urged_at: Mapped[datetime | None]
    urged: Mapped[int] = mapped_column(server_default=text("0"))
    concluded_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    contacted_how: Mapped[str | None]
    proposal: Mapped[str | None]
    offered: Mapped[Decimal | None]
    agrees: Mapped[bool | None]
    refusal_ground: Mapped[str | None]
    reply_source: Mapped[str | None]
    proof_blob_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.blob.id"))
    settled_amount: Mapped[Decimal | None]
    confirmed_how: Mapped[str | None]


class OrderEvent(Base):
    """A step in an order's life, with its own time."""

    __tablename__ = "order_event"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("office.settlement_order.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    payload: Mapped[dict[str, Any]]


class OrderAccess(Base):
    """Who may see an order: a row for each scope (the unit and its superiors, the enterprise)."""

    __tablename__ = "order_access"
    __table_args__ = (
        Index("ix_order_access_list", "scope_id", "open", "due_at", "order_id"),
        Index("ix_order_access_sent", "scope_id", "sent_at", "order_id"),
        Index(
            "ix_order_access_late",
            "scope_id",
            "due_at",
            "order_id",
            postgresql_where=text("state IN ('sent','seen','expired')"),
        ),
    )

    scope_id: Mapped[int] = mapped_column(ForeignKey("office.scope.id"), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("office.settlement_order.id"), primary_key=True)
    state: Mapped[str]
    open: Mapped[bool]
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Series(Base):
    """Next number of a series: one row for each unit, series and year, taken under its row lock."""

    __tablename__ = "series"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    next: Mapped[BigInt] = mapped_column(server_default=text("1"))
