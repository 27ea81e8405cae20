"""What happened to a case's clocks and what they read: the values that go into and come out of the counting."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.models.rule_sets import Unit

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")
Moment = date | datetime


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"


class StepKind(StrEnum):
    """What one day did to a term."""

    COUNTED = "counted"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A time taken out of a term: testing, appraisal, recusal …; ``ends`` is ``None`` while it lasts."""

    kind: str
    begins: Moment
    ends: Moment | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """An approved extension; ``length`` is given only for a further one by collective decision."""

    approved_on: Moment
    length: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """Something that happened and may stop a clock, named like the rule's ``stop_event``."""

    event: str
    at: Moment


@dataclass(frozen=True, kw_only=True)
class ClockEvents:
    """What happened to a case, as far as its clocks care; the order does not matter."""

    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One day of a term: what it was, its number if it counted, the pause's kind or the holiday's name."""

    day: date
    kind: StepKind
    number: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockReading:
    """What a clock reads.

    Attributes:
        started_on: The start day, not counted.
        due_on: The last day; while a pause lasts, the last day if counting went on tomorrow.
        due_at: The last instant of a term in hours, else ``None``.
        safe_on: The last working day on which nobody can dispute that the term was kept.
        provisional: Whether a day that matters lies where the calendar is not announced yet.
        paused_days: Units taken out by pauses.
        extended: Units added by extensions.
        late_extension: Day of an approval that came after the last day and extends nothing.
        stopped_on: Day of the stop event, once it happened.
        remaining: Units left after ``as_of`` (after the stop, once stopped); negative when overdue or missed.
        article: As in :class:`~app.models.rule_sets.ClockRule`.
        steps: Day by day why ``due_on`` is what it is; shown by ``app.models.clock_words.why``.
        leans_on: The readings it is reckoned from: the decision's clock, or both limits of which the earlier counts.
        official: Whether the rule set's text is officially confirmed.
    """

    rule_set: str
    key: str
    unit: Unit
    length: int
    started_on: date
    due_on: date
    due_at: datetime | None = None
    safe_on: date
    provisional: bool
    paused_days: int = 0
    extended: int = 0
    late_extension: date | None = None
    stopped_on: date | None = None
    state: ClockState
    remaining: int
    article: str
    basis: str
    steps: tuple[Step, ...] = ()
    leans_on: tuple["ClockReading", ...] = ()
    official: bool = True


def legal_day(moment: Moment) -> date:
    """Return the day of ``moment`` in Asia/Shanghai; a plain date is its own day.

    Raises:
        ValueError: ``moment`` is an instant without a zone.
    """
    if not isinstance(moment, datetime):
        return moment
    return an_instant(moment).astimezone(LEGAL_ZONE).date()


def an_instant(moment: Moment) -> datetime:
    """Return ``moment`` when it is an instant with a zone.

    Raises:
        ValueError: It is a plain date or has no zone.
    """
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(f"{moment!r} is not an instant with a zone.")
    return moment
