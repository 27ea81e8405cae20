"""先行和解 as the outcome of a contact: the consumer wants the enterprise asked before there is a complaint."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.contacts import SETTLEMENT, Contacts
from app.services.intake import Intake
from app.services.orders import BeforeComplaint, Orders, Sent, WithinComplaint
from app.ui.intake.endings import Present
from app.ui.intake.form import IntakeForm
from app.ui.orders.send import OrderStart, Send, SendOrderDialog
from app.ui.seat import Seat


class SettleFirst(QObject):
    """Sends the order and puts the contact away with it; reports and consultations never go to an enterprise.

    Attributes:
        ended: Emitted with a sentence when the order is on its way and the contact is put away.
    """

    ended = Signal(str)

    def __init__(self, seat: Seat, page: QWidget, present: Callable[[], Present]) -> None:
        super().__init__(page)
        self._seat = seat
        self._page = page
        self._present = present
        self._registered: set[UUID] = set()

    def ask(self) -> None:
        """Ask what the order needs beyond what was typed, the consumer's choice and consent first of all."""
        now = self._present()
        form = now.form
        if form.kind is not Kind.COMPLAINT:
            sentence = {
                Kind.REPORT: tr("A report never goes to an enterprise: it is verified, and the name is kept secret."),
                Kind.CONSULTATION: tr(
                    "Only a dispute goes to an enterprise: choose complaint first, then press again."
                ),
            }.get(form.kind, tr("Only a dispute goes to an enterprise: choose complaint first, then press again."))
            self._seat.messages.note(sentence)
            return
        if now.is_saving:
            return
        dialog = SendOrderDialog(self._seat, self._page, self._start(form), send=self._sender(now))
        dialog.taken.connect(lambda sent: self._done(sent, dialog.enterprise.text()))
        dialog.open()

    def _start(self, form: IntakeForm) -> OrderStart:
        """Gather what was typed already."""
        claims = form.claims.claims(uuid4())
        amounts = [claim.amount for claim in claims if claim.amount is not None]
        codes = self._seat.desk.codes
        return OrderStart(
            enterprise_id=form.against.enterprise_id(),
            enterprise=form.against.name.text(),
            facts=form.facts.text().strip(),
            claim=tr(", ").join(codes.title("claim", claim.code) for claim in claims),
            amount=sum(amounts, start=Decimal()) if amounts else None,
            name=form.who.name.text().strip(),
            phone=str(form.who.phone.value() or ""),
        )

    def _sender(self, now: Present) -> Send:
        """Give the work: register the contact, send the order out of it, put the contact away; each once."""
        desk, drafting, row = self._seat.desk, now.drafting, now.row
        draft_id, channel = drafting.draft_id, now.form.opening.code()
        orders, contacts, intake = Orders(desk), Contacts(desk), Intake(desk)
        contact = replace(
            now.form.contact(draft_id, drafting.opened_at, row),
            outcome=SETTLEMENT,
            note=now.form.facts.text().strip(),
            parties=now.form.who.parties(draft_id, Kind.CONSULTATION),
        )

        def send(order: BeforeComplaint | WithinComplaint) -> Sent:
            if isinstance(order, WithinComplaint):
                raise TypeError(order)
            if row is None and draft_id not in self._registered:
                intake.register(contact)
                self._registered.add(draft_id)
            contact_id = row.contact_id if row is not None else contact.contact_id
            order_id = uuid5(draft_id, "order")
            known = orders.row(order_id)  # an answer that was lost on the way is not sent for twice
            sent = (
                Sent(id=order_id, number=known.number, version=known.version, due_at=known.due_at, case_version=None)
                if known is not None
                else orders.send(replace(order, id=order_id, contact_id=contact_id, channel=channel))
            )
            if row is not None:
                contacts.finish(row.contact_id, SETTLEMENT, sent.number)
            drafting.throw_away()
            return sent

        return send

    def _done(self, sent: Sent, enterprise: str) -> None:
        day = sent.due_at.astimezone(LEGAL_ZONE).date().isoformat()
        self.ended.emit(
            tr(
                "Order {number} is on its way to {enterprise}; its answer is due by {day}.",
                number=sent.number,
                enterprise=enterprise,
                day=day,
            )
        )
