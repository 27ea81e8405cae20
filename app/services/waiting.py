"""How much waits for this person: for the numbers at the rail, read in one breath."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.models.clocks import read_clock
from app.models.tables.contact import Contact, ContactAccess
from app.models.tables.enterprise import OrderAccess, SettlementOrder
from app.models.vocabulary import ContactState, Permission
from app.services.approvals import Approvals
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE
from app.services.contacts import LISTEN_CLOCK

MOST = 500
_UNANSWERED = ("sent", "seen")


@dataclass(frozen=True, kw_only=True)
class Pile:
    """How many things wait at a place, and how many of them past their time."""

    number: int = 0
    late: int = 0


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits: at the queues, of the orders, for a decision; a place that is not this person's has nothing."""

    contacts: Pile = Pile()
    orders: Pile = Pile()
    approvals: Pile = Pile()


class WaitingPiles:
    """Counts what waits; every method asks the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self) -> Waiting:
        """Count what this person may see and has to look at."""
        session = self._desk.session
        with self._desk.database.read() as connection:
            contacts = self._contacts(connection) if session.may(Permission.REGISTER) else Pile()
            orders = Pile()
            if session.is_liaison:
                orders = self._own_orders(connection)
            elif session.may(Permission.ORDER):
                orders = self._orders(connection)
        approvals = Pile(number=Approvals(self._desk).count()) if session.may(Permission.APPROVE) else Pile()
        return Waiting(contacts=contacts, orders=orders, approvals=approvals)

    def _contacts(self, connection: Connection) -> Pile:
        """Count what nobody has taken yet; a voicemail is late when it was not heard in time."""
        seen = select(ContactAccess.contact_id).where(ContactAccess.open)
        rows = connection.execute(
            select(Contact.behaviour, Contact.received_at, Contact.heard_at)
            .where(Contact.id.in_(seen), Contact.state == ContactState.WAITING)
            .limit(MOST)
        ).all()
        late = sum(row.behaviour == "voicemail" and row.heard_at is None and self._is_late(row) for row in rows)
        return Pile(number=len(rows), late=late)

    def _is_late(self, row: Any) -> bool:
        received: datetime = row.received_at
        rules = self._desk.law.in_force_on(received.astimezone(LEGAL_ZONE).date())
        if rules is None or LISTEN_CLOCK not in rules.clocks:
            return False
        now = max(self._desk.clock.now() + self._desk.server_offset, received)
        due = read_clock(rules, LISTEN_CLOCK, started=received, calendar=self._desk.law.calendar, as_of=now).due_at
        return due is not None and due < now

    def _orders(self, connection: Connection) -> Pile:
        """Count orders that were answered, so that the consumer is to be asked, and those past their day."""
        overdue = OrderAccess.state.in_(_UNANSWERED) & (OrderAccess.due_at < func.now())
        mine = select(OrderAccess.order_id, overdue.label("late")).where(
            OrderAccess.open, or_(OrderAccess.state == "answered", overdue)
        )
        rows = connection.execute(mine.distinct().limit(MOST)).all()
        return Pile(number=len({row.order_id for row in rows}), late=len({row.order_id for row in rows if row.late}))

    def _own_orders(self, connection: Connection) -> Pile:
        """Count the orders a liaison has not answered."""
        rows = connection.execute(
            select((SettlementOrder.due_at < func.now()).label("late"))
            .where(SettlementOrder.state.in_(_UNANSWERED))
            .limit(MOST)
        ).all()
        return Pile(number=len(rows), late=sum(row.late for row in rows))
