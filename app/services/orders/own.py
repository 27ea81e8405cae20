"""The enterprise's side: its liaison sees that enterprise's orders and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case, or_, select

from app.models.tables.enterprise import SettlementOrder
from app.models.vocabulary import OrderState
from app.models.words import mark, tr
from app.services.bootstrap import Desk
from app.services.drafts.commands import Standing, plain
from app.services.errors import UserError
from app.services.orders.office import reply_payload
from app.services.orders.records import OwnOrder, Reply
from app.services.refusals import REFUSALS

_order = SettlementOrder.__table__.c
_SHOWN = [_order[name] for name in OwnOrder.__dataclass_fields__]
_OPEN = ("sent", "seen", "answered")
_NOT_ALLOWED = mark("Name and phone can be opened only while the order is open and the consumer has agreed.")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whom to ring up."""

    name: str
    phone: str


class OwnOrders:
    """The orders of the liaison's own enterprise. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self, *, words: str = "", after: OwnOrder | None = None, count: int = 100) -> Sequence[OwnOrder]:
        """Return a page: what waits for an answer by its due date, then the others, the newest first.

        Args:
            words: Part of the order's number, the claim or the facts.
            after: The last row of the page before; ``None`` for the first.
            count: How many at most.
        """
        rank = case((_order.state.in_(("sent", "seen")), 0), else_=1)
        statement = select(*_SHOWN).limit(count)
        if words.strip():
            said = (_order.number, _order.claim, _order.facts)
            statement = statement.where(or_(*(text.icontains(words.strip(), autoescape=True) for text in said)))
        waiting = statement.where(rank == 0).order_by(_order.due_at, _order.id)
        others = statement.where(rank == 1).order_by(_order.sent_at.desc(), _order.id.desc())
        found: list[OwnOrder] = []
        with self._desk.database.read() as connection:
            if after is None or after.wants_answer:
                if after is not None:
                    place = (_order.due_at > after.due_at) | ((_order.due_at == after.due_at) & (_order.id > after.id))
                    waiting = waiting.where(place)
                found = [_own(row) for row in connection.execute(waiting).mappings()]
            if len(found) < count:
                if after is not None and not after.wants_answer:
                    place = (_order.sent_at < after.sent_at) | (
                        (_order.sent_at == after.sent_at) & (_order.id < after.id)
                    )
                    others = others.where(place)
                found += [_own(row) for row in connection.execute(others.limit(count - len(found))).mappings()]
        return found

    def see(self, order_id: UUID) -> OwnOrder:
        """Open an order: from now on it counts as seen.

        Raises:
            UserError: It is not this enterprise's order.
        """
        order = self._read(order_id)
        if order.state is OrderState.SENT:
            self._desk.command("see_order", {}, subject=order_id)
            order = self._read(order_id)
        return order

    def answer(self, order: OwnOrder, reply: Reply, *, draft_id: UUID | None = None) -> OwnOrder | None:
        """Answer an order.

        Args:
            order: The order as it was opened.
            reply: What the enterprise says.
            draft_id: The draft it was typed in: then it is kept on this computer first, and sent once when the server
                is away.

        Returns:
            The order as it stands now; ``None`` where the answer waits on this computer for the server.

        Raises:
            StaleError: The order has changed meanwhile.
            UserError: It was answered or has ended, or something is missing.
        """
        payload = reply_payload(reply)
        if draft_id is None:
            self._desk.command("answer_order", payload, subject=order.id, expected_version=order.version)
            return self._read(order.id)
        item = self._desk.keep_and_send(
            "answer_order",
            plain(payload),
            subject=order.id,
            draft_id=draft_id,
            expected_version=order.version,
            title=order.number,
        )
        return self._read(order.id) if item.standing is Standing.DONE else None

    def consumer(self, order_id: UUID) -> Sequence[Person]:
        """Open the consumer's name and phone: audited, only with recorded consent and while the order is open.

        Raises:
            UserError: No consent, the order has ended, or too many were opened in this hour.
        """
        database = self._desk.database
        asked = database.call("ask_identity", "order", order_id, None, "")
        # The ticket is good only in another transaction, after the asking was committed.
        given = database.call("get_identity", asked["ticket"]) if asked["status"] == "done" else asked
        if given["status"] != "done":
            code = given["code"]
            text = _NOT_ALLOWED if code == "no_right" else REFUSALS.get(code, _NOT_ALLOWED)
            raise UserError(tr(text), code=code)
        return [Person(name=row["name"], phone=row["phone"]) for row in given["parties"]]

    def _read(self, order_id: UUID) -> OwnOrder:
        with self._desk.database.read() as connection:
            found = connection.execute(select(*_SHOWN).where(_order.id == order_id)).mappings().one_or_none()
        if found is None:
            raise UserError(tr("This order does not exist, or you may not see it."), code="not_found")
        return _own(found)


def _own(found: Any) -> OwnOrder:
    values = {name: found[name] for name in OwnOrder.__dataclass_fields__}
    empty = {name: values[name] or "" for name in ("contacted_how", "proposal")}
    return OwnOrder(**{**values, **empty, "state": OrderState(found["state"])})
