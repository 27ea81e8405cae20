"""The approvals queue: which steps wait for a second person, the facts at hand, and the decision."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_

from app.models.tables.case import Approval, Case
from app.models.tables.office import Person
from app.models.vocabulary import Permission
from app.services.bootstrap import Desk

ROWS = 100
MOST_COUNTED = 1000
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True)
class ApprovalRow:
    """A step that waits.

    Attributes:
        due_on: The next last day of the case's clocks when it was asked; the decision belongs before it.
        own: Whether this person asked for it and so cannot decide on it.
    """

    id: UUID
    case_id: UUID
    number: str
    kind: str
    state: str
    unit_id: UUID
    command: str
    payload: dict[str, Any]
    asker: str
    asked_at: datetime
    due_on: date | None
    respondent: str
    facts: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class ApprovalPage:
    """A page of the queue, and whether it goes on."""

    rows: tuple[ApprovalRow, ...]
    more: bool


class Approvals:
    """The desk's way to the approvals; every method waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, after: ApprovalRow | None = None, rows: int = ROWS, *, words: str = "") -> ApprovalPage:
        """Read what waits for this person's decision, the nearest last day first: one statement.

        Args:
            after: The last row of the page before; ``None`` for the first.
            rows: How many at most.
            words: Part of the case's number, the respondent, who asks or the facts.
        """
        due = func.coalesce(Approval.due_on, NEVER)
        query = self._waiting().order_by(due, Approval.id).limit(rows + 1)
        if words.strip():
            said = (Case.number, Case.respondent_name, Person.name, Case.facts)
            query = query.where(or_(*(text.icontains(words.strip(), autoescape=True) for text in said)))
        if after is not None:
            query = query.where(tuple_(due, Approval.id) > tuple_(after.due_on or NEVER, after.id))
        with self._desk.database.read() as connection:
            found = connection.execute(query).mappings().all()
        me = self._desk.session.person_id
        made = (ApprovalRow(**{**row, "own": row["own"] == me}) for row in found[:rows])
        return ApprovalPage(rows=tuple(made), more=len(found) > rows)

    def count(self) -> int:
        """Count what waits, up to ``MOST_COUNTED``, for the badge."""
        some = self._waiting().limit(MOST_COUNTED).subquery()
        with self._desk.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(some)).scalar_one())

    def approve(self, approval_id: UUID) -> dict[str, Any]:
        """Let the step take effect now.

        Raises:
            UserError: Somebody decided before, it is one's own, or the step is no longer possible.
        """
        return self._desk.command("decide_approval", {"decision": "approved"}, subject=approval_id)

    def refuse(self, approval_id: UUID, reason: str) -> dict[str, Any]:
        """Send the step back with a reason (field ``reason``)."""
        return self._desk.command("decide_approval", {"decision": "refused", "reason": reason}, subject=approval_id)

    def _waiting(self) -> Select[Any]:
        units: set[UUID] = set()
        for right in self._desk.session.rights:
            if right.permission == Permission.APPROVE:
                units |= {right.unit_id, *(unit.id for unit in self._desk.codes.below(right.unit_id))}
        return (
            select(
                Approval.id,
                Approval.case_id,
                Case.number,
                Case.kind,
                Case.state,
                Approval.unit_id,
                Approval.command,
                Approval.payload,
                Person.name.label("asker"),
                Approval.asked_at,
                Approval.due_on,
                Case.respondent_name.label("respondent"),
                Case.facts,
                Approval.asked_by.label("own"),
            )
            .join(Case, Case.id == Approval.case_id)
            .join(Person, Person.id == Approval.asked_by)
            .where(Approval.decision.is_(None), Approval.unit_id.in_(units))
        )
