"""Which rule governs a case, and rules that would not make sense."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.models.law_seed import notice_duty_rows, rule_clock_rows, rule_set_rows, seed_rule_sets
from app.models.rule_sets import (
    REPORT_NOTICE,
    ClockRule,
    ClockSettings,
    Unit,
    applicable_rule_set,
    parse_clock,
    parse_rule_set,
    with_notice_duty,
)


def code_on(day: date) -> str | None:
    found = applicable_rule_set(day, seed_rule_sets())
    return found.code if found else None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "ORDER20"),
        (date(2024, 6, 30), "ORDER20"),
        (date(2024, 7, 1), "ORDER20_REG"),
        (date(2026, 4, 14), "ORDER20_REG"),
        (date(2026, 4, 15), "ORDER121"),
        (date(2040, 1, 1), "ORDER121"),
    ],
)
def test_the_day_of_receipt_chooses_the_rule_set(day, code):
    assert code_on(day) == code


def test_every_day_since_2020_has_exactly_one_rule_set():
    rule_sets = seed_rule_sets()
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(3000))

    assert all(sum(each.governs(day) for each in rule_sets) == 1 for day in days)


def test_where_two_rule_sets_overlap_the_younger_one_counts():
    old, _, new = seed_rule_sets()
    overlapping = replace(old, valid_until=None)

    assert applicable_rule_set(date(2026, 5, 1), [new, overlapping]) == new


def test_only_the_rule_set_whose_official_text_is_unseen_says_so():
    assert {each.code: each.official for each in seed_rule_sets()} == {
        "ORDER20": True,
        "ORDER20_REG": False,
        "ORDER121": True,
    }


def test_a_pause_with_a_question_mark_is_left_to_the_settings():
    row = next(row for row in rule_clock_rows() if row["key"] == "mediation" and row["rule_set"] == "ORDER121")

    clock = parse_clock(row)

    assert clock.pauses == ("testing", "appraisal")
    assert clock.optional_pauses == ("recusal",)


def test_settings_left_out_take_the_default():
    assert ClockSettings.parse({}) == ClockSettings()
    assert ClockSettings.parse({"roll_weekend": True}).roll_weekend


def test_a_rule_set_row_without_settings_takes_the_default():
    row = {key: value for key, value in rule_set_rows()[0].items() if key != "settings"}

    assert parse_rule_set(row, []).settings == ClockSettings()


def test_a_term_without_length_is_refused():
    with pytest.raises(ValueError, match="needs a length"):
        ClockRule(key="odd", length=0, unit=Unit.DAY, start_event="begun", stop_event="ended")


def test_counting_back_is_only_possible_in_working_days():
    with pytest.raises(ValueError, match="only in working days"):
        ClockRule(key="odd", length=-1, unit=Unit.DAY, start_event="due:other", stop_event="ended")


@pytest.mark.parametrize("start", ["due:nowhere", "due:reply_date"])
def test_a_clock_cannot_lean_on_a_missing_or_a_leaning_clock(start):
    row = rule_set_rows()[2]
    clocks = [each for each in rule_clock_rows() if each["rule_set"] == "ORDER121"]
    odd = {**clocks[0], "key": "odd", "length": -1, "unit": "working_day", "start_event": start}

    with pytest.raises(ValueError, match="cannot lean on"):
        parse_rule_set(row, [*clocks, odd])


def test_a_law_that_names_days_gives_the_report_a_notice_clock_and_one_without_days_does_not():
    advertising, competition, _food = notice_duty_rows()
    rule_set = seed_rule_sets()[2]

    clock = with_notice_duty(rule_set, advertising).clocks[REPORT_NOTICE]

    assert (clock.length, clock.unit, clock.article) == (7, Unit.WORKING_DAY, "ADVERTISING_LAW:53")
    assert with_notice_duty(rule_set, competition) is rule_set
