"""Numbers dictated over the telephone."""

from datetime import date

import pytest
from hypothesis import example, given, strategies as st
from stdnum.cn import ric, uscc

from app.models.identity_numbers import (
    USCC_ALPHABET,
    PhoneKind,
    check_resident_number,
    check_uscc,
    describe_phone,
    normalise_phone,
    organisation_check,
)

TODAY = date(2026, 11, 21)
HUAWEI_LIKE = "91110000600037341L"  # the example of GB 32100's commentary, published by its registry


def a_code(body: str, region: str = "629802") -> str:
    start = f"91{region}{body}{organisation_check(body)}"
    return start + uscc.calc_check_digit(start)


def a_resident_number(region: str = "620102", born: str = "19920803", serial: str = "123") -> str:
    start = f"{region}{born}{serial}"
    return start + ric.calc_check_digit(start + "0")


def test_a_right_credit_code_is_left_alone_however_it_was_typed():
    assert check_uscc(HUAWEI_LIKE).is_right
    assert check_uscc(" 9111 0000 6000 3734 1l ").value == HUAWEI_LIKE
    assert check_uscc("９１１１００００６０００３７３４１Ｌ").is_right


@given(st.text(USCC_ALPHABET, min_size=8, max_size=8), st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_every_single_wrong_character_of_a_credit_code_is_found(body, position, mark):
    code = a_code(body)
    wrong = code[:position] + mark + code[position + 1 :]

    assert check_uscc(code).is_right
    assert check_uscc(wrong).is_right == (wrong == code)


def test_a_wrong_credit_code_says_where():
    code = a_code("MA7ABC12")

    letter = check_uscc(code[:4] + "O" + code[5:])
    assert (letter.position, "0" in letter.problem) == (5, True)
    assert check_uscc(code[:10] + ("1" if code[10] != "1" else "2") + code[11:]).position == 9
    assert check_uscc(code[:17] + ("1" if code[17] != "1" else "2")).position == 1
    assert "17" in check_uscc(code[:17]).problem


def test_a_right_resident_number_passes():
    assert check_resident_number(a_resident_number(), today=TODAY).is_right
    assert check_resident_number("620102920803123", today=TODAY).is_right


@pytest.mark.parametrize(
    ("number", "position", "said"),
    [
        (a_resident_number(born="19921308"), 7, "1992-13-08"),
        (a_resident_number(born="19930229"), 7, "1993-02-29"),
        (a_resident_number(born="20270101"), 7, "future"),
        (a_resident_number(born="18800101"), 7, "130"),
        (a_resident_number(region="990102"), 1, "province"),
        ("62010219920803", None, "14"),
        ("6201021992080A1234", 14, "14"),
    ],
)
def test_an_impossible_resident_number_says_why(number, position, said):
    found = check_resident_number(number, today=TODAY)

    assert found.position == position
    assert said in found.problem


@given(st.dates(date(1920, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789"))
def test_every_single_wrong_digit_of_a_resident_number_is_found(born, serial, position, mark):
    number = a_resident_number(born=f"{born:%Y%m%d}", serial=f"{serial:03d}")
    wrong = number[:position] + mark + number[position + 1 :]

    assert check_resident_number(number, today=TODAY).is_right
    assert check_resident_number(wrong, today=TODAY).is_right == (wrong == number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 9341 6721", ("13893416721", "")),
        ("+86 138-9341-6721", ("13893416721", "")),
        ("0086 13893416721", ("13893416721", "")),
        ("8613893416721", ("13893416721", "")),
        ("013893416721", ("13893416721", "")),
        ("１３８９３４１６７２１", ("13893416721", "")),
        ("（0931）888-1234 转 802", ("09318881234", "802")),
        ("+86 931 8881234", ("09318881234", "")),
        ("+86 10 62881234", ("01062881234", "")),
        ("+852 9123 4567", ("+85291234567", "")),
        ("0085291234567", ("+85291234567", "")),
        ("400-812-3456", ("4008123456", "")),
        ("12345", ("12345", "")),
        ("没有", ("", "")),
    ],
)
def test_a_phone_number_has_one_kept_form(typed, kept):
    assert normalise_phone(typed) == kept


@example("00+1")
@example("+8600123456")
@given(
    st.text("0123456789+- 转０１２", max_size=20)
    | st.lists(st.sampled_from(["+", "00", "0", "86", "138", "12345678", "1", "9"]), max_size=8).map("".join)
)
def test_the_kept_form_stays_as_it_is(typed):
    value, _ = normalise_phone(typed)

    assert normalise_phone(value) == (value, "")


def test_a_phone_number_tells_its_place_and_network():
    mobile = describe_phone("138 9341 6721")
    landline = describe_phone("0931-8881234转802")

    assert (mobile.kind, mobile.place, mobile.operator) == (PhoneKind.MOBILE, "甘肃省兰州市", "中国移动")
    assert (landline.kind, landline.place, landline.extension) == (PhoneKind.LANDLINE, "甘肃省兰州市", "802")
    assert describe_phone("12345").kind is PhoneKind.SERVICE
    assert describe_phone("+852 9123 4567").kind is PhoneKind.FOREIGN


def test_an_impossible_phone_number_says_so_without_refusing_it():
    short = describe_phone("1389341672")

    assert short.value == "1389341672"
    assert "10" in short.problem
    assert describe_phone("没有").problem
