"""Reads orders as the desk may see them: one walk a scope with its own limit, merged, so that the index is used."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select, tuple_

from app.models.tables.case import Case
from app.models.tables.contact import Party
from app.models.tables.enterprise import Enterprise, OrderAccess, OrderEvent as EventTable, SettlementOrder
from app.models.tables.office import Person
from app.models.vocabulary import OrderMode, OrderState
from app.services.orders.records import Chosen, OrderDetail, OrderEvent, OrderRow, OrderShelf

_order, _access, _enterprise = SettlementOrder.__table__.c, OrderAccess.__table__.c, Enterprise.__table__.c
_case, _event, _person, _party = Case.__table__.c, EventTable.__table__.c, Person.__table__.c, Party.__table__.c

_ROW = (
    _order.id,
    _order.number,
    _order.mode,
    _order.state,
    _order.version,
    _order.enterprise_id,
    _enterprise.name.label("enterprise"),
    _order.unit_id,
    _order.case_id,
    _case.number.label("case_number"),
    _order.claim,
    _order.amount,
    _order.offered,
    _order.agrees,
    _order.urged,
    _order.sent_at,
    _order.due_at,
    _order.answered_at,
)
_UNANSWERED = ("sent", "seen")


def _base(columns: Sequence[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(SettlementOrder.__table__)
        .join(Enterprise.__table__, _enterprise.id == _order.enterprise_id)
        .outerjoin(Case.__table__, _case.id == _order.case_id)
    )


def pattern(words: str) -> str:
    """Return ``words`` as a LIKE pattern that finds them anywhere, their own ``%`` and ``_`` meant as such."""
    quoted = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{quoted}%"


def read_rows(
    connection: Connection, shelf: OrderShelf, *, words: str, after: OrderRow | None, count: int
) -> list[OrderRow]:
    """Read a page of a shelf: by due date, the newest first for all orders."""
    mine = select(func.unnest(func.office.my_scopes()).label("scope_id")).subquery("mine")
    key, last = (_access.sent_at, "sent_at") if shelf is OrderShelf.ALL else (_access.due_at, "due_at")
    inner = _base(_ROW).join(OrderAccess.__table__, _access.order_id == _order.id)
    inner = inner.where(_access.scope_id == mine.c.scope_id)
    if shelf is OrderShelf.OPEN:
        inner = inner.where(_access.open)
    elif shelf is OrderShelf.ANSWERED:
        inner = inner.where(_access.open, _access.state == "answered")
    elif shelf is OrderShelf.OVERDUE:
        inner = inner.where(
            or_(_access.state == "expired", _access.state.in_(_UNANSWERED)), _access.due_at < func.now()
        )
    if words.strip():
        like = pattern(words.strip())
        inner = inner.where(
            or_(
                _order.number.ilike(like), _enterprise.name.like(like), _case.number.like(like), _order.facts.like(like)
            )
        )
    place = tuple_(key, _access.order_id)
    newest_first = shelf in {OrderShelf.ALL, OrderShelf.OVERDUE}
    if after is not None:
        edge = tuple_(getattr(after, last), after.id)
        inner = inner.where(place < edge if newest_first else place > edge)
    ordered = (key.desc(), _access.order_id.desc()) if newest_first else (key, _access.order_id)
    walk = inner.order_by(*ordered).limit(count).lateral("walk")
    found = connection.execute(select(walk).select_from(mine.join(walk, onclause=mine.c.scope_id.is_not(None))))
    rows = {row["id"]: _row(row) for row in found.mappings()}
    kept = sorted(rows.values(), key=lambda row: (getattr(row, last), row.id), reverse=newest_first)
    return kept[:count]


def read_one(connection: Connection, order_id: UUID) -> OrderRow | None:
    """Read one order as a row; ``None`` where there is none one may see."""
    found = connection.execute(_base(_ROW).where(_order.id == order_id)).mappings().one_or_none()
    return _row(found) if found is not None else None


def read_detail(connection: Connection, order_id: UUID) -> OrderDetail | None:
    """Read an order with its steps; ``None`` where there is none one may see."""
    whole = [column for column in _order if column.name not in {column.name for column in _ROW}]
    found = connection.execute(_base([*_ROW, *whole]).where(_order.id == order_id)).mappings().one_or_none()
    if found is None:
        return None
    steps = connection.execute(
        select(_event.at, _event.event, _event.payload, _person.name, _person.kind)
        .select_from(EventTable.__table__)
        .outerjoin(Person.__table__, _person.id == _event.person_id)
        .where(_event.order_id == order_id)
        .order_by(_event.seq.desc())
    ).mappings()
    events = tuple(
        OrderEvent(
            at=step["at"],
            event=step["event"],
            person=(step["name"] or "") if step["kind"] == "desk" else "",
            payload=step["payload"],
        )
        for step in steps
    )
    asked = or_(
        _party.order_id == order_id,
        (_party.case_id == found["case_id"]) & _party.role.in_(("complainant", "consumer")),
    )
    people = connection.execute(
        select(_party.id, _party.shown_name, _party.shown_phone).where(asked).order_by(_party.role.desc())
    ).all()
    followed = None
    if found["followed_by_case_id"] is not None:
        followed = connection.execute(select(_case.number).where(_case.id == found["followed_by_case_id"])).scalar()
    return OrderDetail(
        row=_row(found),
        facts=found["facts"],
        channel=found["channel"],
        contact_id=found["contact_id"],
        chosen=Chosen(at=found["chosen_at"], how=found["chosen_how"] or "") if found["chosen_how"] else None,
        shares_identity=found["shares_identity"],
        consumer=" ".join(part for part in people[0][1:] if part) if people else "",
        consumer_id=people[0].id if people else None,
        seen_at=found["seen_at"],
        urged_at=found["urged_at"],
        concluded_at=found["concluded_at"],
        contacted_at=found["contacted_at"],
        contacted_how=found["contacted_how"] or "",
        proposal=found["proposal"] or "",
        refusal_ground=found["refusal_ground"],
        reply_source=found["reply_source"] or "",
        proof_blob_id=found["proof_blob_id"],
        settled_amount=found["settled_amount"],
        confirmed_how=found["confirmed_how"] or "",
        followed_by_id=found["followed_by_case_id"],
        followed_by_number=followed,
        events=events,
    )


def _row(found: Any) -> OrderRow:
    names = OrderRow.__dataclass_fields__
    values = {name: found[name] for name in names}
    return OrderRow(**{**values, "mode": OrderMode(found["mode"]), "state": OrderState(found["state"])})
