"""Figures say what they are: their variant, their scope, what they stand beside, and when they cannot be formed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.services.errors import UserError
from app.services.statistics.answers import Filters, GroupBy
from app.services.statistics.figures import CARDS, Figures
from app.services.statistics.periods import MonthRule, PeriodKind, custom, period_of
from app.services.training.furnish import practice_id
from tests.factories import BUREAU, CENTRE, STATION
from tests.office import TestDatabase
from tests.services.statistics.conftest import Rows

MAY = period_of(PeriodKind.MONTH, date(2025, 5, 2))
DAY = date(2025, 5, 6)


@pytest.fixture(scope="module", autouse=True)
def may(rows: Rows) -> None:
    """May 2025: complaints of the bureau and its station, reports of both, one at the centre."""
    end = {"accepted_on": DAY, "decided_on": DAY, "told_on": DAY, "concluded_on": DAY, "closed_on": DAY}
    rows.put(3, received_on=date(2025, 5, 2), unit=BUREAU, outcome="agreed", **end)
    rows.put(1, received_on=date(2025, 5, 2), unit=STATION, outcome="terminated", ground="A23_6", **end)
    rows.put(1, received_on=date(2025, 5, 2), unit=STATION, outcome="withdrawn_after", **end)
    rows.put(2, received_on=date(2025, 5, 3), unit=BUREAU, kind="report")
    rows.put(1, received_on=date(2025, 5, 3), unit=CENTRE, kind="report")


def value(figures: Figures, indicator: str, filters: Filters | None = None, variant: str = "") -> Decimal | None:
    return figures.card(indicator, MAY, filters or Filters(), variant).figure.value


def test_the_supervisor_with_clearance_counts_reports_and_says_so(figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")

    assert value(figures, "received") == 8
    assert "Reports are included" in figures.standing().scope.sentence


def test_the_bureaus_supervisor_without_clearance_counts_none_and_says_so(
    figures_of: Callable[[str], Figures],
) -> None:
    figures = figures_of("bureau_supervisor")
    offered = {column.indicator for column in figures.offered(CARDS)}

    assert value(figures, "received") == 5
    assert value(figures, "received", Filters(kinds=frozenset({"report"}))) == 0
    assert "Reports are not included" in figures.standing().scope.sentence
    assert "on_time_verification_rate" not in offered
    assert "received" in offered


def test_a_total_has_no_reports_where_only_some_of_them_may_be_seen(
    database: TestDatabase, figures_of: Callable[[str], Figures]
) -> None:
    database.as_person("administrator").run_command(
        "set_roles",
        {
            "roles": [
                {"role": "dispatcher", "unit_id": str(CENTRE)},
                {"role": "clearance", "unit_id": str(BUREAU)},
            ]
        },
        subject=practice_id("person", "1011"),
    )
    figures = figures_of("dispatcher")

    assert value(figures, "received") == 5
    assert value(figures, "received", Filters(kinds=frozenset({"report"}))) == 2
    assert "by themselves" in figures.standing().scope.sentence


def test_every_variant_of_the_mediation_rate_says_which_it_is(figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")
    card = figures.card("mediation_success_rate", MAY, Filters())

    assert card.figure.value == Decimal("60.00")
    assert card.figure.variant_title == "of accepted and concluded"
    assert {part.measure: part.n for part in card.figure.beside} == {
        "withdrawn": 1,
        "found_unacceptable": 1,
        "terminated": 1,
    }
    variants = figures.registry.indicators["mediation_success_rate"].variants
    found = {code: figures.card("mediation_success_rate", MAY, Filters(), code).figure for code in variants}
    assert len({figure.variant_title for figure in found.values()}) == len(variants) == 5
    assert found["of_mediations"].value is None
    beside = {figure.variant: (figure.value, figure.cell) for figure in card.variants}
    assert beside == {code: (each.value, each.cell) for code, each in found.items() if code != card.figure.variant}


def test_nothing_is_substituted_for_a_base_of_zero(figures_of: Callable[[str], Figures]) -> None:
    card = figures_of("supervisor").card("received", MAY, Filters())

    assert card.previous.value == 0
    assert card.previous.change is None
    assert card.year_before.change is None


def test_what_the_office_does_not_keep_is_no_data_and_never_zero(figures_of: Callable[[str], Figures]) -> None:
    figure = figures_of("supervisor").card("connection_rate", MAY, Filters()).figure

    assert figure.value is None
    assert figure.no_data


def test_a_unit_is_counted_with_what_is_below_it(figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")

    assert value(figures, "received", Filters(unit_id=BUREAU, unit_by="handling")) == 7
    assert value(figures, "received", Filters(unit_id=STATION, unit_by="handling")) == 2
    lines = figures.table(("received",), MAY, GroupBy.UNIT, Filters(unit_by="handling")).lines
    assert {line.label: line.figures[0].value for line in lines} == {str(CENTRE): 1, str(BUREAU): 5, str(STATION): 2}


def test_a_stock_is_told_for_the_cut_off_and_not_for_now(rows: Rows, figures_of: Callable[[str], Figures]) -> None:
    first, decided = date(2025, 8, 4), date(2025, 9, 10)
    rows.put(1, received_on=first, unit=BUREAU, decided_on=decided, accepted_on=decided, state="mediating")
    figures = figures_of("supervisor")

    def undecided(day: date) -> Decimal | None:
        return figures.card("undecided", period_of(PeriodKind.DAY, day), Filters()).figure.value

    assert undecided(first - timedelta(days=1)) == 0
    assert undecided(decided - timedelta(days=1)) == 1
    assert undecided(decided) == 0


def test_a_young_cohort_is_compared_with_no_older_one_and_says_until_when(
    rows: Rows, figures_of: Callable[[str], Figures]
) -> None:
    """Ten days that ended 31 days ago: 1 of 4 closed; the ten before: 3 of 4, which had ten days longer."""
    figures = figures_of("supervisor")
    today = figures.standing().today
    first = today - timedelta(days=40)
    rows.put(3, received_on=first, unit=BUREAU)
    rows.put(1, received_on=first, unit=BUREAU, outcome="agreed", closed_on=today - timedelta(days=20))
    rows.put(1, received_on=first - timedelta(days=5), unit=BUREAU)
    rows.put(3, received_on=first - timedelta(days=5), unit=BUREAU, outcome="agreed", closed_on=today)
    young = custom(first, today - timedelta(days=31))
    card = figures.card("closing_rate", young, Filters())

    assert (card.figure.value, card.previous.value) == (Decimal(25), Decimal(75))
    assert card.previous.change is None
    assert card.year_before.change is None
    until = today + timedelta(days=59)
    assert any(f"{until:%Y-%m-%d}" in remark for remark in card.remarks)
    in_the_period = figures.card("closing_rate", young, Filters(), "period")
    assert in_the_period.previous.change is not None


def test_a_cohort_whose_time_is_over_is_compared(rows: Rows, figures_of: Callable[[str], Figures]) -> None:
    """Ten days that ended 90 days ago: 3 of 5 closed, 60 %; the ten before: 3 of 4, 75 %: 15 points less."""
    figures = figures_of("supervisor")
    today = figures.standing().today
    first = today - timedelta(days=99)
    rows.put(2, received_on=first, unit=BUREAU)
    rows.put(3, received_on=first, unit=BUREAU, outcome="agreed", closed_on=today - timedelta(days=80))
    rows.put(1, received_on=first - timedelta(days=10), unit=BUREAU)
    rows.put(3, received_on=first - timedelta(days=10), unit=BUREAU, outcome="agreed", closed_on=today)
    card = figures.card("closing_rate", custom(first, today - timedelta(days=90)), Filters())

    assert (card.figure.value, card.previous.value) == (Decimal(60), Decimal(75))
    assert card.previous.change == Decimal(-15)
    assert not any("compared with none" in remark for remark in card.remarks)


def test_comparisons_across_order_121_are_remarked(figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")
    across = figures.card("received", period_of(PeriodKind.MONTH, date(2026, 5, 1)), Filters())

    assert any("2026-04-15" in remark for remark in across.remarks)
    assert figures.card("received", MAY, Filters()).remarks == ()


def test_the_offices_settings_choose_month_variant_and_whether_basic_counts(
    database: TestDatabase, figures_of: Callable[[str], Figures]
) -> None:
    figures = figures_of("supervisor")
    database.as_person("administrator").run_command(
        "put_setting",
        {
            "key": "figures",
            "value": {
                "month": "26-25",
                "basic_counts": True,
                "variants": {"mediation_success_rate": "of_closed"},
            },
        },
    )

    assert figures.month_rule() is MonthRule.FROM_26
    assert figures.card("mediation_success_rate", MAY, Filters()).figure.variant == "of_closed"
    assert figures.card("satisfaction_rate", MAY, Filters()).figure.variant == "with_basic"


def test_a_login_without_the_right_is_told_so(figures_of: Callable[[str], Figures]) -> None:
    with pytest.raises(UserError) as refused:
        figures_of("clerk").card("received", MAY, Filters())
    assert refused.value.code == "no_right"
