"""Whom a paper goes to, and what has been tried to serve it on them."""

from uuid import UUID, uuid4

from sqlalchemy import Connection, select

from app.models.tables.office import Person
from app.models.tables.paper import PaperAddressee, ServiceRecord
from app.models.vocabulary import PartyRole
from app.services.codebook import CodeBook
from app.services.papers.facts import CaseFacts
from app.services.papers.people import Person as Named
from app.services.papers.prepared import Addressee, Service
from app.services.papers.rules import PaperRule, Side
from app.services.papers.source import Source, names_of


def goes_to(rule: PaperRule, source: Source) -> tuple[Addressee, ...]:
    """Return whom a form goes to in a case, by plain name."""
    return tuple(found for side in rule.sides if (found := _on(side, source)) is not None)


def read_addressees(connection: Connection, paper_id: UUID, facts: CaseFacts, codes: CodeBook) -> tuple[Addressee, ...]:
    """Return whom a paper goes to with the tries to serve it, without the plain name of any person."""
    goes = PaperAddressee.__table__
    served = _served(connection, paper_id)
    rows = connection.execute(select(goes).where(goes.c.paper_id == paper_id).order_by(goes.c.side)).mappings()
    return tuple(
        Addressee(
            id=row["id"],
            side=Side(row["side"]),
            name=_open_name(Side(row["side"]), row["unit_id"], facts, codes),
            party_id=row["party_id"],
            unit_id=row["unit_id"],
            copies=row["copies"],
            served=served.get(row["id"], ()),
        )
        for row in rows
    )


def _on(side: Side, source: Source) -> Addressee | None:
    match side:
        case Side.RESPONDENT:
            return Addressee(id=uuid4(), side=side, name=source.facts.respondent_name)
        case Side.UNIT:
            there = source.codes.unit(source.facts.hand_over.authority_id) if source.facts.hand_over else None
            return Addressee(id=uuid4(), side=side, name=there.name, unit_id=there.id) if there else None
        case Side.COMPLAINANT:
            return _person(side, source.complainants)
        case Side.REPORTER:
            return _person(side, source.people.of(PartyRole.REPORTER))


def _person(side: Side, people: tuple[Named, ...]) -> Addressee:
    party = people[0].party_id if people else None
    return Addressee(id=uuid4(), side=side, name="、".join(names_of(people)), party_id=party)


def _served(connection: Connection, paper_id: UUID) -> dict[UUID | None, tuple[Service, ...]]:
    tries = ServiceRecord.__table__
    rows = connection.execute(
        select(tries, Person.name.label("person"))
        .join(Person, Person.id == tries.c.person_id)
        .where(tries.c.paper_id == paper_id)
        .order_by(tries.c.at)
    ).mappings()
    found: dict[UUID | None, tuple[Service, ...]] = {}
    for row in rows:
        record = Service(
            id=row["id"],
            addressee_id=row["addressee_id"],
            way=row["way"],
            at=row["at"],
            result=row["result"],
            person=row["person"],
            mail_number=row["mail_number"] or "",
            note=row["note"],
        )
        found[row["addressee_id"]] = (*found.get(row["addressee_id"], ()), record)
    return found


def _open_name(side: Side, unit_id: UUID | None, facts: CaseFacts, codes: CodeBook) -> str:
    """Return what everybody with access may read: a unit, a trader; a person stays unnamed."""
    if side is Side.UNIT:
        unit = codes.unit(unit_id)
        return unit.name if unit else ""
    return facts.respondent_name if side is Side.RESPONDENT else ""
