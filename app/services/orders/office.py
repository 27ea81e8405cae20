"""The desk's side: sending an order, urging, taking the consumer's answer, and what follows when it came to nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.errors import UserError
from app.services.orders.reading import read_detail, read_one, read_rows
from app.services.orders.records import (
    BeforeComplaint,
    NewComplaint,
    OrderDetail,
    OrderRow,
    OrderShelf,
    Reply,
    Sent,
    WithinComplaint,
)
from app.services.search.fold import fold


class Orders:
    """Settlement orders as the office handles them. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(
        self, shelf: OrderShelf, *, words: str = "", after: OrderRow | None = None, count: int = 100
    ) -> Sequence[OrderRow]:
        """Return a page of a shelf.

        Args:
            shelf: Which pile.
            words: Part of the order's or case's number, the enterprise's name or the facts.
            after: The last row of the page before.
            count: How many rows.
        """
        with self._desk.database.read() as connection:
            return read_rows(connection, shelf, words=words, after=after, count=count)

    def row(self, order_id: UUID) -> OrderRow | None:
        """Return one order as lists show it; ``None`` where there is none one may see."""
        with self._desk.database.read() as connection:
            return read_one(connection, order_id)

    def detail(self, order_id: UUID) -> OrderDetail:
        """Return an order with its steps, the newest first.

        Raises:
            UserError: There is no such order, or one may not see it.
        """
        with self._desk.database.read() as connection:
            found = read_detail(connection, order_id)
        if found is None:
            raise UserError(tr("This order does not exist, or you may not see it."), code="not_found")
        return found

    def send(self, order: WithinComplaint | BeforeComplaint) -> Sent:
        """Send an order to the enterprise.

        Raises:
            StaleError: The case has changed meanwhile.
            UserError: Not a complaint, no consent to share the name, an order is open already.
        """
        version = order.case_version if isinstance(order, WithinComplaint) else None
        payload = order_payload(order)
        answer = self._desk.command("send_order", payload, subject=order.id, expected_version=version)
        return Sent(
            id=order.id,
            number=answer["number"],
            version=answer["version"],
            due_at=datetime.fromisoformat(answer["due_at"]),
            case_version=answer.get("case_version"),
        )

    def urge(self, order_id: UUID, version: int, how: str) -> int:
        """Record that the enterprise was urged, and how; return the order's new version."""
        return self._step("urge_order", order_id, version, {"how": how})

    def answer_for(self, order_id: UUID, version: int, reply: Reply, source: str) -> int:
        """Enter the reply of an enterprise without a login.

        Args:
            order_id: The order.
            version: The version that was looked at.
            reply: What it says; its ``proof_blob_id`` is the evidence and must not be missing.
            source: Where the reply came from, e.g. ``"传真 2026-11-20"``.
        """
        return self._step("answer_order", order_id, version, reply_payload(reply) | {"reply_source": source})

    def confirm(self, order_id: UUID, version: int, how: str, amount: Decimal | None) -> int:
        """Record that the consumer confirms: only this makes an order settled.

        Args:
            order_id: The order.
            version: The version that was looked at.
            how: How the consumer said so.
            amount: What was received in yuan, ``None`` where it was not money.
        """
        return self._step("confirm_order", order_id, version, {"how": how, "amount": amount})

    def fail(self, order_id: UUID, version: int, reason: str) -> int:
        """End an order that came to nothing, with the reason in words."""
        return self._step("fail_order", order_id, version, {"reason": reason})

    def follow(self, detail: OrderDetail, *, channel: str = "phone", claim_code: str = "other") -> NewComplaint:
        """Begin a new, linked complaint on the day the consumer asks for it.

        The consumer goes over to the complaint inside the database: name and number do not pass this desk.

        Args:
            detail: The order that failed or expired.
            channel: How the consumer asks.
            claim_code: The claim, by the list ``claim``.
        """
        order, case_id = detail.row, uuid4()
        claim = {"id": uuid4(), "code": claim_code, "amount": order.amount, "note": order.claim}
        answer = self._desk.command(
            "register_case",
            {
                "id": case_id,
                "kind": "complaint",
                "channel": channel,
                "contact": {"id": uuid4(), "channel": channel},
                "order_id": order.id,
                "facts": detail.facts,
                "enterprise_id": order.enterprise_id,
                "respondent_name": order.enterprise,
                "amount_involved": order.amount,
                "for_daily_life": True,
                "tried_trader": True,
                "claims": [claim],
                "search_text": fold(f"{detail.facts} {order.enterprise} {order.number}"),
            },
            subject=case_id,
        )
        return NewComplaint(id=case_id, number=answer["number"], version=answer["version"])

    def _step(self, kind: str, order_id: UUID, version: int, payload: Mapping[str, Any]) -> int:
        return int(self._desk.command(kind, payload, subject=order_id, expected_version=version)["version"])


def order_payload(order: WithinComplaint | BeforeComplaint) -> dict[str, Any]:
    """Return an order as the command that sends it carries it."""
    payload: dict[str, Any] = {
        "id": order.id,
        "enterprise_id": order.enterprise_id,
        "facts": order.facts,
        "claim": order.claim,
        "amount": order.amount,
        "shares_identity": order.shares_identity,
    }
    if isinstance(order, WithinComplaint):
        return payload | {"mode": "within_complaint", "case_id": order.case_id}
    return payload | {
        "mode": "before_complaint",
        "contact_id": order.contact_id,
        "channel": order.channel,
        "chosen_at": order.chosen_at,
        "chosen_how": order.chosen_how,
        "consent_share_identity": order.consents_to_share,
        "parties": [order.consumer.party()],
    }


def reply_payload(reply: Reply) -> dict[str, Any]:
    """Return an enterprise's reply as the command carries it."""
    return {
        "contacted_at": reply.contacted_at,
        "contacted_how": reply.contacted_how,
        "proposal": reply.proposal,
        "agrees": reply.agrees,
        "offered": reply.offered,
        "refusal_ground": reply.refusal_ground,
        "proof_blob_id": reply.proof_blob_id,
    }
