"""People and units: who works where, what they may do, and how they get in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from app.models.tables.enterprise import Enterprise
from app.models.tables.office import Person, PersonRole
from app.models.vocabulary import Role, UnitLevel
from app.services.bootstrap import Desk
from app.services.database import scram
from app.services.server.people import first_password

USUAL_DAYS = 7
"""How many days a first password opens the door where the office has set nothing else."""


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """A role somebody has at a unit; ``until`` is a deputy's last moment."""

    role: Role
    unit_id: UUID
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody who signs in.

    Attributes:
        must_change_password: Whether the first password is still in use.
        enterprise: Name of the enterprise of a liaison, otherwise empty.
    """

    id: UUID
    staff_number: str
    name: str
    kind: str
    unit_id: UUID | None
    enterprise: str
    active: bool
    must_change_password: bool
    version: int
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, kw_only=True)
class FirstPassword:
    """A password for one use, shown once and kept nowhere.

    Attributes:
        valid_days: Until when it opens the door to an own one, in days from now.
    """

    staff_number: str
    password: str
    valid_days: int = USUAL_DAYS


@dataclass(frozen=True, kw_only=True)
class UnitForm:
    """What is typed about a unit; ``id`` is ``None`` for a new one."""

    code: str
    name: str
    short_name: str
    level: UnitLevel
    parent_id: UUID | None
    is_authority: bool
    one_person: bool = False
    number_word: str = ""
    letterhead: str = ""
    address: str = ""
    phone: str = ""
    postcode: str = ""
    active: bool = True
    id: UUID | None = None
    version: int | None = None


class People:
    """The administrator's work with people and units; the database asks for the right at the unit concerned."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def all(self) -> tuple[PersonRow, ...]:
        """Return everybody with their roles, active ones first, by staff number: two statements."""
        # The login column is not granted: people are known by id, name and staff number.
        columns = (
            Person.id,
            Person.staff_number,
            Person.name,
            Person.kind,
            Person.unit_id,
            Person.active,
            Person.must_change_password,
            Person.version,
        )
        with self._desk.database.read() as connection:
            roles: dict[UUID, list[RoleRow]] = {}
            for row in connection.execute(select(PersonRole.__table__).order_by(PersonRole.role)).mappings():
                roles.setdefault(row["person_id"], []).append(
                    RoleRow(role=Role(row["role"]), unit_id=row["unit_id"], until=row["until"])
                )
            people = connection.execute(
                select(*columns, Enterprise.name.label("enterprise"))
                .outerjoin(Enterprise, Enterprise.id == Person.enterprise_id)
                .order_by(Person.active.desc(), Person.staff_number)
            ).mappings()
            return tuple(
                PersonRow(**{**row, "enterprise": row["enterprise"] or "", "roles": tuple(roles.get(row["id"], ()))})
                for row in people
            )

    def add(self, *, staff_number: str, name: str, unit_id: UUID, roles: Sequence[RoleRow]) -> FirstPassword:
        """Enrol somebody of the office and return the password for their first sign-in.

        Raises:
            UserError: The staff number is taken, or the administrator's right does not reach that unit.
        """
        return self._enrol(
            staff_number, name, {"kind": "desk", "unit_id": unit_id, "roles": [_written(row) for row in roles]}
        )

    def add_liaison(self, *, staff_number: str, name: str, enterprise_id: UUID) -> FirstPassword:
        """Enrol an enterprise's person, who will see that enterprise's orders and nothing else."""
        return self._enrol(staff_number, name, {"kind": "liaison", "enterprise_id": enterprise_id})

    def set_roles(self, person: PersonRow, roles: Sequence[RoleRow], *, unit_id: UUID | None = None) -> None:
        """Give somebody exactly these roles; what they see follows at once.

        Raises:
            StaleError: Somebody else changed the person meanwhile.
            UserError: One's own roles are set by a second person.
        """
        self._desk.command(
            "set_roles",
            {"roles": [_written(row) for row in roles], "unit_id": unit_id},
            subject=person.id,
            expected_version=person.version,
        )

    def rename(self, person: PersonRow, name: str) -> int:
        """Write somebody's name anew and return the person's new version; what they did before stays theirs.

        Raises:
            StaleError: Somebody else changed the person meanwhile.
            UserError: The right does not reach that person.
        """
        answer = self._desk.command("rename_person", {"name": name}, subject=person.id, expected_version=person.version)
        return int(answer["version"])

    def reset_password(self, person: PersonRow) -> FirstPassword:
        """Return a new password for one use; drafts wait on the person's computer for an audited recovery."""
        password = first_password()
        self._desk.command("reset_password", {"verifier": scram.verifier(password)}, subject=person.id)
        return self._for_one_use(person.staff_number, password)

    def deactivate(self, person: PersonRow) -> None:
        """Let somebody go: the login closes, what they had claimed goes back, their work stays."""
        self._desk.command("deactivate_person", {}, subject=person.id)

    def put_unit(self, unit: UnitForm) -> UUID:
        """Add a unit below another, or change one; its place in the line is fixed once made.

        Raises:
            StaleError: Somebody else changed the unit meanwhile.
            UserError: The right does not reach that unit, or people, units or open matters keep it from closing.
        """
        unit_id = unit.id or uuid4()
        self._desk.command(
            "put_unit",
            {
                "id": unit_id,
                "code": unit.code,
                "name": unit.name,
                "short_name": unit.short_name,
                "level": unit.level.value,
                "parent_id": unit.parent_id,
                "is_authority": unit.is_authority,
                "one_person": unit.one_person,
                "number_word": unit.number_word,
                "letterhead": unit.letterhead,
                "address": unit.address,
                "phone": unit.phone,
                "postcode": unit.postcode,
                "active": unit.active,
            },
            expected_version=unit.version,
        )
        return unit_id

    def _enrol(self, staff_number: str, name: str, more: dict[str, object]) -> FirstPassword:
        password = first_password()
        self._desk.command(
            "add_person",
            {
                "id": uuid4(),
                "login": self._desk.database.enrolment.login_for(staff_number),
                "staff_number": staff_number,
                "name": name,
                "verifier": scram.verifier(password),
                **more,
            },
        )
        return self._for_one_use(staff_number, password)

    def _for_one_use(self, staff_number: str, password: str) -> FirstPassword:
        settings = self._desk.database.call("my_session")["settings"]
        days = str(settings.get("first_password_valid", "")).partition(" ")[0]
        return FirstPassword(
            staff_number=staff_number, password=password, valid_days=int(days) if days.isdecimal() else USUAL_DAYS
        )


def _written(row: RoleRow) -> dict[str, object]:
    return {"role": row.role.value, "unit_id": row.unit_id, "until": row.until}
