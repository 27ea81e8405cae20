"""How a clock starts, stops, pauses and runs over."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.models.calendar import seed_calendar
from app.models.clock_reading import ClockEvents, ClockReading, ClockState, Moment, Pause, Stop, an_instant, legal_day
from app.models.clocks import read_clock
from app.models.law_seed import seed_rule_sets

CALENDAR = seed_calendar()
RULES = {each.code: each for each in seed_rule_sets()}
THURSDAY = date(2026, 11, 19)
LISTEN = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)


def read(key: str, started: Moment, as_of: Moment, *stops: Stop, pauses: tuple[Pause, ...] = ()) -> ClockReading:
    return read_clock(
        RULES["ORDER121"],
        key,
        started=started,
        calendar=CALENDAR,
        as_of=as_of,
        events=ClockEvents(stops=stops, pauses=pauses),
    )


def test_a_decision_alone_does_not_stop_the_seven_days():
    decided = Stop(event="accepted", at=date(2026, 11, 25))

    reading = read("accept_decision", THURSDAY, date(2026, 12, 1), decided)

    assert reading.state is ClockState.OVERDUE
    assert reading.remaining == -1


def test_telling_the_complainant_on_the_last_day_meets_the_seven_days():
    told = Stop(event="complainant_told", at=datetime(2026, 11, 30, 15, 59, tzinfo=UTC))

    reading = read("accept_decision", THURSDAY, date(2026, 12, 24), told)

    assert reading.state is ClockState.MET
    assert reading.stopped_on == date(2026, 11, 30)
    assert reading.remaining == 0


def test_telling_the_complainant_a_minute_after_midnight_misses_them():
    told = Stop(event="complainant_told", at=datetime(2026, 11, 30, 16, 1, tzinfo=UTC))

    reading = read("accept_decision", THURSDAY, date(2026, 12, 24), told)

    assert reading.state is ClockState.MISSED
    assert reading.remaining == -1


def test_the_first_of_two_messages_to_the_complainant_counts():
    letter = Stop(event="complainant_told", at=date(2026, 12, 3))
    phone = Stop(event="complainant_told", at=date(2026, 11, 24))

    assert read("accept_decision", THURSDAY, date(2026, 12, 24), letter, phone).stopped_on == date(2026, 11, 24)


def test_on_the_last_day_the_clock_still_runs():
    reading = read("accept_decision", THURSDAY, date(2026, 11, 30))

    assert reading.state is ClockState.RUNNING
    assert reading.remaining == 0


def test_remaining_days_are_counted_in_working_days():
    assert read("accept_decision", THURSDAY, date(2026, 11, 20)).remaining == 6
    assert read("accept_decision", THURSDAY, date(2026, 11, 22)).remaining == 6


def test_an_open_pause_shows_as_paused_until_the_result_is_there():
    testing = (Pause(kind="testing", begins=date(2026, 9, 21)),)
    accepted = date(2026, 8, 17)

    assert read("mediation", accepted, date(2026, 9, 20), pauses=testing).state is ClockState.RUNNING
    assert read("mediation", accepted, date(2026, 9, 21), pauses=testing).state is ClockState.PAUSED
    assert read("mediation", accepted, date(2026, 9, 30), pauses=testing).state is ClockState.PAUSED


def test_an_agreement_reached_during_testing_ends_the_pause_too():
    testing = (Pause(kind="testing", begins=date(2026, 9, 21)),)
    agreed = Stop(event="mediation_ended", at=date(2026, 9, 24))

    reading = read("mediation", date(2026, 8, 17), date(2026, 12, 1), agreed, pauses=testing)

    assert reading.state is ClockState.MET
    assert reading.paused_days == 3


def test_testing_ordered_on_the_last_day_pauses_nothing():
    testing = (Pause(kind="testing", begins=date(2026, 10, 16)),)

    assert read("mediation", date(2026, 8, 17), date(2026, 10, 16), pauses=testing).state is ClockState.RUNNING
    assert read("mediation", date(2026, 8, 17), date(2026, 10, 17), pauses=testing).state is ClockState.OVERDUE


def test_testing_ordered_on_a_holiday_after_day_60_pauses_nothing():
    testing = (Pause(kind="testing", begins=date(2026, 10, 3)),)

    reading = read("mediation", date(2026, 8, 3), date(2026, 10, 5), pauses=testing)

    assert reading.due_on == date(2026, 10, 8)
    assert reading.state is ClockState.RUNNING


def test_the_enterprises_reply_falls_away_when_the_complainant_has_been_told():
    told = Stop(event="complainant_told", at=date(2026, 11, 24))

    reading = read("reply_date", THURSDAY, date(2026, 12, 24), told)

    assert reading.state is ClockState.MET
    assert reading.stopped_on == date(2026, 11, 24)


def test_the_enterprises_reply_is_late_while_the_decision_still_runs():
    reading = read("reply_date", THURSDAY, date(2026, 11, 27))

    assert reading.state is ClockState.OVERDUE
    assert reading.remaining == -1
    assert reading.leans_on[0].state is ClockState.RUNNING


def test_the_reply_itself_stops_its_own_date_and_not_the_decision():
    replied = Stop(event="settlement_replied", at=date(2026, 11, 25))

    reading = read("reply_date", THURSDAY, date(2026, 11, 27), replied)

    assert reading.state is ClockState.MET
    assert reading.leans_on[0].state is ClockState.RUNNING


def test_a_voicemail_must_be_heard_within_24_hours_of_its_recording():
    reading = read("voicemail_listen", LISTEN, LISTEN + timedelta(hours=20, minutes=30))

    assert reading.due_at == LISTEN + timedelta(hours=24)
    assert reading.due_on == date(2026, 11, 20)
    assert reading.state is ClockState.RUNNING
    assert reading.remaining == 3


def test_an_unheard_voicemail_is_overdue_by_the_minute_not_by_the_day():
    assert read("voicemail_listen", LISTEN, LISTEN + timedelta(hours=24)).state is ClockState.RUNNING
    assert read("voicemail_listen", LISTEN, LISTEN + timedelta(hours=24, minutes=1)).state is ClockState.OVERDUE


@pytest.mark.parametrize(("hours", "state"), [(23, ClockState.MET), (24, ClockState.MET), (25, ClockState.MISSED)])
def test_hearing_the_voicemail_stops_its_clock(hours, state):
    heard = Stop(event="voicemail_heard", at=LISTEN + timedelta(hours=hours))

    reading = read("voicemail_listen", LISTEN, LISTEN + timedelta(days=9), heard)

    assert reading.state is state
    assert reading.stopped_on == legal_day(LISTEN + timedelta(hours=hours))


def test_a_voicemail_heard_later_than_the_moment_asked_about_is_still_unheard():
    heard = Stop(event="voicemail_heard", at=LISTEN + timedelta(hours=3))

    assert read("voicemail_listen", LISTEN, LISTEN + timedelta(hours=2), heard).state is ClockState.RUNNING


def test_hours_need_instants():
    with pytest.raises(ValueError, match="not an instant"):
        read("voicemail_listen", THURSDAY, LISTEN)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="not an instant"):
        an_instant(datetime(2026, 11, 19))  # noqa: DTZ001 the mistake under test


def test_a_rule_set_has_no_clock_for_what_its_law_does_not_know():
    with pytest.raises(KeyError):
        read("report_notice_legacy", THURSDAY, THURSDAY)


def test_a_rule_whose_text_is_unconfirmed_says_so_in_every_reading():
    readings = [
        read_clock(RULES[code], "mediation_limit", started=THURSDAY, calendar=CALENDAR, as_of=THURSDAY)
        for code in ("ORDER20_REG", "ORDER121")
    ]

    assert [reading.official for reading in readings] == [False, True]
    assert [part.key for part in readings[0].leans_on] == ["mediation", "mediation_legacy"]


def test_a_start_before_the_calendar_begins_is_provisional():
    assert read("accept_decision", date(2003, 12, 31), THURSDAY).provisional
    assert not read("accept_decision", date(2004, 1, 1), THURSDAY).provisional
