"""Papers: schemes, issued papers with addressees, service records; and the blobs that hold their bytes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base, BigInt


class Blob(Base):
    """A stored file, named by the hash of its chunks' hashes. Until something holds it, only its uploader sees it."""

    __tablename__ = "blob"
    __table_args__ = (Index("ix_blob_content", "content_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[BigInt]
    root: Mapped[str]
    complete: Mapped[bool] = mapped_column(server_default=text("false"))
    content_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class BlobChunk(Base):
    """At most one MiB of a file; stored uncompressed outside the row so that it streams."""

    __tablename__ = "blob_chunk"
    __table_args__ = (CheckConstraint("octet_length(bytes) <= 1048576", name="one_mebibyte"),)

    content_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


class BlobHolder(Base):
    """What holds a file and so lends it its rights."""

    __tablename__ = "blob_holder"
    __table_args__ = (
        Index("ix_blob_holder_case", "case_id"),
        Index("ix_blob_holder_contact", "contact_id"),
        Index("ix_blob_holder_order", "order_id"),
        CheckConstraint("num_nonnulls(case_id, contact_id, order_id) = 1", name="one_holder"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    blob_id: Mapped[UUID] = mapped_column(ForeignKey("office.blob.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.cases.id"))
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.contact.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.settlement_order.id"))


class Template(Base):
    """The text of a form, versioned; ``upgrade`` never overwrites a centre's own."""

    __tablename__ = "template"

    form: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    rule_set: Mapped[str] = mapped_column(ForeignKey("office.rule_set.code"))
    valid_from: Mapped[date]
    body: Mapped[str]
    origin: Mapped[str]
    signed_off_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))


class NumberScheme(Base):
    """How an authority numbers a form: letterhead word and pattern, e.g. {区}市监投受〔2026〕第12号."""

    __tablename__ = "number_scheme"

    authority_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str]
    pattern: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))


class Paper(Base):
    """A paper of a case: drafted, approved, numbered and issued, or voided with its number kept in the register."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("state IN ('draft','approved','issued','voided')", name="state"),
        CheckConstraint("(state IN ('issued','voided')) = (number IS NOT NULL)", name="numbered_when_issued"),
        Index("ix_paper_case", "case_id"),
        Index("ix_paper_issued", "issued_at", "id", postgresql_where=text("issued_at IS NOT NULL")),
        Index("uq_paper_number", "authority_id", "number", unique=True, postgresql_where=text("number IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"))
    form: Mapped[str]
    template_version: Mapped[int]
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"))
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    data: Mapped[dict[str, Any]]
    number: Mapped[str | None]
    word: Mapped[str | None]
    year: Mapped[int | None]
    serial: Mapped[int | None]
    issued_on: Mapped[date | None]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    drafted_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("office.person.id"))
    blob_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.blob.id"))
    sha256: Mapped[str | None]
    void_reason: Mapped[str | None]


class PaperAddressee(Base):
    """Whom a paper goes to: a party of the case, the respondent, or a unit."""

    __tablename__ = "paper_addressee"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("office.paper.id"), index=True)
    side: Mapped[str]
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.party.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    copies: Mapped[int] = mapped_column(server_default=text("1"))


class ServiceRecord(Base):
    """How and when somebody was told or served; notice clocks read these rows."""

    __tablename__ = "service_record"
    __table_args__ = (
        CheckConstraint("side IN ('complainant','respondent','reporter','unit')", name="side"),
        CheckConstraint("result IN ('delivered','posted','failed','returned')", name="result"),
        Index("ix_service_record_case", "case_id"),
        Index("ix_service_record_paper", "paper_id", postgresql_where=text("paper_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("office.cases.id"))
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.paper.id"))
    addressee_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.paper_addressee.id"))
    about: Mapped[str]
    side: Mapped[str]
    way: Mapped[str]
    at: Mapped[datetime]
    result: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"))
    mail_number: Mapped[str | None]
    recording_ref: Mapped[str | None]
    receipt_blob_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.blob.id"))
    note: Mapped[str] = mapped_column(server_default="")
