"""A case with all that hangs on it, read in one statement: one answer, one state of the office."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import Numeric, Select, Text, bindparam, cast, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from app.models.tables.case import (
    Approval,
    Case,
    CaseClock,
    CaseLink,
    Claim,
    Distribution,
    Event,
    ExternalRef,
    FollowUp,
    LedgerEntry,
    Material,
    Mediation,
    Pause,
)
from app.models.tables.contact import Contact, ContactCase, Party
from app.models.tables.enterprise import Enterprise, SettlementOrder
from app.models.tables.law import ApprovalRule
from app.models.tables.office import Person, Unit
from app.models.tables.paper import Paper, ServiceRecord
from app.services.cases import parts

Kind = TypeVar("Kind")
CASE = bindparam("case", type_=Case.__table__.c.id.type)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What the ledger adds up to, in yuan.

    Attributes:
        recovered: 挽回经济损失: agreed money and stated values, confirmed where a second person has to.
        performed: What of it has been performed.
        multiplied: 加倍赔偿, apart.
        mental: 精神损害赔偿, apart.
        unconfirmed: What still waits for a second person and is in none of the others.
    """

    recovered: Decimal
    performed: Decimal
    multiplied: Decimal
    mental: Decimal
    unconfirmed: Decimal


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """Everything the case page shows."""

    case: parts.CaseFacts
    parties: tuple[parts.PartyPart, ...]
    events: tuple[parts.EventPart, ...]
    clocks: tuple[parts.StoredClock, ...]
    pauses: tuple[parts.PausePart, ...]
    claims: tuple[parts.ClaimPart, ...]
    ledger: tuple[parts.LedgerPart, ...]
    distributions: tuple[parts.DistributionPart, ...]
    mediations: tuple[parts.MediationPart, ...]
    follow_ups: tuple[parts.FollowUpPart, ...]
    orders: tuple[parts.OrderPart, ...]
    papers: tuple[parts.PaperPart, ...]
    services: tuple[parts.ServicePart, ...]
    materials: tuple[parts.MaterialPart, ...]
    links: tuple[parts.LinkPart, ...]
    refs: tuple[parts.RefPart, ...]
    approvals: tuple[parts.ApprovalPart, ...]
    contacts: tuple[parts.ContactPart, ...]
    rules: tuple[parts.RulePart, ...]

    @property
    def waiting_approvals(self) -> tuple[parts.ApprovalPart, ...]:
        """The steps a second person still has to decide on."""
        return tuple(row for row in self.approvals if row.decision is None)

    @property
    def open_order(self) -> parts.OrderPart | None:
        """The settlement order the enterprise still has to answer or the consumer to confirm."""
        return next((row for row in self.orders if row.state in {"sent", "seen", "answered"}), None)

    @property
    def sums(self) -> Sums:
        """What the ledger adds up to; the figures count the same (door ``ledger_sum``)."""
        settled = [row for row in self.ledger if row.confirmed_by is not None or not row.needs_confirmation]
        replaced = {row.corrects_id for row in settled}
        valid = [row for row in settled if row.id not in replaced]

        def add(stages: tuple[str, ...], part: str) -> Decimal:
            return sum((row.amount for row in valid if row.stage in stages and row.part == part), Decimal("0.00"))

        waiting = [row.amount for row in self.ledger if row.needs_confirmation and row.confirmed_by is None]
        return Sums(
            recovered=add(("agreed", "stated"), "loss"),
            performed=add(("performed",), "loss"),
            multiplied=add(("agreed", "stated"), "multiplied"),
            mental=add(("agreed", "stated"), "mental"),
            unconfirmed=sum(waiting, Decimal("0.00")),
        )

    def material_of(self, payload: Mapping[str, Any]) -> parts.MaterialPart | None:
        """Return the file an event tells of; the first where there are several."""
        named = payload.get("materials") or ()
        return next((row for row in self.materials if str(row.id) in named), None)

    def paper(self, paper_id: UUID | None) -> parts.PaperPart | None:
        """Return a paper of the case."""
        return next((row for row in self.papers if row.id == paper_id), None)


PARTS: Mapping[str, type[Any]] = {
    "parties": parts.PartyPart,
    "events": parts.EventPart,
    "clocks": parts.StoredClock,
    "pauses": parts.PausePart,
    "claims": parts.ClaimPart,
    "ledger": parts.LedgerPart,
    "distributions": parts.DistributionPart,
    "mediations": parts.MediationPart,
    "follow_ups": parts.FollowUpPart,
    "orders": parts.OrderPart,
    "papers": parts.PaperPart,
    "services": parts.ServicePart,
    "materials": parts.MaterialPart,
    "links": parts.LinkPart,
    "refs": parts.RefPart,
    "approvals": parts.ApprovalPart,
    "contacts": parts.ContactPart,
    "rules": parts.RulePart,
}


@cache
def detail_statement() -> Select[Any]:
    """Write the one statement that reads a case; its parameter is ``case``."""
    registrar, handler = aliased(Person), aliased(Person)
    case_row = (
        _of(
            parts.CaseFacts,
            Case,
            registrar=registrar.name,
            handler=handler.name,
            enterprise=Enterprise.name,
        )
        .join(registrar, registrar.id == Case.registrar_id)
        .outerjoin(handler, handler.id == Case.handler_id)
        .outerjoin(Enterprise, Enterprise.id == Case.enterprise_id)
        .where(Case.id == CASE)
    )
    return select(_rows(case_row, "case"), *(_rows(query, name) for name, query in _queries().items()))


def read_detail(row: Mapping[str, Any]) -> CaseDetail | None:
    """Make the case of the statement's one row; ``None`` where there is none to be seen."""
    if not row["case"]:
        return None
    found = {name: tuple(_revive(kind, each) for each in row[name]) for name, kind in PARTS.items()}
    return CaseDetail(case=_revive(parts.CaseFacts, row["case"][0]), **found)


def _queries() -> dict[str, Select[Any]]:
    asker, decider = aliased(Person), aliased(Person)
    return {
        "parties": _of(parts.PartyPart, Party).where(Party.case_id == CASE).order_by(Party.role, Party.id),
        "events": _who(_of(parts.EventPart, Event, who=Person.name), Event.person_id)
        .where(Event.case_id == CASE)
        .order_by(Event.seq.desc()),
        "clocks": _of(parts.StoredClock, CaseClock).where(CaseClock.case_id == CASE).order_by(CaseClock.due_on),
        "pauses": _of(parts.PausePart, Pause).where(Pause.case_id == CASE).order_by(Pause.from_on),
        "claims": _of(parts.ClaimPart, Claim).where(Claim.case_id == CASE).order_by(Claim.code, Claim.id),
        "ledger": _who(_of(parts.LedgerPart, LedgerEntry, who=Person.name), LedgerEntry.entered_by)
        .where(LedgerEntry.case_id == CASE)
        .order_by(LedgerEntry.entered_at, LedgerEntry.id),
        "distributions": _who(_of(parts.DistributionPart, Distribution, who=Person.name), Distribution.person_id)
        .where(Distribution.case_id == CASE)
        .order_by(Distribution.seq.desc()),
        "mediations": _of(parts.MediationPart, Mediation)
        .where(Mediation.case_id == CASE)
        .order_by(func.coalesce(Mediation.held_at, Mediation.scheduled_at).nulls_last(), Mediation.id),
        "follow_ups": _who(_of(parts.FollowUpPart, FollowUp, who=Person.name), FollowUp.person_id)
        .where(FollowUp.case_id == CASE)
        .order_by(FollowUp.attempt.desc()),
        "orders": _of(parts.OrderPart, SettlementOrder, enterprise=Enterprise.name)
        .outerjoin(Enterprise, Enterprise.id == SettlementOrder.enterprise_id)
        .where(SettlementOrder.case_id == CASE)
        .order_by(SettlementOrder.sent_at.desc()),
        "papers": _who(_of(parts.PaperPart, Paper, who=Person.name), Paper.drafted_by)
        .where(Paper.case_id == CASE)
        .order_by(Paper.drafted_at.desc()),
        "services": _who(_of(parts.ServicePart, ServiceRecord, who=Person.name), ServiceRecord.person_id)
        .where(ServiceRecord.case_id == CASE)
        .order_by(ServiceRecord.at.desc()),
        "materials": _who(_of(parts.MaterialPart, Material, who=Person.name), Material.added_by)
        .where(Material.case_id == CASE)
        .order_by(Material.added_at),
        "links": _of(parts.LinkPart, Case, relation=CaseLink.relation)
        .join(
            CaseLink,
            or_(
                (CaseLink.case_id == CASE) & (CaseLink.other_id == Case.id),
                (CaseLink.other_id == CASE) & (CaseLink.case_id == Case.id),
            ),
        )
        .order_by(Case.received_at),
        "refs": _of(parts.RefPart, ExternalRef).where(ExternalRef.case_id == CASE).order_by(ExternalRef.source),
        "approvals": _of(parts.ApprovalPart, Approval, asker=asker.name, decider=decider.name)
        .outerjoin(asker, asker.id == Approval.asked_by)
        .outerjoin(decider, decider.id == Approval.decided_by)
        .where(Approval.case_id == CASE)
        .order_by(Approval.asked_at.desc()),
        "contacts": _of(parts.ContactPart, Contact, relation=ContactCase.relation)
        .join(ContactCase, ContactCase.contact_id == Contact.id)
        .where(ContactCase.case_id == CASE)
        .order_by(Contact.received_at),
        "rules": _of(parts.RulePart, ApprovalRule)
        .join(Case, ApprovalRule.unit_id.in_((Case.deciding_authority_id, Case.handling_unit_id)))
        .join(Unit, Unit.id == ApprovalRule.unit_id)
        .where(Case.id == CASE, ~(Unit.one_person & ApprovalRule.waived_alone))
        .order_by(ApprovalRule.command),
    }


def _of(kind: type[Any], table: type[Any], **named: Any) -> Select[Any]:
    """Select what ``kind`` holds: columns of ``table`` by their names, the ``named`` ones from elsewhere."""
    columns = [
        (named[name] if name in named else table.__table__.c[name]).label(name) for name in kind.__dataclass_fields__
    ]
    return select(*columns).select_from(table)


def _who(query: Select[Any], person: Any) -> Select[Any]:
    return query.outerjoin(Person, Person.id == person)


def _rows(query: Select[Any], name: str) -> Any:
    """Fold a query's rows into one value; money travels as text, because JSON would make a float of it."""
    plain = query.with_only_columns(
        *(cast(c, Text).label(c.key) if isinstance(c.type, Numeric) else c for c in query.selected_columns),
        maintain_column_froms=True,
    )
    inner = plain.subquery(f"x_{name}")
    folded = select(func.coalesce(func.json_agg(literal_column(f"x_{name}")), literal_column("'[]'::json")))
    return folded.select_from(inner).scalar_subquery().label(name)


def _revive(kind: type[Kind], row: Mapping[str, Any]) -> Kind:
    readers = _readers(kind)  # type: ignore[arg-type]  # a class is hashable, whatever its variable says
    return kind(**{name: read(row[name]) for name, read in readers.items()})


@cache
def _readers(kind: Any) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in {Union, types.UnionType}:
        inner = _reader(next(each for each in get_args(hint) if each is not type(None)))
        return lambda value: None if value is None else inner(value)
    readers: dict[Any, Callable[[Any], Any]] = {
        UUID: UUID,
        Decimal: Decimal,
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
    }
    return readers.get(hint, lambda value: value)
