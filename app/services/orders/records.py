"""What goes into and comes out of the room of the settlement orders."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from app.models.vocabulary import OrderMode, OrderState
from app.models.words import mark


class OrderShelf(StrEnum):
    """The piles an order lies on at the desk."""

    OPEN = "open"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    ALL = "all"


SHELF_TITLES: dict[OrderShelf, str] = {
    OrderShelf.OPEN: mark("Under way"),
    OrderShelf.ANSWERED: mark("Answered, ask the consumer"),
    OrderShelf.OVERDUE: mark("Overdue or expired"),
    OrderShelf.ALL: mark("All orders"),
}

EVENT_TITLES: dict[str, str] = {
    "sent": mark("Sent to the enterprise"),
    "seen": mark("Opened by the enterprise"),
    "answered": mark("Answered by the enterprise"),
    "urged": mark("Urged"),
    "settled": mark("The consumer confirmed: settled"),
    "failed": mark("Ended without settlement"),
    "expired": mark("Expired without an answer"),
    "became_complaint": mark("A complaint began from it"),
}

OPEN_STATES = frozenset({OrderState.SENT, OrderState.SEEN, OrderState.ANSWERED})
UNANSWERED = frozenset({OrderState.SENT, OrderState.SEEN})


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order as lists show it.

    Attributes:
        case_number: The complaint it lies in; ``None`` before a complaint, or where one may not see that case.
        due_at: Until when the enterprise should answer: the last second of that day.
    """

    id: UUID
    number: str
    mode: OrderMode
    state: OrderState
    version: int
    enterprise_id: UUID
    enterprise: str
    unit_id: UUID
    case_id: UUID | None
    case_number: str | None
    claim: str
    amount: Decimal | None
    offered: Decimal | None
    agrees: bool | None
    urged: int
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the enterprise or the consumer still has to speak."""
        return self.state in OPEN_STATES

    def is_late(self, now: datetime) -> bool:
        """Whether the enterprise should have answered before ``now``."""
        return self.state is OrderState.EXPIRED or (self.state in UNANSWERED and self.due_at < now)


@dataclass(frozen=True, kw_only=True)
class OrderEvent:
    """A step in an order's life; ``person`` is empty for the enterprise's own steps and the worker's."""

    at: datetime
    event: str
    person: str
    payload: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Who asked for 先行和解 before a complaint, when and how."""

    at: datetime | None
    how: str


@dataclass(frozen=True, kw_only=True)
class OrderDetail:
    """An order with everything the desk knows of it.

    Attributes:
        consumer: Masked name and phone of whom it is for; empty where the complaint has them.
        followed_by_id: The complaint that began when it failed.
    """

    row: OrderRow
    facts: str
    channel: str
    contact_id: UUID | None
    chosen: Chosen | None
    shares_identity: bool
    consumer: str
    consumer_id: UUID | None
    seen_at: datetime | None
    urged_at: datetime | None
    concluded_at: datetime | None
    contacted_at: datetime | None
    contacted_how: str
    proposal: str
    refusal_ground: str | None
    reply_source: str
    proof_blob_id: UUID | None
    settled_amount: Decimal | None
    confirmed_how: str
    followed_by_id: UUID | None
    followed_by_number: str | None
    events: tuple[OrderEvent, ...]

    @property
    def may_become_complaint(self) -> bool:
        """Whether a new complaint may begin from it: a 先行和解 that failed, once."""
        return (
            self.row.mode is OrderMode.BEFORE_COMPLAINT
            and self.row.state in {OrderState.FAILED, OrderState.EXPIRED}
            and self.followed_by_id is None
        )


@dataclass(frozen=True, kw_only=True)
class Consumer:
    """The person a 先行和解 is for. The plain values travel in ``identity`` only and are stored behind the doors."""

    name: str
    phone: str
    relation: str = "self"
    address: str = ""
    id: UUID = field(default_factory=uuid4)

    def party(self, role: str = "consumer") -> dict[str, Any]:
        """Return it as a command carries it."""
        return {
            "id": self.id,
            "role": role,
            "relation": self.relation,
            "identity": {"name": self.name, "phone": self.phone, "address": self.address},
        }


@dataclass(frozen=True, kw_only=True)
class WithinComplaint:
    """协商 inside a complaint: its clocks run on, and the reply date lies two working days before the decision day."""

    case_id: UUID
    case_version: int
    enterprise_id: UUID
    facts: str
    claim: str = ""
    amount: Decimal | None = None
    shares_identity: bool = False
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class BeforeComplaint:
    """先行和解: chosen by the consumer before there is a complaint.

    Attributes:
        chosen_how: How the consumer said so, e.g. ``"phone"`` or words.
        consents_to_share: What the consumer answered about name and phone going to the enterprise; ``None``: not asked.
    """

    enterprise_id: UUID
    facts: str
    chosen_at: datetime
    chosen_how: str
    consumer: Consumer
    contact_id: UUID | None = None
    channel: str = "desk"
    claim: str = ""
    amount: Decimal | None = None
    consents_to_share: bool | None = None
    shares_identity: bool = False
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An order on its way: its number, until when an answer is due, and the case's new version if it lies in one."""

    id: UUID
    number: str
    version: int
    due_at: datetime
    case_version: int | None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an enterprise answers.

    Attributes:
        contacted_at: When it spoke to the consumer.
        contacted_how: How, e.g. ``"phone"``.
        offered: Amount in yuan, or ``None`` where the proposal is not money.
        agrees: Whether it meets the claim; otherwise ``refusal_ground`` says why, by the list of that name.
    """

    contacted_at: datetime
    contacted_how: str
    proposal: str
    agrees: bool
    offered: Decimal | None = None
    refusal_ground: str | None = None
    proof_blob_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewComplaint:
    """The complaint that began from an order that came to nothing."""

    id: UUID
    number: str
    version: int


@dataclass(frozen=True, kw_only=True)
class OwnOrder:
    """An order as the enterprise's own liaison sees it: nothing of the case or the people at the desk.

    Attributes:
        may_ask_consumer: Whether name and phone may be opened: consent is recorded and the order is open.
    """

    id: UUID
    number: str
    state: OrderState
    version: int
    facts: str
    claim: str
    amount: Decimal | None
    sent_at: datetime
    due_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    urged: int
    urged_at: datetime | None
    concluded_at: datetime | None
    contacted_at: datetime | None
    contacted_how: str
    proposal: str
    offered: Decimal | None
    agrees: bool | None
    refusal_ground: str | None
    settled_amount: Decimal | None
    shares_identity: bool

    @property
    def may_ask_consumer(self) -> bool:
        """Whether name and phone may be opened now."""
        return self.shares_identity and self.state in OPEN_STATES

    @property
    def wants_answer(self) -> bool:
        """Whether the enterprise has still to answer."""
        return self.state in UNANSWERED
