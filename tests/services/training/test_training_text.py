"""Practice cases: Chinese as it is told, repeatable, quick, and nobody's."""

import re
import time
from collections import Counter
from datetime import date

import pytest

from app.models.codes_seed import code_tables
from app.models.identity_numbers import PhoneKind, check_resident_number, check_uscc, describe_phone
from app.models.vocabulary import Kind
from app.services.training.text import LONGEST_FACTS, SHORTEST_FACTS, TextMaker

CODES = {table.name: {row.code for row in table.rows} for table in code_tables()}


@pytest.fixture(scope="module")
def cases():
    return list(TextMaker(1, traders=500).cases(20_000))


def test_the_same_seed_tells_the_same_stories_and_another_seed_others():
    first, again, other = (list(TextMaker(seed, traders=50).cases(50)) for seed in (7, 7, 8))

    assert first == again
    assert first != other
    assert TextMaker(7, traders=50).traders == TextMaker(8, traders=50).traders


def test_complaints_and_reports_are_told_in_80_to_400_characters_without_an_empty_blank(cases):
    for case in cases:
        assert not re.search(r"[{}]|None", case.facts)
        if case.kind in {Kind.COMPLAINT, Kind.REPORT}:
            assert SHORTEST_FACTS <= len(case.facts) <= LONGEST_FACTS


def test_all_kinds_and_channels_come_as_often_as_offices_get_them(cases):
    kinds = Counter(case.kind for case in cases)

    assert set(kinds) == set(Kind) - {Kind.OTHER}
    assert 0.35 < kinds[Kind.COMPLAINT] / len(cases) < 0.41
    assert 0.13 < kinds[Kind.REPORT] / len(cases) < 0.19
    assert {case.channel for case in cases} <= CODES["channel"]


def test_a_frequent_word_is_frequent_and_a_rare_one_rare(cases):
    def share(word):
        return sum(word in case.facts for case in cases) / len(cases)

    assert 0.08 < share("退款") < 0.13
    assert 0 < share("榫卯") < 0.02
    assert share("砗磲") < 0.002


def test_every_code_of_a_case_is_in_its_table(cases):
    for case in cases:
        assert case.object_code is None or case.object_code in CODES["object_category"]
        assert case.problem_code is None or case.problem_code in CODES["problem_category"]
        assert case.violation_code is None or case.violation_code in CODES["violation_type"]
        assert case.payment_method is None or case.payment_method in CODES["payment_method"]
        assert case.platform_name is None or case.platform_name in CODES["platform"]
        assert set(case.claims) <= CODES["claim"]
        assert (case.violation_code is not None) == (case.kind is Kind.REPORT)
        assert bool(case.answer) == (case.kind is Kind.CONSULTATION)


def test_amounts_are_whole_cents_and_dates_lie_before_receipt(cases):
    for case in cases:
        for amount in (case.amount_involved, case.claim_amount):
            assert amount is None or (amount == amount.quantize(amount.__class__("0.01")) and amount >= 0)
        assert case.occurred_on is None or case.occurred_on < case.received_at.date()
        assert date(2024, 1, 1) <= case.received_at.date() <= date(2026, 11, 20)
        assert case.received_at.utcoffset().total_seconds() == 8 * 3600


def test_people_have_names_of_every_sort_and_numbers_that_could_exist(cases):
    parties = [case.party for case in cases if case.party]
    names = {party.name for party in parties}

    assert any(name.startswith(("欧阳", "司马", "诸葛")) for name in names)
    for rare in "𠮷㛃䶮𬭚":
        assert any(rare in name for name in names)
    for party in parties[:300]:
        assert describe_phone(party.phone).kind is PhoneKind.MOBILE
        if party.identity_number:
            assert check_resident_number(party.identity_number, today=date(2026, 11, 21)).is_right
    assert len({party.phone for party in parties}) < len(parties)


def test_traders_have_right_credit_codes_and_some_get_most_of_the_cases(cases):
    maker = TextMaker(1, traders=500)
    counted = Counter(case.trader.uscc for case in cases if case.trader)

    assert all(check_uscc(trader.uscc).is_right for trader in maker.traders)
    assert len({trader.uscc for trader in maker.traders}) == 500
    assert counted.most_common(1)[0][1] > 20 * len(cases) / 500 / 10


def test_a_voicemail_is_spoken_and_a_letter_is_signed():
    maker = TextMaker(3, traders=50)
    voicemail, letter = maker.voicemail(), maker.letter()

    assert voicemail.channel == "voicemail"
    assert voicemail.party.phone in voicemail.facts
    assert letter.channel == "letter"
    assert letter.facts.count(letter.party.name) >= 2


def test_two_million_cases_can_be_made_while_a_database_takes_them():
    maker = TextMaker(5)
    start = time.process_time()
    count = sum(1 for _ in maker.cases(5_000))

    assert count / (time.process_time() - start) >= 5_000
