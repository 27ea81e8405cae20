"""The work calendar: make-up days, holidays, and what is not announced yet."""

from datetime import date

import pytest

from app.models.calendar import CalendarDay, WorkCalendar, guessed_days, seed_calendar, seed_days

# The announcement for 2026, typed from the notice of the General Office of the State Council, not from any package.
OFF_2026 = {
    (1, range(1, 4)),
    (2, range(15, 24)),
    (4, range(4, 7)),
    (5, range(1, 6)),
    (6, range(19, 22)),
    (9, range(25, 28)),
    (10, range(1, 8)),
}
MADE_UP_2026 = {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return seed_calendar()


def test_the_seed_for_2026_is_the_announced_one_day_by_day(calendar):
    off = {date(2026, month, day) for month, days in OFF_2026 for day in days}
    made_up = {date(2026, month, day) for month, day in MADE_UP_2026}
    days = [row.day for row in seed_days() if row.day.year == 2026]

    assert len(days) == 365
    assert {day for day in days if calendar.is_statutory_holiday(day)} == off
    assert {day for day in days if calendar.is_make_up_day(day)} == made_up
    assert {day for day in days if calendar.is_working_day(day)} == {
        day for day in days if day in made_up or (day.isoweekday() < 6 and day not in off)
    }
    assert sum(calendar.is_working_day(day) for day in days) == 248


def test_a_holiday_and_its_make_up_day_carry_the_holidays_name(calendar):
    assert calendar.note(date(2026, 2, 17)) == "春节"
    assert calendar.note(date(2026, 2, 14)) == "春节"
    assert calendar.note(date(2026, 3, 3)) == ""
    assert calendar.note(date(2027, 3, 3)) == ""


def test_the_seed_is_announced_from_2004_to_the_end_of_2026(calendar):
    assert calendar.published_from == date(2004, 1, 1)
    assert calendar.published_until == date(2026, 12, 31)
    assert calendar.is_published(date(2026, 12, 31))
    assert not calendar.is_published(date(2027, 1, 1))
    assert not calendar.is_published(date(2003, 12, 31))


def test_beyond_the_announcement_only_weekends_are_known(calendar):
    assert calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 1, 2))
    assert not calendar.is_statutory_holiday(date(2027, 1, 1))


def test_the_next_and_the_previous_working_day_skip_the_spring_festival(calendar):
    assert calendar.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert calendar.previous_working_day(date(2026, 2, 24)) == date(2026, 2, 14)


def test_adding_no_working_day_stays_on_the_day(calendar):
    assert calendar.add_working_days(date(2026, 2, 17), 0) == date(2026, 2, 17)


def test_working_days_between_two_days_count_backwards_as_negative(calendar):
    assert calendar.count_working_days(date(2026, 2, 13), date(2026, 3, 2)) == 7
    assert calendar.count_working_days(date(2026, 3, 2), date(2026, 2, 13)) == -7
    assert calendar.count_working_days(date(2026, 3, 2), date(2026, 3, 2)) == 0


def test_the_first_day_after_a_holiday_is_the_day_itself_when_it_is_none(calendar):
    assert calendar.first_day_after_holiday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.first_day_after_holiday(date(2026, 10, 11)) == date(2026, 10, 11)


def test_a_gap_in_the_rows_ends_what_counts_as_announced():
    rows = [CalendarDay(day=date(2027, 1, day), is_workday=False, is_holiday=True) for day in (1, 2, 4)]

    calendar = WorkCalendar.from_rows(rows)

    assert calendar.published_until == date(2027, 1, 2)
    assert calendar.is_statutory_holiday(date(2027, 1, 4))
    assert not calendar.is_published(date(2027, 1, 4))


def test_guessed_rows_of_the_table_are_not_taken_for_announced_ones():
    calendar = WorkCalendar.from_rows([*seed_days(), *guessed_days()])

    assert calendar == seed_calendar()


def test_a_calendar_without_an_announced_day_is_refused():
    with pytest.raises(ValueError, match="at least one announced day"):
        WorkCalendar.from_rows(guessed_days())
