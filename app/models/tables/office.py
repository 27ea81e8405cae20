"""The office itself: installation, units, people, what they may do and which scopes they see."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.tables.base import Base


class Installation(Base):
    """One row: which installation this database is and which clients it speaks with."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("one", name="one_row"),)

    one: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    iid: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(server_default="Asia/Shanghai")
    desk_salt: Mapped[str]
    recovery_public_key: Mapped[str | None]
    schema_version: Mapped[str]
    oldest_client: Mapped[str]
    epoch: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))
    settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))


class Unit(Base):
    """A bureau, station, centre or association; an authority decides in its own name (Order 121 Art. 13, 15)."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("level IN ('province','city','county','station','association')", name="level"),
        CheckConstraint("NOT (is_authority AND level = 'station')", name="station_decides_nothing"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"), index=True)
    is_authority: Mapped[bool]
    one_person: Mapped[bool] = mapped_column(server_default=text("false"))
    number_word: Mapped[str | None]
    letterhead: Mapped[str | None]
    region_code: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    postcode: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class UnitLine(Base):
    """Every unit with each of its superiors and itself, so that 'own subtree' is one look-up."""

    __tablename__ = "unit_line"
    __table_args__ = (Index("ix_unit_line_below", "below_id", "above_id"),)

    above_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    below_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    steps: Mapped[int]


class Scope(Base):
    """Something a person may see through: a unit, clearance for a unit's reports, or an enterprise's orders.

    ``channel`` is the unguessable name of the wake-up channel; it changes when somebody leaves the scope.
    """

    __tablename__ = "scope"
    __table_args__ = (
        CheckConstraint("kind IN ('unit','clearance','enterprise')", name="kind"),
        Index("uq_scope_unit", "kind", "unit_id", unique=True, postgresql_where=text("unit_id IS NOT NULL")),
        Index("uq_scope_enterprise", "enterprise_id", unique=True, postgresql_where=text("enterprise_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.enterprise.id"))
    channel: Mapped[str] = mapped_column(server_default=text("'c' || replace(gen_random_uuid()::text, '-', '')"))


class Person(Base):
    """Somebody who signs in. The login is opaque; people type their staff number."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("kind IN ('desk','liaison','worker')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    staff_number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.unit.id"))
    enterprise_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.enterprise.id"))
    must_change_password: Mapped[bool] = mapped_column(server_default=text("true"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    version: Mapped[int] = mapped_column(server_default=text("1"))


class PersonRole(Base):
    """A role somebody has at a unit; it holds for the unit's whole subtree. ``until``: a deputy's last moment."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("office.person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("office.unit.id"), primary_key=True)
    until: Mapped[datetime | None]


class RolePermission(Base):
    """Which permissions a role carries; loaded from ``vocabulary.ROLE_PERMISSIONS``."""

    __tablename__ = "role_permission"

    role: Mapped[str] = mapped_column(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class PersonScope(Base):
    """The scopes a login sees through; kept by the people commands, read by every policy."""

    __tablename__ = "person_scope"

    login: Mapped[str] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(ForeignKey("office.scope.id"), primary_key=True)
    until: Mapped[datetime | None]


class DoorFile(Base):
    """A file of SQL doors as it was applied, so that an upgrade without the right to change it can tell."""

    __tablename__ = "door_file"

    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
