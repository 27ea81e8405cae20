"""Nothing typed into a step is lost: not by Esc, not by closing the tab, not while the server is away."""

import pytest

from app.services.cases.kept import KeptSteps
from app.services.drafts import lifecycle
from app.services.drafts.draft import Stage
from app.services.errors import OutageError, UserError
from app.ui.case.page import CasePage
from app.ui.commands import CommandId as Id
from tests import ways
from tests.desks import Desks
from tests.office import TestDatabase
from tests.ui.case.acts import Sit, at, dialog, state, taken
from tests.ui.seats import SeatedWindow


def away(*_: object, **__: object) -> None:
    raise OutageError("away")


def send_what_waits(here: SeatedWindow) -> None:
    """What the watch over the line does when the server is back."""
    desk = here.seat.desk
    here.seat.tasks.run(
        lambda: (desk.replay(), lifecycle.settle(desk.drafts, desk.outbox)), lambda _: None, owner=here.window
    )


def test_what_was_typed_before_esc_stands_there_again_and_can_be_put_away(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    here.give(Id.WRITE_NOTE)
    dialog(here, page)
    here.type("商家承诺周五前回复")
    here.press("Escape")
    taken(here, page)
    assert page.mark() == "✎"
    here.give(Id.WRITE_NOTE)
    form = dialog(here, page)
    assert form.values()["text"] == "商家承诺周五前回复"
    form.begin_anew()
    assert form.values()["text"] == ""
    here.type("另记")
    here.press("Ctrl+Return")
    taken(here, page)
    here.until(lambda: page.sheet is not None and page.sheet.detail.events[0].event == "noted")

    assert page.sheet is not None
    assert page.sheet.detail.events[0].payload["text"] == "另记"
    assert page.mark() == ""


def test_half_a_date_and_a_ground_come_back_with_the_case_in_a_new_tab(database: TestDatabase, sit: Sit) -> None:
    walk, _ = ways.mediating(database)
    here, page = at(sit, "station", walk)
    here.give(Id.LEDGER)
    form = dialog(here, page)
    form.editor("stage").widget.setFocus()
    form.editor("stage").put("performed")
    form.editor("amount").widget.setFocus()
    here.type("12.3.4")
    here.press("Escape")
    taken(here, page)
    here.seat.desk.drafts.flush()
    assert page.leave()
    again = CasePage(here.seat, walk.id)
    again.key = "another window"
    here.open(again)
    here.until(lambda: again.sheet is not None and "enter_ledger" in again.shelf.typed)
    again.timeline.setFocus()
    here.give(Id.LEDGER)
    form = dialog(here, again)

    assert form.editor("amount").as_typed() == "12.3.4"
    assert form.field("amount").error == ""
    here.press("Ctrl+Return")
    here.settle()
    assert form.field("amount").error
    here.press("Escape")


def test_a_step_taken_while_the_server_is_away_waits_here_and_is_sent_once(
    database: TestDatabase, sit: Sit, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    desk = desks("station")
    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", away)
        here.give(Id.ACCEPT)
        dialog(here, page)
        here.press("Return")
        taken(here, page)
        here.until(lambda: [row.command for row in page.shelf.waiting] == ["accept"])
        assert page._kept_here.text() == "Kept on this computer, waiting: Accept"
        assert not page.steps.button("accept").isEnabled()
        here.give(Id.ACCEPT)
        here.settle()
        assert page.dialog is None
    send_what_waits(here)
    here.until(lambda: state(page) == "accepted")

    assert page.shelf.waiting == ()
    assert page._kept_here.isHidden()
    assert page.sheet is not None
    assert [row.event for row in page.sheet.detail.events].count("accepted") == 1


def test_what_the_server_refuses_later_comes_back_with_its_sentence_and_all_that_was_typed(
    database: TestDatabase, sit: Sit, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = ways.distributed(database)
    here, page = at(sit, "station", walk)
    desk = desks("station")
    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", away)
        here.give(Id.WRITE_NOTE)
        dialog(here, page)
        here.type("离线时写的话")
        here.press("Ctrl+Return")
        taken(here, page)
        here.until(lambda: bool(page.shelf.waiting))
    walk.step(database.as_person("bureau_dispatcher"), "note", text="别人先写了")
    send_what_waits(here)
    here.until(lambda: not page._refused.isHidden())
    assert "What you typed is kept." in page._refused.text()
    page._refused._press()
    form = dialog(here, page)
    assert form.values()["text"] == "离线时写的话"
    here.press("Ctrl+Return")
    taken(here, page)
    here.until(lambda: page.sheet is not None and page.sheet.detail.events[0].payload.get("text") == "离线时写的话")

    assert desk.outbox.attention() == ()


def test_a_refused_step_keeps_what_was_typed_also_when_the_dialog_is_closed(
    database: TestDatabase, sit: Sit, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise UserError("Not now.", code="not_now")

    walk = ways.distributed(database)
    here, page = at(sit, "station", walk)
    with monkeypatch.context() as server:
        server.setattr(desks("station").database, "run_command", refuses)
        here.give(Id.WRITE_NOTE)
        form = dialog(here, page)
        here.type("被退回的话")
        here.press("Ctrl+Return")
        here.until(lambda: form.trouble() == "Not now.")
        here.press("Escape")
        taken(here, page)
    kept = KeptSteps(desks("station"), walk.id).typed()["note"]

    assert kept.fields["text"] == "被退回的话"
    assert desks("station").drafts.load(kept.draft_id).stage is Stage.OPEN


def test_over_somebody_elses_step_the_dialog_says_what_stands_and_a_second_press_sends(
    database: TestDatabase, sit: Sit
) -> None:
    walk = ways.distributed(database)
    here, page = at(sit, "station", walk)
    here.give(Id.ADD_PARTY)
    form = dialog(here, page)
    form.editor("name").widget.setFocus()
    here.type("王强")
    walk.step(database.as_person("bureau_dispatcher"), "note", text="先写一步")
    here.press("Ctrl+Return")
    here.until(lambda: "press again" in form.trouble())
    here.press("Ctrl+Return")
    taken(here, page)
    here.until(lambda: page.sheet is not None and len(page.sheet.detail.parties) == 2)


def test_a_step_somebody_else_has_made_impossible_is_said_so_in_its_dialog(database: TestDatabase, sit: Sit) -> None:
    walk = ways.distributed(database)
    here, page = at(sit, "station", walk)
    here.give(Id.ACCEPT)
    form = dialog(here, page)
    walk.step(database.as_person("handler"), "accept")
    here.press("Ctrl+Return")
    here.until(lambda: "not possible any more" in form.trouble())
    here.press("Escape")
    taken(here, page)
