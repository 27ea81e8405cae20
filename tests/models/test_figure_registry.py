"""Indicators: every one says what it divides, and the published counts come out as published."""

from decimal import Decimal

import pytest

from app.models.figure_registry import Form, figure_registry

REGISTRY = figure_registry()
VARIANTS = [
    (indicator, variant) for indicator in REGISTRY.indicators.values() for variant in indicator.variants.values()
]
UNITS = {"registering", "deciding", "handling"}
DATES = {"contact", "received", "accepted", "told", "due", "concluded", "closed", "sent", "answered", "filed", "cutoff"}


@pytest.mark.parametrize(("indicator", "variant"), VARIANTS, ids=lambda part: part.code)
def test_every_variant_names_known_measures_unit_and_date_and_says_it_in_a_sentence(indicator, variant):
    assert {*variant.numerator, *variant.denominator, *indicator.beside} <= REGISTRY.measures.keys()
    assert variant.unit in UNITS
    assert variant.date_basis in DATES
    assert variant.definition_zh.endswith("。")
    assert variant.definition_en.endswith(".")
    assert bool(variant.denominator) == (indicator.form in {Form.RATE, Form.MEAN})
    assert len(indicator.variants) == 1 or (variant.title_zh and variant.title_en)


def test_no_indicator_and_no_measure_is_named_twice_and_none_is_forgotten():
    used = {
        code
        for indicator, variant in VARIANTS
        for code in (*variant.numerator, *variant.denominator, *indicator.beside)
    }

    assert used == REGISTRY.measures.keys()
    assert all(measure.date in DATES and measure.means.endswith("。") for measure in REGISTRY.measures.values())


def test_guangyuan_comes_out_as_published():
    counted = {
        "success_of_closed": 92,
        "closed": 241,
        "on_time_of_closed": 180,
        "received": 250,
        "closed_of_received": 241,
    }

    assert REGISTRY.indicators["mediation_success_rate"].figure(counted, "of_closed") == Decimal("38.17")
    assert REGISTRY.indicators["on_time_closing_rate"].figure(counted, "of_closed") == Decimal("74.69")
    assert REGISTRY.indicators["closing_rate"].figure(counted) == Decimal("96.40")


def test_the_two_readings_of_jinzhongs_acceptance_rate_both_come_out():
    counted = {"accepted": 266, "declined": 190, "received": 459}

    assert REGISTRY.indicators["acceptance_rate"].figure(counted) == Decimal("58.33")
    assert REGISTRY.indicators["acceptance_rate"].figure(counted, "of_received") == Decimal("57.95")


def test_a_figure_whose_measures_are_not_kept_is_no_figure():
    connected = REGISTRY.indicators["connection_rate"]

    assert connected.figure({"calls_connected": 3}) is None
    assert connected.figure({"calls_connected": 0, "calls_offered": 0}) is None
    assert connected.figure({"calls_connected": 19, "calls_offered": 20}) == Decimal("95.00")


def test_recovered_money_is_shown_in_ten_thousand_yuan():
    recovered = REGISTRY.indicators["recovered"]

    assert recovered.figure({"recovered_amount": Decimal("3340149.99")}) == Decimal("334.01")
    assert recovered.figure({"recovered_amount": Decimal(0)}) == Decimal("0.00")


def test_shares_are_compared_in_points_and_counts_in_percent():
    success, received = REGISTRY.indicators["mediation_success_rate"], REGISTRY.indicators["received"]

    assert success.compared(Decimal("51.63"), Decimal("50.00")) == Decimal("1.63")
    assert received.compared(Decimal(250), Decimal(841)) == Decimal("-70.27")
    assert received.compared(Decimal(250), Decimal(0)) is None
    assert received.compared(None, Decimal(0)) is None


def test_the_mean_time_is_formed_from_sums_and_rounded_once():
    days = REGISTRY.indicators["mean_handling_days"]

    assert days.figure({"days_from_receipt": 100, "closed": 8}) == Decimal("12.5")
