"""Masks: they show what the office may see on a list and tell nothing else."""

import re

import pytest
from hypothesis import given, strategies as st

from app.models.masking import (
    mask_address,
    mask_company,
    mask_email,
    mask_identity_number,
    mask_name,
    mask_phone,
    may_test,
    shown_runs,
    shown_tail,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("赵明远", "赵*远"),
        ("赵远", "赵*"),
        ("赵", "*"),
        ("欧阳娜娜", "欧**娜"),
        ("𠮷𬭚䶮", "𠮷*䶮"),
        ("阿依古丽·买买提江", "阿****江"),
        ("John Smith", "J*** S***"),
        ("  赵 ", "*"),
        ("", ""),
    ],
)
def test_a_name_shows_its_ends(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13893416721", "138****6721"),
        ("+86 138 9341 6721", "138****6721"),
        ("１３８９３４１６７２１", "138****6721"),
        ("0931-8881234", "0931****234"),
        ("010-62881234", "010****1234"),
        ("+852 9123 4567", "+852****4567"),
        ("400-812-3456", "400****456"),
        ("8881234", "****234"),
        ("12345", "****5"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_a_phone_number_hides_at_least_four_digits(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("310115199208031234", "310115199208******"),
        ("31011519920803123x", "310115199208******"),
        ("310115920803123", "3101159208*****"),
        ("E12345678", "E****"),
        ("123", "****"),
    ],
)
def test_a_resident_number_shows_region_and_month_of_birth_only(number, masked):
    assert mask_identity_number(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("甘肃省兰州市城关区张掖路街道大众巷12号3单元401", "甘肃省兰州市城关区张掖路街道****"),
        ("兰州市城关区南关十字12号", "兰州市城关区****"),
        ("榆中县城关镇兴隆路8号", "榆中县城关镇****"),
        ("幸福小区3栋2单元", "****"),
        ("兰州市城关区幸福小区3栋", "兰州市城关区****"),
        ("兰州市东部市场12号", "兰州市****"),
        (
            "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇索伦大街",
            "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇****",
        ),
        ("大众巷12号", "****"),
        ("", ""),
    ],
)
def test_an_address_ends_at_the_street_office(address, masked):
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("金河欣鑫健身有限公司", "金河****有限公司"),
        ("城关区赵晓远小吃店", "城关****店"),
        ("某某店", "****店"),
        ("公司", "****"),
    ],
)
def test_a_unit_shows_where_it_is_and_its_form(name, masked):
    assert mask_company(name) == masked


def test_an_email_shows_its_house():
    assert mask_email("liming@example.com") == "l****@example.com"
    assert mask_email("nonsense") == "****"


@given(st.text(HAN, min_size=3, max_size=20), st.data())
def test_two_names_that_differ_only_in_the_hidden_part_look_the_same(name, data):
    other = name[0] + data.draw(st.text(HAN, min_size=len(name) - 2, max_size=len(name) - 2)) + name[-1]

    assert mask_name(name) == mask_name(other)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"[0-9]{4}", fullmatch=True))
def test_two_phones_that_differ_only_in_the_hidden_digits_look_the_same(number, hidden):
    other = number[:3] + hidden + number[7:]

    assert mask_phone(number) == mask_phone(other) == f"{number[:3]}****{number[7:]}"


@given(st.from_regex(r"\+?[0-9\-() ]{0,24}", fullmatch=True))
def test_no_phone_shows_all_but_three_of_its_digits(number):
    typed = re.sub(r"\D", "", number)
    shown = re.sub(r"\D", "", mask_phone(number))

    assert len(shown) <= max(0, len(typed) - 4)


@given(st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True), st.from_regex(r"[0-9]{5}[0-9X]", fullmatch=True))
def test_the_last_six_of_a_resident_number_are_never_told(number, hidden):
    assert mask_identity_number(number) == mask_identity_number(number[:12] + hidden)


@given(st.text(HAN, max_size=20), st.from_regex(r"[0-9]{1,4}号", fullmatch=True))
def test_a_house_number_is_never_told(place, house):
    masked = mask_address(place + house)

    assert not re.search(r"\d", masked)
    assert masked.endswith("****")


@given(st.text(max_size=40))
def test_any_text_can_be_masked_and_no_mask_is_the_whole_of_it(text):
    for mask in (mask_name, mask_company, mask_phone, mask_identity_number, mask_address, mask_email):
        masked = mask(text)
        assert not masked or "*" in masked


def test_a_search_tests_only_what_a_mask_shows():
    masked = mask_phone("13893416721")

    assert shown_runs(masked) == ("138", "6721")
    assert shown_tail(masked) == "6721"
    assert may_test("6721", masked)
    assert may_test("672", masked)
    assert not may_test("16721", masked)
    assert not may_test("1386721", masked)
    assert not may_test("", masked)
    assert shown_tail("") == ""
