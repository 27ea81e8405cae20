"""Random case histories on random calendars: the clocks against a deliberately slow day-by-day reference.

The normal run takes 5,000 histories; with HOTLINE_LONG=1 (``./run check --long``) it takes 100,000. HOTLINE_SEED names
another row of them.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import MappingProxyType

from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from app.models.calendar import CalendarDay, WorkCalendar
from app.models.clock_reading import ClockEvents, ClockReading, ClockState, Extension, Pause, StepKind, Stop
from app.models.clocks import read_clock
from app.models.rule_sets import ClockRule, ClockSettings, RuleSet, Unit

LONG = os.environ.get("HOTLINE_LONG") == "1"
SEED = int(os.environ.get("HOTLINE_SEED", "12315"))
FIRST = date(2026, 1, 1)
SPAN = 130
DAY = timedelta(days=1)


def histories(normal: int, long: int):
    return settings(
        max_examples=long if LONG else normal,
        derandomize=not LONG,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class History:
    """A rule, a calendar, a start and everything that happened."""

    rule_set: RuleSet
    calendar: WorkCalendar
    start: date
    as_of: date
    events: ClockEvents

    def read(self, **changes: object) -> ClockReading:
        changed = replace(self, **changes)
        return read_clock(
            changed.rule_set,
            "term",
            started=changed.start,
            calendar=changed.calendar,
            as_of=changed.as_of,
            events=changed.events,
        )


class Tape:
    """Turns one string of bytes into decisions: far quicker than drawing each, and zeros are the simplest history."""

    def __init__(self, data: bytes) -> None:
        self.data = iter(data)

    def number(self, below: int) -> int:
        return next(self.data) % below

    def one_of(self, *values):
        return values[self.number(len(values))]

    def day(self) -> date:
        return FIRST + self.number(SPAN) * DAY

    def calendar(self) -> WorkCalendar:
        marked: dict[date, CalendarDay] = {}
        for _ in range(self.number(5)):
            first = self.day()
            for n in range(self.number(10)):
                marked[first + n * DAY] = CalendarDay(
                    day=first + n * DAY, is_workday=False, is_holiday=True, note="春节"
                )
        for _ in range(self.number(6)):
            day = self.day()
            marked[day] = CalendarDay(day=day, is_workday=True, is_holiday=False, note="春节")
        return WorkCalendar(
            days=MappingProxyType(marked),
            published_from=FIRST - self.one_of(5, -20) * DAY,
            published_until=self.day() + 60 * DAY,
        )

    def pause(self) -> Pause:
        begins, length = self.day(), self.number(50) - 3
        return Pause(
            kind=self.one_of("testing", "appraisal", "recusal", "hearing"),
            begins=begins,
            ends=None if length > 40 else begins + length * DAY,
        )

    def extension(self) -> Extension:
        return Extension(approved_on=self.day(), length=self.one_of(None, None, 7))

    def stop(self) -> Stop:
        return Stop(event=self.one_of("told", "accepted"), at=self.day())

    def history(self) -> History:
        rule = ClockRule(
            key="term",
            length=1 + self.number(60),
            unit=self.one_of(Unit.DAY, Unit.WORKING_DAY),
            start_event="begun",
            stop_event="told",
            pauses=("testing", "appraisal"),
            optional_pauses=("recusal",),
            extension=self.one_of(0, 15),
            article=self.one_of("", "23"),
        )
        chosen = ClockSettings(
            roll_weekend=self.one_of(False, True),
            optional_pauses=self.one_of(frozenset(), frozenset({"recusal", "hearing"})),
            further_extensions=self.one_of(frozenset(), frozenset({"term"})),
        )
        return History(
            rule_set=RuleSet(code="TEST", title="", valid_from=FIRST, settings=chosen, clocks={"term": rule}),
            calendar=self.calendar(),
            start=self.day(),
            as_of=self.day(),
            events=ClockEvents(
                pauses=tuple(self.pause() for _ in range(self.number(4))),
                extensions=tuple(self.extension() for _ in range(self.number(4))),
                stops=tuple(self.stop() for _ in range(self.number(3))),
            ),
        )


TAPE_LENGTH = 64
tapes = st.binary(min_size=TAPE_LENGTH, max_size=TAPE_LENGTH).map(Tape)


def case_histories():
    return tapes.map(Tape.history)


days = st.integers(0, SPAN).map(lambda n: FIRST + n * DAY)
pauses = tapes.map(Tape.pause)


class SlowReference:
    """Asks of every single day whether it counts, from the words of the law, and starts over for each answer."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.rule = history.rule_set.clocks["term"]
        told = [stop.at for stop in history.events.stops if stop.event == "told" and stop.at <= history.as_of]
        self.stopped = min(told) if told else None
        self.known_until = self.stopped or history.as_of
        self.felt = self.felt_pauses()

    def works(self, day: date) -> bool:
        marked = self.history.calendar.days.get(day)
        return marked.is_workday if marked else day.isoweekday() <= 5

    def is_holiday(self, day: date) -> bool:
        return day in self.history.calendar.days and self.history.calendar.days[day].is_holiday

    def pauses(self, day: date) -> bool:
        """Is the day after the beginning and not after the end of a pause the law knows, as known on the horizon?"""
        return any(
            pause.begins < day <= self.known_until and (pause.ends is None or day <= pause.ends) for pause in self.felt
        )

    def felt_pauses(self) -> list[Pause]:
        felt = {"testing", "appraisal"}
        if "recusal" in self.history.rule_set.settings.optional_pauses:
            felt.add("recusal")
        return [pause for pause in self.history.events.pauses if pause.kind in felt]

    def counts(self, day: date) -> bool:
        by_day = self.rule.unit is Unit.DAY
        return (by_day or self.works(day)) and not self.pauses(day)

    def last_day(self, length: int) -> date:
        day, counted = self.history.start, 0
        while counted < length:
            day += DAY
            counted += self.counts(day)
        return day

    def rolled(self, day: date) -> date:
        if self.rule.unit is Unit.DAY and self.rule.article:
            while self.is_holiday(day) or (self.history.rule_set.settings.roll_weekend and not self.works(day)):
                day += DAY
        return day

    def length(self) -> int:
        known = [each for each in self.history.events.extensions if each.approved_on <= self.known_until]
        own = sorted(each.approved_on for each in known if each.length is None)
        if not self.rule.extension or not own or own[0] > self.rolled(self.last_day(self.rule.length)):
            return self.rule.length
        length = self.rule.length + self.rule.extension
        if "term" in self.history.rule_set.settings.further_extensions:
            for day, more in sorted((each.approved_on, each.length) for each in known if each.length):
                if own[0] <= day <= self.rolled(self.last_day(length)):
                    length += more
        return length

    def state(self, strict: date, due: date) -> ClockState:
        if self.stopped is not None:
            return ClockState.MET if self.stopped <= due else ClockState.MISSED
        today = self.history.as_of
        if today > due:
            return ClockState.OVERDUE
        lasts = [each for each in self.felt if each.begins <= today and not (each.ends and each.ends <= today)]
        return ClockState.PAUSED if any(each.begins < strict for each in lasts) else ClockState.RUNNING

    def safe(self, strict: date) -> date:
        while not self.works(strict):
            strict -= DAY
        return strict

    def left(self, due: date) -> int:
        low, high = sorted((self.known_until, due))
        between = [low + n * DAY for n in range(1, (high - low).days + 1)]
        n = sum(self.rule.unit is Unit.DAY or self.works(day) for day in between)
        return n if due >= self.known_until else -n


def check_against_the_slow_count(history: History) -> None:
    slow = SlowReference(history)
    length = slow.length()
    strict = slow.last_day(length)
    due = slow.rolled(strict)

    reading = history.read()

    assert reading.due_on == due
    assert reading.safe_on == slow.safe(strict)
    assert reading.extended == length - slow.rule.length
    assert reading.stopped_on == slow.stopped
    assert reading.remaining == slow.left(due)
    assert reading.state is slow.state(strict, due)
    assert reading.paused_days == sum(
        slow.pauses(step.day) and (slow.rule.unit is Unit.DAY or slow.works(step.day))
        for step in reading.steps
        if step.kind is not StepKind.MOVED
    )


def test_every_reading_agrees_with_the_slow_count_of_the_same_history():
    rng = Random(SEED)
    for _ in range(100_000 if LONG else 5_000):
        tape = rng.randbytes(TAPE_LENGTH)
        try:
            check_against_the_slow_count(Tape(tape).history())
        except AssertionError as wrong:
            wrong.add_note(f"tape {tape.hex()}")
            raise


@histories(300, 10_000)
@given(case_histories())
def test_the_smallest_history_that_disagrees_is_shown(history):
    check_against_the_slow_count(history)


@histories(200, 10_000)
@given(case_histories(), st.randoms(use_true_random=False))
def test_reading_again_or_in_another_order_of_events_changes_nothing(history, random):
    shuffled = ClockEvents(
        pauses=tuple(random.sample(history.events.pauses, len(history.events.pauses))),
        extensions=tuple(random.sample(history.events.extensions, len(history.events.extensions))),
        stops=tuple(random.sample(history.events.stops, len(history.events.stops))),
    )

    first, again, other = history.read(), history.read(), history.read(events=shuffled)

    assert first == again
    assert replace(first, steps=()) == replace(other, steps=())


@histories(200, 10_000)
@given(case_histories(), st.integers(1, 40))
def test_a_later_start_never_gives_an_earlier_last_day(history, later):
    unextended = replace(history.events, extensions=(), stops=())

    early = history.read(events=unextended)
    late = history.read(events=unextended, start=history.start + later * DAY)

    assert early.due_on <= late.due_on


@histories(200, 10_000)
@given(case_histories(), st.integers(0, 20), st.integers(0, 30))
def test_a_pause_adds_exactly_its_own_days_to_a_term_in_days(history, after, length):
    rule = replace(history.rule_set.clocks["term"], unit=Unit.DAY, article="")
    rule_set = replace(history.rule_set, clocks={"term": rule})
    begins = history.start + min(after, rule.length - 1) * DAY
    pause = Pause(kind="testing", begins=begins, ends=begins + length * DAY)
    as_of = begins + 200 * DAY

    without = history.read(rule_set=rule_set, events=ClockEvents(), as_of=as_of)
    with_pause = history.read(rule_set=rule_set, events=ClockEvents(pauses=(pause,)), as_of=as_of)

    assert with_pause.due_on == without.due_on + length * DAY
    assert with_pause.paused_days == length


@histories(200, 10_000)
@given(case_histories(), st.integers(0, 10), st.integers(0, 30))
def test_a_pause_adds_exactly_its_working_days_to_a_term_in_working_days(history, after, length):
    rule = replace(history.rule_set.clocks["term"], unit=Unit.WORKING_DAY)
    rule_set = replace(history.rule_set, clocks={"term": rule})
    begins = history.start + min(after, rule.length - 1) * DAY
    pause = Pause(kind="testing", begins=begins, ends=begins + length * DAY)
    as_of = begins + 400 * DAY
    lost = history.calendar.count_working_days(begins, begins + length * DAY)

    without = history.read(rule_set=rule_set, events=ClockEvents(), as_of=as_of)
    with_pause = history.read(rule_set=rule_set, events=ClockEvents(pauses=(pause,)), as_of=as_of)

    assert with_pause.due_on == history.calendar.add_working_days(without.due_on, lost)
    assert with_pause.paused_days == lost


@histories(200, 10_000)
@given(case_histories(), st.lists(st.tuples(st.integers(1, 150), st.booleans()), max_size=20))
def test_completing_the_calendar_moves_only_provisional_dates(history, announced):
    until = history.calendar.published_until
    new_days = {
        until + n * DAY: CalendarDay(day=until + n * DAY, is_workday=works, is_holiday=not works)
        for n, works in announced
    }
    known = {day: row for day, row in history.calendar.days.items() if day <= until}
    before = replace(history.calendar, days=known)
    after = replace(history.calendar, days={**known, **new_days}, published_until=until + 200 * DAY)

    guess, announced_reading = history.read(calendar=before), history.read(calendar=after)

    if not guess.provisional:
        assert guess.due_on == announced_reading.due_on
        assert guess.safe_on == announced_reading.safe_on
        assert guess.steps == announced_reading.steps
        assert guess.state == announced_reading.state
    if guess.due_on > until:
        assert guess.provisional


@histories(200, 10_000)
@given(case_histories(), st.integers(0, 300))
def test_a_stopped_clock_reads_the_same_on_every_later_day(history, later):
    reading = history.read()

    if reading.stopped_on is not None:
        assert history.read(as_of=history.as_of + later * DAY) == reading


@histories(200, 10_000)
@given(case_histories(), pauses, days, days)
def test_what_happens_later_does_not_change_what_was_true_on_a_day(history, pause, approved, told):
    after = history.as_of + DAY
    later = ClockEvents(
        pauses=(*history.events.pauses, replace(pause, begins=max(pause.begins, after), ends=None)),
        extensions=(*history.events.extensions, Extension(approved_on=max(approved, after))),
        stops=(*history.events.stops, Stop(event="told", at=max(told, after))),
    )

    assert history.read(events=later) == history.read()


@histories(200, 10_000)
@given(case_histories())
def test_the_days_shown_add_up_to_the_term_and_end_on_the_last_day(history):
    reading = history.read()
    shown = [step for step in reading.steps if step.kind is not StepKind.MOVED]

    assert [step.day for step in shown] == [history.start + n * DAY for n in range(1, len(shown) + 1)]
    assert [step.number for step in shown if step.number] == list(range(1, reading.length + reading.extended + 1))
    assert reading.steps[-1].day == reading.due_on
    assert reading.safe_on <= reading.due_on


@histories(200, 10_000)
@given(case_histories(), st.integers(1, 20))
def test_a_longer_term_never_ends_earlier(history, more):
    rule = history.rule_set.clocks["term"]
    longer = replace(history.rule_set, clocks={"term": replace(rule, length=rule.length + more)})
    unextended = replace(history.events, extensions=())

    assert history.read(events=unextended).due_on <= history.read(events=unextended, rule_set=longer).due_on


@histories(200, 5_000)
@given(case_histories(), st.integers(1, 60))
def test_of_two_limits_the_earlier_one_counts_and_both_stay_visible(history, length):
    rule = history.rule_set.clocks["term"]
    other = replace(rule, key="other", length=length, unit=Unit.WORKING_DAY)
    limit = ClockRule(
        key="limit", length=0, unit=Unit.DAY, start_event="earliest:term,other", stop_event="told", basis="both"
    )
    rule_set = replace(history.rule_set, clocks={"term": rule, "other": other, "limit": limit})

    reading = read_clock(
        rule_set,
        "limit",
        started=history.start,
        calendar=history.calendar,
        as_of=history.as_of,
        events=history.events,
    )

    assert [part.key for part in reading.leans_on] == ["term", "other"]
    assert reading.due_on == min(part.due_on for part in reading.leans_on)
    assert reading.safe_on == min(part.safe_on for part in reading.leans_on)
    assert reading.basis == "both"


@histories(300, 5_000)
@given(st.datetimes(datetime(2026, 4, 16), datetime(2026, 9, 1), timezones=st.just(UTC)))  # noqa: DTZ001 bounds are naive
def test_an_instant_counts_as_its_day_in_shanghai(instant):
    rule = ClockRule(key="term", length=7, unit=Unit.WORKING_DAY, start_event="begun", stop_event="told")
    rule_set = RuleSet(code="TEST", title="", valid_from=FIRST, clocks={"term": rule})
    calendar = WorkCalendar(days={}, published_from=FIRST, published_until=FIRST + 400 * DAY)
    local = (instant + timedelta(hours=8)).date()

    by_instant = read_clock(rule_set, "term", started=instant, calendar=calendar, as_of=instant)
    by_day = read_clock(rule_set, "term", started=local, calendar=calendar, as_of=local)

    assert by_instant == by_day
