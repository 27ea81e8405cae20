"""The one write door under attack: sent again, changed, stale, with odd values and other people's ids."""

import re
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from app.services.blobs import root_of
from tests.factories import BUREAU, OTHER_BUREAU, STATION, Walk, a_call, a_case, a_person, register
from tests.office import TestDatabase
from tests.rights.conftest import Psql, answer_of
from tests.rights.populate import upload

RUN = "SELECT office.run_command(%s, %s, %s, %s, %s)"


def test_a_command_sent_again_by_somebody_else_or_with_other_contents_is_refused(
    database: TestDatabase, psql: Psql, behind: Any
) -> None:
    case, command = register(database.as_person("operator")), uuid4()
    first = answer_of(psql("operator"), "note", {"text": "一"}, subject=case["id"], id=command)
    assert answer_of(psql("operator"), "note", {"text": "一"}, subject=case["id"], id=command) == first | {
        "replayed": True
    }
    for persona, kind, payload, subject in (
        ("operator_2", "note", {"text": "一"}, case["id"]),
        ("operator", "note", {"text": "二"}, case["id"]),
        ("operator", "amend", {"text": "一"}, case["id"]),
        ("operator", "note", {"text": "一"}, uuid4()),
    ):
        assert answer_of(psql(persona), kind, payload, subject=subject, id=command)["code"] == "command_reused"
    assert behind.execute(
        "SELECT count(*) FROM office.event WHERE case_id = %s AND event = 'noted'", (case["id"],)
    ).fetchone() == (1,)


def test_a_refusal_is_kept_and_audited_and_sent_again_it_stays_one(psql: Psql, behind: Any) -> None:
    command = uuid4()
    for _ in range(2):
        assert answer_of(psql("operator"), "put_setting", {"key": "k", "value": 1}, id=command)["code"] == "no_right"
    found = behind.execute(
        "SELECT action FROM office.audit WHERE detail ->> 'command' = %s", (str(command),)
    ).fetchall()
    assert found == [("put_setting:refused",)]


def test_a_command_without_a_name_or_number_is_refused_without_an_error(psql: Psql) -> None:
    for command, kind in (
        (None, "note"),
        (uuid4(), None),
        (uuid4(), "note; DROP TABLE office.cases"),
        (uuid4(), "do_note"),
        (uuid4(), ""),
    ):
        answer = psql("operator").execute(RUN, (command, kind, None, None, "{}")).fetchone()[0]
        assert answer["code"] == "unknown_command"


@pytest.mark.parametrize(
    "payload", ["null", "[]", "5", '"x"', "{}", '{"parties": null}', '{"contact": []}', '[{"id": 1}]']
)
def test_a_payload_of_any_shape_gets_an_answer(psql: Psql, behind: Any, payload: str) -> None:
    for persona in ("operator", "handler", "administrator", "liaison"):
        kinds = [kind for (kind,) in behind.execute("SELECT kind FROM office.command_kind")]
        answers = psql(persona).execute(
            "SELECT k, office.run_command(gen_random_uuid(), k, %s, NULL, %s) FROM unnest(%s::text[]) k",
            (uuid4(), payload, kinds),
        )
        assert [(kind, answer) for kind, answer in answers if answer["status"] != "refused"] == []


@pytest.mark.parametrize(
    "odd",
    [
        {"amount_involved": "NaN"},
        {"amount_involved": "Infinity"},
        {"amount_involved": "1e30"},
        {"amount_involved": "-1"},
        {"amount_involved": "3.005"},
        {"amount_involved": "9" * 400},
        {"occurred_on": "infinity"},
        {"occurred_on": "20000-01-01"},
        {"occurred_on": "2026-02-30"},
        {"occurred_on": "01/02/2026"},
        {"occurred_on": "yesterday"},
        {"known_since": "-infinity"},
        {"received_at": "-infinity"},
        {"received_at": "infinity"},
        {"received_at": "2026-11-20 10:00"},
        {"received_at": "2999-01-01T00:00:00Z"},
        {"received_at": "0001-01-01T00:00:00Z"},
        {"channel": "telepathy"},
        {"kind": "secret"},
        {"kind": None},
        {"online": "perhaps"},
        {"id": "not-an-id"},
        {"id": None},
        {"enterprise_id": str(uuid4())},
        {"claims": [{"id": str(uuid4()), "code": "refund", "amount": "NaN"}]},
        {"claims": "refund"},
        {"contact": a_call(received_at="infinity")},
        {"contact": a_call(arrived_on="infinity")},
        {"contact": a_call(desk_time="-infinity")},
        {"external_refs": [{"id": str(uuid4()), "source": "12345", "number": "x", "reply_due": "infinity"}]},
        {"unit_id": str(uuid4())},
        {"order_id": str(uuid4())},
        {"contact_id": str(uuid4())},
        {"materials": [{"id": str(uuid4()), "blob_id": str(uuid4()), "title": "x", "kind": "x"}]},
    ],
    ids=lambda odd: re.sub(r"[0-9a-f-]{36}", "id", str(odd))[:40],  # the same name in every process
)
def test_a_case_with_an_odd_value_is_refused_and_leaves_nothing(psql: Psql, behind: Any, odd: dict[str, Any]) -> None:
    count = "SELECT (SELECT count(*) FROM office.cases), (SELECT count(*) FROM office.contact), (SELECT count(*) FROM office.party)"
    before = behind.execute(count).fetchone()
    answer = answer_of(psql("operator"), "register_case", a_case(**odd))
    assert answer["status"] == "refused"
    assert behind.execute(count).fetchone() == before


def test_sums_stay_numbers(database: TestDatabase, psql: Psql) -> None:
    handler, line = database.as_person("handler"), psql("handler")
    case = Walk(register(handler, unit_id=str(BUREAU), contact=a_call(unit_id=str(BUREAU))))
    case.step(handler, "take_up", reason="直接办理")
    case.step(handler, "accept")
    for amount in ("NaN", "Infinity", "-5", "1e9", "", "12.345", None, [], "１２"):
        entry = {"id": str(uuid4()), "remedy": "refund", "stage": "agreed", "amount": amount}
        assert answer_of(line, "enter_ledger", entry, subject=case.id)["status"] == "refused"
    for fields in ({"amount_involved": "NaN"}, {"occurred_on": "infinity"}, {"known_since": "-infinity"}):
        assert answer_of(line, "amend", {"fields": fields}, subject=case.id)["status"] == "refused", fields


@pytest.mark.parametrize(
    "field",
    [
        "state",
        "id",
        "number",
        "version",
        "kind",
        "handling_unit_id",
        "registrar_id",
        "closed_on",
        "rule_set",
        "received_at",
        "outcome",
    ],
)
def test_amending_reaches_no_field_beside_the_named_ones(database: TestDatabase, psql: Psql, field: str) -> None:
    case = register(database.as_person("operator"))
    assert answer_of(psql("operator"), "amend", {"fields": {field: None}}, subject=case["id"])["code"] == "malformed"


def test_other_peoples_ids_open_nothing(database: TestDatabase, psql: Psql, behind: Any) -> None:
    operator, line = database.as_person("operator"), psql("operator")
    mine, theirs = (
        register(operator),
        register(
            database.as_person("other_bureau"), unit_id=str(OTHER_BUREAU), contact=a_call(unit_id=str(OTHER_BUREAU))
        ),
    )
    party = behind.execute("SELECT id FROM office.party WHERE case_id = %s", (theirs["id"],)).fetchone()[0]
    claim = behind.execute("SELECT id FROM office.claim WHERE case_id = %s", (theirs["id"],)).fetchone()[0]
    blob = upload(database.as_person("other_bureau"), b"theirs")
    attempts = {
        "put_party": {"party": a_person() | {"id": str(party)}},
        "add_material": {"materials": [{"id": str(uuid4()), "blob_id": str(blob), "title": "x", "kind": "receipt"}]},
    }
    for kind, payload in attempts.items():
        assert answer_of(line, kind, payload, subject=mine["id"])["code"] == "not_found", kind
    taken = {"claims": [{"id": str(claim), "code": "refund"}], "fields": {}}
    assert answer_of(line, "amend", taken, subject=mine["id"])["code"] == "constraint"
    assert answer_of(line, "register_case", a_case(id=str(theirs["id"])))["code"] == "constraint"
    assert behind.execute("SELECT case_id FROM office.party WHERE id = %s", (party,)).fetchone() == (theirs["id"],)
    assert behind.execute("SELECT count(*) FROM office.blob_holder WHERE blob_id = %s", (blob,)).fetchone() == (0,)


def test_a_case_is_handed_only_to_somebody_who_may_decide_there(
    database: TestDatabase, psql: Psql, behind: Any
) -> None:
    case = Walk(register(database.as_person("operator")))
    case.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    people = dict(behind.execute("SELECT staff_number, id FROM office.person").fetchall())
    for staff_number in ("1001", "1026", "1051", "9001"):
        assert (
            answer_of(psql("handler"), "take", {"handler_id": str(people[staff_number])}, subject=case.id)["field"]
            == "handler_id"
        )
    assert answer_of(psql("handler"), "take", {"handler_id": str(people["1022"])}, subject=case.id)["status"] == "done"


def test_a_station_cannot_decide_in_its_own_name_to_go_round_the_law(database: TestDatabase, psql: Psql) -> None:
    case = register(database.as_person("station"), unit_id=str(STATION), contact=a_call(unit_id=str(STATION)))
    assert answer_of(psql("station"), "take_up", {"reason": "自行处理"}, subject=case["id"])["code"] == "no_authority"


def test_nobody_approves_what_they_asked_for_nor_twice_nor_for_another_unit(
    database: TestDatabase, psql: Psql, behind: Any
) -> None:
    cleared = database.as_person("operator_cleared")
    report = Walk(register(cleared, "report"))
    report.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    handler = database.as_person("handler_cleared")
    report.step(handler, "verify")
    asked = report.step(handler, "file", reason="违法事实成立")["approval"]
    assert answer_of(psql("handler_cleared"), "file", {"reason": "再来"}, subject=report.id)["code"] == "approval_waits"
    for persona in ("handler_cleared", "supervisor", "operator_cleared"):
        assert (
            answer_of(psql(persona), "decide_approval", {"decision": "approved"}, subject=asked)["code"] == "no_right"
        )
    for persona in ("other_bureau", "handler", "administrator", "liaison"):
        assert (
            answer_of(psql(persona), "decide_approval", {"decision": "approved"}, subject=asked)["code"] == "not_found"
        )
    approver = psql("approver")
    assert answer_of(approver, "decide_approval", {"decision": "maybe"}, subject=asked)["code"] == "malformed"
    assert answer_of(approver, "decide_approval", {"decision": "refused"}, subject=asked)["code"] == "needed"
    behind.execute(
        "UPDATE office.approval SET asked_by = (SELECT id FROM office.person WHERE staff_number = '1041') WHERE id = %s",
        (asked,),
    )
    assert answer_of(approver, "decide_approval", {"decision": "approved"}, subject=asked)["code"] == "second_person"
    behind.execute(
        "UPDATE office.approval SET asked_by = (SELECT id FROM office.person WHERE staff_number = '1022') WHERE id = %s",
        (asked,),
    )
    assert answer_of(approver, "decide_approval", {"decision": "approved"}, subject=asked)["status"] == "done"
    assert answer_of(approver, "decide_approval", {"decision": "approved"}, subject=asked)["code"] == "decided_before"
    who = behind.execute(
        "SELECT p.staff_number FROM office.event e JOIN office.person p ON p.id = e.person_id WHERE e.case_id = %s AND e.event = 'filed'",
        (report.id,),
    ).fetchone()
    assert who == ("1022",)  # the step is its asker's; the approval has its own line


def test_a_number_without_its_paper_never_commits(database: TestDatabase, psql: Psql, behind: Any) -> None:
    handler, line = database.as_person("handler"), psql("handler")
    case = Walk(register(handler, unit_id=str(BUREAU), contact=a_call(unit_id=str(BUREAU))))
    case.step(handler, "take_up", reason="直接办理")
    case.step(handler, "accept")
    paper = uuid4()
    handler.run_command("draft_paper", {"case_id": case.id, "form": "acceptance_decision", "data": {}}, subject=paper)
    with pytest.raises(psycopg.Error) as unissued:
        line.execute("SELECT office.take_number(%s)", (paper,))
    assert unissued.value.sqlstate == "HD003"
    numbers = []
    for _ in range(2):
        with line.transaction(force_rollback=True):
            numbers.append(line.execute("SELECT office.take_number(%s)", (paper,)).fetchone()[0])
    assert len(set(numbers)) == 1
    assert behind.execute("SELECT state, number FROM office.paper WHERE id = %s", (paper,)).fetchone() == (
        "draft",
        None,
    )


def test_a_claimed_contact_is_its_claimers(database: TestDatabase, psql: Psql) -> None:
    contact = uuid4()
    database.as_person("operator").run_command("register_contact", {"id": contact, "channel": "voicemail"})
    database.as_person("operator").run_command("claim_contact", {}, subject=contact)
    other = psql("operator_2")
    for kind, payload in (
        ("claim_contact", {}),
        ("finish_contact", {"outcome": "silent"}),
        ("record_call_back", {"outcome": "no_answer"}),
    ):
        assert answer_of(other, kind, payload, subject=contact)["code"] == "claimed_by_other", kind
    assert answer_of(other, "mark_heard", {}, subject=contact)["code"] == "claim_first"
    assert (
        answer_of(other, "register_case", a_case(contact_id=str(contact), contact=None))["code"] == "claimed_by_other"
    )


def test_a_file_is_sent_whole_by_one_login_or_not_at_all(database: TestDatabase, psql: Psql, behind: Any) -> None:
    line, other, blob = psql("operator"), psql("operator_2"), uuid4()
    begin, put, finish = (
        "SELECT office.begin_blob(%s, %s, %s, %s)",
        "SELECT office.put_chunk(%s, %s, %s)",
        "SELECT office.finish_blob(%s)",
    )
    about = (blob, "text/plain", 6, root_of(b"abcdef"))
    assert line.execute(begin, about).fetchone() == (0,)

    def refused(who: Any, statement: str, *values: Any) -> str:
        with pytest.raises(psycopg.Error) as refusal:
            who.execute(statement, values)
        assert refusal.value.sqlstate == "HD001"
        return str(refusal.value).splitlines()[0]

    assert refused(other, begin, *about) == "not_found"
    assert refused(other, put, blob, 0, b"abcdef") == "not_found"
    assert refused(other, finish, blob) == "not_found"
    assert refused(line, put, blob, 0, b"x" * 1048577) == "too_large"
    assert refused(line, put, blob, 0, b"") == "too_large"
    assert refused(line, put, blob, 0, None) == "too_large"
    assert refused(line, put, blob, 1, b"abc") == "out_of_order"
    assert refused(line, put, blob, None, b"abc") == "out_of_order"
    line.execute(put, (blob, 0, b"abcdeX"))
    assert refused(line, finish, blob) == "damaged"
    for size, root in ((-1, "0" * 64), (1 << 50, "0" * 64), (None, "0" * 64)):
        assert refused(line, begin, uuid4(), "text/plain", size, root) == "too_large"
    for root in ("", "x", None, "0" * 63, "Z" * 64):
        assert refused(line, begin, uuid4(), "text/plain", 5, root) == "malformed"
    material = {"materials": [{"id": str(uuid4()), "blob_id": str(blob), "title": "x", "kind": "receipt"}]}
    case = register(database.as_person("operator"))
    assert answer_of(line, "add_material", material, subject=case["id"])["code"] == "not_found"  # unfinished
    whole = upload(database.as_person("operator"), b"mine alone")
    assert other.execute("SELECT office.blob_facts(%s)", (whole,)).fetchone() == (None,)
    material["materials"][0]["blob_id"] = str(whole)
    assert answer_of(other, "add_material", material, subject=case["id"])["code"] == "not_found"
    assert answer_of(line, "add_material", material, subject=case["id"])["status"] == "done"
    assert other.execute("SELECT office.blob_facts(%s) IS NOT NULL", (whole,)).fetchone() == (True,)
    assert psql("other_bureau").execute("SELECT office.blob_facts(%s)", (whole,)).fetchone() == (None,)
    assert behind.execute("SELECT count(*) FROM office.blob_chunk").fetchone()[0] >= 1
