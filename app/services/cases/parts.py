"""What hangs on a case, as plain values: people masked, events, clocks, claims, amounts, papers and the rest."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """The state row of a case; the names are those of the table."""

    id: UUID
    number: str
    kind: str
    channel: str
    state: str
    version: int
    registering_unit_id: UUID
    deciding_authority_id: UUID | None
    handling_unit_id: UUID
    registrar_id: UUID
    handler_id: UUID | None
    rule_set: str | None
    received_at: datetime
    received_basis: str
    received_on: date
    authority_received_on: date | None
    registered_at: datetime
    facts: str
    answer: str
    object_code: str | None
    problem_code: str | None
    violation_code: str | None
    occurred_on: date | None
    amount_involved: Decimal | None
    payment_method: str | None
    online: bool
    platform_name: str | None
    shop_name: str | None
    order_number: str | None
    enterprise_id: UUID | None
    respondent_name: str
    respondent_address: str
    respondent_phone: str
    respondent_contact: str
    for_daily_life: bool | None
    handled_elsewhere: str | None
    known_since: date | None
    tried_trader: bool | None
    consent_publish: bool | None
    consent_entrust: bool | None
    consent_share_identity: bool | None
    emergency: str | None
    joint: bool
    decided_on: date | None
    accepted_on: date | None
    declined_on: date | None
    told_on: date | None
    ground: str | None
    sub_ground: str | None
    mediation_consent_complainant: bool | None
    mediation_consent_respondent: bool | None
    concluded_on: date | None
    outcome: str | None
    verified_on: date | None
    filed: bool | None
    notices_served_on: date | None
    closed_at: datetime | None
    closed_on: date | None
    imported_from: str | None
    registrar: str
    handler: str | None
    enterprise: str | None


@dataclass(frozen=True, kw_only=True)
class PartyPart:
    """A person of the case, masked; plain values leave by the identity doors only."""

    id: UUID
    role: str
    shown_name: str
    shown_phone: str
    shown_address: str
    shown_id_number: str
    relation: str | None
    language: str | None
    anonymous: bool
    original_power_of_attorney: bool | None
    version: int


@dataclass(frozen=True, kw_only=True)
class EventPart:
    """A line of the timeline."""

    seq: int
    at: datetime
    recorded_at: datetime
    event: str
    person_id: UUID | None
    who: str | None
    unit_id: UUID | None
    command_id: UUID | None
    payload: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class StoredClock:
    """A term's last day as stored with the case's last step."""

    key: str
    started_on: date
    due_on: date
    provisional: bool
    paused_days: int
    extension: int
    stopped_on: date | None


@dataclass(frozen=True, kw_only=True)
class PausePart:
    """A time that does not count."""

    reason: str
    body: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class ClaimPart:
    """One thing the consumer asks for."""

    id: UUID
    code: str
    amount: Decimal | None
    note: str


@dataclass(frozen=True, kw_only=True)
class LedgerPart:
    """An amount in the ledger."""

    id: UUID
    claim_id: UUID | None
    remedy: str
    stage: str
    part: str
    amount: Decimal
    performed_on: date | None
    reason: str
    proof_blob_id: UUID | None
    corrects_id: UUID | None
    entered_by: UUID
    who: str | None
    entered_at: datetime
    needs_confirmation: bool
    confirmed_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class DistributionPart:
    """A hand-over down or a return up."""

    seq: int
    from_unit_id: UUID
    to_unit_id: UUID
    at: datetime
    on: date
    who: str | None
    is_return: bool
    reason: str | None
    note: str


@dataclass(frozen=True, kw_only=True)
class MediationPart:
    """A mediation as arranged and held."""

    id: UUID
    mode: str
    scheduled_at: datetime | None
    place: str
    mediators: str
    entrusted_to_id: UUID | None
    held_at: datetime | None
    minutes: str
    agreement: str
    waiver: str | None


@dataclass(frozen=True, kw_only=True)
class FollowUpPart:
    """A follow-up call."""

    attempt: int
    at: datetime
    who: str | None
    outcome: str
    process: str | None
    result: str | None
    reason: str
    call_again_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OrderPart:
    """A settlement order inside the complaint."""

    id: UUID
    number: str
    mode: str
    state: str
    version: int
    enterprise: str | None
    amount: Decimal | None
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None
    proposal: str | None
    offered: Decimal | None
    agrees: bool | None
    refusal_ground: str | None
    settled_amount: Decimal | None


@dataclass(frozen=True, kw_only=True)
class PaperPart:
    """A paper of the case."""

    id: UUID
    form: str
    state: str
    version: int
    number: str | None
    issued_on: date | None
    drafted_at: datetime
    who: str | None
    blob_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ServicePart:
    """How somebody was told or served."""

    id: UUID
    paper_id: UUID | None
    about: str
    side: str
    way: str
    at: datetime
    result: str
    who: str | None
    mail_number: str | None
    note: str


@dataclass(frozen=True, kw_only=True)
class MaterialPart:
    """A file of the case."""

    id: UUID
    blob_id: UUID
    title: str
    kind: str
    added_at: datetime
    who: str | None


@dataclass(frozen=True, kw_only=True)
class LinkPart:
    """Another case this one belongs to."""

    id: UUID
    number: str
    kind: str
    state: str
    relation: str


@dataclass(frozen=True, kw_only=True)
class RefPart:
    """The case's number elsewhere, with that source's own deadline."""

    id: UUID
    source: str
    number: str
    source_deadline: datetime | None
    reply_due: date | None
    written_back_at: datetime | None
    status: str


@dataclass(frozen=True, kw_only=True)
class ApprovalPart:
    """A step that waited or waits for a second person."""

    id: UUID
    command: str
    payload: dict[str, Any]
    asked_by: UUID
    asker: str | None
    asked_at: datetime
    due_on: date | None
    decider: str | None
    decided_at: datetime | None
    decision: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContactPart:
    """A contact the case came from or that spoke about it."""

    id: UUID
    channel: str
    behaviour: str
    received_at: datetime
    outcome: str | None
    relation: str
    blob_id: UUID | None
    note: str


@dataclass(frozen=True, kw_only=True)
class RulePart:
    """A step that a second person has to approve: by law, or by the rule of the case's authority or handling unit."""

    command: str
