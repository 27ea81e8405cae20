"""The people of a case by name, fetched through the audited door for papers: asked, then answered by a ticket."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.models.vocabulary import PartyRole
from app.models.words import tr
from app.services.database.connect import Database
from app.services.errors import UserError
from app.services.refusals import REFUSALS

_ASK_FOR = "paper"
_LEAST_TELLING = 2


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in a case, in plain."""

    party_id: UUID
    role: PartyRole
    name: str
    phone: str
    address: str
    email: str
    id_type: str
    id_number: str


class People:
    """Everybody in a case, in plain: kept in memory for one paper, never written anywhere."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self._persons = tuple(persons)

    def of(self, *roles: PartyRole) -> tuple[Person, ...]:
        """Return those of the given roles, in the order of the roles."""
        return tuple(person for role in roles for person in self._persons if person.role is role)

    def named_in(self, text: str) -> bool:
        """Tell whether ``text`` names anybody: by name, phone, document number or a whole address."""
        squeezed = "".join(text.split())
        for person in self._persons:
            for value in (person.name, person.phone, person.id_number, person.address, person.email):
                telling = "".join(value.split())
                if len(telling) >= _LEAST_TELLING and telling in squeezed:
                    return True
        return False


def people_of(database: Database, case_id: UUID, form: str) -> People:
    """Fetch the people of a case for a paper; the look is audited with the form as its reason.

    Raises:
        UserError: One may not make papers of this case, or has looked at too many people in this hour.
    """
    asked = database.call("ask_identity", _ASK_FOR, case_id, None, form)
    found = database.call("get_identity", UUID(asked["ticket"])) if asked["status"] == "done" else asked
    if found["status"] != "done":
        code = str(found.get("code") or "no_right")
        raise UserError(tr(REFUSALS.get(code, "You may not make papers of this case.")), code=code)
    return People(
        Person(
            party_id=UUID(row["party_id"]),
            role=PartyRole(row["role"]),
            **{name: row[name] for name in ("name", "phone", "address", "email", "id_type", "id_number")},
        )
        for row in found["parties"]
    )
