"""Deadlines counted by hand with the calendar sheet, each with its article and how it was counted.

A date in brackets is the number of the day, such as "24(4)" for the fourth counted day on the 24th.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest

from app.models.calendar import WorkCalendar, seed_calendar
from app.models.clock_reading import LEGAL_ZONE, ClockEvents, ClockReading, Extension, Moment, Pause
from app.models.clocks import read_clock
from app.models.law_seed import notice_duty_rows, seed_rule_sets
from app.models.rule_sets import RuleSet, applicable_rule_set, with_notice_duty

NOTHING = ClockEvents()
SAME = ""


def moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def paused(kind: str, begins: str, ends: str | None = None) -> ClockEvents:
    return ClockEvents(pauses=(Pause(kind=kind, begins=moment(begins), ends=moment(ends) if ends else None),))


def approved(*days: str) -> ClockEvents:
    return ClockEvents(extensions=tuple(Extension(approved_on=moment(day)) for day in days))


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One deadline counted by hand; ``safe`` is left out where it is the last day itself."""

    clock: str
    article: str
    start: str
    due: str
    safe: str = SAME
    count: str
    events: ClockEvents = NOTHING
    provisional: bool = False
    as_of: str = "2029-01-01"
    settings: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.clock}-{self.start}-{self.due}"


ACCEPT = {"clock": "accept_decision", "article": "15"}
ACCEPT_OLD = {"clock": "accept_decision", "article": "14"}
MEDIATE = {"clock": "mediation", "article": "23(1)(5)"}

SEVEN_WORKING_DAYS = [
    Hand(**ACCEPT, start="2026-11-19", due="2026-11-30", count="20(1) 23-27(2-6) Mon 30(7)"),
    Hand(**ACCEPT, start="2026-11-20", due="2026-12-01", count="Friday: 23-27(1-5) 30(6) 12-01(7)"),
    Hand(**ACCEPT, start="2026-11-21", due="2026-12-01", count="a Saturday's voicemail counts like Friday's letter"),
    Hand(**ACCEPT, start="2026-11-22", due="2026-12-01", count="Sunday: Monday 23 is still day 1"),
    Hand(**ACCEPT_OLD, start="2026-02-11", due="2026-02-27", count="12(1) 13(2) Sat 14(3), 15-23 off, 24-27(4-7)"),
    Hand(
        **ACCEPT_OLD, start="2026-02-13", due="2026-03-02", count="Sat 14(1), 15-23 off, 24-27(2-5) Sat 28(6) 03-02(7)"
    ),
    Hand(
        **ACCEPT_OLD,
        start="2026-02-14",
        due="2026-03-03",
        count="make-up Saturday is day 0: 24-28(1-5) 03-02(6) 03-03(7)",
    ),
    Hand(
        **ACCEPT_OLD,
        start="2026-02-15",
        due="2026-03-03",
        count="first day of Spring Festival: 24-28(1-5) 03-02/03(6-7)",
    ),
    Hand(
        **ACCEPT_OLD,
        start="2026-02-23",
        due="2026-03-03",
        count="last day of Spring Festival: 24-28(1-5) 03-02/03(6-7)",
    ),
    Hand(**ACCEPT_OLD, start="2026-02-24", due="2026-03-04", count="25-27(1-3) Sat 28(4) 03-02/03/04(5-7)"),
    Hand(**ACCEPT_OLD, start="2026-02-27", due="2026-03-09", count="Sat 28(1) 03-02..06(2-6) Mon 09(7)"),
    Hand(**ACCEPT_OLD, start="2025-12-30", due="2026-01-09", count="31(1), 1-3 off, Sun 04(2) 05-09(3-7)"),
    Hand(**ACCEPT_OLD, start="2025-12-31", due="2026-01-12", count="Sun 04(1) 05-09(2-6) Mon 12(7)"),
    Hand(**ACCEPT_OLD, start="2026-01-02", due="2026-01-12", count="New Year Friday: Sun 04(1) 05-09(2-6) 12(7)"),
    Hand(**ACCEPT_OLD, start="2026-01-04", due="2026-01-13", count="make-up Sunday is day 0: 05-09(1-5) 12(6) 13(7)"),
    Hand(**ACCEPT_OLD, start="2026-04-14", due="2026-04-23", count="last day of Order 20: 15-17(1-3) 20-23(4-7)"),
    Hand(**ACCEPT, start="2026-04-15", due="2026-04-24", count="first day of Order 121: 16(1) 17(2) 20-24(3-7)"),
    Hand(**ACCEPT, start="2026-04-30", due="2026-05-13", count="1-5 off, 06-08(1-3) Sat 09(4) 11-13(5-7)"),
    Hand(**ACCEPT, start="2026-05-03", due="2026-05-13", count="inside Labour Day: 06-08(1-3) Sat 09(4) 11-13(5-7)"),
    Hand(**ACCEPT, start="2026-05-08", due="2026-05-18", count="Sat 09(1) 11-15(2-6) Mon 18(7)"),
    Hand(**ACCEPT, start="2026-05-09", due="2026-05-19", count="make-up Saturday is day 0: 11-15(1-5) 18(6) 19(7)"),
    Hand(**ACCEPT, start="2026-06-16", due="2026-06-26", count="17(1) 18(2), 19-21 off, 22-26(3-7)"),
    Hand(**ACCEPT, start="2026-06-18", due="2026-06-30", count="19-21 off, 22-26(1-5) 29(6) 30(7)"),
    Hand(**ACCEPT, start="2026-09-18", due="2026-09-29", count="Sun 20(1) 21-24(2-5), 25-27 off, 28(6) 29(7)"),
    Hand(**ACCEPT, start="2026-09-19", due="2026-09-29", count="an ordinary Saturday before a make-up Sunday"),
    Hand(**ACCEPT, start="2026-09-20", due="2026-09-30", count="make-up Sunday is day 0: 21-24(1-4) 28-30(5-7)"),
    Hand(**ACCEPT, start="2026-09-24", due="2026-10-12", count="28-30(1-3), 1-7 off, 08(4) 09(5) Sat 10(6) 12(7)"),
    Hand(**ACCEPT, start="2026-09-30", due="2026-10-15", count="1-7 off, 08(1) 09(2) Sat 10(3) 12-15(4-7)"),
    Hand(**ACCEPT, start="2026-10-03", due="2026-10-15", count="inside National Day: 08-10(1-3) 12-15(4-7)"),
    Hand(**ACCEPT, start="2026-10-09", due="2026-10-19", count="Sat 10(1) 12-16(2-6) 19(7)"),
    Hand(**ACCEPT, start="2026-10-10", due="2026-10-20", count="make-up Saturday is day 0: 12-16(1-5) 19(6) 20(7)"),
]

YEAR_END = [
    Hand(**ACCEPT, start="2026-12-22", due="2026-12-31", count="23-25(1-3) 28-31(4-7): the last announced day"),
    Hand(
        **ACCEPT,
        start="2026-12-23",
        due="2027-01-01",
        provisional=True,
        count="24(1) 25(2) 28-31(3-6) Fri 01-01(7) as long as the holidays of 2027 are not announced",
    ),
    Hand(
        **ACCEPT,
        start="2026-12-31",
        due="2027-01-11",
        provisional=True,
        count="01-01(1) 04-08(2-6) 11(7) by weekdays only",
    ),
]

AROUND_MIDNIGHT = [
    Hand(**ACCEPT, start="2026-11-19T23:59:00+08:00", due="2026-11-30", count="one minute before midnight: still 19"),
    Hand(**ACCEPT, start="2026-11-20T00:01:00+08:00", due="2026-12-01", count="one minute after: Friday 20"),
    Hand(**ACCEPT, start="2026-11-19T15:59:00+00:00", due="2026-11-30", count="15:59 UTC is 23:59 in Shanghai: 19"),
    Hand(**ACCEPT, start="2026-11-19T16:01:00+00:00", due="2026-12-01", count="16:01 UTC is 00:01 on Friday 20"),
    Hand(**ACCEPT_OLD, start="2026-04-14T15:59:59+00:00", due="2026-04-23", count="the last second of Order 20"),
    Hand(**ACCEPT, start="2026-04-14T16:00:00+00:00", due="2026-04-24", count="midnight in Shanghai: Order 121"),
]

INSIDE_THE_SEVEN_DAYS = [
    Hand(
        clock="identity_proof",
        article="10(3)",
        start="2026-11-19",
        due="2026-11-27",
        count="decision Mon 30, so Fri 27",
    ),
    Hand(
        clock="reply_date", article="", start="2026-11-19", due="2026-11-26", count="decision Mon 30: 27(1) 26(2) back"
    ),
    Hand(
        clock="identity_proof",
        article="10(3)",
        start="2026-09-24",
        due="2026-10-10",
        count="decision Mon 12, Sat 10 works",
    ),
    Hand(
        clock="reply_date",
        article="",
        start="2026-09-24",
        due="2026-10-09",
        count="decision 12: Sat 10(1) Fri 09(2) back",
    ),
    Hand(
        clock="identity_proof",
        article="10(3)",
        start="2026-04-30",
        due="2026-05-12",
        count="decision Wed 13, so Tue 12",
    ),
    Hand(
        clock="reply_date", article="", start="2026-09-20", due="2026-09-28", count="decision Wed 30: 29(1) 28(2) back"
    ),
    Hand(
        clock="reply_date",
        article="",
        start="2026-02-13",
        due="2026-02-27",
        count="decision 03-02: Sat 28(1) 27(2) back",
    ),
    Hand(
        clock="identity_proof",
        article="10(3)",
        start="2026-12-23",
        due="2026-12-31",
        provisional=True,
        count="the decision day is provisional, so is the day before it",
    ),
]

SIXTY_DAYS = [
    Hand(
        **MEDIATE, start="2026-04-20", due="2026-06-22", safe="2026-06-18", count="10+31+19: Dragon Boat Fri, so Mon 22"
    ),
    Hand(
        **MEDIATE, start="2026-04-21", due="2026-06-22", safe="2026-06-18", count="9+31+20: Saturday inside the holiday"
    ),
    Hand(
        **MEDIATE, start="2026-04-22", due="2026-06-22", safe="2026-06-18", count="8+31+21: Sunday inside the holiday"
    ),
    Hand(**MEDIATE, start="2026-04-23", due="2026-06-22", count="7+31+22: the Monday after, a working day"),
    Hand(
        **MEDIATE,
        start="2026-05-06",
        due="2026-07-05",
        safe="2026-07-03",
        count="25+30+5: ordinary Sunday stays, safe Fri",
    ),
    Hand(**MEDIATE, start="2026-05-05", due="2026-07-04", safe="2026-07-03", count="26+30+4: ordinary Saturday stays"),
    Hand(
        **MEDIATE,
        start="2026-05-06",
        due="2026-07-06",
        safe="2026-07-03",
        settings={"roll_weekend": True},
        count="the office's setting moves Sunday 05 to Monday 06; nobody disputes Friday 03",
    ),
    Hand(**MEDIATE, start="2026-05-08", due="2026-07-07", count="23+30+7: Tuesday"),
    Hand(**MEDIATE, start="2026-08-03", due="2026-10-08", safe="2026-09-30", count="28+30+2: National Day, so Thu 08"),
    Hand(
        **MEDIATE,
        start="2026-08-07",
        due="2026-10-08",
        safe="2026-09-30",
        count="24+30+6: a day in lieu is announced off",
    ),
    Hand(**MEDIATE, start="2026-08-11", due="2026-10-10", count="20+30+10: the Saturday is a make-up workday"),
    Hand(
        **MEDIATE, start="2026-07-27", due="2026-09-28", safe="2026-09-24", count="4+31+25: Mid-autumn Fri, so Mon 28"
    ),
    Hand(**MEDIATE, start="2026-07-22", due="2026-09-20", count="9+31+20: the Sunday is a make-up workday"),
    Hand(**MEDIATE, start="2026-10-30", due="2026-12-29", count="1+30+29: Tuesday"),
    Hand(**MEDIATE, start="2026-11-01", due="2026-12-31", count="29+31: the last announced day"),
    Hand(
        **MEDIATE,
        start="2026-11-02",
        due="2027-01-01",
        provisional=True,
        count="28+31+1: nobody knows yet that it is off",
    ),
    Hand(**MEDIATE, start="2026-11-16", due="2027-01-15", provisional=True, count="14+31+15: Friday by weekday"),
]

PAUSED = [
    Hand(**MEDIATE, start="2026-08-17", due="2026-10-16", count="14+30+16, no pause"),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-11-06",
        events=paused("testing", "2026-09-21", "2026-10-12"),
        count="10-16, and 09-22..30 = 9 and 10-01..12 = 12, 21 days over National Day: 15 to 10-31, 6 to 11-06",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-16",
        events=paused("testing", "2026-09-21", "2026-09-21"),
        count="ordered and done on one day takes out nothing",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-30",
        events=ClockEvents(
            pauses=(
                *paused("testing", "2026-09-01", "2026-09-10").pauses,
                *paused("appraisal", "2026-09-08", "2026-09-15").pauses,
            )
        ),
        count="together 09-02..15 = 14 days, counted once: 10-16 + 14",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-16",
        events=paused("recusal", "2026-09-01", "2026-09-05"),
        count="recusal interrupts the meeting, not the 60 days (Art. 21 names no term)",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-20",
        events=paused("recusal", "2026-09-01", "2026-09-05"),
        settings={"optional_pauses": ["recusal"]},
        count="where the office lets recusal pause: 09-02..05 = 4 days, 10-16 + 4",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-25",
        safe="2026-10-23",
        events=paused("testing", "2026-09-21"),
        as_of="2026-09-30",
        count="on 09-30 still at the laboratory: 22..30 = 9 days so far, 10-16 + 9 = Sunday 25",
    ),
    Hand(
        **MEDIATE,
        start="2026-08-17",
        due="2026-10-16",
        events=paused("testing", "2026-10-16", "2026-11-16"),
        count="sent to the laboratory on the last day itself: too late to gain a day",
    ),
    Hand(
        clock="mediation_legacy",
        article="21(1)(5)",
        start="2024-03-01",
        due="2024-05-10",
        events=paused("testing", "2024-04-03", "2024-04-08"),
        count="without testing 05-08; 4-6 are off anyway, out are Sun 07 and Mon 08: 05-09, 05-10",
    ),
    Hand(
        clock="report_verification",
        article="PENALTY_PROCEDURE:18",
        start="2026-09-14",
        due="2026-10-21",
        events=paused("testing", "2026-09-17", "2026-09-29"),
        count="15-17(1-3), 18..29 out, 30(4) 10-08/09/10(5-7) 12-16(8-12) 19-21(13-15)",
    ),
    Hand(
        clock="accept_decision",
        article="15",
        start="2026-11-19",
        due="2026-11-30",
        events=paused("identity_request", "2026-11-20", "2026-11-25"),
        count="asking for identity stops nothing (Art. 10(3) names no pause)",
    ),
    Hand(
        clock="accept_decision",
        article="15",
        start="2026-11-19",
        due="2026-12-03",
        events=paused("identity_request", "2026-11-20", "2026-11-25"),
        settings={"optional_pauses": ["identity_request"]},
        count="where the office lets it pause: out 23 24 25; 20(1) 26(2) 27(3) 30(4) 12-01/02/03(5-7)",
    ),
]

PROPOSAL = {"clock": "termination_proposal", "article": ""}
EARLIER_OF_BOTH = "REGULATION:46"
OLD_RULES = [
    Hand(
        **PROPOSAL, start="2026-08-17", due="2026-10-06", safe="2026-09-30", count="14+30+6: a house rule does not move"
    ),
    Hand(**PROPOSAL, start="2026-05-08", due="2026-06-27", safe="2026-06-26", count="23+27: Saturday"),
    Hand(
        clock="mediation_limit",
        article="21(1)(5)",
        start="2024-03-01",
        due="2024-05-08",
        count="March 20, 04-01..03(23) Sun 07(24) 08-26(39) Sun 28(40) 29-30(42) 05-06..08(45)",
    ),
    Hand(
        clock="mediation_limit",
        article="21(1)(5)",
        start="2023-12-25",
        due="2024-03-01",
        count="26-29(4) Jan 2-31(26) Feb 1-2(28) Sun 4(29) 5-9(34) Sun 18(35) 19-23(40) 26-29(44) 03-01(45)",
    ),
    Hand(
        clock="mediation_limit",
        article="21(1)(5)",
        start="2020-01-20",
        due="2020-03-31",
        count="21-23(3), off to 02-02, four weeks to 02-28(23), four to 03-27(43), 30(44) 31(45)",
    ),
    Hand(
        clock="mediation_limit",
        article=EARLIER_OF_BOTH,
        start="2024-07-01",
        due="2024-08-30",
        count="60 days 30+30 = 08-30; 45 working days would be 09-02",
    ),
    Hand(
        clock="mediation_limit",
        article=EARLIER_OF_BOTH,
        start="2025-03-03",
        due="2025-05-06",
        safe="2025-04-30",
        count="28+30+2 = Labour Day, moves to 05-06; 45 working days would be 05-08",
    ),
    Hand(
        clock="mediation_limit",
        article="21(1)(5)",
        start="2026-01-12",
        due="2026-03-20",
        events=paused("testing", "2026-02-14", "2026-02-23"),
        count="testing over Spring Festival: 60 days 03-13 + 9 = Sun 22, but no working day is out: 45th is Fri 20",
    ),
    Hand(
        clock="report_notice_legacy",
        article="31(2)",
        start="2024-04-30",
        due="2024-05-10",
        count="1-5 off, 06-10(1-5)",
    ),
    Hand(
        clock="termination_notice",
        article="21(2)",
        start="2026-04-01",
        due="2026-04-13",
        count="2-3(2) 4-6 off 7-10(6) 13",
    ),
]

OTHER_TERMS = [
    Hand(
        clock="termination_notice",
        article="23(2)",
        start="2026-09-24",
        due="2026-10-12",
        count="28-30(3) 8-10(6) 12(7)",
    ),
    Hand(
        clock="clue_verification",
        article="27",
        start="2026-11-02",
        due="2026-11-23",
        count="3-6(4) 9-13(9) 16-20(14) 23",
    ),
    Hand(
        clock="clue_verification",
        article="27",
        start="2026-11-02",
        due="2026-12-14",
        events=approved("2026-11-20"),
        count="15 to 11-23, 15 more: 24-27(4) 30-12-04(9) 07-11(14) 14(15)",
    ),
    Hand(
        clock="clue_verification",
        article="27",
        start="2026-11-02",
        due="2026-12-14",
        events=approved("2026-11-23"),
        count="approved on the last day is in time",
    ),
    Hand(
        clock="clue_verification",
        article="27",
        start="2026-11-02",
        due="2026-11-23",
        events=approved("2026-11-24"),
        count="approved a day too late extends nothing",
    ),
    Hand(
        clock="clue_verification",
        article="27",
        start="2026-11-02",
        due="2026-12-14",
        events=approved("2026-11-20", "2026-12-01"),
        count="the law knows one extension, not two",
    ),
    Hand(
        clock="report_verification",
        article="PENALTY_PROCEDURE:18",
        start="2026-09-14",
        due="2026-10-10",
        count="15-18(4) Sun 20(5) 21-24(9) 28-30(12) 10-08(13) 09(14) Sat 10(15)",
    ),
    Hand(
        clock="jurisdiction_dispute",
        article="33",
        start="2026-04-28",
        due="2026-05-11",
        count="29-30(2) 6-9(6) Mon 11(7)",
    ),
    Hand(
        clock="case_decision",
        article="PENALTY_PROCEDURE:64",
        start="2026-07-03",
        due="2026-10-08",
        safe="2026-09-30",
        count="28+31+30+1: National Day, so 08",
    ),
    Hand(
        clock="case_decision",
        article="PENALTY_PROCEDURE:64",
        start="2026-07-03",
        due="2026-10-31",
        safe="2026-10-30",
        events=approved("2026-09-15"),
        count="strictly 10-01, 30 more: Saturday 31",
    ),
    Hand(
        clock="case_decision",
        article="PENALTY_PROCEDURE:64",
        start="2026-07-03",
        due="2026-11-20",
        events=ClockEvents(
            extensions=(
                Extension(approved_on=date(2026, 9, 15)),
                Extension(approved_on=date(2026, 10, 20), length=20),
            )
        ),
        count="a collective decision adds 20 days to 10-31",
    ),
    Hand(
        clock="odr_negotiation",
        article="",
        start="2026-09-21",
        due="2026-10-12",
        count="22-24(3) 28-30(6) 8-10(9) 12(10)",
    ),
    Hand(
        clock="hubei_settle_target",
        article="",
        start="2026-09-28",
        due="2026-10-05",
        safe="2026-09-30",
        count="a platform's seven days do not move off the holiday",
    ),
    Hand(clock="hubei_settle_max", article="", start="2026-09-28", due="2026-10-12", count="2+12: Monday"),
    Hand(
        clock="court_reply",
        article="LITIGATION_LAW:67",
        start="2026-09-17",
        due="2026-10-08",
        safe="2026-09-30",
        count="13+2: National Day, so 08",
    ),
    Hand(
        clock="information_disclosure",
        article="DISCLOSURE_REGULATION:33",
        start="2026-11-02",
        due="2026-11-30",
        count="3-6(4) 9-13(9) 16-20(14) 23-27(19) 30(20)",
    ),
    Hand(
        clock="reconsideration_reply",
        article="RECONSIDERATION_LAW:48",
        start="2026-11-02",
        due="2026-11-16",
        count="3-6(4) 9-13(9) 16(10)",
    ),
    Hand(
        clock="reconsideration_reply_simple",
        article="RECONSIDERATION_LAW:54",
        start="2026-11-02",
        due="2026-11-09",
        count="3-6(4) 9(5)",
    ),
    Hand(
        clock="report_notice",
        article="ADVERTISING_LAW:53",
        start="2026-05-08",
        due="2026-05-18",
        count="Sat 09(1) 11-15(2-6) 18(7)",
    ),
]

BY_HAND = [
    *SEVEN_WORKING_DAYS,
    *YEAR_END,
    *AROUND_MIDNIGHT,
    *INSIDE_THE_SEVEN_DAYS,
    *SIXTY_DAYS,
    *PAUSED,
    *OLD_RULES,
    *OTHER_TERMS,
]


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return seed_calendar()


@pytest.fixture(scope="module")
def rule_sets() -> tuple[RuleSet, ...]:
    duty = notice_duty_rows()[0]
    return tuple(with_notice_duty(each, duty) for each in seed_rule_sets())


def read(hand: Hand, rule_sets: tuple[RuleSet, ...], calendar: WorkCalendar) -> ClockReading:
    start = moment(hand.start)
    local = start.astimezone(LEGAL_ZONE).date() if isinstance(start, datetime) else start
    rule_set = applicable_rule_set(local, rule_sets)
    assert rule_set is not None
    settings = replace(
        rule_set.settings,
        roll_weekend=bool(hand.settings.get("roll_weekend", False)),
        optional_pauses=frozenset(hand.settings.get("optional_pauses", ())),
    )
    return read_clock(
        replace(rule_set, settings=settings),
        hand.clock,
        started=start,
        calendar=calendar,
        as_of=moment(hand.as_of),
        events=hand.events,
    )


@pytest.mark.parametrize("hand", BY_HAND, ids=str)
def test_the_clock_agrees_with_the_date_counted_by_hand(hand, rule_sets, calendar):
    reading = read(hand, rule_sets, calendar)

    assert reading.due_on.isoformat() == hand.due, hand.count
    assert reading.safe_on.isoformat() == (hand.safe or hand.due), hand.count
    assert reading.article == hand.article
    assert reading.provisional is hand.provisional


def test_at_least_sixty_dates_are_counted_by_hand_and_each_says_how():
    assert len(BY_HAND) >= 60
    assert all(hand.count for hand in BY_HAND)
    assert len({str(hand) for hand in BY_HAND}) >= 60
