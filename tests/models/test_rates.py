"""Rates: against exact fractions, and against counts that offices have published."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from app.models.rates import change, in_wan, mean, points, rate, reconcile, shares, shown

WHOLE = st.integers(min_value=0, max_value=10**9)
YUAN = st.decimals(min_value=0, max_value=10**10, places=2)


def rounded(exact: Fraction, digits: int) -> Fraction:
    """The slow reference: count in units of the last digit, a half goes away from zero."""
    units = abs(exact) * 10**digits
    whole = units.numerator // units.denominator
    if units - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if exact >= 0 else -whole, 10**digits)


@given(WHOLE, st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=6))
def test_a_rate_is_the_exact_share_rounded_half_up_once(part, whole, digits):
    assert Fraction(rate(part, whole, digits)) == rounded(Fraction(part * 100, whole), digits)


@given(YUAN, YUAN.filter(bool))
def test_a_change_of_money_is_exact_to_the_last_digit(current, previous):
    exact = (Fraction(current) - Fraction(previous)) * 100 / Fraction(previous)

    assert Fraction(change(current, previous)) == rounded(exact, 2)


@given(WHOLE)
def test_a_rate_of_nothing_and_a_change_from_zero_are_no_figure(count):
    assert rate(count, 0) is None
    assert change(count, 0) is None
    assert mean(count, 0) is None
    assert shown(rate(count, 0), suffix="%") == "—"


def test_a_half_in_the_last_digit_goes_up_and_a_falling_half_goes_down():
    assert rate(1, 800) == Decimal("0.13")
    assert change(799, 800) == Decimal("-0.13")
    assert str(change(0, 7)) == "-100.00"


PUBLISHED = [
    # numerator, denominator, percent, who published the counts
    (92, 241, "38.17", "Guangyuan 2022 Q1, mediated of closed"),
    (180, 241, "74.69", "Guangyuan 2022 Q1, closed on time of closed"),
    (28, 32, "87.50", "Jinzhong city bureau 2024-08, closed of received"),
    (254, 272, "93.38", "Yuci 2024-08"),
    (8, 10, "80.00", "Zuoquan 2024-08"),
    (5, 10, "50.00", "Yushe 2024-08"),
    (9, 9, "100.00", "Heshun 2024-08"),
    (16, 25, "64.00", "Xiyang 2024-08"),
    (5, 15, "33.33", "Shouyang 2024-08"),
    (266, 456, "58.33", "Jinzhong 2023-01, accepted of decided"),
    (266, 459, "57.95", "Jinzhong 2023-01, accepted of received"),
    (449_786, 551_780, "81.52", "CCA 2022 H1, resolved"),
    (915_752, 1_151_912, "79.50", "CCA 2022, resolved"),
    (563_346, 782_794, "71.97", "CCA 2024 H1, resolved"),
    (326_017, 497_448, "65.54", "CCA 2024 Q3, resolved"),
    (1_211_284, 1_761_886, "68.75", "CCA 2024, resolved"),
    (261_218, 461_767, "56.57", "CCA 2025 Q1, resolved"),
    (509_655, 995_971, "51.17", "CCA 2025 H1, resolved"),
    (284_428, 551_780, "51.55", "CCA 2022 H1, goods"),
    (249_153, 551_780, "45.15", "CCA 2022 H1, services"),
    (18_199, 551_780, "3.30", "CCA 2022 H1, other"),
    (356_527, 782_794, "45.55", "CCA 2024 H1, goods"),
    (331_934, 782_794, "42.40", "CCA 2024 H1, services"),
    (94_333, 782_794, "12.05", "CCA 2024 H1, other"),
    (248_590, 497_448, "49.97", "CCA 2024 Q3, goods"),
    (217_232, 497_448, "43.67", "CCA 2024 Q3, services"),
    (31_626, 497_448, "6.36", "CCA 2024 Q3, other"),
    (867_301, 1_761_886, "49.23", "CCA 2024, goods"),
    (743_615, 1_761_886, "42.21", "CCA 2024, services"),
    (541_215, 995_971, "54.34", "CCA 2025 H1, goods"),
    (406_747, 995_971, "40.84", "CCA 2025 H1, services"),
    (58_973, 551_780, "10.69", "CCA 2022 H1, daily goods of all complaints, not of goods"),
    (2_148, 10_461, "20.53", "Hunan 2025 Q1, of all complaints"),
    (8_541, 10_461, "81.65", "Hunan 2025 Q1, resolved"),
]


@pytest.mark.parametrize(("part", "whole", "percent", "who"), PUBLISHED, ids=[row[3] for row in PUBLISHED])
def test_published_counts_give_the_published_share(part, whole, percent, who):
    assert rate(part, whole) == Decimal(percent)


def test_published_periods_give_the_published_change():
    assert change(250, 841) == Decimal("-70.27")  # Guangyuan, received
    assert points(Decimal("10.69"), Decimal("8.14")) == Decimal("2.55")  # CCA 2022 H1, daily goods
    assert points(Decimal("5.33"), Decimal("5.89")) == Decimal("-0.56")  # CCA 2022 H1, vehicles
    assert points(rate(1, 2), rate(1, 0)) is None


def test_goods_of_cca_2022_h1_add_to_their_total():
    goods = [58_973, 54_849, 47_466, 44_258, 29_414, 18_009, 12_991, 9_391, 7_055, 2_022]

    assert reconcile(284_428, goods).agrees
    assert [rate(count, 551_780) for count in goods[:3]] == [Decimal("10.69"), Decimal("9.94"), Decimal("8.60")]


def test_hunan_natures_add_to_their_total():
    assert reconcile(10_461, [3050, 1747, 1511, 1058, 945, 728, 314, 238, 57, 813]).agrees
    assert reconcile(8_225, [2204, 1419, 1212, 619, 1275, 627, 329, 256, 71, 213]).agrees


def test_the_channels_of_wenzhou_are_reported_17_short():
    channels = [4_260, 9_075, 136, 562, 2_579, 2]
    found = reconcile(37_894, [sum(channels), 18_561, 1_530, 1_143, 28, 1])

    assert sum(channels) == 16_614
    assert not found.agrees
    assert found.missing == 17
    assert not found.is_rounding()


def test_shares_that_add_to_100_01_are_recognised_as_rounding():
    natures = ["31.68", "21.04", "20.83", "6.68", "5.52", "5.51", "4.65", "2.29", "1.03", "0.78"]
    found = reconcile(Decimal("100.00"), [Decimal(share) for share in natures])

    assert found.summed == Decimal("100.01")
    assert found.missing == Decimal("-0.01")
    assert found.is_rounding()


@given(st.lists(WHOLE, min_size=1, max_size=30).filter(any))
def test_rounded_shares_never_stray_further_than_rounding_allows(counts):
    assert reconcile(Decimal(100), shares(counts)).is_rounding()


@given(st.lists(YUAN, max_size=50))
def test_money_is_summed_to_the_cent_and_divided_once(amounts):
    total = sum(amounts, start=Decimal(0))

    assert Fraction(in_wan(total)) == rounded(sum(map(Fraction, amounts), start=Fraction(0)) / 10_000, 2)


def test_a_figure_is_shown_with_grouped_digits():
    assert shown(Decimal("1109.70"), suffix="万元") == "1,109.70万元"
    assert shown(Decimal("38.17"), suffix="%") == "38.17%"
