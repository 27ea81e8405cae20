"""The approvals queue at the approver's own desk."""

from collections.abc import Callable

from app.services.cases.service import Cases
from app.ui.approvals.page import ApprovalsPage
from app.ui.commands import CommandId as Id
from tests.desks import Desks
from tests.factories import BUREAU, Walk, register
from tests.office import TestDatabase
from tests.ui.seats import SeatedWindow

Sit = Callable[[str], SeatedWindow]


def asked(database: TestDatabase) -> Walk:
    walk = Walk(register(database.as_person("operator_cleared"), "report"))
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    walk.step(database.as_person("handler_cleared"), "verify")
    walk.step(database.as_person("handler_cleared"), "file", reason="现场检查发现违法事实")
    return walk


def test_an_approver_approves_one_and_refuses_another_by_keys(database: TestDatabase, desks: Desks, sit: Sit) -> None:
    first, second = asked(database), asked(database)
    here = sit("approver")
    page = ApprovalsPage(here.seat)
    here.open(page)
    page.list.setFocus()
    assert page.mark() == "2"
    page.list.select(page.model.rows()[0].id)
    here.settle()
    approved = page.list.current()
    assert approved is not None
    here.give(Id.APPROVE)
    # A note stands for seconds only: it is waited for, not looked for once everything else has come to rest.
    here.until(lambda: "approved" in here.seat.messages.noted())
    here.settle()
    assert len(page.model.rows()) == 1
    here.give(Id.REFUSE)
    here.until(lambda: page.dialog is not None and page.dialog.isActiveWindow())
    here.press("Ctrl+Return")
    here.settle()
    assert page.dialog is not None
    assert page.dialog.field("reason").error
    here.type("证据不足，请补充")
    here.press("Ctrl+Return")
    here.until(lambda: page.model.rows() == [])
    here.back()
    cases = Cases(desks("handler_cleared"))
    states = {walk.id: cases.detail(walk.id).case.state for walk in (first, second)}

    assert states.pop(approved.case_id) == "filed"
    assert list(states.values()) == ["verifying"]
    assert page.list.empty.accessibleName() == "Nothing waits for you"
