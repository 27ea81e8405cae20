"""What the desk knows while somebody speaks: who has called by this number before, and what may be the same matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from app.models.identity_numbers import normalise_phone
from app.models.tables.case import Case, CaseAccess
from app.models.tables.enterprise import Enterprise
from app.models.tables.office import Unit
from app.models.vocabulary import STATE_TITLES, CaseState
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.refusals import REFUSALS

MOST = 8
_LEAST_DIGITS = 7


@dataclass(frozen=True, kw_only=True)
class KnownCase:
    """A case this person may see, in one line.

    Attributes:
        why: Why it is shown: the same number, the same enterprise, the same order.
    """

    case_id: UUID
    number: str
    kind: str
    state: CaseState
    received_at: datetime
    enterprise: str
    unit: str
    due_on: date | None
    open: bool
    matter: str
    why: str = ""

    @property
    def state_title(self) -> str:
        """Its state in words."""
        return tr(STATE_TITLES[self.state])


@dataclass(frozen=True, kw_only=True)
class CallerCard:
    """Who has called by a number before.

    Attributes:
        names: The masked names known under it, each once.
        trouble: A sentence when the question was refused.
    """

    names: tuple[str, ...] = ()
    cases: tuple[KnownCase, ...] = ()
    contacts: int = 0
    trouble: str = ""

    @property
    def open_cases(self) -> int:
        """How many of the cases are not closed."""
        return sum(case.open for case in self.cases)


class Callers:
    """Answers from what this person may see; every question waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def card(self, phone: str) -> CallerCard:
        """Return who has called by ``phone`` before: an audited, limited question by the exact number.

        Reports are in it only for a person with clearance over them.
        """
        number = normalise_phone(phone)[0]
        if len(number) < _LEAST_DIGITS:
            return CallerCard()
        matches, trouble = self._matches(number)
        ids = {UUID(match["case_id"]) for match in matches if match.get("case_id")}
        names = tuple(dict.fromkeys(match["shown_name"] for match in matches if match["shown_name"]))
        contacts = {match["contact_id"] for match in matches if match.get("contact_id")}
        return CallerCard(names=names, cases=self.cases(ids), contacts=len(contacts), trouble=trouble)

    def same_matter(
        self, *, enterprise_id: UUID | None, order_number: str, caller: CallerCard | None = None
    ) -> tuple[KnownCase, ...]:
        """Return cases that may be the same: this caller against this enterprise, or the same order there."""
        found: list[KnownCase] = []
        if order_number.strip():
            same_order = Case.order_number == order_number.strip()
            wanted = and_(Case.enterprise_id == enterprise_id, same_order) if enterprise_id else same_order
            found += self._read(select(Case.id).where(wanted), tr("same order number"))
        if caller is not None and enterprise_id is not None:
            mine = [case.case_id for case in caller.cases]
            if mine:
                wanted = and_(Case.id.in_(mine), Case.enterprise_id == enterprise_id)
                found += self._read(select(Case.id).where(wanted), tr("same caller and enterprise"))
        return tuple({case.case_id: case for case in reversed(found)}.values())

    def cases(self, ids: set[UUID]) -> tuple[KnownCase, ...]:
        """Return the cases of ``ids`` that one may see, open ones first, then the newest."""
        if not ids:
            return ()
        found = self._read(select(Case.id).where(Case.id.in_(ids)), "")
        return tuple(sorted(found, key=lambda case: (not case.open, -case.received_at.timestamp())))

    def find(self, typed: str) -> tuple[KnownCase, ...]:
        """Return the cases a number or its last figures name: for "belongs to this case"."""
        asked = typed.strip().upper()
        if not asked:
            return ()
        tail = asked.rpartition("-")[2]
        wanted = [Case.number == asked]
        if tail.isdecimal() and len(tail) <= 6:  # noqa: PLR2004 a serial number has six figures
            wanted.append(func.right(Case.number, 6) == tail.zfill(6))
        return tuple(self._read(select(Case.id).where(or_(*wanted)), ""))

    def progress(self, case: KnownCase) -> str:
        """Return one sentence an operator can say to an identified caller who asks how far the matter is."""
        where = case.unit or tr("the office")
        match case.state:
            case CaseState.REGISTERED | CaseState.RETURNED:
                text = tr("Your matter {number} is registered and is being passed to the competent bureau.")
            case CaseState.DISTRIBUTED:
                text = tr("Your matter {number} is with {unit}; you will be told by {due} whether it is accepted.")
            case CaseState.ACCEPTED:
                text = tr("Your matter {number} is accepted by {unit}, which will arrange the mediation.")
            case CaseState.MEDIATING | CaseState.SUSPENDED:
                text = tr("Your matter {number} is in mediation at {unit}; the mediation ends at the latest on {due}.")
            case CaseState.TESTING:
                text = tr("Your matter {number} waits for the test report; {unit} goes on when it is there.")
            case CaseState.VERIFYING:
                text = tr("Your matter {number} is being verified by {unit}.")
            case CaseState.CLOSED:
                text = tr("Your matter {number} is closed; {unit} has sent you the result.")
            case _:
                text = tr("Your matter {number} is decided ({state}); {unit} is finishing the papers.")
        due = case.due_on.isoformat() if case.due_on else tr("the end of the term")
        return text.format(number=case.number, unit=where, due=due, state=case.state_title)

    def _matches(self, number: str) -> tuple[list[dict[str, Any]], str]:
        """Ask by the match door: the question is committed and audited before the answer is given."""
        asked = self._desk.database.call("ask_identity", "match", None, number, "")
        if asked["status"] != "done":
            return [], tr(REFUSALS.get(asked["code"], REFUSALS["too_many"]))
        answer = self._desk.database.call("get_identity", UUID(asked["ticket"]))
        return list(answer.get("matches", ())), ""

    def _read(self, which: Select[Any], why: str) -> list[KnownCase]:
        codes = self._desk.codes
        due = select(func.min(CaseAccess.due_on)).where(CaseAccess.case_id == Case.id).scalar_subquery()
        query = (
            select(
                Case.id.label("case_id"),
                Case.number,
                Case.kind,
                Case.state,
                Case.received_at,
                func.coalesce(Enterprise.short_name, Enterprise.name, Case.respondent_name).label("enterprise"),
                func.coalesce(Unit.short_name, "").label("unit"),
                due.label("due_on"),
                Case.problem_code,
            )
            .outerjoin(Enterprise, Enterprise.id == Case.enterprise_id)
            .outerjoin(Unit, Unit.id == Case.handling_unit_id)
            .where(Case.id.in_(which))
            .order_by(Case.received_at.desc())
            .limit(MOST)
        )
        with self._desk.database.read() as connection:
            rows: Sequence[Any] = connection.execute(query).mappings().all()
        return [
            KnownCase(
                case_id=row["case_id"],
                number=row["number"],
                kind=row["kind"],
                state=CaseState(row["state"]),
                received_at=row["received_at"],
                enterprise=row["enterprise"],
                unit=row["unit"],
                due_on=row["due_on"],
                open=row["state"] != CaseState.CLOSED,
                matter=codes.title("problem_category", row["problem_code"]),
                why=why,
            )
            for row in rows
        ]
