"""The work lists: whose, in which order, to the last page, in one statement."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.services.cases import narrowing
from app.services.cases.lists import Order, View
from app.services.cases.service import Cases
from tests import ways
from tests.desks import Desks
from tests.factories import Walk, register
from tests.office import TestDatabase
from tests.statements import statements

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def office(database: TestDatabase) -> dict[str, list[Walk]]:
    now = datetime.now(ZONE)  # noqa: TID251 the office's own day
    return {
        "registered": [
            Walk(register(database.as_person("operator"), received_at=(now - timedelta(days=20 - day)).isoformat()))
            for day in range(8)
        ],
        "distributed": [ways.distributed(database) for _ in range(3)],
        "accepted": [ways.accepted(database) for _ in range(2)],
        "closed": [ways.closed(database)],
        "report": [Walk(register(database.as_person("operator_cleared"), "report"))],
    }


def every_page(cases: Cases, view: View, rows: int, **more) -> list:
    found, after = [], None
    while True:
        page = cases.page(view, after, rows, **more)
        found += page.rows
        if not page.more:
            return found
        after = page.rows[-1]


@pytest.mark.parametrize("view", [View.MINE, View.UNIT, View.DUE_SOON, View.OVERDUE, View.ALL])
@pytest.mark.parametrize("order", [Order.DUE, Order.RECEIVED])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("persona", ["dispatcher", "station", "bureau_supervisor", "operator_cleared"])
def test_small_pages_give_every_case_once_and_in_the_order_of_one_large_page(
    desks: Desks, office: dict[str, list[Walk]], view: View, order: Order, *, descending: bool, persona: str
) -> None:
    cases = Cases(desks(persona))
    whole = cases.page(view, rows=500, order=order, descending=descending)
    pieces = every_page(cases, view, 2, order=order, descending=descending)

    assert [row.id for row in pieces] == [row.id for row in whole.rows]
    assert len({row.id for row in pieces}) == len(pieces)
    assert not whole.more


def test_a_page_is_one_statement_and_so_are_all_the_counts(desks: Desks, office: dict[str, list[Walk]]) -> None:
    cases = Cases(desks("dispatcher"))
    with statements() as sent:
        first = cases.page(View.ALL, rows=3)
        cases.page(View.ALL, first.rows[-1], 3)
        cases.counts()

    assert len(sent) == 3


def test_the_handler_finds_the_own_cases_and_what_stands_in_a_row(desks: Desks, office: dict[str, list[Walk]]) -> None:
    rows = Cases(desks("station")).page(View.MINE).rows
    row = next(row for row in rows if row.id == office["accepted"][0].id)

    assert {row.id for row in rows} >= {walk.id for walk in office["accepted"]}
    assert row.handler == desks("station").session.name
    assert row.state == "accepted"
    assert row.consumer == "李*敏"
    assert row.respondent == "金河欣鑫健身有限公司"
    assert row.clock in {"accept_decision", "mediation"}
    assert row.due_on is not None


def test_a_list_by_state_holds_that_state_alone(desks: Desks, office: dict[str, list[Walk]]) -> None:
    rows = every_page(Cases(desks("dispatcher")), View.STATE, 3, states=("registered", "closed"))

    assert {row.state for row in rows} == {"registered", "closed"}
    assert [row.received_at for row in rows] == sorted((row.received_at for row in rows), reverse=True)


def test_a_jump_begins_the_list_at_that_day(desks: Desks, office: dict[str, list[Walk]]) -> None:
    day = (datetime.now(ZONE) - timedelta(days=15)).date()  # noqa: TID251 the office's own day
    rows = Cases(desks("dispatcher")).page(View.ALL, start=day).rows

    assert rows[0].received_at.astimezone(ZONE).date() == day


def test_words_find_the_number_the_respondent_and_the_facts_and_nothing_else(
    desks: Desks, office: dict[str, list[Walk]]
) -> None:
    cases = Cases(desks("dispatcher"))
    number = office["registered"][0].number

    assert [row.number for row in cases.page(View.ALL, words=number).rows] == [number]
    assert len(cases.page(View.ALL, words="欣鑫健身").rows) == len(cases.page(View.ALL).rows)
    assert cases.page(View.ALL, words="100%").rows == ()
    assert cases.page(View.ALL, words="没有这回事").rows == ()


@pytest.mark.parametrize("view", [View.UNIT, View.ALL])
@pytest.mark.parametrize("order", [Order.DUE, Order.RECEIVED])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("persona", ["dispatcher", "bureau_supervisor", "operator_cleared"])
def test_words_narrow_a_list_to_the_same_cases_whether_it_is_walked_or_searched(
    desks: Desks,
    office: dict[str, list[Walk]],
    monkeypatch: pytest.MonkeyPatch,
    view: View,
    order: Order,
    *,
    descending: bool,
    persona: str,
) -> None:
    cases = Cases(desks(persona))
    asked = ("欣鑫健身", "门店关门", "健身 年卡", "3680", "E", "没有这回事", office["registered"][0].number)
    whole = cases.page(view, rows=500, order=order, descending=descending).rows
    slow = [
        [row for row in whole if words.lower() in f"{row.number}|{row.respondent}|{row.facts}".lower()]
        for words in asked
    ]
    assert slow[0]
    assert slow == [list(cases.page(view, words=words, order=order, descending=descending).rows) for words in asked]
    monkeypatch.setattr(narrowing, "SPAN", 2)
    for one_in, few in ((0, 5000), (0, -1), (10**6, 0)):
        monkeypatch.setattr(narrowing, "ONE_IN", one_in)
        monkeypatch.setattr(narrowing, "FEW", few)
        assert slow == [every_page(cases, view, 3, words=words, order=order, descending=descending) for words in asked]


def test_signs_that_mean_something_to_the_server_mean_themselves_in_a_narrowed_list(desks: Desks) -> None:
    desk = desks("operator")
    case = register(desk.database, facts=r"标价 100%_包邮 \ Apple 手表，实付不符。")
    cases = Cases(desk)

    for words in ("100%_", "%_包", "\\ A", "apple 手表", "ＡＰＰＬＥ"):
        found = [row.id for row in cases.page(View.ALL, words=words).rows]
        assert found == ([] if words == "ＡＰＰＬＥ" else [case["id"]]), words
    assert cases.page(View.ALL, words="0__").rows == ()


def test_what_was_amended_is_found_and_what_it_replaced_is_not(desks: Desks) -> None:
    desk = desks("operator")
    case = register(desk.database, facts="在榫卯木器行订做柜子，尺寸不符。")
    Cases(desk).amend(case["id"], case["version"], {"facts": "在砗磲饰品店买的手串，材质不符。"})

    found = [row.id for row in Cases(desk).page(View.ALL, words="砗磲饰品").rows]
    assert found == [case["id"]]
    assert desk.database.call_rows("search_cases", ["砗磲饰品"], 10)
    assert not desk.database.call_rows("search_cases", ["榫卯木器"], 10)


def test_without_clearance_a_report_is_in_no_list_and_no_count(desks: Desks, office: dict[str, list[Walk]]) -> None:
    report = office["report"][0].id

    assert report not in {row.id for row in every_page(Cases(desks("operator")), View.ALL, 5)}
    assert report in {row.id for row in every_page(Cases(desks("operator_cleared")), View.ALL, 5)}
    assert Cases(desks("operator")).counts().unit + 1 == Cases(desks("operator_cleared")).counts().unit


def test_the_counts_are_those_of_the_lists(desks: Desks, office: dict[str, list[Walk]]) -> None:
    for persona in ("station", "dispatcher", "bureau_supervisor"):
        cases = Cases(desks(persona))
        counts = cases.counts()
        for view in (View.MINE, View.UNIT, View.DUE_SOON, View.OVERDUE):
            assert getattr(counts, view.value) == len(cases.page(view, rows=500).rows), (persona, view)
