"""Opens a figure into exactly the cases, contacts or orders it counts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text

from app.models.tables.case import Case
from app.models.tables.contact import Contact
from app.models.tables.enterprise import Enterprise, SettlementOrder
from app.services.statistics.answers import Cell, Subject, SubjectPage

_DOOR = text(
    "SELECT subject_id, day, amount FROM office.figure_subjects(:measure, :first_day, :last_day, :unit_by,"
    " CAST(:units AS uuid[]), CAST(:kinds AS text[]), CAST(:channels AS text[]), :group_by, :label,"
    " CAST(:after_day AS date), CAST(:after_id AS uuid), :rows)"
)


def subjects(
    connection: Connection, cell: Cell, measure: str, what: str, after: tuple[date, UUID] | None, rows: int
) -> SubjectPage:
    """Return some of the subjects behind ``measure`` in ``cell``, newest first.

    Args:
        connection: A reading connection of the asking person.
        cell: The figure's coordinates.
        measure: What is counted.
        what: ``case``, ``contact`` or ``order``.
        after: Day and id the page before ended with.
        rows: How many at most.
    """
    asked = {
        "measure": measure,
        "first_day": cell.first,
        "last_day": cell.last,
        "unit_by": cell.unit_by,
        "units": None if cell.units is None else list(cell.units),
        "kinds": None if cell.kinds is None else list(cell.kinds),
        "channels": None if cell.channels is None else list(cell.channels),
        "group_by": cell.group_by.value,
        "label": cell.label,
        "after_day": after[0] if after else None,
        "after_id": after[1] if after else None,
        "rows": rows + 1,
    }
    found = list(connection.execute(_DOOR, asked))
    shown = found[:rows]
    facts = _FACTS[what](connection, [row.subject_id for row in shown])
    return SubjectPage(
        rows=tuple(
            Subject(id=row.subject_id, what=what, day=row.day, amount=row.amount, **facts[row.subject_id])
            for row in shown
            if row.subject_id in facts
        ),
        after=(shown[-1].day, shown[-1].subject_id) if len(found) > rows else None,
    )


def _cases(connection: Connection, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    return _by_id(
        connection.execute(
            select(
                Case.id,
                Case.number,
                Case.kind,
                Case.channel,
                Case.state,
                Case.received_at,
                Case.respondent_name.label("respondent"),
                Case.handling_unit_id.label("unit_id"),
            ).where(Case.id.in_(ids))
        ).mappings()
    )


def _contacts(connection: Connection, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = connection.execute(
        select(Contact.id, Contact.channel, Contact.state, Contact.received_at, Contact.unit_id).where(
            Contact.id.in_(ids)
        )
    ).mappings()
    return _by_id({**row, "number": "", "kind": "", "respondent": ""} for row in rows)


def _orders(connection: Connection, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = connection.execute(
        select(
            SettlementOrder.id,
            SettlementOrder.number,
            SettlementOrder.channel,
            SettlementOrder.state,
            SettlementOrder.sent_at.label("received_at"),
            SettlementOrder.unit_id,
            Enterprise.name.label("respondent"),
        )
        .join(Enterprise, Enterprise.id == SettlementOrder.enterprise_id)
        .where(SettlementOrder.id.in_(ids))
    ).mappings()
    return _by_id({**row, "kind": ""} for row in rows)


def _by_id(rows: Iterable[Any]) -> dict[UUID, dict[str, Any]]:
    return {row["id"]: {name: value for name, value in row.items() if name != "id"} for row in rows}


_FACTS = {"case": _cases, "contact": _contacts, "order": _orders}
