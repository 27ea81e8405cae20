"""The work page at real desks: whose cases, by keys, kept in place while others work."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from app.services.cases import list_file
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


def test_the_list_leaves_as_a_file_row_by_row_with_a_reason_in_the_audit(
    database: TestDatabase, cases: list[Walk], sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_file, "PAGE", 2)
    here = sit("dispatcher")
    here.seat.state.keep_text("work/view", View.ALL.value)
    path = tmp_path / "list.csv"
    page = WorkPage(here.seat, lambda _: str(path))
    here.open(page)
    page.list.setFocus()
    said: list[str] = []
    monkeypatch.setattr(here.seat.messages, "note", said.append)
    here.give(Id.EXPORT)
    exporting = page.exporting
    here.until(lambda: exporting.dialog is not None and exporting.dialog.isActiveWindow())
    here.press("Ctrl+Return")
    here.settle()
    assert exporting.dialog is not None
    assert exporting.dialog.field("reason").error
    assert not path.exists()
    here.type("月度核对")
    here.press("Ctrl+Return")
    here.until(path.exists)
    here.settle()
    shown = [row.number for row in page.model.rows()]
    head, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    assert [row[0] for row in rows] == shown
    assert len(shown) == len(cases)
    assert head[:3] == ["Number", "Kind", "State"]
    assert said == [
        f"2 of {len(shown)} rows written to list.csv …",
        f"4 of {len(shown)} rows written to list.csv …",
        f"{len(shown)} rows written to list.csv.",
    ]
    with database.superuser() as behind:
        noted = behind.execute(
            "SELECT detail ->> 'rows', detail ->> 'reason', detail -> 'wanted' ->> 'view' FROM office.audit"
            " WHERE action = 'export'"
        ).fetchall()
    assert noted == [(str(len(shown)), "月度核对", "all")]


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
