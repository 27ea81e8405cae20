"""Periods: natural months and the office's statistical ones, and what they are compared with."""

from datetime import date, timedelta

import pytest

from app.services.statistics.periods import MonthRule, PeriodKind, crosses, custom, period_of

NATURAL, FROM_26 = MonthRule.NATURAL, MonthRule.FROM_26


@pytest.mark.parametrize(
    ("kind", "day", "rule", "first", "last"),
    [
        (PeriodKind.DAY, date(2026, 11, 21), NATURAL, date(2026, 11, 21), date(2026, 11, 21)),
        (PeriodKind.WEEK, date(2026, 11, 21), NATURAL, date(2026, 11, 16), date(2026, 11, 22)),
        (PeriodKind.MONTH, date(2026, 2, 9), NATURAL, date(2026, 2, 1), date(2026, 2, 28)),
        (PeriodKind.MONTH, date(2026, 3, 25), FROM_26, date(2026, 2, 26), date(2026, 3, 25)),
        (PeriodKind.MONTH, date(2026, 3, 26), FROM_26, date(2026, 3, 26), date(2026, 4, 25)),
        (PeriodKind.MONTH, date(2026, 12, 31), FROM_26, date(2026, 12, 26), date(2027, 1, 25)),
        (PeriodKind.QUARTER, date(2026, 11, 21), NATURAL, date(2026, 10, 1), date(2026, 12, 31)),
        (PeriodKind.QUARTER, date(2026, 12, 25), FROM_26, date(2026, 9, 26), date(2026, 12, 25)),
        (PeriodKind.YEAR, date(2026, 11, 21), NATURAL, date(2026, 1, 1), date(2026, 12, 31)),
        (PeriodKind.YEAR, date(2026, 12, 26), FROM_26, date(2026, 12, 26), date(2027, 12, 25)),
    ],
)
def test_a_day_lies_in_the_period_the_office_counts_it_in(kind, day, rule, first, last):
    found = period_of(kind, day, rule)

    assert (found.first, found.last) == (first, last)
    assert found.title()


@pytest.mark.parametrize("kind", [PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])
@pytest.mark.parametrize("rule", [NATURAL, FROM_26])
def test_periods_follow_each_other_without_gap_and_without_overlap(kind, rule):
    period = period_of(kind, date(2024, 2, 29), rule)
    for _ in range(30):
        after = period.moved(1)
        assert after.first == period.last + timedelta(days=1)
        assert after.previous() == period
        assert period_of(kind, after.first, rule) == period_of(kind, after.last, rule) == after
        period = after


def test_the_year_before_is_the_same_period_of_that_year():
    assert period_of(PeriodKind.MONTH, date(2024, 2, 10)).year_before().last == date(2023, 2, 28)
    assert period_of(PeriodKind.QUARTER, date(2022, 2, 1)).year_before().first == date(2021, 1, 1)
    leap = custom(date(2024, 2, 29), date(2024, 3, 5)).year_before()
    assert (leap.first, leap.last) == (date(2023, 2, 28), date(2023, 3, 5))


def test_a_period_that_still_runs_meets_as_many_days_of_the_earlier_one():
    november = period_of(PeriodKind.MONTH, date(2026, 11, 21))
    october = november.previous().as_far_as(november, date(2026, 11, 21))

    assert (october.first, october.last) == (date(2026, 10, 1), date(2026, 10, 21))
    assert november.previous().as_far_as(november, date(2026, 12, 1)).last == date(2026, 10, 31)


def test_a_trend_ends_with_the_period_asked_for():
    months = period_of(PeriodKind.MONTH, date(2026, 3, 1)).back(13)

    assert months[0].first == date(2025, 3, 1)
    assert months[-1].first == date(2026, 3, 1)


def test_only_what_lies_on_both_sides_of_the_new_rule_crosses_it():
    rule = date(2026, 4, 15)
    april = period_of(PeriodKind.MONTH, date(2026, 4, 1))
    may = period_of(PeriodKind.MONTH, date(2026, 5, 1))

    assert crosses(rule, april)
    assert crosses(rule, may, may.year_before())
    assert not crosses(rule, may, may.moved(1))
