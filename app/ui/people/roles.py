"""A person's roles as the sheet shows them: those held at home, those held for a while, and the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.models.vocabulary import ROLE_TITLES, Role
from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.people import PersonRow, RoleRow

OFFERED = tuple(role for role in Role if role is not Role.LIAISON)


def role_rows() -> Sequence[tuple[Role, str]]:
    """Give the roles a person of the office can hold, with their words."""
    return [(role, tr(ROLE_TITLES[role])) for role in OFFERED]


@dataclass(frozen=True, kw_only=True)
class Held:
    """The roles of one person.

    Attributes:
        home: Held at the home unit, without an end.
        deputy: Held for a while: all at one unit until one day.
        deputy_unit: That unit.
        until: The last day.
        others: All that fits in neither; it stays as it is.
    """

    home: tuple[Role, ...]
    deputy: tuple[Role, ...]
    deputy_unit: UUID | None
    until: date | None
    others: tuple[RoleRow, ...]

    @classmethod
    def of(cls, roles: Sequence[RoleRow], unit_id: UUID | None) -> "Held":
        """Sort the roles of somebody whose home is ``unit_id``."""
        home = tuple(row.role for row in roles if row.unit_id == unit_id and row.until is None)
        first = next((row for row in roles if row.until is not None), None)
        deputy = tuple(
            row.role for row in roles if first and row.unit_id == first.unit_id and row.until == first.until is not None
        )
        placed: set[tuple[Role, UUID | None, datetime | None]] = {(role, unit_id, None) for role in home}
        if first is not None:
            placed |= {(role, first.unit_id, first.until) for role in deputy}
        return cls(
            home=home,
            deputy=deputy,
            deputy_unit=first.unit_id if first else None,
            until=_last_day(first.until) if first and first.until else None,
            others=tuple(row for row in roles if (row.role, row.unit_id, row.until) not in placed),
        )


def roles_of(values: Mapping[str, Any], others: Sequence[RoleRow]) -> list[RoleRow]:
    """Give the roles that stand in the sheet, and those it does not show."""
    rows = {(role, values["unit"]): RoleRow(role=role, unit_id=values["unit"]) for role in values["roles"]}
    rows |= {(row.role, row.unit_id): row for row in others}
    if values["deputy"] and values["until"] is not None:
        end = datetime.combine(values["until"] + timedelta(days=1), time(), LEGAL_ZONE)
        at = values["deputy_unit"] or values["unit"]
        for role in values["deputy"]:
            rows.setdefault((role, at), RoleRow(role=role, unit_id=at, until=end))
    return list(rows.values())


def role_words(person: PersonRow, codes: CodeBook) -> str:
    """Say somebody's roles in one line; where they are held elsewhere or for a while, that too."""
    if person.kind == "liaison":
        return tr("{role} of {enterprise}", role=tr(ROLE_TITLES[Role.LIAISON]), enterprise=person.enterprise)
    return " · ".join(one_role(row, person.unit_id, codes) for row in person.roles)


def one_role(row: RoleRow, home: UUID | None, codes: CodeBook) -> str:
    """Say one role."""
    words = tr(ROLE_TITLES[row.role])
    if row.unit_id != home:
        words = tr("{role} at {unit}", role=words, unit=codes.unit_name(row.unit_id))
    if row.until is not None:
        words = tr("{role} until {day}", role=words, day=_last_day(row.until).isoformat())
    return words


def _last_day(until: datetime) -> date:
    """Give the last whole day before a moment."""
    return (until.astimezone(LEGAL_ZONE) - timedelta(microseconds=1)).date()
