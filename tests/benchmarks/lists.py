"""The work lists: their first hundred rows, a jump into the middle, the page behind a row, the numbers on the rail."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import psycopg

from app.services.bootstrap import Desk
from app.services.cases.lists import CaseRow, View
from app.services.cases.service import Cases
from app.services.orders.own import OwnOrders
from app.services.waiting import WaitingPiles
from tests.benchmarks.orders import some_orders
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result

PEOPLE = ("operator", "supervisor", "station")
STATE = ("distributed",)
NARROWED = {"a rare word": "砗磲", "a seldom word": "榫卯", "a frequent word": "退款", "a piece of a number": "00123"}
MIDDLE = date(2025, 5, 15)
ROWS = 100
N = 40

_SEEN = """
    SELECT DISTINCT case_id, due_on, received_at, open FROM case_access
    WHERE scope_id IN (SELECT scope_id FROM person_scope WHERE login = %(login)s AND (until IS NULL OR until > now()))
"""
_RUNS = "open AND due_on IS NOT NULL"
_BY_DUE = (
    f"({_RUNS}) DESC, CASE WHEN {_RUNS} THEN due_on END, CASE WHEN {_RUNS} THEN case_id END, "
    "received_at DESC, case_id DESC"
)
_BY_RECEIPT = "received_at DESC, case_id DESC"
_SLOW = {
    View.MINE: ("AND open AND handler_id = %(person)s", _BY_DUE),
    View.UNIT: ("AND open AND handling_unit_id IN (SELECT below_id FROM unit_line WHERE above_id = %(unit)s)", _BY_DUE),
    View.DUE_SOON: ("AND open AND due_on BETWEEN %(today)s AND %(soon)s", _BY_DUE),
    View.OVERDUE: ("AND open AND due_on < %(today)s", _BY_DUE),
    View.STATE: (f"AND state = '{STATE[0]}'", _BY_RECEIPT),
    View.ALL: ("", _BY_RECEIPT),
}


def run(place: Place) -> Iterator[Result]:
    """Measure every view for the operator, the root supervisor and the smallest unit, and an enterprise's orders."""
    with place.owner() as owner:
        for persona in PEOPLE:
            desk = place.desk(persona)
            cases = Cases(desk)
            for view in View:
                read = partial(cases.page, view, rows=ROWS, states=STATE if view is View.STATE else ())
                _agree(read().rows, _slowly(owner, desk, *_SLOW[view]), f"{view} of {persona}")
                yield result(f"list {view}", persona, measure(lambda _, read=read: read(), N))
            jump = partial(cases.page, View.ALL, rows=ROWS, start=MIDDLE)
            begins = "AND (received_at AT TIME ZONE 'Asia/Shanghai')::date <= '2025-05-15'"
            _agree(jump().rows, _slowly(owner, desk, begins, _BY_RECEIPT), f"the jump of {persona}")
            yield result("list jump to a day", persona, measure(lambda _, jump=jump: jump(), N))
            for name, words in NARROWED.items():
                narrow = partial(cases.page, View.ALL, rows=ROWS, words=words)
                told = f"concat_ws(' ', number, respondent_name, facts) LIKE '%%{words}%%'"
                having = f"AND case_id IN (SELECT id FROM cases WHERE {told})"
                _agree(narrow().rows, _slowly(owner, desk, having, _BY_RECEIPT), f"{words} of {persona}")
                yield result(f"list narrowed by {name}", persona, measure(lambda _, read=narrow: read(), 20))
            yield result("list page behind", persona, list(_paging(cases, owner, desk)))
            yield result("list numbers on the rail", persona, measure(lambda _, cases=cases: cases.counts(), N))
            waiting = WaitingPiles(desk)
            yield result("list what waits", persona, measure(lambda _, waiting=waiting: waiting.read(), N))
    orders = some_orders(place)
    own = OwnOrders(place.desk("liaison"))
    if len(own.rows(count=1000)) != orders:
        raise AssertionError("the liaison sees other orders than the enterprise's own")
    yield result("list own orders", "liaison", measure(lambda _: own.rows(), N))


def _paging(cases: Cases, owner: "psycopg.Connection[Any]", desk: Desk) -> Iterator[float]:
    """Walk on page by page from the middle; all that was read has to be what one long page holds."""
    walked: list[CaseRow] = list(cases.page(View.ALL, rows=ROWS, start=MIDDLE).rows)

    def on(_: int) -> None:
        walked.extend(cases.page(View.ALL, walked[-1], ROWS).rows)

    yield from measure(on, 20)
    begins = "AND (received_at AT TIME ZONE 'Asia/Shanghai')::date <= '2025-05-15'"
    _agree(walked, _slowly(owner, desk, begins, _BY_RECEIPT, len(walked)), "the walk")


def _slowly(owner: "psycopg.Connection[Any]", desk: Desk, wanted: str, order: str, rows: int = ROWS) -> list[UUID]:
    asked = {
        "login": desk.database.login,
        "person": desk.session.person_id,
        "unit": desk.session.unit_id,
        "today": desk.clock.today(),
        "soon": desk.law.calendar.add_working_days(desk.clock.today(), 3),
        "rows": rows,
    }
    query = f"SELECT case_id FROM ({_SEEN} {wanted}) seen ORDER BY {order} LIMIT %(rows)s"
    return [row[0] for row in owner.execute(query, asked).fetchall()]


def _agree(rows: Sequence[CaseRow], slow: Sequence[UUID], what: str) -> None:
    if [row.id for row in rows] != list(slow):
        raise AssertionError(f"{what}: the list shows {len(rows)} rows, the slow query {len(slow)}, not the same ones")
