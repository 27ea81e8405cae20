"""Who has to ask a second person: by law always, by the house's own rules unless the unit works alone."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.factories import BUREAU, STATION, Walk, a_call, a_served_way, register
from tests.office import TestDatabase
from tests.rights.conftest import Psql, answer_of

Behind = "psycopg.Connection[Any]"


@pytest.fixture
def bureau_works_alone(behind: Behind) -> Iterator[None]:
    """The bureau, and the station below it, in one-person mode."""
    turn = "UPDATE office.unit SET one_person = %s WHERE id = %s"
    before = dict(behind.execute("SELECT id, one_person FROM office.unit").fetchall())
    for unit in (BUREAU, STATION):
        behind.execute(turn, (True, unit))
    yield
    for unit in (BUREAU, STATION):
        behind.execute(turn, (before[unit], unit))


def want(psql: Psql, unit: object, command: str, **more: Any) -> None:
    rule = {"unit_id": str(unit), "command": command, "wanted": True} | more
    assert answer_of(psql("administrator"), "put_approval_rule", rule)["status"] == "done"


def a_report_in_verification(database: TestDatabase) -> Walk:
    report = Walk(register(database.as_person("operator_cleared"), "report"))
    report.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    report.step(database.as_person("handler_cleared"), "verify")
    return report


def a_complaint_to_decide(database: TestDatabase, unit: object = BUREAU) -> Walk:
    case = Walk(register(database.as_person("operator")))
    case.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    if unit != BUREAU:
        case.step(database.as_person("handler"), "distribute", to_unit_id=str(unit))
    return case


@pytest.mark.parametrize(
    ("command", "reason"),
    [("extend_verification", "案情复杂"), ("file", "违法事实成立"), ("not_file", "没有违法事实")],
)
def test_what_the_head_has_to_approve_by_law_is_approved_also_where_one_person_works_alone(
    database: TestDatabase, psql: Psql, behind: Behind, bureau_works_alone: None, command: str, reason: str
) -> None:
    report = a_report_in_verification(database)
    asked = report.step(database.as_person("handler_cleared"), command, reason=reason)
    assert behind.execute("SELECT state FROM office.cases WHERE id = %s", (report.id,)).fetchone() == ("verifying",)
    alone = answer_of(psql("handler_cleared"), "decide_approval", {"decision": "approved"}, subject=asked["approval"])
    assert alone["code"] == "no_right"
    done = answer_of(psql("approver"), "decide_approval", {"decision": "approved"}, subject=asked["approval"])
    assert done["status"] == "done"


def test_the_houses_own_rule_holds_until_the_unit_works_alone(
    database: TestDatabase, psql: Psql, behind: Behind
) -> None:
    want(psql, BUREAU, "decline")
    handler = database.as_person("handler")
    assert "approval" in a_complaint_to_decide(database).step(handler, "decline", ground="A16_1")
    behind.execute("UPDATE office.unit SET one_person = true WHERE id = %s", (BUREAU,))
    assert "approval" not in a_complaint_to_decide(database).step(handler, "decline", ground="A16_1")
    behind.execute("UPDATE office.unit SET one_person = false WHERE id = %s", (BUREAU,))


def test_a_house_may_say_that_its_rule_holds_for_one_person_too(
    database: TestDatabase, psql: Psql, bureau_works_alone: None
) -> None:
    want(psql, BUREAU, "decline", waived_alone=False)
    case = a_complaint_to_decide(database)
    assert "approval" in case.step(database.as_person("handler"), "decline", ground="A16_1")
    want(psql, BUREAU, "decline")


def test_a_rule_of_the_station_holds_for_what_the_station_handles_and_for_nothing_else(
    database: TestDatabase, psql: Psql, behind: Behind
) -> None:
    want(psql, STATION, "accept")
    at_station, at_bureau = a_complaint_to_decide(database, STATION), a_complaint_to_decide(database)
    asked = at_station.step(database.as_person("station"), "accept")["approval"]
    assert behind.execute("SELECT unit_id FROM office.approval WHERE id = %s", (asked,)).fetchone() == (STATION,)
    assert "approval" not in at_bureau.step(database.as_person("handler"), "accept")
    assert answer_of(psql("approver"), "decide_approval", {"decision": "approved"}, subject=asked)["status"] == "done"


def test_no_row_of_the_matrix_can_waive_what_the_law_wants(psql: Psql, behind: Behind) -> None:
    for payload in ({"wanted": False}, {"wanted": True, "waived_alone": True}):
        answer_of(psql("administrator"), "put_approval_rule", {"unit_id": str(BUREAU), "command": "file"} | payload)
    rule = "SELECT by_law, waived_alone FROM office.approval_rule WHERE unit_id = %s AND command = 'file'"
    assert behind.execute(rule, (BUREAU,)).fetchone() == (True, False)
    with pytest.raises(psycopg.errors.CheckViolation):
        behind.execute("UPDATE office.approval_rule SET waived_alone = true WHERE by_law")


def test_above_the_threshold_a_second_person_confirms_also_where_one_person_works_alone(
    database: TestDatabase, psql: Psql, bureau_works_alone: None
) -> None:
    handler = database.as_person("handler")
    case = Walk(register(handler, unit_id=str(BUREAU), contact=a_call(unit_id=str(BUREAU))))
    case.step(handler, "take_up", reason="直接办理")
    case.step(handler, "accept")
    entry = "4f6f7a3e-7a0e-4c55-9b63-0d3a8f6f1a01"
    case.step(handler, "enter_ledger", id=entry, remedy="refund", stage="agreed", amount="90000.00")
    assert answer_of(psql("handler"), "confirm_ledger", {"entry_id": entry}, subject=case.id)["code"] == "no_right"
    done = answer_of(psql("bureau_supervisor"), "confirm_ledger", {"entry_id": entry}, subject=case.id)
    assert done["status"] == "done"


def test_whoever_told_somebody_records_it_and_whoever_serves_papers_records_their_service(
    database: TestDatabase, psql: Psql
) -> None:
    case = a_complaint_to_decide(database)
    case.step(database.as_person("handler"), "accept")
    told = answer_of(psql("operator"), "record_service", a_served_way("decision", "complainant"), subject=case.id)
    assert told["status"] == "done"
    served = a_served_way("decision", "complainant", paper_id="4f6f7a3e-7a0e-4c55-9b63-0d3a8f6f1a02")
    assert answer_of(psql("operator"), "record_service", served, subject=case.id)["field"] == "serve"
    assert answer_of(psql("clerk"), "record_service", served, subject=case.id)["code"] == "not_issued"


def test_what_a_second_person_approved_is_not_taken_back_by_the_one_who_asked(
    database: TestDatabase, psql: Psql, behind: Behind
) -> None:
    report = a_report_in_verification(database)
    asked = report.step(database.as_person("handler_cleared"), "file", reason="违法事实成立")
    assert (
        answer_of(psql("approver"), "decide_approval", {"decision": "approved"}, subject=asked["approval"])["status"]
        == "done"
    )
    for persona in ("handler_cleared", "approver"):
        assert answer_of(psql(persona), "undo", {}, subject=report.id)["status"] == "refused"
    assert behind.execute("SELECT state FROM office.cases WHERE id = %s", (report.id,)).fetchone() == ("filed",)
