"""A case's clocks, read by the desk from the case's own days, so that every last day can be explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.models import clock_words
from app.models.clock_reading import ClockEvents, ClockReading, ClockState, Extension, Pause, Stop, legal_day
from app.models.clocks import read_clock
from app.models.rule_sets import RuleSet
from app.services.cases.detail import CaseDetail
from app.services.law import LawBook

EXTENDED = "verification_extended"
LIMITED_OUTCOMES = {"terminated", "withdrawn_after", "self_settled"}
ENDED_STATES = {"withdrawn", "returned", "guided"}
MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Run:
    """A clock as the case starts and stops it."""

    key: str
    started: date
    stopped: date | None


def runs(detail: CaseDetail) -> Iterator[Run]:
    """Give the clocks a case has set going; the database stores the same ones (door ``refresh_clocks``)."""
    c = detail.case
    ended = c.concluded_on or c.closed_on
    if c.kind == "complaint":
        gone = ended if c.state in ENDED_STATES else None
        yield from _run("accept_decision", c.authority_received_on, c.told_on or gone)
        for key in ("mediation", "mediation_legacy", "mediation_limit", "termination_proposal"):
            yield from _run(key, c.accepted_on, ended)
        concluded = c.concluded_on if c.outcome in LIMITED_OUTCOMES else None
        yield from _run("termination_notice", concluded, c.notices_served_on)
        yield from _run("identity_proof", c.authority_received_on, c.told_on or gone)
    elif c.kind == "report":
        key = "clue_verification" if c.received_basis == "clue" else "report_verification"
        yield from _run(key, c.authority_received_on, c.verified_on)


def readings(detail: CaseDetail, law: LawBook, today: date) -> tuple[ClockReading, ...]:
    """Read every clock of a case on ``today``, the most urgent first, those that stopped last."""
    rules = law.rule_set(detail.case.rule_set)
    if rules is None:
        return ()
    found = [
        read_clock(
            rules,
            run.key,
            started=run.started,
            calendar=law.calendar,
            as_of=max(today, run.started),
            events=_events(detail, rules, run),
        )
        for run in runs(detail)
        if run.key in rules.clocks
    ]
    return tuple(sorted(found, key=lambda reading: (reading.stopped_on is not None, reading.due_on, reading.key)))


def shown(found: tuple[ClockReading, ...]) -> tuple[ClockReading, ...]:
    """Choose the clocks a header shows: at most three that run; of two that mean the same the nearer one."""
    whole = any(reading.key == "mediation_limit" for reading in found)
    hidden = {"termination_proposal", "identity_proof", *(("mediation", "mediation_legacy") if whole else ())}
    running = [reading for reading in found if reading.stopped_on is None and reading.key not in hidden]
    return tuple(running[:MOST_SHOWN])


def explained(reading: ClockReading) -> tuple[str, ...]:
    """Say day by day why a clock's last day is what it is."""
    return clock_words.why(reading)


def is_urgent(reading: ClockReading) -> bool:
    """Whether a clock runs and has three units or less left."""
    return reading.state in {ClockState.RUNNING, ClockState.PAUSED} and reading.remaining <= MOST_SHOWN


def _run(key: str, started: date | None, stopped: date | None) -> Iterator[Run]:
    if started is not None:
        yield Run(key=key, started=started, stopped=stopped)


def _events(detail: CaseDetail, rules: RuleSet, run: Run) -> ClockEvents:
    rule = rules.clocks[run.key]
    stops = {rule.stop_event, *(rules.clocks[key].stop_event for key in rule.leans_on)}
    return ClockEvents(
        pauses=tuple(Pause(kind=row.reason, begins=row.from_on, ends=row.until_on) for row in detail.pauses),
        extensions=tuple(Extension(approved_on=legal_day(row.at)) for row in detail.events if row.event == EXTENDED),
        stops=tuple(Stop(event=event, at=run.stopped) for event in sorted(stops)) if run.stopped is not None else (),
    )
