"""The queues of what came in before there is a case: unheard voicemails, unread letters, promised call-backs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from app.models.clocks import read_clock
from app.models.receipt import Arrival as Instants, receipt
from app.models.tables.contact import CallBack, Contact, ContactAccess, Party
from app.models.tables.office import Person
from app.models.vocabulary import ContactState, PartyRole
from app.models.words import tr
from app.services.blobs import Blobs, Progress
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE
from app.services.drafts.commands import Standing
from app.services.errors import UserError
from app.services.media.arrivals import Arrival
from app.services.registration import NewContact, NewParty

LISTEN_CLOCK = "voicemail_listen"
SETTLEMENT = "settlement"
"""The outcome of a contact that a settlement order begins from; it stands only with that order."""
DELIVERIES = UUID("0c6a3b52-6f4e-5d1a-8c55-12315aa00001")


@dataclass(frozen=True, kw_only=True)
class CallBackTry:
    """A try to reach the caller; ``outcome`` of the list ``followup_outcome``."""

    attempt: int
    at: datetime
    day: date
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """Something that waits, as the queue shows it.

    Attributes:
        caller: Masked name and number, as far as they are known.
        party_id: Whose plain number the door gives while one has the item claimed.
        waiting: How long it has waited at the moment it was read.
        due_at: Until when it is to be heard; ``None`` where no term runs or it has been heard.
        is_mine: Claimed by the person who reads this.
    """

    contact_id: UUID
    version: int
    channel: str
    behaviour: str
    state: ContactState
    received_at: datetime
    received_basis: str
    caller: str
    party_id: UUID | None
    blob_id: UUID | None
    pages: int | None
    note: str
    waiting: timedelta
    due_at: datetime | None
    claimed_by: str
    claimed_at: datetime | None
    is_mine: bool
    heard_at: datetime | None
    call_backs: tuple[CallBackTry, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether its term has run out unheard."""
        return self.due_at is not None and self.received_at + self.waiting > self.due_at

    @property
    def left(self) -> timedelta | None:
        """How long until its term ends; negative when late, ``None`` without a term."""
        return None if self.due_at is None else self.due_at - (self.received_at + self.waiting)


class Contacts:
    """Reads and moves the queues; every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._blobs = Blobs(desk)
        self._sent: dict[tuple[str, str | None], UUID] = {}

    def queue(self, *behaviours: str) -> tuple[ContactRow, ...]:
        """Return what waits by way of ``behaviours`` (voicemail, letter …; none means every way), oldest first."""
        seen = select(ContactAccess.contact_id).where(ContactAccess.open)
        if behaviours:
            seen = seen.where(ContactAccess.behaviour.in_(behaviours))
        query = (
            select(
                Contact.id,
                Contact.version,
                Contact.channel,
                Contact.behaviour,
                Contact.state,
                Contact.received_at,
                Contact.received_basis,
                Contact.blob_id,
                Contact.pages,
                Contact.note,
                Contact.claimed_by,
                Contact.claimed_at,
                Contact.heard_at,
                Person.name.label("claimer"),
            )
            .outerjoin(Person, Person.id == Contact.claimed_by)
            .where(Contact.id.in_(seen), Contact.state != ContactState.DONE)
            .order_by(Contact.received_at, Contact.id)
        )
        with self._desk.database.read() as connection:
            rows = connection.execute(query).mappings().all()
            ids = [row["id"] for row in rows]
            parties = connection.execute(
                select(Party.contact_id, Party.id, Party.shown_name, Party.shown_phone).where(
                    Party.contact_id.in_(ids), Party.role == PartyRole.CALLER
                )
            ).mappings()
            callers = {party["contact_id"]: party for party in parties}
            tries = connection.execute(
                select(CallBack.contact_id, CallBack.attempt, CallBack.at, CallBack.day, CallBack.outcome)
                .where(CallBack.contact_id.in_(ids))
                .order_by(CallBack.contact_id, CallBack.attempt)
            ).mappings()
            called: dict[UUID, tuple[CallBackTry, ...]] = {}
            for one in tries:
                values = {name: one[name] for name in ("attempt", "at", "day", "outcome")}
                called[one["contact_id"]] = (*called.get(one["contact_id"], ()), CallBackTry(**values))
        return tuple(self._row(dict(row), callers.get(row["id"]), called.get(row["id"], ())) for row in rows)

    def mine(self) -> tuple[ContactRow, ...]:
        """Return what this person has claimed."""
        return tuple(row for row in self.queue() if row.is_mine)

    def claim(self, contact_id: UUID) -> int:
        """Take an item; it is one operator's then. Returns its version.

        Raises:
            UserError: A colleague was quicker, or it is done.
        """
        return self._do("claim_contact", contact_id)

    def release(self, contact_id: UUID) -> int:
        """Give an item back to the queue."""
        return self._do("release_contact", contact_id)

    def release_all_mine(self) -> int:
        """Give back everything this person has claimed, at sign-out; returns how many items that were."""
        rows = self.mine()
        for row in rows:
            self.release(row.contact_id)
        return len(rows)

    def mark_heard(self, contact_id: UUID) -> int:
        """Note that a claimed voicemail was listened to; its term stops."""
        return self._do("mark_heard", contact_id)

    def call_back(self, contact_id: UUID, outcome: str) -> int | None:
        """Record today's try to reach the caller: up to three, on different days.

        It is kept on this computer first and counts from now, also when the server gets it later.

        Args:
            contact_id: The item.
            outcome: Code of the list ``followup_outcome``.

        Returns:
            Which try it was; ``None`` while it waits on this computer for the server.
        """
        at = self._desk.clock.now() + self._desk.server_offset
        try:
            item = self._desk.keep_and_send(
                "record_call_back",
                {"outcome": outcome, "at": at.isoformat()},
                subject=contact_id,
                title=tr("Today's call-back"),
            )
        except UserError:
            # The person reads at once why; nothing more is to be done with it.
            for kept in self._desk.outbox.attention():
                if kept.command.subject == contact_id and kept.command.kind == "record_call_back":
                    self._desk.outbox.drop(kept.command.command_id)
            raise
        return int(item.answer.result["attempt"]) if item.standing is Standing.DONE and item.answer else None

    def finish(self, contact_id: UUID, outcome: str, note: str = "") -> int:
        """Put an item away with what became of it; ``outcome`` of the list ``contact_outcome``."""
        payload = {"outcome": outcome} | ({"note": note} if note else {})
        return self._do("finish_contact", contact_id, payload)

    def caller_of(self, row: ContactRow) -> str:
        """Return the plain number of an item one has claimed, for the own open form; audited. Empty if unknown."""
        if row.party_id is None:
            return ""
        asked = self._desk.database.call("ask_identity", "form", row.party_id, None, "intake")
        if asked["status"] != "done":
            return ""
        answer = self._desk.database.call("get_identity", UUID(asked["ticket"]))
        return next((str(party["phone"]) for party in answer.get("parties", ())), "")

    def take_in(self, arrival: Arrival, *, progress: Progress | None = None) -> UUID | None:
        """Store an arriving file and put it into the queue; ``None`` when it was delivered before.

        Safe to repeat: a try that broke off goes on where it stopped, and nothing is counted twice.

        Raises:
            OutageError: The server is away; offer the arrival again later.
            UserError: It cannot be taken in.
        """
        key = (arrival.sha256, arrival.source_id)
        # The content decides the contact's id, so that the same delivery seen by two desks is one contact.
        contact_id = uuid5(DELIVERIES, f"{self._desk.session.unit_id}/{arrival.sha256}/{arrival.source_id or ''}")
        blob_id = self._sent.setdefault(key, uuid4())
        self._blobs.put(arrival.path, arrival.media_type.value, blob_id=blob_id, progress=progress)
        contact = NewContact(
            contact_id=contact_id,
            channel=arrival.kind.value,
            arrival=Instants(contact_at=self._now(), recorded_at=arrival.recorded_at),
            source_id=arrival.source_id,
            content_sha256=arrival.sha256,
            blob_id=blob_id,
            pages=arrival.pages,
            note=arrival.remark,
            parties=_caller(arrival.caller_number),
        )
        when = receipt(arrival.kind.value, contact.arrival)
        try:
            self._desk.command("register_contact", contact.payload(when), subject=contact_id)
        except UserError as refusal:
            if refusal.code != "delivered_before":
                raise
            self._sent.pop(key, None)
            return None
        self._sent.pop(key, None)
        return contact_id

    def _now(self) -> datetime:
        return self._desk.clock.now() + self._desk.server_offset

    def _do(self, kind: str, contact_id: UUID, payload: dict[str, Any] | None = None) -> int:
        return int(self._desk.command(kind, payload, subject=contact_id)["version"])

    def _row(self, row: dict[str, Any], caller: Any, tries: Sequence[CallBackTry]) -> ContactRow:
        shown = " ".join(part for part in (caller["shown_name"], caller["shown_phone"]) if part) if caller else ""
        return ContactRow(
            contact_id=row["id"],
            version=row["version"],
            channel=row["channel"],
            behaviour=row["behaviour"],
            state=ContactState(row["state"]),
            received_at=row["received_at"],
            received_basis=row["received_basis"],
            caller=shown,
            party_id=caller["id"] if caller else None,
            blob_id=row["blob_id"],
            pages=row["pages"],
            note=row["note"],
            waiting=max(self._now() - row["received_at"], timedelta()),
            due_at=self._due_at(row),
            claimed_by=row["claimer"] or (tr("a colleague") if row["claimed_by"] else ""),
            claimed_at=row["claimed_at"],
            is_mine=row["claimed_by"] == self._desk.session.person_id,
            heard_at=row["heard_at"],
            call_backs=tuple(tries),
        )

    def _due_at(self, row: dict[str, Any]) -> datetime | None:
        """Return until when a voicemail is to be heard; ``None`` once it was."""
        if row["behaviour"] != "voicemail" or row["heard_at"] is not None:
            return None
        received: datetime = row["received_at"]
        rules = self._desk.law.in_force_on(received.astimezone(LEGAL_ZONE).date())
        if rules is None or LISTEN_CLOCK not in rules.clocks:
            return None
        now = max(self._now(), received)
        return read_clock(rules, LISTEN_CLOCK, started=received, calendar=self._desk.law.calendar, as_of=now).due_at


def _caller(number: str | None) -> tuple[NewParty, ...]:
    return (NewParty(role=PartyRole.CALLER, phone=number),) if number else ()
