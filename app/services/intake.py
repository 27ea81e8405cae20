"""Taking in: what was typed becomes a case or a contact, received when the law says, kept before it is sent."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from app.models.clock_reading import ClockReading
from app.models.clocks import read_clock
from app.models.receipt import Arrival, Receipt, receipt
from app.models.vocabulary import Kind, Permission
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE
from app.services.codebook import UnitRow
from app.services.drafts.commands import Item, Standing
from app.services.errors import UserError
from app.services.registration import NewCase, NewContact

DRAFT_PAGE = "intake"
_FIRST_CLOCKS = {Kind.COMPLAINT: "accept_decision", Kind.REPORT: "report_verification"}


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of a save.

    Attributes:
        number: The case's number; empty while it waits on this computer or for a contact without a case.
        is_waiting: Kept on this computer until the server is back.
        distributed_to: The unit it was sent to, if it was.
        trouble: A sentence: it is saved, but could not be distributed.
    """

    subject: UUID
    number: str = ""
    is_waiting: bool = False
    distributed_to: UUID | None = None
    trouble: str = ""


class Intake:
    """Saves what was taken in. Methods that save wait for the disk and the server: call them on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def desk_now(self) -> datetime:
        """Return this instant by this computer's clock."""
        return self._desk.clock.now()

    def now(self) -> datetime:
        """Return this instant by the server's clock, as far as it is known."""
        return self._desk.clock.now() + self._desk.server_offset

    def received(self, channel: str, arrival: Arrival) -> Receipt:
        """Return when something counts as received, by its channel's code (practice: Clocks)."""
        entry = self._desk.codes.entry("channel", channel)
        corrected = replace(arrival, contact_at=arrival.contact_at + self._desk.server_offset)
        return receipt(entry.behaviour if entry else "", corrected)

    def instant_of(self, day: date) -> datetime:
        """Return an instant of ``day`` that is not after now: noon, or now for today."""
        noon = datetime.combine(day, time(12), tzinfo=LEGAL_ZONE)
        return min(noon, self.now())

    def save(self, case: NewCase, *, draft_id: UUID | None = None, distribute_to: UUID | None = None) -> Saved:
        """Register a case and, if asked to, send it on to a unit; while the server is away both wait in this order.

        Args:
            case: What was typed.
            draft_id: The draft it was typed in.
            distribute_to: The unit it goes to next; one of :meth:`receivers`.

        Raises:
            UserError: Refused; the draft is open again with all that was typed.
        """
        when = self.received(case.channel, case.contact.arrival)
        item = self._desk.keep_and_send(
            "register_case",
            case.payload(when),
            subject=case.case_id,
            draft_id=draft_id,
            title=case.facts.strip()[:40] or tr("New case"),
        )
        saved = _saved(case.case_id, item)
        return self._distributed(saved, item, distribute_to) if distribute_to is not None else saved

    def save_contact(self, contact: NewContact, *, draft_id: UUID | None = None) -> Saved:
        """Register a contact without a case: a wrong number, a question for progress, a voicemail that arrived.

        Raises:
            UserError: Refused; the draft is open again.
        """
        when = self.received(contact.channel, contact.arrival)
        item = self._desk.keep_and_send(
            "register_contact",
            contact.payload(when),
            subject=contact.contact_id,
            draft_id=draft_id,
            title=self._desk.codes.title("contact_outcome", contact.outcome),
        )
        return _saved(contact.contact_id, item)

    def register(self, contact: NewContact) -> None:
        """Register a contact now or not at all: for what follows from it at the server at once.

        Raises:
            UserError: Refused.
            OutageError: The server is away.
        """
        when = self.received(contact.channel, contact.arrival)
        self._desk.command("register_contact", contact.payload(when), subject=contact.contact_id)

    def may_distribute(self) -> bool:
        """Whether the person may send a case on; the database decides."""
        return self._desk.session.may(Permission.DISTRIBUTE)

    def receivers(self) -> tuple[UnitRow, ...]:
        """Return the units a case can go to from here: the own one where it decides, and one level down."""
        own = self._desk.session.unit_id
        if own is None:
            return ()
        codes = self._desk.codes
        found = [unit for unit in (codes.unit(own),) if unit is not None and codes.authority_of(unit.id)]
        found += [unit for unit in codes.below(own) if unit.active and self._is_next(own, unit)]
        return tuple(unit for unit in found if codes.authority_of(unit.id) is not None)

    def proposed_receiver(self, authority_id: UUID | None) -> UnitRow | None:
        """Return the one of :meth:`receivers` that leads to the authority of the trader's place (Art. 13)."""
        choices = {unit.id: unit for unit in self.receivers()}
        unit = self._desk.codes.unit(authority_id)
        while unit is not None:
            if unit.id in choices:
                return choices[unit.id]
            unit = self._desk.codes.unit(unit.parent_id)
        return None

    def first_clock(self, kind: Kind, received_at: datetime) -> ClockReading | None:
        """Return the first term that runs for a case received then; ``None`` where none does."""
        key = _FIRST_CLOCKS.get(kind)
        rules = self._desk.law.in_force_on(received_at.astimezone(LEGAL_ZONE).date())
        if key is None or rules is None or key not in rules.clocks:
            return None
        return read_clock(
            rules,
            key,
            started=received_at,
            calendar=self._desk.law.calendar,
            as_of=max(self.now(), received_at),
        )

    def _is_next(self, own: UUID, unit: UnitRow) -> bool:
        """Tell whether no authority stands between (level by level, Order 121 Art. 41)."""
        above = self._desk.codes.unit(unit.parent_id)
        while above is not None and above.id != own:
            if above.is_authority:
                return False
            above = self._desk.codes.unit(above.parent_id)
        return above is not None

    def _distributed(self, saved: Saved, item: Item, to_unit: UUID) -> Saved:
        version = item.answer.result.get("version") if item.answer else 1
        try:
            self._desk.keep_and_send(
                "distribute",
                {"to_unit_id": str(to_unit)},
                subject=saved.subject,
                expected_version=version,
                title=tr("Distribute to {unit}", unit=self._desk.codes.unit_name(to_unit)),
            )
        except UserError as refusal:
            # The case itself is safe; it stays here to be distributed by hand.
            self._drop_refused(saved.subject)
            return replace(saved, trouble=refusal.text)
        return replace(saved, distributed_to=to_unit)

    def _drop_refused(self, subject: UUID) -> None:
        for kept in self._desk.outbox.attention():
            if kept.command.subject == subject and kept.command.kind == "distribute":
                self._desk.outbox.drop(kept.command.command_id)


def _saved(subject: UUID, item: Item) -> Saved:
    answer = item.answer
    return Saved(
        subject=subject,
        number=str(answer.result.get("number", "")) if answer else "",
        is_waiting=item.standing is Standing.WAITING,
    )
