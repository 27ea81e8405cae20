"""Where the fields of a form come from: the case, its people by name, the codes, the law."""

import re
from dataclasses import dataclass
from datetime import date

from app.models.vocabulary import PartyRole
from app.services.codebook import CodeBook, UnitRow
from app.services.law import LawBook
from app.services.papers.facts import CaseFacts
from app.services.papers.people import People, Person

_COMPLAINANTS = (PartyRole.COMPLAINANT, PartyRole.CONSUMER)
_BETWEEN = re.compile(r"[、,，;；/ ]+")


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a form's fields come from.

    Attributes:
        authority: Whose letterhead the paper has.
        today: The legal day.
    """

    facts: CaseFacts
    people: People
    codes: CodeBook
    law: LawBook
    authority: UnitRow
    today: date

    @property
    def complainants(self) -> tuple[Person, ...]:
        """Who complains; the consumer where nobody else does."""
        return next(filter(None, (self.people.of(role) for role in _COMPLAINANTS)), ())

    @property
    def handling(self) -> UnitRow:
        """The unit that works on the case."""
        return self.codes.unit(self.facts.handling_unit_id) or self.authority


def names_of(people: tuple[Person, ...]) -> tuple[str, ...]:
    """Return the names that were given."""
    return tuple(person.name for person in people if person.name)


def first(people: tuple[Person, ...], value: str) -> str:
    """Return the first of a value that was given."""
    return next((str(getattr(person, value)) for person in people if getattr(person, value)), "")


def phone(unit: UnitRow) -> str:
    """Return a unit's telephone number as a paper prints it."""
    digits = unit.phone or ""
    return f"{digits[:4]}-{digits[4:]}" if re.fullmatch(r"0[3-9]\d{9,10}", digits) else digits


def letterhead(unit: UnitRow | None) -> str:
    """Return the name a unit writes at the head of a paper."""
    return (unit.letterhead or unit.name) if unit else ""


def named(people: str) -> tuple[str, ...]:
    """Return the names in a line of several."""
    return tuple(filter(None, _BETWEEN.split(people)))
