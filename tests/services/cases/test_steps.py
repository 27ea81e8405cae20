"""Steps as a desk takes them: from what stands in a form to what the office then knows."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from app.models.transitions import TRANSITIONS
from app.services.approvals import Approvals
from app.services.cases.forms import FORMS
from app.services.cases.service import Cases
from app.services.errors import StaleError, UserError
from app.services.identity import Identity
from tests import ways
from tests.desks import Desks
from tests.factories import BUREAU, STATION, Walk, register
from tests.office import TestDatabase

WITHOUT_FORM = {"amend", "put_party", "add_material", "undo"}


def take(desks: Desks, persona: str, case: UUID, command: str, **typed) -> dict:
    cases = Cases(desks(persona))
    sheet = cases.sheet(case)
    values = cases.usual_values(sheet, command) | typed
    return dict(cases.step(sheet.detail, command, values).answer)


def test_every_step_of_the_table_has_a_form() -> None:
    assert {row.command for row in TRANSITIONS} - WITHOUT_FORM == set(FORMS) - {"send_order"}


def test_a_complaint_walks_to_its_end_by_what_stands_in_the_forms_at_first(
    database: TestDatabase, desks: Desks, tmp_path: Path
) -> None:
    case = ways.registered(database).id
    take(desks, "dispatcher", case, "distribute", to_unit_id=BUREAU)
    take(desks, "bureau_dispatcher", case, "distribute", to_unit_id=STATION)
    take(desks, "station", case, "request_identity_proof")
    take(desks, "station", case, "accept")
    take(desks, "station", case, "record_service")
    take(desks, "station", case, "record_consent")
    take(desks, "station", case, "record_consent")
    take(desks, "station", case, "arrange_mediation", place="调解室", scheduled_at=desks("station").clock.now())
    take(desks, "station", case, "hold_mediation", minutes="双方到场。")
    take(desks, "station", case, "start_testing", body="检验所")
    take(desks, "station", case, "end_testing")
    take(desks, "station", case, "agree", agreement="退还3220元。")
    take(desks, "station", case, "enter_ledger")
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 paid")
    paid = {"performed_on": desks("station").clock.today(), "proof_blob_id": receipt}
    take(desks, "station", case, "enter_ledger", **paid)
    take(desks, "station", case, "close")
    take(desks, "operator", case, "follow_up", process="satisfied", result="very_satisfied")
    take(desks, "operator", case, "note", text="消费者致谢")
    detail = Cases(desks("station")).detail(case)

    assert detail.case.state == "closed"
    assert detail.case.told_on is not None
    assert [row.stage for row in detail.ledger] == ["agreed", "performed"]
    assert [row.proof_blob_id is not None for row in detail.ledger] == [False, True]
    assert detail.sums.recovered == Decimal("3220.00")
    assert {row.side for row in detail.services} == {"complainant"}


def test_a_sub_reason_carries_its_ground(database: TestDatabase, desks: Desks) -> None:
    case = ways.distributed(database).id
    take(desks, "station", case, "decline", ground="A16_1_DUTY", reason="属于劳动争议")
    found = Cases(desks("station")).detail(case).case

    assert (found.ground, found.sub_ground) == ("A16_1", "A16_1_DUTY")


def test_what_is_missing_is_said_at_its_field(database: TestDatabase, desks: Desks) -> None:
    case = ways.distributed(database).id
    for command, field in (("decline", "ground"), ("return", "reason"), ("note", "text")):
        with pytest.raises(UserError) as refused:
            take(desks, "station", case, command)
        assert refused.value.field == field
    with pytest.raises(UserError) as refused:
        take(desks, "station", case, "request_identity_proof", due_on=date.today() + timedelta(days=60))  # noqa: DTZ011, TID251
    assert (refused.value.field, refused.value.code) == ("due_on", "identity_proof_day")


def test_a_case_is_linked_by_its_number(database: TestDatabase, desks: Desks) -> None:
    one, other = ways.registered(database), ways.registered(database)
    take(desks, "operator", one.id, "link", case_id=other.number.lower())
    with pytest.raises(UserError) as refused:
        take(desks, "operator", one.id, "link", case_id="2026-999999")

    assert refused.value.field == "case_id"
    assert [row.number for row in Cases(desks("operator")).detail(one.id).links] == [other.number]
    assert [row.number for row in Cases(desks("operator")).detail(other.id).links] == [one.number]


def test_an_order_goes_to_the_enterprise_of_the_complaint_and_only_one_at_a_time(
    database: TestDatabase, desks: Desks
) -> None:
    case = ways.distributed(database).id
    take(desks, "station", case, "send_order")
    sheet = Cases(desks("station")).sheet(case)

    assert sheet.detail.open_order is not None
    assert sheet.detail.open_order.amount == Decimal("3220.00")
    step = sheet.step("send_order")
    assert step is not None
    assert step.why_not


def test_over_somebody_elses_change_the_desk_is_told_so_and_may_send_again(
    database: TestDatabase, desks: Desks
) -> None:
    case = ways.registered(database).id
    mine, theirs = Cases(desks("operator")), Cases(desks("dispatcher"))
    seen = mine.detail(case).case.version
    theirs.amend(case, seen, {"facts": "补充：有合同。"})
    with pytest.raises(StaleError):
        mine.amend(case, seen, {"respondent_phone": "0931-5556666"})
    mine.amend(case, mine.detail(case).case.version, {"respondent_phone": "0931-5556666"})
    found = mine.detail(case).case

    assert (found.facts, found.respondent_phone) == ("补充：有合同。", "0931-5556666")


def test_an_approver_sees_what_waits_and_decides_with_the_facts_at_hand(database: TestDatabase, desks: Desks) -> None:
    walk = Walk(register(database.as_person("operator_cleared"), "report"))
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    take(desks, "handler_cleared", walk.id, "verify")
    take(desks, "handler_cleared", walk.id, "file", reason="现场检查发现违法事实")
    approvals = Approvals(desks("approver"))
    row = next(row for row in approvals.page().rows if row.case_id == walk.id)

    assert (row.command, row.payload["reason"], row.own) == ("file", "现场检查发现违法事实", False)
    assert approvals.count() == len(approvals.page().rows)
    assert [found.id for found in approvals.page(words=row.number.lower()).rows] == [row.id]
    assert approvals.page(words="10%月").rows == ()
    with pytest.raises(UserError) as refused:
        approvals.refuse(row.id, "")
    assert refused.value.field == "reason"
    approvals.refuse(row.id, "证据不足，请补充")
    take(desks, "handler_cleared", walk.id, "file", reason="补充检验报告")
    again = next(row for row in approvals.page().rows if row.case_id == walk.id)
    approvals.approve(again.id)
    with pytest.raises(UserError):
        approvals.approve(again.id)
    assert Cases(desks("handler_cleared")).detail(walk.id).case.state == "filed"


def test_nobody_without_the_right_sees_the_queue(desks: Desks) -> None:
    assert Approvals(desks("operator")).page().rows == ()
    assert Approvals(desks("operator")).count() == 0


def test_plain_values_come_with_a_reason_and_are_found_by_the_exact_number(
    database: TestDatabase, desks: Desks
) -> None:
    case = ways.registered(database).id
    party = Cases(desks("operator")).detail(case).parties[0]
    identity = Identity(desks("operator"))

    assert identity.reveal(party.id, "回电核实").phone == "13893416721"
    assert identity.own_form(party.id).name == "李晓敏"
    with pytest.raises(UserError) as refused:
        identity.reveal(party.id, " ")
    assert refused.value.field == "reason"
    assert case in {match.case_id for match in identity.match("138 9341 6721")}
    assert identity.match("138934") == ()
    with pytest.raises(UserError) as others:
        Identity(desks("supervisor")).reveal(party.id, "看看")
    assert others.value.code == "no_right"


def test_a_consultation_is_answered_before_it_is_sent_on_and_has_no_notice(
    database: TestDatabase, desks: Desks
) -> None:
    walk = Walk(register(database.as_person("operator"), "consultation"))
    sheet = Cases(desks("operator")).sheet(walk.id)
    sending_on = sheet.step("distribute")

    assert next(step.command for step in sheet.steps if step.is_main) == "answer"
    assert sending_on is not None
    assert sending_on.form.paper == ""
