"""What a case tells its papers, read in one state of the office; no plain identity among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, func, select

from app.models.tables.case import Case, Claim, Distribution, Event, ExternalRef, FollowUp, Material, Mediation
from app.models.tables.contact import Party
from app.models.tables.enterprise import Enterprise
from app.models.tables.law import NoticeDuty
from app.models.tables.office import Person
from app.models.tables.paper import NumberScheme, Paper, PaperAddressee, ServiceRecord
from app.models.vocabulary import Kind, PartyRole
from app.models.words import tr
from app.services.codebook import CodeBook
from app.services.errors import UserError


@dataclass(frozen=True, kw_only=True)
class PartyFact:
    """A person of the case as everybody with access sees them."""

    id: UUID
    role: PartyRole
    anonymous: bool


@dataclass(frozen=True, kw_only=True)
class ClaimFact:
    """One thing the consumer asks for."""

    code: str
    amount: Decimal | None
    note: str


@dataclass(frozen=True, kw_only=True)
class MediationFact:
    """The newest mediation of a kind."""

    id: UUID
    scheduled_at: datetime | None
    place: str
    mediators: str
    agreement: str
    waiver: str | None


@dataclass(frozen=True, kw_only=True)
class HeldFact:
    """The newest mediation that was held, of whatever kind."""

    mode: str
    held_at: datetime
    place: str
    mediators: str
    minutes: str
    agreement: str


@dataclass(frozen=True, kw_only=True)
class FollowUpFact:
    """The newest follow-up call."""

    attempt: int
    at: datetime
    outcome: str
    process: str | None
    result: str | None
    reason: str
    caller: str


@dataclass(frozen=True, kw_only=True)
class ServedFact:
    """The newest issued paper that goes to somebody, and the newest try to serve it."""

    form: str
    number: str
    side: str
    copies: int
    way: str | None
    at: datetime | None
    mail_number: str | None


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """A distribution from one authority to another, ``authority_id``."""

    authority_id: UUID | None
    from_unit_id: UUID
    to_unit_id: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """A case as its papers need it.

    Attributes:
        mediation: The newest mediation on site, ``None`` where none was arranged.
        held: The newest mediation that was held, ``None`` where none was.
        follow_up: The newest follow-up call, ``None`` where none was made.
        to_serve: The newest issued paper that is served, ``None`` where there is none.
        hand_over: The newest distribution to another authority.
        proof_due_on: Until when proof of identity was asked for; ``None`` where it was not.
        proof_asked: Whether it was.
        reply_due: The earliest day on which a source wants its reply.
        duties: Special laws that oblige to tell a reporter: law and article.
    """

    id: UUID
    number: str
    kind: Kind
    state: str
    version: int
    rule_set: str | None
    registering_unit_id: UUID
    deciding_authority_id: UUID | None
    handling_unit_id: UUID
    handler: str
    registrar: str
    channel: str
    received_at: datetime
    received_on: date
    authority_received_on: date | None
    facts: str
    answer: str
    object_code: str | None
    problem_code: str | None
    violation_code: str | None
    respondent_name: str
    respondent_address: str
    respondent_phone: str
    respondent_contact: str
    legal_representative: str
    consent_publish: bool | None
    consent_entrust: bool | None
    accepted_on: date | None
    declined_on: date | None
    concluded_on: date | None
    closed_on: date | None
    mediation_consent_complainant: bool | None
    mediation_consent_respondent: bool | None
    verified_on: date | None
    outcome: str | None
    ground: str | None
    parties: tuple[PartyFact, ...]
    claims: tuple[ClaimFact, ...]
    mediation: MediationFact | None
    held: HeldFact | None
    follow_up: FollowUpFact | None
    to_serve: ServedFact | None
    hand_over: HandOver | None
    proof_asked: bool
    proof_due_on: date | None
    materials: int
    reply_due: date | None
    duties: tuple[tuple[str, str], ...]

    @property
    def has_named_reporter(self) -> bool:
        """Whether there is a reporter who gave a name and so can be told anything."""
        return any(party.role is PartyRole.REPORTER and not party.anonymous for party in self.parties)


def read_facts(connection: Connection, case_id: UUID, codes: CodeBook) -> CaseFacts:
    """Read a case for its papers: a dozen short statements.

    Raises:
        UserError: It does not exist, or one may not see it.
    """
    cases, events = Case.__table__, Event.__table__
    row = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().first()
    if row is None:
        raise UserError(tr("This does not exist, or you may not see it."), code="not_found")
    asked = connection.execute(
        select(events.c.payload)
        .where(events.c.case_id == case_id, events.c.event == "identity_proof_requested")
        .order_by(events.c.seq.desc())
        .limit(1)
    ).scalar()
    names = {name for name in CaseFacts.__dataclass_fields__ if name in row}
    own: dict[str, Any] = {name: row[name] for name in names} | {"kind": Kind(row["kind"])}
    return CaseFacts(
        **own,
        handler=_name(connection, row["handler_id"]),
        registrar=_name(connection, row["registrar_id"]),
        legal_representative=_representative(connection, row),
        parties=_parties(connection, case_id),
        claims=_claims(connection, case_id),
        mediation=_mediation(connection, case_id),
        held=_held(connection, case_id),
        follow_up=_follow_up(connection, case_id),
        to_serve=_to_serve(connection, case_id),
        hand_over=_hand_over(connection, case_id, codes),
        proof_asked=asked is not None,
        proof_due_on=date.fromisoformat(asked["due_on"]) if asked else None,
        materials=connection.execute(select(func.count()).where(Material.case_id == case_id)).scalar_one(),
        reply_due=connection.execute(
            select(func.min(ExternalRef.reply_due)).where(ExternalRef.case_id == case_id)
        ).scalar(),
        duties=tuple(
            (duty.law, duty.article) for duty in connection.execute(select(NoticeDuty.law, NoticeDuty.article))
        ),
    )


def schemes_of(connection: Connection, authority_id: UUID, form: str) -> Mapping[str, str] | None:
    """Return the word and pattern an authority numbers a form by, where it has its own."""
    found = connection.execute(
        select(NumberScheme.word, NumberScheme.pattern).where(
            NumberScheme.authority_id == authority_id, NumberScheme.form == form
        )
    ).first()
    return {"word": found.word, "pattern": found.pattern} if found else None


def _name(connection: Connection, person_id: UUID | None) -> str:
    if person_id is None:
        return ""
    return connection.execute(select(Person.name).where(Person.id == person_id)).scalar() or ""


def _representative(connection: Connection, row: RowMapping) -> str:
    if row["enterprise_id"] is None:
        return ""
    asked = select(Enterprise.legal_representative).where(Enterprise.id == row["enterprise_id"])
    return connection.execute(asked).scalar() or ""


def _parties(connection: Connection, case_id: UUID) -> tuple[PartyFact, ...]:
    rows = connection.execute(
        select(Party.id, Party.role, Party.anonymous).where(Party.case_id == case_id).order_by(Party.role, Party.id)
    )
    return tuple(PartyFact(id=row.id, role=PartyRole(row.role), anonymous=row.anonymous) for row in rows)


def _claims(connection: Connection, case_id: UUID) -> tuple[ClaimFact, ...]:
    rows = connection.execute(
        select(Claim.code, Claim.amount, Claim.note).where(Claim.case_id == case_id).order_by(Claim.id)
    )
    return tuple(ClaimFact(code=row.code, amount=row.amount, note=row.note) for row in rows)


def _mediation(connection: Connection, case_id: UUID) -> MediationFact | None:
    table = Mediation.__table__
    found = (
        connection.execute(
            select(table)
            .where(table.c.case_id == case_id, table.c.mode == "on_site")
            .order_by((table.c.agreement != "").desc(), table.c.scheduled_at.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if found is None:
        return None
    return MediationFact(**{name: found[name] for name in MediationFact.__dataclass_fields__})


def _held(connection: Connection, case_id: UUID) -> HeldFact | None:
    table = Mediation.__table__
    columns = [table.c[name] for name in HeldFact.__dataclass_fields__]
    newest = select(*columns).where(table.c.case_id == case_id, table.c.held_at.is_not(None))
    found = connection.execute(newest.order_by(table.c.held_at.desc()).limit(1)).mappings().first()
    return HeldFact(**found) if found is not None else None


def _follow_up(connection: Connection, case_id: UUID) -> FollowUpFact | None:
    table = FollowUp.__table__
    columns = [table.c[name] for name in FollowUpFact.__dataclass_fields__ if name != "caller"]
    newest = (
        select(*columns, Person.name.label("caller"))
        .join(Person, Person.id == table.c.person_id)
        .where(table.c.case_id == case_id)
        .order_by(table.c.attempt.desc())
        .limit(1)
    )
    found = connection.execute(newest).mappings().first()
    return FollowUpFact(**found) if found is not None else None


def _to_serve(connection: Connection, case_id: UUID) -> ServedFact | None:
    """Read the paper whose service a receipt proves; the side that was tried last comes first."""
    paper, goes, tried = Paper.__table__, PaperAddressee.__table__, ServiceRecord.__table__
    newest = (
        select(paper.c.form, paper.c.number, goes.c.side, goes.c.copies, tried.c.way, tried.c.at, tried.c.mail_number)
        .join(goes, goes.c.paper_id == paper.c.id)
        .outerjoin(tried, tried.c.addressee_id == goes.c.id)
        .where(paper.c.case_id == case_id, paper.c.state == "issued")
        .order_by(paper.c.issued_at.desc(), tried.c.at.desc().nulls_last())
        .limit(1)
    )
    found = connection.execute(newest).mappings().first()
    return ServedFact(**found) if found is not None else None


def _hand_over(connection: Connection, case_id: UUID, codes: CodeBook) -> HandOver | None:
    table = Distribution.__table__
    rows = connection.execute(
        select(table.c.from_unit_id, table.c.to_unit_id, table.c.on)
        .where(table.c.case_id == case_id, table.c.is_return.is_(False))
        .order_by(table.c.seq.desc())
    )
    for row in rows:
        sender, receiver = codes.authority_of(row.from_unit_id), codes.authority_of(row.to_unit_id)
        if sender is not receiver:
            return HandOver(
                authority_id=receiver.id if receiver else None,
                from_unit_id=row.from_unit_id,
                to_unit_id=row.to_unit_id,
                on=row.on,
            )
    return None
