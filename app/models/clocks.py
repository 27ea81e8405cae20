"""Deadlines: what a term's clock reads on a given day, as a pure function of rule, events and work calendar.

Stored due dates are a cache of these readings. A reading uses only what had happened on its day (``as_of``), so it can
be recomputed for any day of the past. How days are counted:

* The start day is not counted (Art. 45). A natural-day term whose last day is a statutory holiday ends on the first day
  after the holiday; an ordinary weekend does not move it unless the rule set's settings say so.
* A pause takes out the days after the one it began on, up to and including the one it ended on.
* An approved extension counts only if it was approved on or before the last day.
* Only the rule's own stop event stops a clock: ``accept_decision`` runs until the complainant is told (Art. 15).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.models.calendar import WorkCalendar
from app.models.clock_reading import ClockEvents, ClockReading, ClockState, Moment, StepKind, an_instant, legal_day
from app.models.clock_walk import Walk
from app.models.rule_sets import ClockRule, RuleSet, Unit


def read_clock(
    rule_set: RuleSet,
    key: str,
    *,
    started: Moment,
    calendar: WorkCalendar,
    as_of: Moment,
    events: ClockEvents | None = None,
) -> ClockReading:
    """Read the clock ``key`` of a case on the day (for hours: at the instant) ``as_of``.

    Raises:
        KeyError: The rule set has no such clock.
        ValueError: An instant has no zone, or a term in hours is asked about with a plain date.
    """
    case = _Case(rule_set=rule_set, started=started, calendar=calendar, as_of=as_of, events=events or ClockEvents())
    return case.read(key)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    """What all clocks of one case share while they are read."""

    rule_set: RuleSet
    started: Moment
    calendar: WorkCalendar
    as_of: Moment
    events: ClockEvents

    def read(self, key: str) -> ClockReading:
        rule = self.rule_set.clocks[key]
        if rule.anchor:
            return self._count_back(rule, self.read(rule.anchor))
        if rule.candidates:
            return self._earliest(rule, tuple(self.read(candidate) for candidate in rule.candidates))
        return self._count_hours(rule) if rule.unit is Unit.HOUR else self._count_days(rule)

    def _count_days(self, rule: ClockRule) -> ClockReading:
        start, today = legal_day(self.started), legal_day(self.as_of)
        stopped = self._stopped_on(rule, today)
        horizon = today if stopped is None else stopped
        walked = Walk(
            rule=rule,
            settings=self.rule_set.settings,
            calendar=self.calendar,
            events=self.events,
            start=start,
            horizon=horizon,
        ).go()
        works = self.calendar.is_working_day(walked.strict)
        return ClockReading(
            rule_set=self.rule_set.code,
            key=rule.key,
            unit=rule.unit,
            length=rule.length,
            started_on=start,
            due_on=walked.due,
            safe_on=walked.strict if works else self.calendar.previous_working_day(walked.strict),
            provisional=start < self.calendar.published_from or walked.due > self.calendar.published_until,
            paused_days=sum(step.kind is StepKind.PAUSED for step in walked.steps),
            extended=walked.extended,
            late_extension=walked.late_extension,
            stopped_on=stopped,
            state=_state(walked.due, stopped, today, paused=walked.paused),
            remaining=self._units_between(rule.unit, horizon, walked.due),
            article=rule.article,
            basis=rule.basis,
            steps=walked.steps,
            official=self.rule_set.official,
        )

    def _count_hours(self, rule: ClockRule) -> ClockReading:
        start, now = an_instant(self.started), an_instant(self.as_of)
        due = start + timedelta(hours=rule.length)
        stops = [an_instant(stop.at) for stop in self.events.stops if stop.event == rule.stop_event]
        stopped = min((instant for instant in stops if instant <= now), default=None)
        reached = now if stopped is None else stopped
        state = ClockState.MET if reached <= due else ClockState.MISSED
        if stopped is None:
            state = ClockState.RUNNING if reached <= due else ClockState.OVERDUE
        return ClockReading(
            rule_set=self.rule_set.code,
            key=rule.key,
            unit=rule.unit,
            length=rule.length,
            started_on=legal_day(start),
            due_on=legal_day(due),
            due_at=due,
            safe_on=legal_day(due),
            provisional=False,
            stopped_on=None if stopped is None else legal_day(stopped),
            state=state,
            remaining=(due - reached) // timedelta(hours=1),
            article=rule.article,
            basis=rule.basis,
            official=self.rule_set.official,
        )

    def _count_back(self, rule: ClockRule, anchor: ClockReading) -> ClockReading:
        """Count back from another clock's last day; when that clock has stopped, this one is over too."""
        today = legal_day(self.as_of)
        ends = [day for day in (self._stopped_on(rule, today), anchor.stopped_on) if day is not None]
        stopped = min(ends, default=None)
        due = self.calendar.add_working_days(anchor.due_on, rule.length)
        return replace(
            anchor,
            key=rule.key,
            unit=rule.unit,
            length=rule.length,
            due_on=due,
            safe_on=due,
            stopped_on=stopped,
            state=_state(due, stopped, today),
            remaining=self._units_between(rule.unit, today if stopped is None else stopped, due),
            article=rule.article,
            basis=rule.basis,
            steps=(),
            leans_on=(anchor,),
        )

    def _earliest(self, rule: ClockRule, candidates: tuple[ClockReading, ...]) -> ClockReading:
        first = min(candidates, key=lambda reading: reading.due_on)
        return replace(
            first,
            key=rule.key,
            basis=rule.basis or first.basis,
            safe_on=min(reading.safe_on for reading in candidates),
            provisional=any(reading.provisional for reading in candidates),
            leans_on=candidates,
        )

    def _stopped_on(self, rule: ClockRule, today: date) -> date | None:
        days = [legal_day(stop.at) for stop in self.events.stops if stop.event == rule.stop_event]
        return min((day for day in days if day <= today), default=None)

    def _units_between(self, unit: Unit, after: date, until: date) -> int:
        if unit is Unit.WORKING_DAY:
            return self.calendar.count_working_days(after, until)
        return (until - after).days


def _state(due: date, stopped: date | None, today: date, *, paused: bool = False) -> ClockState:
    if stopped is not None:
        return ClockState.MET if stopped <= due else ClockState.MISSED
    if today > due:
        return ClockState.OVERDUE
    return ClockState.PAUSED if paused else ClockState.RUNNING
