"""The law as seed: complete, to the word, and in the shape of the tables."""

from datetime import date

from app.models.calendar import CalendarDay, WorkCalendar, seed_calendar
from app.models.law_seed import (
    ground_rows,
    law_article_rows,
    notice_duty_rows,
    rule_clock_rows,
    seed_rule_sets,
    work_calendar_rows,
)

GROUNDS = {(row["rule_set"], row["code"]): row for row in ground_rows()}
ARTICLES = {(row["law"], row["article"]): row for row in law_article_rows()}


def codes(rule_set: str, kind: str) -> list[str]:
    rows = [row for row in ground_rows() if (row["rule_set"], row["kind"]) == (rule_set, kind) and not row["parent"]]
    return [row["code"] for row in sorted(rows, key=lambda row: row["sort"])]


def test_order_121_has_its_46_articles_to_the_word():
    numbers = [row["article"] for row in law_article_rows() if row["law"] == "ORDER121"]

    assert numbers == [str(n) for n in range(1, 47)]
    assert ARTICLES["ORDER121", "45"]["text"].endswith("以法定节假日后的第一日为期间届满的日期。")
    assert not any(row["summary"] for row in law_article_rows() if row["law"] == "ORDER121")


def test_what_is_not_the_promulgated_text_is_marked_as_summary():
    assert all(row["summary"] for row in law_article_rows() if row["law"] != "ORDER121")


def test_the_grounds_of_order_121_are_printed_exactly_as_the_article_lists_them():
    for article, kind in (("16", "non_acceptance"), ("17", "claim_factor"), ("23", "termination")):
        text = ARTICLES["ORDER121", article]["text"]
        for row in ground_rows():
            if row["rule_set"] == "ORDER121" and row["kind"] == kind:
                parent = GROUNDS.get(("ORDER121", row["parent"]))
                if parent and parent["kind"] == kind:
                    assert row["text"] in parent["text"]
                else:
                    assert f"（{row['item']}）{row['text']}" in text


def test_articles_16_17_and_23_are_complete():
    assert codes("ORDER121", "non_acceptance") == [f"A16_{n}" for n in range(1, 8)]
    assert codes("ORDER121", "termination") == [f"A23_{n}" for n in range(1, 9)]
    assert [row["code"] for row in ground_rows() if row["kind"] == "claim_factor"] == ["F1", "F2", "F3", "F4", "F5"]


def test_withdrawal_and_self_settlement_are_told_apart():
    assert GROUNDS["ORDER121", "A23_1_WITHDRAWN"]["parent"] == "A23_1"
    assert GROUNDS["ORDER121", "A23_1_SETTLED"]["parent"] == "A23_1"
    assert GROUNDS["ORDER20", "A21_1_SETTLED"]["parent"] == "A21_1"


def test_the_old_order_has_six_grounds_of_refusal_and_seven_of_termination():
    for rule_set in ("ORDER20", "ORDER20_REG"):
        assert codes(rule_set, "non_acceptance") == [f"A15_{n}" for n in range(1, 7)]
        assert codes(rule_set, "termination") == [f"A21_{n}" for n in range(1, 8)]


def test_every_parent_stands_in_the_same_rule_set():
    assert all(not row["parent"] or (row["rule_set"], row["parent"]) in GROUNDS for row in ground_rows())


def test_no_clock_ground_or_article_is_there_twice():
    clocks = [(row["rule_set"], row["key"]) for row in rule_clock_rows()]
    duties = [(row["law"], row["article"]) for row in notice_duty_rows()]

    assert len(clocks) == len(set(clocks))
    assert len(ground_rows()) == len(GROUNDS)
    assert len(law_article_rows()) == len(ARTICLES)
    assert len(duties) == len(set(duties))


def test_every_rule_set_names_its_clocks():
    keys = {each.code: set(each.clocks) for each in seed_rule_sets()}
    everywhere = {
        "accept_decision",
        "reply_date",
        "mediation_limit",
        "termination_notice",
        "clue_verification",
        "report_verification",
        "jurisdiction_dispute",
        "case_decision",
        "odr_negotiation",
        "hubei_settle_target",
        "hubei_settle_max",
        "voicemail_listen",
        "call_back",
        "reconsideration_reply",
        "reconsideration_reply_simple",
        "court_reply",
        "information_disclosure",
    }

    assert keys["ORDER121"] == everywhere | {"identity_proof", "mediation", "termination_proposal"}
    assert keys["ORDER20"] == everywhere | {"mediation_legacy", "report_notice_legacy"}
    assert keys["ORDER20_REG"] == keys["ORDER20"] | {"mediation", "termination_proposal"}


def test_every_clock_rests_on_words():
    assert all(row["basis"] for row in rule_clock_rows())


def test_the_calendar_table_numbers_its_working_days_and_holds_a_row_for_every_day_up_to_2040():
    rows = work_calendar_rows()
    by_day = {row["day"]: row for row in rows}

    assert len(by_day) == (date(2040, 12, 31) - date(2004, 1, 1)).days + 1
    assert by_day[date(2026, 2, 15)]["ordinal"] == by_day[date(2026, 2, 14)]["ordinal"]
    assert by_day[date(2026, 2, 24)]["ordinal"] == by_day[date(2026, 2, 14)]["ordinal"] + 1
    assert by_day[date(2026, 12, 31)]["published"]
    assert not by_day[date(2027, 1, 1)]["published"]
    assert rows[-1]["ordinal"] == sum(row["is_workday"] for row in rows)


def test_the_calendar_read_back_from_its_table_is_the_same():
    rows = [
        CalendarDay(**{name: value for name, value in row.items() if name != "ordinal"}) for row in work_calendar_rows()
    ]

    assert WorkCalendar.from_rows(rows) == seed_calendar()
