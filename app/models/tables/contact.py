"""Contacts: what comes before, and often without, a case; and the persons behind both."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base


class Contact(Base):
    """A call, letter, voicemail, visit, web entry or transfer as it came in. It may lead to none, one or several cases.

    ``received_at`` is the instant the law counts from, ``received_basis`` says which of the known instants that is.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','claimed','calling_back','done')", name="state"),
        CheckConstraint("(state = 'claimed') <= (claimed_by IS NOT NULL)", name="claimed_by_somebody"),
        # Only in the open: a second delivery of what went behind clearance must not be told apart from a first one.
        Index("uq_contact_content", "unit_id", "content_sha256", unique=True, postgresql_where=text("NOT secret")),
        Index("uq_contact_source", "unit_id", "channel", "source_id", unique=True, postgresql_where=text("NOT secret")),
        Index("ix_contact_content", "content_sha256", postgresql_where=text("secret")),
        Index("ix_contact_claimed", "claimed_by", postgresql_where=text("state = 'claimed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    channel: Mapped[str]
    behaviour: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    secret: Mapped[bool] = mapped_column(server_default=text("false"))
    received_at: Mapped[datetime]
    received_basis: Mapped[str]
    postmarked_on: Mapped[date | None]
    arrived_on: Mapped[date | None]
    registered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    desk_time: Mapped[datetime | None]
    desk_offset_ms: Mapped[int | None]
    source_id: Mapped[str | None]
    content_sha256: Mapped[str | None]
    blob_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.blob.id"))
    mail_number: Mapped[str | None]
    pages: Mapped[int | None]
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    claimed_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    claimed_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default="")


class ContactAccess(Base):
    """Who may see a contact: the intake unit and its superiors, or clearance once it has become a report."""

    __tablename__ = "contact_access"
    __table_args__ = (
        Index("ix_contact_access_queue", "scope_id", "behaviour", "received_at", postgresql_where=text("open")),
        Index("ix_contact_access_contact", "contact_id"),
    )

    scope_id: Mapped[int] = mapped_column(ForeignKey("office.scope.id"), primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("office.contact.id"), primary_key=True)
    behaviour: Mapped[str]
    open: Mapped[bool]
    received_at: Mapped[datetime]


class ContactCase(Base):
    """A contact that led to a case or spoke about one."""

    __tablename__ = "contact_case"
    __table_args__ = (Index("ix_contact_case_case", "case_id"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("office.contact.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"), primary_key=True)
    relation: Mapped[str]


class CallBack(Base):
    """A try to reach somebody by phone before there is a case: at most three, on different days."""

    __tablename__ = "call_back"
    __table_args__ = (CheckConstraint("attempt BETWEEN 1 AND 3", name="three_attempts"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("office.contact.id"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    day: Mapped[date]
    outcome: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))


class Party(Base):
    """A person in a case or contact as everybody with access sees them: masked."""

    __tablename__ = "party"
    __table_args__ = (
        Index("ix_party_case", "case_id"),
        Index("ix_party_contact", "contact_id"),
        Index("ix_party_order", "order_id"),
        CheckConstraint(
            "role IN ('complainant','consumer','guardian','agent','representative','reporter','caller')", name="role"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.cases.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.contact.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.settlement_order.id"))
    role: Mapped[str]
    shown_name: Mapped[str]
    shown_phone: Mapped[str]
    shown_address: Mapped[str]
    shown_id_number: Mapped[str]
    relation: Mapped[str | None]
    language: Mapped[str | None]
    anonymous: Mapped[bool] = mapped_column(server_default=text("false"))
    original_power_of_attorney: Mapped[bool | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class PartyIdentity(Base):
    """The plain values. Nobody holds a grant on this table; they leave by the audited doors only."""

    __tablename__ = "party_identity"
    __table_args__ = (
        Index("ix_party_identity_phone", "phone", postgresql_where=text("phone <> ''")),
        Index("ix_party_identity_id_number", "id_number", postgresql_where=text("id_number <> ''")),
    )

    party_id: Mapped[UUID] = mapped_column(ForeignKey("office.party.id"), primary_key=True)
    name: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    id_type: Mapped[str] = mapped_column(server_default="")
    id_number: Mapped[str] = mapped_column(server_default="")


class IdentityTicket(Base):
    """A committed question for plain values: audit and rate count first, the answer in a later transaction."""

    __tablename__ = "identity_ticket"
    __table_args__ = (
        Index("ix_identity_ticket_rate", "login", "asked_at"),
        Index("ix_identity_ticket_match", "asked_at", postgresql_where=text("door = 'match'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    login: Mapped[str]
    door: Mapped[str]
    subject: Mapped[UUID | None]
    question: Mapped[str | None]
    reason: Mapped[str]
    asker_xid: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    used_at: Mapped[datetime | None]
