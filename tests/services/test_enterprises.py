"""The register: found by a piece of the name, initials or credit code; doubles point to the one that stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.services.enterprises import EnterpriseDraft, Enterprises
from app.services.errors import StaleError, UserError
from app.services.orders import BeforeComplaint, Consumer, Orders
from app.services.training.furnish import practice_id
from app.services.training.office import training_office
from tests.desks import Desks
from tests.factories import GYM, register
from tests.office import TestDatabase


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


GYM_ROW = training_office().enterprises[0]


@pytest.mark.parametrize("typed", ["欣鑫", "鑫健身有", "xxjs", "XXJS", GYM_ROW.uscc[:8], GYM_ROW.uscc.lower()])
def test_an_enterprise_is_found_by_name_initials_and_credit_code(desks: Desks, typed: str) -> None:
    enterprises = Enterprises(desks("operator"))
    typed = enterprises.card(GYM).row.initials[:4] if typed == "xxjs" else typed
    typed = enterprises.card(GYM).row.initials[:4].upper() if typed == "XXJS" else typed
    assert GYM in {row.id for row in enterprises.find(typed)}


def test_the_register_goes_on_page_after_page(desks: Desks) -> None:
    enterprises = Enterprises(desks("operator"))
    whole = [row.id for row in enterprises.find(count=1000)]
    found, last = [], None
    while page := enterprises.find(after=last, count=4):
        found += [row.id for row in page]
        last = page[-1]
    assert found == whole
    assert len(whole) >= len(training_office().enterprises)


def test_a_wrong_credit_code_is_refused_and_says_which_digit(desks: Desks) -> None:
    enterprises = Enterprises(desks("operator"))
    with pytest.raises(UserError) as refused:
        enterprises.put(EnterpriseDraft(name="金河某某商贸有限公司", uscc=GYM_ROW.uscc[:4] + "O" + GYM_ROW.uscc[5:]))
    assert refused.value.field == "uscc"
    assert "5" in refused.value.text
    with pytest.raises(UserError) as refused:
        enterprises.put(EnterpriseDraft(name="金河某某商贸有限公司", uscc=GYM_ROW.uscc))
    assert refused.value.code == "uscc_known"


def test_an_operator_adds_a_trader_and_who_keeps_the_register_changes_it(desks: Desks) -> None:
    made = Enterprises(desks("operator")).put(EnterpriseDraft(name="金河市老张面馆", short_name="老张面馆"))
    assert made.version == 1
    with pytest.raises(UserError) as refused:
        Enterprises(desks("operator")).put(replace(made, phone="09315551234"))
    assert refused.value.code == "no_right"
    keeper = Enterprises(desks("supervisor"))
    changed = keeper.put(replace(made, phone="09315551234"))
    assert changed.version == 2
    with pytest.raises(StaleError):
        keeper.put(replace(made, phone="09315550000"))
    assert keeper.card(made.id).draft.phone == "09315551234"


def test_a_card_counts_the_cases_and_orders_one_may_see(desks: Desks, database: TestDatabase) -> None:
    before = Enterprises(desks("operator")).card(GYM)
    register(database.as_person("operator"))
    register(database.as_person("operator_cleared"), "report")
    Orders(desks("operator")).send(
        BeforeComplaint(
            enterprise_id=GYM,
            facts="退卡",
            chosen_at=datetime(2026, 11, 20, 4, tzinfo=UTC),
            chosen_how="phone",
            consumer=Consumer(name="赵一鸣", phone="13912345678"),
        )
    )
    card = Enterprises(desks("operator")).card(GYM)
    assert (card.counts.cases, card.counts.open_orders) == (before.counts.cases + 1, before.counts.open_orders + 1)
    assert Enterprises(desks("operator_cleared")).card(GYM).counts.cases == before.counts.cases + 2
    assert Enterprises(desks("other_station")).card(GYM).counts.cases == 0
    assert card.liaisons
    assert len(card.open_cases) == card.counts.open_cases


def test_a_merged_double_leads_to_the_one_that_stays_and_back(desks: Desks, database: TestDatabase) -> None:
    keeper = Enterprises(desks("supervisor"))
    double = keeper.put(EnterpriseDraft(name="欣鑫健身俱乐部城关分部"))
    register(database.as_person("operator"), enterprise_id=str(double.id))
    alone = keeper.card(GYM).counts.cases

    keeper.merge(double.id, GYM)
    assert [row.id for row in keeper.find("健身俱乐部城关分部")] == [GYM]
    card = keeper.card(GYM)
    assert (card.counts.cases, [row.id for row in card.doubles]) == (alone + 1, [double.id])
    assert keeper.card(double.id).merged_into == card.row.name

    keeper.unmerge(double.id)
    assert [row.id for row in keeper.find("健身俱乐部城关分部")] == [double.id]


def test_the_register_of_others_is_not_a_liaisons_business(desks: Desks) -> None:
    with pytest.raises(UserError):
        Enterprises(desks("liaison")).find("健身")


def test_branches_stand_under_their_enterprise(desks: Desks) -> None:
    chain = next(enterprise for enterprise in training_office().enterprises if enterprise.branches)
    card = Enterprises(desks("operator")).card(practice_id("enterprise", chain.code))
    assert {row.name for row in card.branches} == {branch.name for branch in chain.branches}
