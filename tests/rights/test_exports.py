"""Nothing leaves the office as a file without a committed line in the audit: who, what, which rows, how many, and why."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.office import TestDatabase
from tests.rights.conftest import Psql
from tests.rights.populate import Office, populate

ASK = "SELECT office.ask_export(%s, %s, %s, %s)"
ROWS = "SELECT case_id FROM office.export_cases(%s, NULL, NULL, %s)"
WHY = "季度汇总"
Behind = "psycopg.Connection[Any]"


@pytest.fixture(scope="module")
def office(database: TestDatabase) -> Office:
    return populate(database)


def ask(line: Behind, what: str = "cases", wanted: Any = None, rows: int = 0, reason: str | None = WHY) -> Any:
    return line.execute(ASK, (what, Jsonb(wanted or {}), rows, reason)).fetchone()[0]


def last_audit(behind: Behind) -> tuple[str, dict[str, Any]]:
    return behind.execute("SELECT action, detail FROM office.audit ORDER BY id DESC LIMIT 1").fetchone()


def test_the_audit_says_how_many_rows_leave_and_why_before_the_first_one_does(
    office: Office, psql: Psql, behind: Behind
) -> None:
    answer = ask(psql("supervisor"), wanted={"kinds": ["complaint"]})
    action, detail = last_audit(behind)
    assert (action, detail["what"], detail["reason"]) == ("export", "cases", WHY)
    assert detail["wanted"] == {"kinds": ["complaint"]}
    rows = psql("supervisor").execute(ROWS, (answer["ticket"], 1000)).fetchall()
    assert len(rows) == len({row[0] for row in rows}) == answer["rows"] == detail["rows"] > 0


def test_rows_come_only_once_the_line_in_the_audit_is_committed(office: Office, psql: Psql, behind: Behind) -> None:
    line = psql("supervisor")
    with line.transaction(force_rollback=True):
        ticket = ask(line)["ticket"]
        for _ in range(2):  # neither at once nor from a savepoint
            with pytest.raises(psycopg.Error) as refused, line.transaction():
                line.execute(ROWS, (ticket, 10))
            assert refused.value.sqlstate == "HD001"
    with pytest.raises(psycopg.Error):
        line.execute(ROWS, (ticket, 10))
    kept = ask(line)["ticket"]
    for persona in ("bureau_supervisor", "operator"):
        with pytest.raises(psycopg.Error):
            psql(persona).execute(ROWS, (kept, 10))
    for unknown in (None, uuid4()):
        with pytest.raises(psycopg.Error):
            line.execute(ROWS, (unknown, 10))
    assert line.execute(ROWS, (kept, 10)).fetchall()
    behind.execute("UPDATE office.identity_ticket SET asked_at = asked_at - interval '3 hours' WHERE id = %s", (kept,))
    with pytest.raises(psycopg.Error):
        line.execute(ROWS, (kept, 10))


def test_an_export_holds_what_its_person_sees_and_nothing_behind_clearance(office: Office, psql: Psql) -> None:
    for persona in ("supervisor", "bureau_supervisor", "approver"):
        line = psql(persona)
        answer = ask(line)
        left = {row[0] for row in line.execute(ROWS, (answer["ticket"], 1000))}
        assert left == {row[0] for row in line.execute("SELECT id FROM office.cases")}, persona
        assert persona != "bureau_supervisor" or not left & set(office.reports)


def test_only_the_rows_the_audit_names_leave(office: Office, psql: Psql, behind: Behind) -> None:
    line = psql("supervisor")
    for wanted in (
        {"states": ["registered"]},
        {"kinds": ["consultation"], "open": True},
        {"channels": ["letter"]},
        {"from": "2020-01-01", "until": "2020-12-31"},
        {"units": [str(uuid4())]},
    ):
        answer = ask(line, wanted=wanted)
        rows = line.execute(ROWS, (answer["ticket"], 1000)).fetchall()
        assert len(rows) == answer["rows"] < ask(line)["rows"], wanted
    pages: list[UUID] = []
    ticket, edge = ask(line)["ticket"], (None, None)
    while page := line.execute(
        "SELECT case_id, received_at FROM office.export_cases(%s, %s, %s, 4)", (ticket, *edge)
    ).fetchall():
        pages += [row[0] for row in page]
        edge = (page[-1][1], page[-1][0])
    assert len(pages) == len(set(pages)) == ask(line)["rows"]


@pytest.mark.parametrize(
    ("persona", "what", "reason", "code"),
    [
        ("supervisor", "cases", "", "needed"),
        ("supervisor", "cases", None, "needed"),
        ("supervisor", "everything", WHY, "no_right"),
        ("operator", "cases", WHY, "no_right"),
        ("operator", "list", " ", "needed"),
        ("administrator", "figures", WHY, "no_right"),
        ("liaison", "list", WHY, "no_right"),
        ("liaison", "figures", WHY, "no_right"),
    ],
)
def test_without_right_or_reason_nothing_leaves_and_the_try_is_kept(
    psql: Psql, behind: Behind, persona: str, what: str, reason: str | None, code: str
) -> None:
    if persona == "liaison":
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(psql(persona), what, rows=1, reason=reason)
        return
    answer = ask(psql(persona), what, rows=1, reason=reason)
    assert (answer["status"], answer["code"]) == ("refused", code)
    assert last_audit(behind)[0] == "export:refused"


def test_figures_and_lists_leave_with_the_number_of_rows_the_desk_says(psql: Psql, behind: Behind) -> None:
    assert ask(psql("operator"), "figures", {"from": "2026-01-01"}, rows=12, reason="")["rows"] == 12
    assert last_audit(behind)[1]["rows"] == 12
    assert ask(psql("operator"), "list", {"state": "open"}, rows=40)["status"] == "done"
    assert ask(psql("operator"), "list", {}, rows=-1)["code"] == "malformed"
    for wanted in ({"from": "infinity"}, {"units": ["x"]}, {"open": "perhaps"}, {"kinds": 5}):
        assert ask(psql("supervisor"), "cases", wanted)["code"] == "malformed"


def test_whoever_lost_the_right_to_see_gets_no_further_rows(database: TestDatabase, psql: Psql, behind: Behind) -> None:
    line = psql("supervisor")
    ticket = ask(line)["ticket"]
    login = database.login("supervisor")
    behind.execute("UPDATE office.person SET active = false WHERE login = %s", (login,))
    try:
        assert line.execute(ROWS, (ticket, 10)).fetchall() == []
    finally:
        behind.execute("UPDATE office.person SET active = true WHERE login = %s", (login,))
