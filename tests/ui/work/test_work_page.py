"""The work page at real desks: whose cases, by keys, kept in place while others work."""

from collections.abc import Callable

import pytest

from app.services.cases.lists import View
from app.services.live import Change
from app.ui.case.form_dialog import FormDialog
from app.ui.case.page import CasePage
from app.ui.commands import CommandId as Id
from app.ui.work.page import WorkPage
from tests import ways
from tests.desks import Desks
from tests.factories import Walk
from tests.office import TestDatabase
from tests.ui.seats import SeatedWindow

Sit = Callable[[str], SeatedWindow]


@pytest.fixture(scope="module")
def cases(database: TestDatabase) -> list[Walk]:
    return [ways.registered(database) for _ in range(4)] + [ways.accepted(database)]


def at(sit: Sit, persona: str, view: View) -> tuple[SeatedWindow, WorkPage]:
    here = sit(persona)
    here.seat.state.keep_text("work/view", view.value)
    page = WorkPage(here.seat)
    here.open(page)
    page.list.setFocus()
    return here, page


def test_a_handler_finds_the_own_case_and_enter_opens_it(cases: list[Walk], desks: Desks, sit: Sit) -> None:
    here, page = at(sit, "station", View.MINE)
    assert [row.id for row in page.model.rows()] == [cases[-1].id]
    assert page.mark() == "1"
    here.press("Return")
    here.settle()

    assert isinstance(here.window.front, CasePage)
    assert here.window.front.title() == cases[-1].number


def test_a_dispatcher_distributes_from_the_list_by_two_keys_and_a_unit(
    cases: list[Walk], desks: Desks, sit: Sit
) -> None:
    here, page = at(sit, "dispatcher", View.UNIT)
    page.list.select(cases[0].id)
    here.give(Id.DISTRIBUTE)
    front = here.window.front
    assert isinstance(front, CasePage)
    here.until(lambda: isinstance(front.dialog, FormDialog) and front.dialog.isActiveWindow())
    here.type("cgq")
    here.press("Return")
    here.press("Ctrl+Return")
    here.until(lambda: front.dialog is None)
    here.back()

    assert front.sheet is not None
    assert front.sheet.detail.case.state == "distributed"
    here.window.open(page)
    here.settle()
    assert next(row for row in page.model.rows() if row.id == cases[0].id).state == "distributed"


def test_space_shows_the_case_at_the_right_and_typing_filters(cases: list[Walk], desks: Desks, sit: Sit) -> None:
    here, page = at(sit, "dispatcher", View.ALL)
    here.press("Space")
    here.until(page.peek.isVisible)
    here.settle()
    here.type(cases[2].number[-6:])
    here.until(lambda: [row.id for row in page.model.rows()] == [cases[2].id])
    here.press("Escape")
    here.until(lambda: len(page.model.rows()) == len(cases))


def test_a_change_on_another_desk_changes_its_row_and_keeps_the_place(
    database: TestDatabase, cases: list[Walk], desks: Desks, sit: Sit
) -> None:
    here, page = at(sit, "dispatcher", View.ALL)
    page.list.select(cases[3].id)
    cases[1].step(database.as_person("operator"), "guide", answer="已告知向其他部门反映")
    here.seat.news.hear(Change(cases[1].id, "case"))
    here.until(lambda: next(row.state for row in page.model.rows() if row.id == cases[1].id) == "guided")

    current = page.list.current()
    assert current is not None
    assert current.id == cases[3].id


def test_a_jump_begins_at_the_day_typed_and_an_empty_list_says_why(cases: list[Walk], desks: Desks, sit: Sit) -> None:
    here, page = at(sit, "dispatcher", View.ALL)
    here.give(Id.JUMP)
    here.type("20200105")
    here.press("Return")
    here.until(lambda: page.model.rows() == [])
    assert page.list.empty.isVisible()
    page.choose(View.OVERDUE)
    here.settle()

    assert page.list.empty.accessibleName() == "Nothing is overdue"
