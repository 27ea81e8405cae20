"""The dialog that sends a settlement order: from a complaint's page, or for a consumer who wants no complaint yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.services.enterprises import Enterprises
from app.services.errors import UserError
from app.services.orders import BeforeComplaint, Consumer, Orders, Sent, WithinComplaint
from app.ui.orders.dialog import LABEL_WIDTH, AskDialog, Work
from app.ui.orders.moment import MomentEntry
from app.ui.orders.steps import needed, ways
from app.ui.seat import Seat
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import MoneyEntry, PhoneEntry
from app.ui.widgets.fields import Field, in_a_row
from app.ui.widgets.picker import FoundPicker, Pick

MOST_FOUND = 30
Send = Callable[[BeforeComplaint | WithinComplaint], Sent]


@dataclass(frozen=True, kw_only=True)
class OrderStart:
    """What is known when an order is sent out of something.

    Attributes:
        case_id: The complaint it lies in, with the version that was looked at; ``None`` for 先行和解.
        contact_id: The contact in which the consumer asked for 先行和解.
        may_share: What the consumer answered about name and phone going to the enterprise; ``None``: not asked.
        name: The consumer's name, as far as it is known.
        phone: The consumer's number, as far as it is known.
    """

    case_id: UUID | None = None
    case_version: int = 0
    contact_id: UUID | None = None
    enterprise_id: UUID | None = None
    enterprise: str = ""
    facts: str = ""
    claim: str = ""
    amount: Decimal | None = None
    may_share: bool | None = None
    name: str = ""
    phone: str = ""


class SendOrderDialog(AskDialog):
    """Asks for the enterprise, the facts and the claim; ``taken`` gives the :class:`~app.services.orders.Sent`."""

    def __init__(
        self, seat: Seat, parent: QWidget, start: OrderStart | None = None, *, send: Send | None = None
    ) -> None:
        """Take what is known already; an order out of a complaint asks for no consumer.

        Args:
            seat: The person's seat.
            parent: What the dialog stands over.
            start: What is known already.
            send: Sends the order and does what belongs to it, on another thread; usually it is sent and no more.
        """
        self._seat = seat
        self._send = send or Orders(seat.desk).send
        self._start = start or OrderStart()
        self.enterprise = FoundPicker(seat.tasks, self._find, placeholder=tr("Name, pinyin initials or credit code"))
        if self._start.enterprise_id is not None:
            self.enterprise.set_pick(Pick(self._start.enterprise_id, self._start.enterprise))
        self.facts = TextEdit(placeholder=tr("What happened; no name and no number of the consumer"))
        self.facts.set_text(self._start.facts)
        self.claim = LineEdit(self._start.claim, placeholder=tr("What the consumer asks for"))
        self.amount = MoneyEntry()
        self.amount.set_value(self._start.amount)
        self.share = ConsentControl(tr("Name and phone go to the enterprise"))
        self.share.set_value(self._start.may_share)
        self.name, self.phone = LineEdit(self._start.name, placeholder=tr("Name")), PhoneEntry()
        self.phone.set_value(self._start.phone)
        self.chosen_at, self.chosen_how = MomentEntry(seat.desk.clock), ways()
        super().__init__(
            tr("Send the settlement order"), self._fields(), self._read_form, seat.tasks, parent, hint=self._hint()
        )
        if self._start.enterprise_id is not None and self._start.facts:
            # What is known stands there already; what nobody has asked yet is the consent.
            self.share.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fields(self) -> list[QWidget]:
        fields: list[QWidget] = [
            Field("enterprise_id", tr("Enterprise"), self.enterprise, label_width=LABEL_WIDTH),
            Field("facts", tr("Facts"), self.facts, label_width=LABEL_WIDTH),
            Field("claim", tr("Claim"), self.claim, label_width=LABEL_WIDTH),
            Field("amount", tr("Amount"), self.amount, label_width=LABEL_WIDTH),
        ]
        if self._start.case_id is None:
            who = in_a_row(self.name, self.phone, stretch=0)
            fields += [
                Field("consumer", tr("Consumer"), who, label_width=LABEL_WIDTH),
                Field("chosen_at", tr("Chosen on"), self.chosen_at, label_width=LABEL_WIDTH),
                Field("chosen_how", tr("How"), self.chosen_how, label_width=LABEL_WIDTH),
            ]
        return [*fields, self._consent()]

    def _consent(self) -> Field:
        hint = tr("Only what the consumer has agreed to goes over; it is opened on the record.")
        return Field("shares_identity", tr("Name and phone"), self.share, hint=hint, label_width=LABEL_WIDTH)

    def _hint(self) -> str:
        if self._start.case_id is not None:
            return tr("The complaint's clocks run on; the reply is due two working days before the decision day.")
        return tr(
            "Only where the consumer chooses it. If it comes to nothing, a complaint begins when the consumer asks."
        )

    def _find(self, typed: str) -> Sequence[Pick]:
        found = Enterprises(self._seat.desk).find(typed, count=MOST_FOUND)
        return [Pick(row.id, row.name, row.uscc) for row in found]

    def _read_form(self) -> Work:
        enterprise_id = self.enterprise.value()
        if enterprise_id is None:
            raise UserError(tr("Choose the enterprise from the register."), field="enterprise_id")
        facts, claim, amount = needed(self.facts.text(), "facts"), self.claim.text().strip(), self.amount.value()
        agreed, send = self.share.value(), self._send
        order: WithinComplaint | BeforeComplaint
        if self._start.case_id is not None:
            order = WithinComplaint(
                case_id=self._start.case_id,
                case_version=self._start.case_version,
                enterprise_id=enterprise_id,
                facts=facts,
                claim=claim,
                amount=amount,
                shares_identity=agreed is True,
            )
        else:
            name, phone = needed(self.name.text(), "consumer"), self.phone.value()
            if not phone:
                raise UserError(
                    self.phone.problem() or tr("The consumer's phone is needed to ask back."), field="consumer"
                )
            order = BeforeComplaint(
                enterprise_id=enterprise_id,
                contact_id=self._start.contact_id,
                facts=facts,
                claim=claim,
                amount=amount,
                chosen_at=self.chosen_at.read("chosen_at"),
                chosen_how=self.chosen_how.value(),
                consumer=Consumer(name=name, phone=phone),
                consents_to_share=agreed,
                shares_identity=agreed is True,
            )
        return lambda: send(order)
