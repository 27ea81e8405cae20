"""The walk from day to day that counts a term in days or working days and remembers why it went where it went."""

from dataclasses import dataclass
from datetime import date

from app.models.calendar import ONE_DAY, WorkCalendar
from app.models.clock_reading import ClockEvents, Step, StepKind, legal_day
from app.models.rule_sets import ClockRule, ClockSettings, Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gap:
    """A pause as it was known on the horizon: its days are those after ``begins`` up to ``until``."""

    kind: str
    begins: date
    until: date
    lasts: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Walked:
    """Where a walk ended.

    Attributes:
        strict: The day on which the last unit was counted.
        due: The last day, moved off a holiday where the law wants it.
        extended: Units added by approved extensions.
        late_extension: Day of the first approval that came too late.
        paused: Whether a pause that the term feels still lasts.
    """

    strict: date
    due: date
    steps: tuple[Step, ...]
    extended: int
    late_extension: date | None
    paused: bool


class Walk:
    """Counts one term from its start day, knowing only what had happened by ``horizon``."""

    def __init__(
        self,
        *,
        rule: ClockRule,
        settings: ClockSettings,
        calendar: WorkCalendar,
        events: ClockEvents,
        start: date,
        horizon: date,
    ) -> None:
        self._rule = rule
        self._settings = settings
        self._calendar = calendar
        self._approvals = sorted(
            (legal_day(each.approved_on), each.length or 0)
            for each in events.extensions
            if legal_day(each.approved_on) <= horizon
        )
        self._gaps = self._felt_gaps(events, horizon)
        self._day = start
        self._counted = 0
        self._steps: list[Step] = []

    def go(self) -> Walked:
        """Walk to the last day and return it with its reasons."""
        limit, late = self._rule.length, None
        for approved, units in self._extensions():
            if approved > self._rolled(self._until(limit)):
                late = approved
                break
            limit += units
        strict = self._until(limit)
        due = self._rolled(strict)
        moved = (Step(day=due, kind=StepKind.MOVED),) if due != strict else ()
        return Walked(
            strict=strict,
            due=due,
            steps=(*self._steps, *moved),
            extended=limit - self._rule.length,
            late_extension=late,
            paused=any(gap.lasts and gap.begins < strict for gap in self._gaps),
        )

    def _felt_gaps(self, events: ClockEvents, horizon: date) -> tuple[_Gap, ...]:
        kinds = {*self._rule.pauses, *(self._settings.optional_pauses & {*self._rule.optional_pauses})}
        gaps = []
        for pause in events.pauses:
            begins = legal_day(pause.begins)
            ends = None if pause.ends is None else legal_day(pause.ends)
            if pause.kind in kinds and begins <= horizon:
                lasts = ends is None or ends > horizon
                gaps.append(_Gap(kind=pause.kind, begins=begins, until=min(ends or horizon, horizon), lasts=lasts))
        return tuple(gaps)

    def _extensions(self) -> list[tuple[date, int]]:
        """List the approvals the law allows: one of the rule's own length, then further ones where settings say so."""
        own = [approved for approved, units in self._approvals if not units][:1]
        if not own or not self._rule.extension:
            return []
        allowed = [(own[0], self._rule.extension)]
        if self._rule.key in self._settings.further_extensions:
            allowed += [(approved, units) for approved, units in self._approvals if units and approved >= own[0]]
        return allowed

    def _until(self, limit: int) -> date:
        while self._counted < limit:
            self._day += ONE_DAY
            self._steps.append(self._take(self._day))
        return self._day

    def _take(self, day: date) -> Step:
        by_working_day = self._rule.unit is Unit.WORKING_DAY
        if by_working_day and not self._calendar.is_working_day(day):
            holiday = self._calendar.is_statutory_holiday(day)
            return Step(day=day, kind=StepKind.HOLIDAY if holiday else StepKind.WEEKEND, note=self._calendar.note(day))
        for gap in self._gaps:
            if gap.begins < day <= gap.until:
                return Step(day=day, kind=StepKind.PAUSED, note=gap.kind)
        self._counted += 1
        made_up = by_working_day and self._calendar.is_make_up_day(day)
        return Step(day=day, kind=StepKind.MAKE_UP if made_up else StepKind.COUNTED, number=self._counted)

    def _rolled(self, strict: date) -> date:
        """Move a last day that is a day off, as far as Art. 45 and the settings want it."""
        if self._rule.unit is not Unit.DAY or not self._rule.is_statutory:
            return strict
        due = self._calendar.first_day_after_holiday(strict)
        if self._settings.roll_weekend and not self._calendar.is_working_day(due):
            due = self._calendar.next_working_day(due)
        return due
