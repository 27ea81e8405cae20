"""Enrols a person: a row, a login, a first password for one use, and the file that brings the desk to the server."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL

from app.models.words import tr
from app.services.clock import Clock
from app.services.database import scram
from app.services.database.enrolment import Enrolment
from app.services.errors import UserError
from app.services.server.address import Office, enrolment_for, transaction

FIRST_PASSWORD_HOLDS = timedelta(days=14)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without 0 o 1 l i: it is read from paper or over the phone


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody to enrol.

    Attributes:
        staff_number: What the person will type at sign-in.
        name: The person's name.
        unit_code: Code of the unit; the first one when empty.
        roles: What the person does there, such as ``operator``.
        kind: ``desk`` or ``liaison``.
        enterprise_id: The liaison's enterprise.
    """

    staff_number: str
    name: str
    unit_code: str = ""
    roles: tuple[str, ...] = ()
    kind: str = "desk"
    enterprise_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """What enrolling left: the way to the server, and the first password, shown once."""

    enrolment: Enrolment
    first_password: str


def first_password() -> str:
    """Draw a password for one use: twelve letters in three groups, about 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def add_person(
    url: str | URL, person: NewPerson, clock: Clock, *, ca: Path | None = None, password: str | None = None
) -> Enrolled:
    """Enrol ``person`` under the administrator's address ``url``.

    Args:
        url: The database, under a superuser, the one who set it up, or the migration login.
        person: Who.
        clock: Tells until when the first password holds (14 days).
        ca: Certificate of the authority that signed the server's, for the enrolment file.
        password: First password; drawn when not given.

    Raises:
        UserError: The staff number is taken or the unit unknown; nothing was changed.
    """
    password = password or first_password()
    with transaction(url) as connection:
        office = Office.found_by(connection)
        enrolment = enrolment_for(url, office, ca=ca, staff_number=person.staff_number)
        connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
        login = enrolment.login_for(person.staff_number)
        if connection.execute(
            text("SELECT EXISTS (SELECT FROM office.person WHERE login = :login OR staff_number = :number)"),
            {"login": login, "number": person.staff_number},
        ).scalar_one():
            raise UserError(
                tr("Somebody with the staff number {number} is enrolled already.", number=person.staff_number),
                field="staff_number",
                code="staff_number_taken",
            )
        if (
            person.kind == "liaison"
            and not connection.execute(
                text("SELECT EXISTS (SELECT FROM office.enterprise WHERE id = :id)"), {"id": person.enterprise_id}
            ).scalar_one()
        ):
            raise UserError(
                tr("There is no enterprise with this id. Nothing was changed."), field="enterprise", code="not_found"
            )
        unit = connection.execute(
            text("SELECT id FROM office.unit WHERE code = :code OR (:code = '' AND parent_id IS NULL) LIMIT 1"),
            {"code": person.unit_code},
        ).scalar()
        if unit is None:
            raise UserError(
                tr("There is no unit with the code {code}.", code=person.unit_code), field="unit", code="unknown_unit"
            )
        connection.execute(
            text(
                "SELECT office.put_person(:id, :login, :verifier, :number, :name, :kind, :unit, :enterprise,"
                " CAST(:roles AS text[]), true, :until)"
            ),
            {
                "id": uuid.uuid4(),
                "login": login,
                "verifier": scram.verifier(password),
                "number": person.staff_number,
                "name": person.name,
                "kind": person.kind,
                "unit": unit,
                "enterprise": person.enterprise_id,
                "roles": list(person.roles),
                "until": clock.now() + FIRST_PASSWORD_HOLDS,
            },
        )
    return Enrolled(enrolment=enrolment, first_password=password)
