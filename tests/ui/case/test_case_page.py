"""The case page at real desks: every step by key, on the real office, under the person's own login."""

from PySide6.QtWidgets import QApplication

from app.services.cases.service import Cases
from app.ui.case.lines import LinesDialog
from app.ui.commands import CommandId as Id
from app.ui.papers.chooser import PaperChooser
from app.ui.papers.page import PaperPage
from tests import ways
from tests.desks import Desks
from tests.office import TestDatabase
from tests.ui.case.acts import Sit, at, dialog, state, taken


def test_a_handler_accepts_by_two_keys_and_tells_by_two_more(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    assert page.steps.button("accept").property("kind") == "primary"
    here.give(Id.ACCEPT)
    dialog(here, page)
    here.press("Return")
    taken(here, page)
    assert state(page) == "accepted"
    here.give(Id.TELL)
    dialog(here, page)
    here.press("Ctrl+Return")
    taken(here, page)

    assert page.sheet is not None
    assert page.sheet.detail.case.told_on is not None
    assert next(badge.accessibleName() for badge in page.head.badges).startswith("End the mediation")


def test_a_complaint_goes_from_consent_to_closing_by_keys_alone(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.accepted(database))
    for _ in range(2):
        here.give(Id.RECORD_CONSENT)
        dialog(here, page)
        here.press("Ctrl+Return")
        taken(here, page)
    here.give(Id.APPOINT_MEDIATION)
    form = dialog(here, page)
    assert here.focus() is form.editor("scheduled_at").widget.focusProxy()
    here.type("+3")
    here.press("Tab")
    here.type("1430")
    here.press("Tab")
    here.type("张掖路市场监管所调解室")
    here.press("Ctrl+Return")
    taken(here, page)
    assert state(page) == "mediating"
    here.give(Id.RECORD_MEDIATION)
    dialog(here, page)
    here.type("双方到场，商家同意退款。")
    here.press("Ctrl+Return")
    taken(here, page)
    here.give(Id.AGREE)
    dialog(here, page)
    here.type("退还3220元，7日内付清。")
    here.press("Ctrl+Return")
    taken(here, page)
    here.give(Id.LEDGER)
    dialog(here, page)
    here.press("Ctrl+Return")
    taken(here, page)
    here.give(Id.CLOSE)
    dialog(here, page)
    here.press("Return")
    taken(here, page)

    assert state(page) == "closed"
    assert page.sheet is not None
    assert str(page.sheet.detail.sums.recovered) == "3220.00"
    assert page.sheet.detail.mediations[0].place == "张掖路市场监管所调解室"


def test_a_ground_is_chosen_by_its_number_and_what_is_missing_stands_at_its_field(
    database: TestDatabase, sit: Sit
) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    here.give(Id.DECLINE)
    form = dialog(here, page)
    here.press("Ctrl+Return")
    here.settle()
    assert form.field("ground").error == "This is needed here."
    form.editor("ground").widget.setFocus()
    here.type("2")
    here.press("Ctrl+Return")
    taken(here, page)

    assert state(page) == "declined"
    assert page.sheet is not None
    assert (page.sheet.detail.case.ground, page.sheet.detail.case.sub_ground) == ("A16_1", "A16_1_POWER")


def test_a_step_that_must_wait_says_why_when_its_key_is_pressed(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.accepted(database))
    here.give(Id.APPOINT_MEDIATION)

    assert page.dialog is None
    assert "consent of both" in here.seat.messages.noted()
    assert not page.steps.button("arrange_mediation").isEnabled()


def test_keys_of_steps_that_are_not_legal_do_nothing(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "operator", ways.distributed(database))
    here.give(Id.ACCEPT)

    assert page.dialog is None
    assert Id.ACCEPT not in page.handlers()
    assert "accept" not in page.steps.steps()


def test_esc_gives_a_step_up_and_changes_nothing(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    here.give(Id.ACCEPT)
    dialog(here, page)
    here.press("Escape")
    here.until(lambda: page.dialog is None)

    assert state(page) == "distributed"


def test_a_step_over_somebody_elses_change_keeps_the_text_and_can_be_sent_again(
    database: TestDatabase, sit: Sit
) -> None:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    here.give(Id.WRITE_NOTE)
    form = dialog(here, page)
    here.type("消费者补充说明")
    walk.step(database.as_person("dispatcher"), "note", text="分派员备注")
    here.press("Ctrl+Return")
    here.until(lambda: "changed this case meanwhile" in form.trouble())
    assert form.values()["text"] == "消费者补充说明"
    here.press("Ctrl+Return")
    taken(here, page)

    assert page.sheet is not None
    notes = [event.payload["text"] for event in page.sheet.detail.events if event.event == "noted"]
    assert notes == ["消费者补充说明", "分派员备注"]


def test_two_who_amend_different_fields_are_merged_without_a_question(
    database: TestDatabase, sit: Sit, desks: Desks
) -> None:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    here.give(Id.AMEND)
    form = dialog(here, page)
    form.editor("respondent_phone").widget.setFocus()
    here.type("09315556666")
    walk.step(database.as_person("dispatcher"), "amend", fields={"order_number": "DD-1"})
    here.press("Ctrl+Return")
    taken(here, page)
    assert page.sheet is not None
    found = page.sheet.detail.case

    assert (found.respondent_phone, found.order_number) == ("09315556666", "DD-1")


def test_two_who_amend_the_same_field_compare_and_choose(database: TestDatabase, sit: Sit) -> None:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    here.give(Id.AMEND)
    form = dialog(here, page)
    form.editor("order_number").widget.setFocus()
    here.type("DD-1")
    walk.step(database.as_person("dispatcher"), "amend", fields={"order_number": "DD-2", "respondent_phone": "12315"})
    here.press("Ctrl+Return")
    from app.ui.widgets.stale import StaleDialog

    def question() -> StaleDialog | None:
        found = here.window.findChildren(StaleDialog)
        return found[0] if found and found[0].isVisible() else None

    here.until(lambda: question() is not None)
    asked = question()
    assert asked is not None
    assert asked.kept_mine() == {"order_number": True}
    asked.accept()
    taken(here, page)
    assert page.sheet is not None
    found = page.sheet.detail.case

    assert (found.order_number, found.respondent_phone) == ("DD-1", "12315")


def test_names_are_masked_until_they_are_asked_for_with_a_reason(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "operator", ways.registered(database))
    assert "李*敏" in page.head.people()
    assert "13893416721" not in page.head.people()
    here.give(Id.REVEAL)
    form = dialog(here, page)
    here.press("Ctrl+Return")
    here.settle()
    assert form.field("reason").error
    here.type("回电核实")
    here.press("Ctrl+Return")
    taken(here, page)
    assert "13893416721" in page.head.people()
    page.go_to_back()

    assert "13893416721" not in page.head.people()
    with database.superuser() as behind:
        assert behind.execute("SELECT count(*) FROM office.audit WHERE action = 'identity:reveal'").fetchone()[0] == 1


def test_a_clock_explains_its_day_and_an_event_says_all_of_itself(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    page.handlers()[Id.EXPLAIN_CLOCK]()
    assert isinstance(page.dialog, LinesDialog)
    assert any("working day 7" in line for line in page.dialog.lines)
    here.until(lambda: QApplication.activeWindow() is page.dialog)
    here.press("Escape")
    taken(here, page)
    page.timeline.setFocus()
    here.press("Home")
    here.press("Return")

    assert isinstance(page.dialog, LinesDialog)
    assert any("Happened" in line for line in page.dialog.lines)


def test_a_person_is_added_and_only_masked_values_stay_on_the_page(
    database: TestDatabase, sit: Sit, desks: Desks
) -> None:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    here.give(Id.ADD_PARTY)
    form = dialog(here, page)
    form.editor("name").widget.setFocus()
    here.type("王建国")
    here.press("Tab")
    here.type("13912345678")
    here.press("Ctrl+Return")
    taken(here, page)
    assert page.sheet is not None

    assert {party.shown_name for party in page.sheet.detail.parties} == {"李*敏", "王*国"}
    assert "13912345678" not in repr(page.sheet.detail)


def test_a_change_elsewhere_shows_here_and_leaves_an_open_dialog_alone(database: TestDatabase, sit: Sit) -> None:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    here.give(Id.WRITE_NOTE)
    form = dialog(here, page)
    here.type("写到一半")
    walk.step(database.as_person("dispatcher"), "note", text="分派员备注")
    from app.services.live import Change

    here.seat.news.hear(Change(walk.id, "case"))
    here.until(lambda: page.sheet is not None and page.sheet.detail.events[0].event == "noted")

    assert form.isVisible()
    assert form.values()["text"] == "写到一半"


def test_a_file_is_sent_and_stands_under_materials(database: TestDatabase, sit: Sit, tmp_path) -> None:
    here, page = at(sit, "operator", ways.registered(database))
    voucher = tmp_path / "付款凭证.png"
    voucher.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    page.attaching.attach(voucher)
    here.until(lambda: page.sheet is not None and len(page.sheet.detail.materials) == 1)

    assert page.sheet is not None
    assert page.sheet.detail.materials[0].title == "付款凭证.png"


def test_a_supervisor_sees_the_case_and_no_step(database: TestDatabase, sit: Sit, desks: Desks) -> None:
    walk = ways.distributed(database)
    _, page = at(sit, "supervisor", walk)

    assert page.steps.steps() == []
    assert Cases(desks("station")).sheet_of(page.sheet.detail).steps if page.sheet else False


def test_alt_p_makes_the_paper_that_is_due_and_its_line_opens_it_again(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.accepted(database))
    here.give(Id.MAKE_PAPER)
    here.until(lambda: bool(page.findChildren(PaperChooser)))
    chooser = page.findChildren(PaperChooser)[0]
    here.until(lambda: QApplication.activeWindow() is chooser)
    chooser.list.select("acceptance_decision")
    here.press("Return")
    here.until(lambda: isinstance(here.window.front, PaperPage) and here.window.front.sheet is not None)
    paper = here.window.front
    assert isinstance(paper, PaperPage)
    here.back()
    here.give(Id.ISSUE_PAPER)
    here.until(lambda: paper.sheet is not None and not paper.sheet.is_open)

    page.load()
    here.until(lambda: page.sheet is not None and bool(page.sheet.detail.papers))
    assert page.sheet is not None
    page.tabs.paper_opened.emit(page.sheet.detail.papers[0].id)
    here.until(lambda: here.window.front is not paper)
    assert here.window.front is not None
    assert here.window.front.key == f"paper:{page.sheet.detail.papers[0].id}"
