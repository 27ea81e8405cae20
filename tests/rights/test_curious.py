"""Somebody curious opens psql: settings, notices, transactions, several lines at once, answers to wrong questions."""

import time
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.factories import BUREAU, CENTRE, a_case, a_person, register
from tests.office import TestDatabase
from tests.rights.conftest import Psql, answer_of
from tests.rights.populate import Office, a_voicemail, populate

Behind = "psycopg.Connection[Any]"
LOUD = (
    "client_min_messages = debug5",
    "trace_notify = on",
    "debug_print_parse = on",
    "debug_print_rewritten = on",
    "debug_print_plan = on",
)


@pytest.fixture(scope="module")
def office(database: TestDatabase) -> Office:
    return populate(database)


def overheard(line: Behind, kind: str, payload: dict[str, Any]) -> str:
    """What the server tells a session that has turned everything on while it carries out a command."""
    told: list[str] = []

    def listen(notice: psycopg.errors.Diagnostic) -> None:
        told.append(f"{notice.message_primary} {notice.message_detail}")

    for setting in LOUD:
        line.execute(f"SET {setting}")
    line.add_notice_handler(listen)
    try:
        assert answer_of(line, kind, payload)["status"] == "done"
    finally:
        line.remove_notice_handler(listen)
        line.execute("RESET ALL")
    return "\n".join(told)


def test_no_setting_tells_whom_a_report_wakes(office: Office, psql: Psql, behind: Behind) -> None:
    said = overheard(psql("operator"), "register_case", a_case("report"))
    channels = [row[0] for row in behind.execute("SELECT channel FROM office.scope")]
    assert said  # the session does hear what is its own
    assert not [channel for channel in channels if channel in said]


def test_no_setting_shows_the_rows_a_door_works_on(office: Office, psql: Psql, behind: Behind) -> None:
    # Completing the calendar moves the dates of cases the administrator does not see.
    day = {"day": "2026-12-31", "is_workday": True, "is_holiday": False}
    said = overheard(psql("administrator"), "put_calendar", {"days": [day], "source": "test"})
    facts = "10月在欣鑫健身".encode()
    assert " ".join(str(byte if byte < 128 else byte - 256) for byte in facts) not in said
    assert " ".join(map(str, facts)) not in said


def test_every_door_that_acts_as_its_owner_is_deaf_to_the_sessions_settings(behind: Behind) -> None:
    loud = behind.execute(
        "SELECT proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE pronamespace = 'office'::regnamespace"
        " AND prosecdef AND rolname LIKE '%%\\_owner' AND proname <> 'my_scopes'"
        " AND NOT proconfig @> ARRAY['client_min_messages=warning', 'debug_print_plan=off', 'standard_conforming_strings=on']"
    ).fetchall()
    assert loud == []


def test_a_deputys_eyes_close_in_an_open_transaction_too(
    database: TestDatabase, office: Office, behind: Behind
) -> None:
    login = database.login("operator_2")
    ends = "UPDATE office.person_scope SET until = clock_timestamp() + interval '1 second' WHERE login = %s"
    with database.psql("operator_2") as line, line.transaction():
        assert line.execute("SELECT count(*) FROM office.cases").fetchone()[0] > 0
        behind.execute(ends, (login,))
        time.sleep(1.2)
        assert line.execute("SELECT count(*) FROM office.cases").fetchone() == (0,)
    behind.execute("UPDATE office.person_scope SET until = NULL WHERE login = %s", (login,))


def test_who_is_shut_out_loses_the_line_with_the_old_state(
    database: TestDatabase, office: Office, psql: Psql, behind: Behind
) -> None:
    line = database.psql("other_station")
    line.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    line.execute("SELECT count(*) FROM office.cases").fetchone()
    # The login is the cluster's and belongs to other modules too: the door's own function, taken back afterwards.
    with behind.transaction(force_rollback=True):
        behind.execute("SELECT office.disable_login(%s)", (database.login("other_station"),))
    with pytest.raises(psycopg.OperationalError):
        line.execute("SELECT count(*) FROM office.cases").fetchone()


def test_an_import_answers_alike_whether_a_hidden_report_has_the_number_or_not(
    office: Office, psql: Psql, behind: Behind
) -> None:
    line = psql("bureau_supervisor")  # may import, has no clearance

    def brought(number: str, **more: Any) -> Any:
        row = {
            "id": str(uuid4()),
            "number": number,
            "kind": "report",
            "channel": "web",
            "received_at": "2026-11-01T08:00:00+08:00",
            "imported_from": "old register",
            "search_text": "x",
            "parties": [a_person("reporter")],
        }
        payload = {"source": "12345", "unit_id": str(BUREAU), "rows": [row | more]}
        return answer_of(line, "import_cases", payload)["rows"]

    assert brought("R-1") == [["done", None]]
    count = "SELECT count(*) FROM office.external_ref WHERE number = 'R-1'"
    for wrong in (
        {},
        {"channel": "pigeon"},
        {"received_at": "2999-01-01T00:00:00+08:00"},
        {"search_text": ""},
        {"imported_from": None},
        {"amount_involved": "much"},
        {"answered_at": "2026-01-01T00:00:00+08:00"},
        {"parties": [{"id": "x"}]},
        {"id": str(office.open_cases[0])},
    ):
        assert brought("R-1", **wrong) == brought(f"R-{uuid4()}", **wrong), wrong
    assert behind.execute(count).fetchone() == (1,)


def test_a_reports_file_is_attached_to_nothing_in_the_open(database: TestDatabase, office: Office, psql: Psql) -> None:
    cleared = database.as_person("operator_cleared")
    contact, blob = a_voicemail(cleared, b"RIFF who told us")
    register(cleared, "report", contact_id=str(contact), contact=None)
    case = register(cleared)
    material = {"materials": [{"id": str(uuid4()), "blob_id": str(blob), "title": "录音", "kind": "recording"}]}
    refused = answer_of(psql("operator_cleared"), "add_material", material, subject=case["id"])
    assert refused["code"] == "behind_clearance"
    again = {"id": str(uuid4()), "channel": "voicemail", "blob_id": str(blob), "unit_id": str(CENTRE)}
    assert answer_of(psql("operator_cleared"), "register_contact", again)["code"] == "behind_clearance"
    report = register(cleared, "report")
    assert answer_of(psql("operator_cleared"), "add_material", material, subject=report["id"])["status"] == "done"


def test_several_lines_at_once_give_nobody_more_questions(database: TestDatabase, office: Office) -> None:
    ask = "SELECT office.ask_identity('match', NULL, %s, '') ->> 'status'"
    with database.psql("handler") as one, database.psql("handler") as other:
        one.execute("BEGIN")
        for tail in range(5):
            assert one.execute(ask, (f"139{tail}5551721",)).fetchone() == ("done",)
        other.execute("SET lock_timeout = '200ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute(ask, ("13995551721",))
        one.execute("COMMIT")
        assert other.execute(ask, ("13995551721",)).fetchone() == ("refused",)


@pytest.mark.parametrize(
    "setting", ["standard_conforming_strings = off", "array_nulls = off", "transform_null_equals = on"]
)
def test_no_setting_of_a_session_changes_what_a_door_decides(office: Office, psql: Psql, setting: str) -> None:
    with psycopg.Connection.connect(psql("operator").info.dsn, password=psql("operator").info.password) as line:
        line.execute(f"SET {setting}")
        words = (Jsonb(a_case(facts=r"100% \ _ 退款")),)
        taken = line.execute(
            "SELECT office.run_command(gen_random_uuid(), 'register_case', NULL, NULL, %s)", words
        ).fetchone()[0]
        assert taken["status"] == "done"
        hits = "SELECT case_id::text FROM office.search_cases(%s, 50)"
        assert (taken["id"],) in line.execute(hits, ([r"% \ _"],)).fetchall()
        assert line.execute(hits, ([r"%_\_"],)).fetchall() == []
