"""When something counts as received, by the way it came, and from when each authority's own term runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.models.calendar import WorkCalendar
from app.models.clock_reading import Moment, an_instant, legal_day


class ReceiptBasis(StrEnum):
    """The instant that counts as receipt."""

    SUBMISSION = "submission"
    MAIL_ROOM = "mail_room"
    RECORDING = "recording"
    CONTACT = "contact"
    AUTHORITY = "authority"


BASIS_BY_CHANNEL: dict[str, ReceiptBasis] = {
    "web": ReceiptBasis.SUBMISSION,
    "email": ReceiptBasis.SUBMISSION,
    "letter": ReceiptBasis.MAIL_ROOM,
    "voicemail": ReceiptBasis.RECORDING,
    "phone": ReceiptBasis.CONTACT,
    "walk_in": ReceiptBasis.CONTACT,
    "transfer": ReceiptBasis.AUTHORITY,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The instants known about how something came in; all with a zone.

    Attributes:
        contact_at: When the office first dealt with the person or the paper, at the desk's corrected time; also for
            what was taken down while the server was away.
        submitted_at: When the sender sent it (web, national platform, e-mail).
        signed_at: When the mail room signed for it.
        recorded_at: When the voicemail was recorded.
        authority_at: When the competent authority received it.
    """

    contact_at: datetime
    submitted_at: datetime | None = None
    signed_at: datetime | None = None
    recorded_at: datetime | None = None
    authority_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The instant of receipt and what it rests on."""

    at: datetime
    basis: ReceiptBasis


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """A unit received the case; ``authority`` is the deciding authority it acts for (a station acts for its bureau)."""

    authority: str
    at: Moment


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityStart:
    """The day an authority's own term starts and the working days that had gone by before, at other authorities."""

    authority: str
    started_on: date
    used_before: int


def receipt(channel: str, arrival: Arrival) -> Receipt:
    """Return when a contact counts as received.

    Args:
        channel: The channel's ``behaviour`` word; an unknown one counts from the contact.
        arrival: What is known; where the channel's own instant is missing, the contact counts.
    """
    basis = BASIS_BY_CHANNEL.get(channel, ReceiptBasis.CONTACT)
    instants = {
        ReceiptBasis.SUBMISSION: arrival.submitted_at,
        ReceiptBasis.MAIL_ROOM: arrival.signed_at,
        ReceiptBasis.RECORDING: arrival.recorded_at,
        ReceiptBasis.CONTACT: arrival.contact_at,
        ReceiptBasis.AUTHORITY: arrival.authority_at,
    }
    instant = instants[basis]
    if instant is None:
        return Receipt(at=an_instant(arrival.contact_at), basis=ReceiptBasis.CONTACT)
    return Receipt(at=an_instant(instant), basis=basis)


def authority_starts(hand_overs: Iterable[HandOver], calendar: WorkCalendar) -> tuple[AuthorityStart, ...]:
    """Return from when the 7 working days of Art. 15 run at each authority, in the order they received the case.

    A hand-over inside one authority never restarts its term, nor does a case that comes back to it; another authority
    gets a term of its own from the day it receives the case, and the days used before stay visible.
    """
    starts: dict[str, date] = {}
    for hand_over in sorted(hand_overs, key=lambda each: legal_day(each.at)):
        starts.setdefault(hand_over.authority, legal_day(hand_over.at))
    first = min(starts.values(), default=date.min)
    return tuple(
        AuthorityStart(authority=authority, started_on=day, used_before=calendar.count_working_days(first, day))
        for authority, day in starts.items()
    )
