"""The practice office: Jinhe, a city that does not exist, with its bureaus, stations, people and enterprises."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.models.vocabulary import Role, UnitLevel
from app.models.words import RESOURCES

OFFICE = RESOURCES / "training" / "office.toml"


@dataclass(frozen=True, kw_only=True)
class TrainingUnit:
    """A bureau, station or association of the practice office.

    Attributes:
        parent: Code of the unit above; ``None`` for the root.
        is_authority: Whether it decides in its own name, with its own letterhead, seal and numbers.
        one_person: Whether its only handler may approve alone.
        number_word: What stands before 市监 in its document numbers; empty for a station.
        streets: Streets and townships it looks after.
    """

    code: str
    name: str
    short_name: str
    level: UnitLevel
    parent: str | None
    is_authority: bool
    one_person: bool
    number_word: str
    letterhead: str
    seal: str
    region_code: str
    address: str
    phone: str
    postcode: str
    streets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TrainingPerson:
    """Somebody who signs in at the practice office.

    Attributes:
        unit: Code of the unit, ``None`` for a liaison.
        enterprise: Code of the enterprise, ``None`` for the office's own people.
        roles: What the person does there; ``Role.CLEARANCE`` opens reports.
    """

    staff_number: str
    name: str
    unit: str | None
    enterprise: str | None
    roles: frozenset[Role]


@dataclass(frozen=True, kw_only=True)
class TrainingBranch:
    """A branch of an enterprise."""

    code: str
    name: str
    uscc: str
    region_code: str
    address: str
    phone: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class TrainingEnterprise:
    """An enterprise of the practice city.

    Attributes:
        authority: Code of the bureau it belongs to.
        object_code: Code of what it mostly sells, in the table ``object_category``.
        answers_orders: Whether it has agreed to answer settlement orders.
    """

    code: str
    name: str
    short_name: str
    uscc: str
    industry: str
    object_code: str
    region_code: str
    address: str
    phone: str
    legal_representative: str
    authority: str
    answers_orders: bool
    is_platform: bool
    branches: tuple[TrainingBranch, ...]


@dataclass(frozen=True, kw_only=True)
class TrainingOffice:
    """Everything the practice city is made of; superiors stand before the units below them."""

    city: str
    region_code: str
    units: tuple[TrainingUnit, ...]
    people: tuple[TrainingPerson, ...]
    enterprises: tuple[TrainingEnterprise, ...]

    def unit(self, code: str) -> TrainingUnit:
        """Return the unit with ``code``."""
        return next(unit for unit in self.units if unit.code == code)

    def person(self, staff_number: str) -> TrainingPerson:
        """Return the person with ``staff_number``."""
        return next(person for person in self.people if person.staff_number == staff_number)

    def people_with(self, role: Role) -> tuple[TrainingPerson, ...]:
        """Return the people who have ``role``."""
        return tuple(person for person in self.people if role in person.roles)


def _unit(written: dict[str, Any]) -> TrainingUnit:
    return TrainingUnit(
        code=written["code"],
        name=written["name"],
        short_name=written["short_name"],
        level=UnitLevel(written["level"]),
        parent=written.get("parent"),
        is_authority=written.get("is_authority", False),
        one_person=written.get("one_person", False),
        number_word=written.get("number_word", ""),
        letterhead=written.get("letterhead", ""),
        seal=written.get("seal", ""),
        region_code=written["region_code"],
        address=written["address"],
        phone=written["phone"],
        postcode=written["postcode"],
        streets=tuple(written.get("streets", ())),
    )


def _person(written: dict[str, Any]) -> TrainingPerson:
    return TrainingPerson(
        staff_number=written["staff_number"],
        name=written["name"],
        unit=written.get("unit"),
        enterprise=written.get("enterprise"),
        roles=frozenset(Role(role) for role in written["roles"]),
    )


def _enterprise(written: dict[str, Any]) -> TrainingEnterprise:
    return TrainingEnterprise(
        code=written["code"],
        name=written["name"],
        short_name=written["short_name"],
        uscc=written["uscc"],
        industry=written["industry"],
        object_code=written["object_code"],
        region_code=written["region_code"],
        address=written["address"],
        phone=written["phone"],
        legal_representative=written["legal_representative"],
        authority=written["authority"],
        answers_orders=written.get("answers_orders", False),
        is_platform=written.get("is_platform", False),
        branches=tuple(TrainingBranch(**branch) for branch in written.get("branch", ())),
    )


def training_office(path: Path = OFFICE) -> TrainingOffice:
    """Read the practice office; the same one every time."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return TrainingOffice(
        city=written["city"],
        region_code=written["region_code"],
        units=tuple(_unit(unit) for unit in written["unit"]),
        people=tuple(_person(person) for person in written["person"]),
        enterprises=tuple(_enterprise(enterprise) for enterprise in written["enterprise"]),
    )
