"""Sets the practice office up in an empty installation, through the same doors an administrator uses."""

import secrets
from uuid import UUID, uuid5

from app.models.pinyin import initials
from app.models.vocabulary import Role
from app.services.database import scram
from app.services.database.connect import Database
from app.services.server.provision import FirstAdmin
from app.services.training.office import TrainingEnterprise, TrainingOffice, TrainingPerson

PRACTICE = UUID("6f1f0a52-3c54-5d0e-9a55-12315aa12315")


def practice_id(*names: str) -> UUID:
    """Return the permanent id of something in the practice office, the same in every installation."""
    return uuid5(PRACTICE, "/".join(names))


def first_administrator(office: TrainingOffice, password: str) -> FirstAdmin:
    """Return the practice office's administrator and first unit, to found an installation with."""
    person = office.people_with(Role.ADMINISTRATOR)[0]
    root = office.units[0]
    return FirstAdmin(
        staff_number=person.staff_number,
        name=person.name,
        password=password,
        must_change=False,
        unit_level=root.level.value,
        unit_is_authority=root.is_authority,
        unit_id=str(practice_id("unit", root.code)),
        unit_code=root.code,
    )


def furnish(administrator: Database, office: TrainingOffice, password: str) -> None:
    """Make units, enterprises and people; everybody then has changed to ``password``.

    Args:
        administrator: Signed in as the first administrator of an installation founded with :func:`first_administrator`.
        office: The practice office.
        password: Everybody's password, for practice only.

    Raises:
        UserError: The installation already has units.
    """
    for unit in office.units:
        administrator.run_command(
            "put_unit",
            {
                "id": practice_id("unit", unit.code),
                "code": unit.code,
                "name": unit.name,
                "short_name": unit.short_name,
                "level": unit.level.value,
                "parent_id": practice_id("unit", unit.parent) if unit.parent else None,
                "is_authority": unit.is_authority,
                "one_person": unit.one_person,
                "number_word": unit.number_word,
                "letterhead": unit.letterhead,
                "region_code": unit.region_code,
                "address": unit.address,
                "phone": unit.phone,
                "postcode": unit.postcode,
            },
        )
    for enterprise in office.enterprises:
        _put_enterprise(administrator, enterprise)
    for person in office.people:
        _add_person(administrator, person, password)


def _put_enterprise(administrator: Database, enterprise: TrainingEnterprise) -> None:
    whole = {
        "id": practice_id("enterprise", enterprise.code),
        "name": enterprise.name,
        "short_name": enterprise.short_name,
        "initials": initials(enterprise.name),
        "uscc": enterprise.uscc,
        "industry": enterprise.industry,
        "region_code": enterprise.region_code,
        "address": enterprise.address,
        "phone": enterprise.phone,
        "legal_representative": enterprise.legal_representative,
        "authority_id": practice_id("unit", enterprise.authority),
        "is_platform": enterprise.is_platform,
    }
    administrator.run_command("put_enterprise", whole)
    for branch in enterprise.branches:
        administrator.run_command(
            "put_enterprise",
            {
                **whole,
                "id": practice_id("enterprise", branch.code),
                "name": branch.name,
                "short_name": None,
                "initials": initials(branch.name),
                "uscc": branch.uscc,
                "parent_id": practice_id("enterprise", enterprise.code),
                "region_code": branch.region_code,
                "address": branch.address,
                "phone": branch.phone,
                "authority_id": practice_id("unit", branch.authority),
            },
        )


def _add_person(administrator: Database, person: TrainingPerson, password: str) -> None:
    login = administrator.enrolment.login_for(person.staff_number)
    if login == administrator.login:
        return
    first = secrets.token_urlsafe(12)
    payload = {
        "id": practice_id("person", person.staff_number),
        "login": login,
        "staff_number": person.staff_number,
        "name": person.name,
        "verifier": scram.verifier(first),
    }
    if person.enterprise is None:
        unit = practice_id("unit", person.unit or "")
        roles = [{"role": role.value, "unit_id": unit} for role in sorted(person.roles)]
        payload |= {"kind": "desk", "unit_id": unit, "roles": roles}
    else:
        payload |= {"kind": "liaison", "enterprise_id": practice_id("enterprise", person.enterprise)}
    administrator.run_command("add_person", payload)
    own = Database(administrator.enrolment, login, first)
    try:
        own.run_command("change_password", {"verifier": scram.verifier(password)})
    finally:
        own.close()
