"""What an operator has typed, as values, and what the write door takes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from app.models.identity_numbers import normalise_phone
from app.models.receipt import Arrival, Receipt
from app.models.vocabulary import Kind, PartyRole
from app.models.words import tr
from app.services.search.fold import fold

ANSWERED_AT_ONCE = frozenset({Kind.CONSULTATION, Kind.SUGGESTION, Kind.PRAISE, Kind.SERVICE_COMPLAINT, Kind.OTHER})


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """A person in a case or contact; the plain values travel as identity only.

    Attributes:
        relation: Code of the list ``relation``: whom the person speaks for.
        anonymous: The person gives no name, as is their right in a report.
        original_power_of_attorney: Whether an agent's original power of attorney lies here (Order 121 Art. 11).
    """

    role: PartyRole
    party_id: UUID = field(default_factory=uuid4)
    relation: str | None = None
    language: str | None = None
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    anonymous: bool = False
    original_power_of_attorney: bool | None = None

    def payload(self) -> dict[str, Any]:
        """Return it for the write door."""
        number, extension = normalise_phone(self.phone)
        # The store keeps figures only: an extension would run into the number.
        address = joined((self.address, tr("(extension {n})", n=extension))) if extension else self.address
        identity = {"name": self.name, "phone": number, "address": address, "email": self.email}
        return _said(
            {
                "id": str(self.party_id),
                "role": self.role.value,
                "relation": self.relation,
                "language": self.language,
                "anonymous": self.anonymous,
                "original_power_of_attorney": self.original_power_of_attorney,
                "identity": {name: value.strip() for name, value in identity.items() if value.strip()},
            }
        )


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """One thing the consumer asks for; ``code`` of the list ``claim``."""

    code: str
    claim_id: UUID = field(default_factory=uuid4)
    amount: Decimal | None = None
    note: str = ""

    def payload(self) -> dict[str, Any]:
        """Return it for the write door."""
        amount = None if self.amount is None else str(self.amount)
        return _said({"id": str(self.claim_id), "code": self.code, "amount": amount, "note": self.note or None})


@dataclass(frozen=True, kw_only=True)
class NewMaterial:
    """A file that was stored and belongs to the case."""

    blob_id: UUID
    title: str
    material_id: UUID = field(default_factory=uuid4)
    kind: str = "evidence"

    def payload(self) -> dict[str, Any]:
        """Return it for the write door."""
        return {"id": str(self.material_id), "blob_id": str(self.blob_id), "title": self.title, "kind": self.kind}


@dataclass(frozen=True, kw_only=True)
class SourceNumber:
    """The number a transferred case has where it came from, and until when that source wants an answer."""

    source: str
    number: str
    ref_id: UUID = field(default_factory=uuid4)
    received_at: datetime | None = None
    source_deadline: datetime | None = None
    reply_due: date | None = None

    def payload(self) -> dict[str, Any]:
        """Return it for the write door."""
        return _said(
            {
                "id": str(self.ref_id),
                "source": self.source,
                "number": self.number,
                "received_at": _text(self.received_at),
                "source_deadline": _text(self.source_deadline),
                "reply_due": _text(self.reply_due),
            }
        )


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """A call, letter, voicemail, visit, web entry or transfer.

    Attributes:
        channel: Code of the list ``channel``.
        arrival: The instants known about it; which one counts is the channel's matter.
        desk_offset: Server time minus this computer's time, as last measured.
        outcome: What became of it without a case; code of the list ``contact_outcome``.
        case_id: The case it speaks about.
    """

    channel: str
    arrival: Arrival
    contact_id: UUID = field(default_factory=uuid4)
    desk_offset: timedelta = timedelta()
    postmarked_on: date | None = None
    arrived_on: date | None = None
    mail_number: str = ""
    pages: int | None = None
    source_id: str | None = None
    content_sha256: str | None = None
    blob_id: UUID | None = None
    note: str = ""
    parties: tuple[NewParty, ...] = ()
    outcome: str | None = None
    case_id: UUID | None = None

    def payload(self, receipt: Receipt) -> dict[str, Any]:
        """Return it for the write door, received as ``receipt`` says."""
        return _said(
            {
                "id": str(self.contact_id),
                "channel": self.channel,
                "received_at": _text(receipt.at),
                "received_basis": receipt.basis.value,
                "desk_time": _text(self.arrival.contact_at),
                "desk_offset_ms": round(self.desk_offset / timedelta(milliseconds=1)),
                "postmarked_on": _text(self.postmarked_on),
                "arrived_on": _text(self.arrived_on),
                "mail_number": self.mail_number.strip() or None,
                "pages": self.pages,
                "source_id": self.source_id,
                "content_sha256": self.content_sha256,
                "blob_id": _id(self.blob_id),
                "note": self.note or None,
                "parties": [party.payload() for party in self.parties] or None,
                "outcome": self.outcome,
                "case_id": _id(self.case_id),
            }
        )


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """A case as typed; every field may be empty, because saving is never blocked.

    Attributes:
        contact: How it came in.
        contact_id: The waiting contact it is taken over from; no second one is written then.
        closes: Answered at once: the consultation is over when it is saved.
        handled_elsewhere: Who has dealt with it before (court, arbitration, association, other office).
        emergency: Code of the list ``emergency``.
    """

    kind: Kind
    channel: str
    case_id: UUID = field(default_factory=uuid4)
    contact: NewContact
    contact_id: UUID | None = None
    facts: str = ""
    answer: str = ""
    closes: bool = False
    object_code: str | None = None
    problem_code: str | None = None
    violation_code: str | None = None
    occurred_on: date | None = None
    amount_involved: Decimal | None = None
    payment_method: str | None = None
    online: bool = False
    platform_name: str = ""
    shop_name: str = ""
    order_number: str = ""
    enterprise_id: UUID | None = None
    respondent_name: str = ""
    respondent_address: str = ""
    respondent_phone: str = ""
    respondent_contact: str = ""
    for_daily_life: bool | None = None
    handled_elsewhere: str | None = None
    known_since: date | None = None
    tried_trader: bool | None = None
    consent_publish: bool | None = None
    consent_entrust: bool | None = None
    consent_share_identity: bool | None = None
    emergency: str | None = None
    joint: bool = False
    parties: tuple[NewParty, ...] = ()
    claims: tuple[NewClaim, ...] = ()
    materials: tuple[NewMaterial, ...] = ()
    external_refs: tuple[SourceNumber, ...] = ()
    linked_case_id: UUID | None = None
    link_relation: str = "related"

    def payload(self, receipt: Receipt) -> dict[str, Any]:
        """Return it for the write door, received as ``receipt`` says."""
        complaint = self.kind is Kind.COMPLAINT
        typed = {
            "id": str(self.case_id),
            "kind": self.kind.value,
            "channel": self.channel,
            "received_at": _text(receipt.at),
            "received_basis": receipt.basis.value,
            "contact": self.contact.payload(receipt) if self.contact_id is None else None,
            "contact_id": _id(self.contact_id),
            "facts": self.facts,
            "answer": self.answer or None,
            "closes": True if self.closes and self.kind in ANSWERED_AT_ONCE else None,
            "object_code": self.object_code,
            "problem_code": self.problem_code,
            "violation_code": self.violation_code if self.kind is Kind.REPORT else None,
            "occurred_on": _text(self.occurred_on),
            "amount_involved": _text(self.amount_involved),
            "payment_method": self.payment_method,
            "online": self.online,
            "platform_name": self.platform_name.strip() or None if self.online else None,
            "shop_name": self.shop_name.strip() or None if self.online else None,
            "order_number": self.order_number.strip() or None if self.online else None,
            "enterprise_id": _id(self.enterprise_id),
            "respondent_name": self.respondent_name.strip(),
            "respondent_address": self.respondent_address.strip(),
            "respondent_phone": self.respondent_phone.strip(),
            "respondent_contact": self.respondent_contact.strip(),
            "emergency": self.emergency,
            "joint": self.joint,
            "parties": [party.payload() for party in self.parties],
            "materials": [material.payload() for material in self.materials],
            "external_refs": [ref.payload() for ref in self.external_refs],
            "link": {"case_id": str(self.linked_case_id), "relation": self.link_relation}
            if self.linked_case_id
            else None,
            "search_text": self.search_text(),
        }
        if complaint:
            typed |= {
                "for_daily_life": self.for_daily_life,
                "handled_elsewhere": self.handled_elsewhere,
                "known_since": _text(self.known_since),
                "tried_trader": self.tried_trader,
                "consent_publish": self.consent_publish,
                "consent_entrust": self.consent_entrust,
                "consent_share_identity": self.consent_share_identity,
                "claims": [claim.payload() for claim in self.claims],
            }
        return _said(typed)

    def search_text(self) -> str:
        """Return the folded text the search reads: what was told and about whom, never who told it."""
        numbers = (ref.number for ref in self.external_refs)
        return fold(
            joined(
                (self.facts, self.answer, self.respondent_name, self.shop_name, self.order_number, *numbers)
                if self.online
                else (self.facts, self.answer, self.respondent_name, *numbers)
            )
        )


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, with a space between."""
    return " ".join(part.strip() for part in parts if part.strip())


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known; absent means not asked, so that no default is sent for an answer."""
    return {name: value for name, value in values.items() if value is not None}


def _text(value: date | Decimal | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)
