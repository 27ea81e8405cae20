"""What the desk says about a deadline, in both languages."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from app.models import clock_words
from app.models.calendar import seed_calendar
from app.models.clock_reading import ClockEvents, ClockReading, Extension, Moment, Pause, Stop
from app.models.clock_words import amount, citation, standing, summary, title, why
from app.models.clocks import read_clock
from app.models.law_seed import rule_clock_rows, seed_rule_sets
from app.models.rule_sets import Unit
from app.models.words import RESOURCES, SOURCE_LANGUAGE, speak, spoken

CALENDAR = seed_calendar()
RULES = {each.code: each for each in seed_rule_sets()}
THURSDAY = date(2026, 11, 19)
LISTEN = datetime(2026, 11, 19, 14, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    before = spoken()
    speak(SOURCE_LANGUAGE)
    yield
    speak(before)


def read(key: str, started: Moment, as_of: Moment | None = None, code: str = "ORDER121", **events) -> ClockReading:
    return read_clock(
        RULES[code],
        key,
        started=started,
        calendar=CALENDAR,
        as_of=as_of or started,
        events=ClockEvents(**events),
    )


def test_one_sentence_says_by_when_and_by_which_article():
    assert summary(read("accept_decision", THURSDAY)) == "Accept or decline by 11-30 (7 working days, Art. 15)"


def test_the_same_sentence_in_chinese():
    speak("zh_CN")

    assert summary(read("accept_decision", THURSDAY)) == "受理或不予受理并告知：最迟11-30（7个工作日，第十五条）"


def test_every_day_of_the_spring_festival_is_explained():
    lines = why(read("accept_decision", date(2026, 2, 12), code="ORDER20_REG"))

    assert lines[2:8] == (
        "02-12 Thu start day, not counted",
        "02-13 Fri working day 1",
        "02-14 Sat make-up workday 2",
        "02-15 Sun holiday, not counted: Spring Festival",
        "02-16 Mon holiday, not counted: Spring Festival",
        "02-17 Tue holiday, not counted: Spring Festival",
    )
    assert lines[-3:] == (
        "02-28 Sat make-up workday 7",
        "The official text of this rule is still to be confirmed",
        "7 working days left",
    )


def test_an_ordinary_weekend_is_named():
    assert "11-21 Sat weekend, not counted" in why(read("accept_decision", THURSDAY))


def test_a_pause_an_extension_and_a_late_approval_are_named():
    testing = (Pause(kind="testing", begins=date(2026, 11, 3), ends=date(2026, 11, 5)),)
    in_time = (Extension(approved_on=date(2026, 11, 20)),)
    late = (Extension(approved_on=date(2026, 12, 20)),)

    extended = why(
        read("report_verification", date(2026, 11, 2), date(2026, 12, 30), pauses=testing, extensions=in_time)
    )
    refused = why(read("report_verification", date(2026, 11, 2), date(2026, 12, 30), extensions=late))

    assert "11-04 Wed paused: testing" in extended
    assert "Extended by 15 working days, approved in time" in extended
    assert "Pauses took out 2 working days" in extended
    assert "The approval of 12-20 came after the last day and extends nothing" in refused


def test_a_lasting_pause_is_said_to_move_the_last_day():
    testing = (Pause(kind="testing", begins=date(2026, 11, 3)),)

    lines = why(read("mediation", date(2026, 11, 2), date(2026, 11, 10), pauses=testing))

    assert "The pause still lasts: the last day moves on with it" in lines
    assert lines[-1] == "paused, 59 days left"


def test_day_60_on_a_holiday_says_where_it_moves_and_which_day_is_safe():
    lines = why(read("mediation", date(2026, 8, 3)))

    assert lines[0] == "End the mediation by 10-08 (60 days, Art. 23(1)(5))"
    assert "10-08 Thu the last day moves here, off the days off" in lines
    assert "Safe until 09-30: the last working day before a day off" in lines


def test_a_date_in_a_year_without_calendar_shows_the_year_and_is_provisional():
    lines = why(read("accept_decision", date(2026, 12, 31)))

    assert lines[0] == "Accept or decline by 2027-01-11 (7 working days, Art. 15)"
    assert "Provisional: the work calendar is not announced that far yet" in lines


def test_the_identity_proof_is_explained_from_the_decision_day():
    lines = why(read("identity_proof", THURSDAY))

    assert lines[0] == "Proof of identity from the complainant by 11-27 (1 working day before 11-30)"
    assert lines[2:4] == (
        "Accept or decline by 11-30 (7 working days, Art. 15)",
        "11-27 Fri is 1 working day before that day",
    )


def test_both_limits_of_the_transition_are_shown_the_earlier_one_first():
    lines = why(read("mediation_limit", date(2025, 3, 3), code="ORDER20_REG"))

    assert lines[0] == "End the mediation by 05-06 (60 days, Implementing Regulation Art. 46)"
    assert "End the mediation (45 working days) by 05-08 (45 working days, Art. 21(1)(5))" in lines
    assert lines.count("03-03 Mon start day, not counted") == 2
    assert "03-04 Tue day 1" in lines
    assert "03-04 Tue working day 1" in lines


def test_a_term_in_hours_shows_the_time_of_day_in_shanghai():
    lines = why(read("voicemail_listen", LISTEN))

    assert lines[0] == "Listen to the voicemail by 11-20 22:30 (24 hours)"
    assert lines[-1] == "24 hours left"


@pytest.mark.parametrize(
    ("as_of", "told", "words"),
    [
        (date(2026, 11, 20), None, "6 working days left"),
        (date(2026, 11, 27), None, "1 working day left"),
        (date(2026, 11, 30), None, "last day today"),
        (date(2026, 12, 2), None, "overdue by 2 working days"),
        (date(2026, 12, 9), date(2026, 11, 26), "in time on 11-26"),
        (date(2026, 12, 9), date(2026, 12, 1), "late on 12-01 by 1 working day"),
    ],
)
def test_a_list_says_where_the_clock_stands(as_of, told, words):
    stops = (Stop(event="complainant_told", at=told),) if told else ()

    assert standing(read("accept_decision", THURSDAY, as_of, stops=stops)) == words


def test_articles_of_other_laws_are_cited_with_their_law():
    assert citation("15") == "Art. 15"
    assert citation("PENALTY_PROCEDURE:18") == "Penalty Procedure Art. 18"
    assert citation("") == ""


def test_a_clock_of_the_centres_own_is_shown_by_its_key():
    assert title("own_promise") == "own_promise"
    assert amount(Unit.HOUR, 1) == "1 hour"


def test_every_clock_pause_and_law_of_the_seed_has_words():
    rows = rule_clock_rows()

    assert {row["key"] for row in rows} <= clock_words.TITLES.keys()
    assert {kind.removesuffix("?") for row in rows for kind in row["pauses"]} <= clock_words.PAUSES.keys()
    assert {row["article"].partition(":")[0] for row in rows if ":" in row["article"]} <= clock_words.LAWS.keys()
    assert {day.note for day in CALENDAR.days.values()} <= clock_words.HOLIDAYS.keys()


def test_every_sentence_about_deadlines_has_its_chinese_with_the_same_places():
    catalogue = json.loads((RESOURCES / "i18n" / "zh_CN" / "law.json").read_text(encoding="utf-8"))
    source = (RESOURCES.parent / "app" / "models" / "clock_words.py").read_text(encoding="utf-8")
    said = set(re.findall(r'(?:mark|tr)\(\s*"([^"]+)"', source))

    assert said == catalogue.keys()
    for english, chinese in catalogue.items():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", chinese)), english
