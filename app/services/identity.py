"""Plain names, numbers and addresses: they leave the server by audited doors only, each in two calls.

The first call writes the audit row and the rate count and gives a ticket; the second one answers it, in a transaction
of its own. What comes back is shown and forgotten, never stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.models.words import mark, tr
from app.services.bootstrap import Desk
from app.services.errors import UserError
from app.services.refusals import REFUSALS

NO_RIGHT = mark("Your rights do not open this person's name. Ask your supervisor.")
NOT_FOUND = mark("This does not exist, or you may not see it.")
REASON_NEEDED = mark("Say why you need the plain name or number; the reason is kept with your own name.")
LEAST_MATCHED = 7


@dataclass(frozen=True, kw_only=True)
class PlainParty:
    """A person as told, for the moment it is needed."""

    party_id: UUID | None
    role: str
    name: str
    phone: str
    address: str
    email: str
    id_type: str
    id_number: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """Where an exact number is known; masked like everywhere else."""

    party_id: UUID
    role: str
    case_id: UUID | None
    contact_id: UUID | None
    shown_name: str
    shown_phone: str


class Identity:
    """The identity doors under this person's own login; every method waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def reveal(self, party_id: UUID, reason: str) -> PlainParty:
        """Give a person's plain values; who asked and why is audited.

        Raises:
            UserError: No right, no reason (field ``reason``), or too many in this hour.
        """
        return self._one(self._answer("reveal", party_id, reason=reason))

    def own_form(self, party_id: UUID) -> PlainParty:
        """Give the plain values of somebody in a form one has open oneself: as registrar, handler or operator.

        Raises:
            UserError: It is somebody else's form, or too many in this hour.
        """
        return self._one(self._answer("form", party_id))

    def for_paper(self, case_id: UUID) -> tuple[PlainParty, ...]:
        """Give the people of a case whose paper one makes.

        Raises:
            UserError: No right to make this case's papers, or too many in this hour.
        """
        return tuple(_plain(row) for row in self._answer("paper", case_id)["parties"])

    def match(self, value: str) -> tuple[Match, ...]:
        """Say where an exact phone or ID number is known, among what this person may see.

        Args:
            value: The whole number; less than seven characters find nobody.

        Raises:
            UserError: Too many numbers, or too many that look alike under the mask.
        """
        if len("".join(value.split())) < LEAST_MATCHED:
            return ()
        rows = self._answer("match", None, question=value)["matches"]
        return tuple(
            Match(
                party_id=UUID(row["party_id"]),
                role=row["role"],
                case_id=UUID(row["case_id"]) if row["case_id"] else None,
                contact_id=UUID(row["contact_id"]) if row["contact_id"] else None,
                shown_name=row["shown_name"],
                shown_phone=row["shown_phone"],
            )
            for row in rows
        )

    def _answer(self, door: str, subject: UUID | None, *, question: str = "", reason: str = "") -> dict[str, Any]:
        asked = self._desk.database.call("ask_identity", door, subject, question, reason)
        _check(asked)
        answered: dict[str, Any] = self._desk.database.call("get_identity", UUID(asked["ticket"]))
        _check(answered)
        return answered

    def _one(self, answered: Mapping[str, Any]) -> PlainParty:
        return _plain(answered["parties"][0])


def _check(answer: Mapping[str, Any]) -> None:
    if answer["status"] == "done":
        return
    code = answer["code"]
    sentences = {"no_right": NO_RIGHT, "not_found": NOT_FOUND, "needed": REASON_NEEDED}
    raise UserError(
        tr(sentences.get(code) or REFUSALS.get(code, NO_RIGHT)),
        field="reason" if code == "needed" else None,
        code=code,
    )


def _plain(row: Mapping[str, Any]) -> PlainParty:
    return PlainParty(
        party_id=UUID(row["party_id"]) if row.get("party_id") else None,
        role=row["role"],
        **{name: row.get(name) or "" for name in ("name", "phone", "address", "email", "id_type", "id_number")},
    )
