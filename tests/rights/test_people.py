"""Who keeps the people cannot make more of somebody than they may, nor become somebody else beyond it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from app.services.database import scram
from app.services.database.connect import Database
from app.services.training.furnish import practice_id
from tests.factories import BUREAU, CENTRE, GYM, STATION, register
from tests.office import TestDatabase
from tests.personas import PASSWORD
from tests.rights.conftest import Psql, answer_of


def person(staff_number: str) -> UUID:
    return practice_id("person", staff_number)


@pytest.fixture(scope="module")
def bureau_administrator(database: TestDatabase) -> Database:
    """Somebody who keeps the people of the bureau, and of it only."""
    made = a_person(database, "7001", [{"role": "administrator", "unit_id": str(BUREAU)}], unit=BUREAU)
    database.as_person("administrator").run_command("add_person", made)
    first = Database(database.enrolment, made["login"], "first-word-2026")
    first.run_command("change_password", {"verifier": scram.verifier(PASSWORD)})
    first.close()
    return Database(database.enrolment, made["login"], PASSWORD)


RUN = uuid4().hex[:6]  # logins belong to the whole cluster, and stay in a kept one


def a_person(database: TestDatabase, number: str, roles: list[dict[str, str]], unit: UUID = BUREAU) -> dict[str, Any]:
    staff_number = f"{number}-{RUN}"
    return {
        "id": str(uuid4()),
        "login": database.enrolment.login_for(staff_number),
        "staff_number": staff_number,
        "name": "新人",
        "verifier": scram.verifier("first-word-2026"),
        "unit_id": str(unit),
        "roles": roles,
    }


@pytest.fixture(scope="module")
def line(bureau_administrator: Database) -> Iterator["psycopg.Connection[Any]"]:
    with bureau_administrator.connection(autocommit=True) as found:
        yield found


def test_who_keeps_a_bureau_gives_no_role_beyond_it(database: TestDatabase, line: Any) -> None:
    for unit in (CENTRE, practice_id("unit", "JH-HW")):
        asked = a_person(database, "7100", [{"role": "operator", "unit_id": str(unit)}])
        assert answer_of(line, "add_person", asked)["code"] == "no_right"
        assert answer_of(line, "set_roles", {"roles": asked["roles"]}, subject=person("1021"))["code"] == "no_right"
        assert (
            answer_of(line, "set_roles", {"roles": [], "unit_id": str(unit)}, subject=person("1021"))["code"]
            == "no_right"
        )
    assert answer_of(line, "add_person", a_person(database, "7101", [], unit=CENTRE))["code"] == "no_right"
    liaison = a_person(database, "7102", []) | {"kind": "liaison", "enterprise_id": str(GYM)}
    assert answer_of(line, "add_person", liaison)["code"] == "no_right"
    odd = a_person(database, "7103", [{"role": "superuser", "unit_id": str(BUREAU)}])
    assert answer_of(line, "add_person", odd)["code"] == "unknown_code"
    assert answer_of(line, "add_person", a_person(database, "7104", [{"role": "operator"}]))["code"] == "needed"


def test_nobody_raises_themselves(database: TestDatabase, psql: Psql, line: Any) -> None:
    everything = {"roles": [{"role": "clearance", "unit_id": str(CENTRE)}]}
    assert answer_of(psql("administrator"), "set_roles", everything, subject=person("1091"))["status"] == "refused"
    with database.superuser() as behind:
        own = dict(behind.execute("SELECT staff_number, id FROM office.person").fetchall())
    assert answer_of(psql("administrator"), "set_roles", everything, subject=own["1091"])["code"] == "second_person"
    for kind in ("set_roles", "reset_password", "deactivate_person"):
        wanted = {"roles": [], "verifier": scram.verifier("x")}
        assert answer_of(line, kind, wanted, subject=own[f"7001-{RUN}"])["code"] == "second_person", kind
        assert answer_of(line, kind, wanted, subject=own["1091"])["code"] == "no_right", kind
    assert answer_of(line, "rename_person", {"name": "别人"}, subject=own["1091"])["code"] == "no_right"
    for persona in ("operator", "supervisor", "approver", "liaison"):
        for kind in (
            "add_person",
            "set_roles",
            "rename_person",
            "recover_drafts",
            "reset_password",
            "deactivate_person",
            "put_unit",
            "put_code",
            "put_setting",
        ):
            made = a_person(database, "7200", []) | {
                "key": "k",
                "value": 1,
                "code": "x",
                "list": "channel",
                "name": "x",
                "short_name": "x",
                "parent_id": str(CENTRE),
            }
            answer = answer_of(psql(persona), kind, made, subject=person("1002"))
            assert answer["code"] == "no_right", (persona, kind)


def test_a_password_is_not_set_by_somebody_who_would_gain_by_it(line: Any, psql: Psql, behind: Any) -> None:
    # The handler of the bureau is made supervisor of the centre as well: now only the centre's administrator may.
    assert (
        answer_of(line, "reset_password", {"verifier": scram.verifier("x")}, subject=person("1001"))["code"]
        == "no_right"
    )
    both = {"roles": [{"role": "handler", "unit_id": str(BUREAU)}, {"role": "supervisor", "unit_id": str(CENTRE)}]}
    assert answer_of(psql("administrator"), "set_roles", both, subject=person("1021"))["status"] == "done"
    for kind, payload in (
        ("reset_password", {"verifier": scram.verifier("x")}),
        ("set_roles", {"roles": [{"role": "handler", "unit_id": str(BUREAU)}]}),
        ("deactivate_person", {}),
    ):
        assert answer_of(line, kind, payload, subject=person("1021"))["code"] == "no_right", kind
    assert behind.execute(
        "SELECT must_change_password FROM office.person WHERE id = %s", (person("1021"),)
    ).fetchone() == (False,)


@pytest.mark.parametrize(
    "login",
    [
        "postgres",
        "hd_{iid}_owner",
        "hd_{iid}_migrate",
        "hd_{iid}_w0123456789ab",
        "hd_00000000_p0123456789ab",
        "hd_{iid}_p0123456789ab\" SUPERUSER PASSWORD 'x' --",
        "hd_{iid}_p0123456789ab; DROP ROLE postgres",
        "HD_{iid}_P0123456789AB",
        "hd_{iid}_p0123456789ab\n",
        "",
        None,
    ],
)
def test_only_a_login_of_this_installation_is_made(
    database: TestDatabase, psql: Psql, behind: Any, login: str | None
) -> None:
    before = behind.execute("SELECT count(*) FROM pg_roles").fetchone()
    named = login.format(iid=database.roles.installation) if login else login
    made = a_person(database, f"73{abs(hash(login)) % 1000}", []) | {"login": named}
    answer = answer_of(psql("administrator"), "add_person", made)
    assert answer["status"] == "refused" or (named is not None and named.endswith("\n")), answer
    if answer["status"] == "refused":
        assert behind.execute("SELECT count(*) FROM pg_roles").fetchone() == before


@pytest.mark.parametrize(
    "verifier",
    [
        "plain words",
        "",
        None,
        "md5" + "0" * 32,
        "SCRAM-SHA-256$4096:x$y:z",
        "x' SUPERUSER --",
        scram.verifier("a") + "' VALID UNTIL 'infinity",
    ],
)
def test_a_password_reaches_the_server_as_a_verifier_only(
    database: TestDatabase, psql: Psql, verifier: str | None
) -> None:
    made = a_person(database, "7400", []) | {"verifier": verifier}
    assert answer_of(psql("administrator"), "add_person", made)["status"] == "refused"
    assert answer_of(psql("operator_2"), "change_password", {"verifier": verifier})["status"] == "refused"


def test_before_the_first_password_is_changed_nothing_of_the_office_is_seen(database: TestDatabase) -> None:
    register(database.as_person("operator"))
    made = a_person(database, "7500", [{"role": "supervisor", "unit_id": str(CENTRE)}], unit=CENTRE)
    database.as_person("administrator").run_command("add_person", made)
    with Database(database.enrolment, made["login"], "first-word-2026").connection(autocommit=True) as new:
        assert new.execute("SELECT count(*) FROM office.cases").fetchone() == (0,)
        assert new.execute("SELECT office.my_scopes(), office.my_channels()").fetchone() == ([], [])
        assert new.execute("SELECT count(*) FROM office.search_cases(ARRAY['年'], 9)").fetchone() == (0,)
        assert new.execute(
            "SELECT coalesce(sum(n), 0) FROM office.figures(ARRAY['received'], '2000-01-01', '2100-01-01', 'none', 'handling')"
        ).fetchone() == (0,)
        assert answer_of(new, "note", {"text": "x"})["code"] == "change_password_first"
        assert new.execute("SELECT office.ask_identity('match', NULL, '13893416721', '') ->> 'code'").fetchone() == (
            "no_right",
        )
        assert answer_of(new, "change_password", {"verifier": scram.verifier(PASSWORD)})["status"] == "done"
        assert new.execute("SELECT count(*) > 0 FROM office.cases").fetchone() == (True,)


def test_a_deputys_eyes_close_when_the_time_is_over(database: TestDatabase, psql: Psql, behind: Any) -> None:
    register(database.as_person("operator_cleared"), "report")
    clearance = {"role": "clearance", "unit_id": str(CENTRE), "until": "2030-01-01T00:00:00+08:00"}
    roles = [{"role": "operator", "unit_id": str(CENTRE)}, clearance]
    assert answer_of(psql("administrator"), "set_roles", {"roles": roles}, subject=person("1002"))["status"] == "done"
    line = psql("operator_2")
    reports = "SELECT count(*) > 0 FROM office.cases WHERE kind = 'report'"
    assert line.execute(reports).fetchone() == (True,)
    (channels,) = line.execute("SELECT office.my_channels()").fetchone()
    past = "SET until = now() - %s WHERE until IS NOT NULL"
    behind.execute(f"UPDATE office.person_role {past}", (timedelta(seconds=1),))
    behind.execute(f"UPDATE office.person_scope {past}", (timedelta(seconds=1),))
    assert line.execute(reports).fetchone() == (False,)
    assert len(line.execute("SELECT office.my_channels()").fetchone()[0]) == len(channels) - 1
    assert psql("worker").execute("SELECT office.end_deputies()").fetchone() == (1,)
    names = {name for (name,) in behind.execute("SELECT channel FROM office.scope")}
    assert len(set(channels) - names) == 1  # the old name is nobody's any more


def test_who_is_shut_out_sees_nothing_on_a_line_still_open(database: TestDatabase, psql: Psql, behind: Any) -> None:
    made = a_person(database, "7600", [{"role": "handler", "unit_id": str(STATION)}], unit=STATION)
    administrator = psql("administrator")
    assert answer_of(administrator, "add_person", made)["status"] == "done"
    first = Database(database.enrolment, made["login"], "first-word-2026")
    first.run_command("change_password", {"verifier": scram.verifier(PASSWORD)})
    first.close()
    with Database(database.enrolment, made["login"], PASSWORD).connection(autocommit=True) as left:
        assert left.execute("SELECT cardinality(office.my_scopes())").fetchone() == (1,)
        behind.execute("UPDATE office.person SET active = false WHERE id = %s", (made["id"],))
        assert left.execute("SELECT office.my_scopes(), office.my_channels()").fetchone() == ([], [])
        assert left.execute("SELECT count(*) FROM office.cases").fetchone() == (0,)
        assert answer_of(left, "register_contact", {"id": str(uuid4()), "channel": "phone"})["code"] == "unknown_person"
        # The door itself also cuts the line, with whatever old state a transaction may keep on it.
        assert answer_of(administrator, "deactivate_person", {}, subject=made["id"])["status"] == "done"
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")


def test_a_unit_made_an_authority_later_gets_the_approvals_of_the_law(psql: Psql, behind: Any) -> None:
    unit = {
        "id": str(uuid4()),
        "code": "JH-X",
        "name": "新区局",
        "short_name": "新区",
        "level": "county",
        "parent_id": str(CENTRE),
    }
    administrator = psql("administrator")
    assert answer_of(administrator, "put_unit", unit | {"is_authority": False})["status"] == "done"
    assert answer_of(administrator, "put_unit", unit | {"is_authority": True})["status"] == "done"
    rules = behind.execute(
        "SELECT command FROM office.approval_rule WHERE unit_id = %s AND by_law ORDER BY 1", (unit["id"],)
    ).fetchall()
    assert rules == [("extend_verification",), ("file",), ("not_file",)]
    assert (
        answer_of(administrator, "put_approval_rule", {"unit_id": unit["id"], "command": "file", "wanted": False})[
            "code"
        ]
        == "by_law"
    )
    assert answer_of(administrator, "put_unit", unit | {"parent_id": str(BUREAU)})["code"] == "line_is_fixed"
    assert (
        answer_of(
            administrator, "put_unit", {**unit, "id": str(STATION), "parent_id": str(BUREAU), "is_authority": True}
        )["code"]
        == "constraint"
    )


def test_settings_are_kept_in_the_audit_with_what_they_were(psql: Psql, behind: Any) -> None:
    for value in (5000, 8000):
        answer_of(psql("administrator"), "put_setting", {"key": "ledger_threshold", "value": value})
    last = behind.execute(
        "SELECT detail FROM office.audit WHERE action = 'setting' ORDER BY id DESC LIMIT 1"
    ).fetchone()[0]
    assert last == {"key": "ledger_threshold", "value": 8000, "before": 5000}
    for key, value in (
        ("changes_kept_from", "5"),
        ("first_password_valid", "100 years"),
        ("first_password_valid", "infinity"),
    ):
        assert answer_of(psql("administrator"), "put_setting", {"key": key, "value": value})["code"] == "malformed"


def test_a_unit_closes_only_when_nothing_hangs_on_it(psql: Psql, database: TestDatabase) -> None:
    administrator = psql("administrator")

    def turned(unit: UUID, *, active: bool) -> dict[str, Any]:
        row = administrator.execute(
            "SELECT code, name, short_name, parent_id, region_code FROM office.unit WHERE id = %s", (unit,)
        ).fetchone()
        assert row is not None
        said = {"id": str(unit), "code": row[0], "name": row[1], "short_name": row[2], "active": active}
        answer = answer_of(administrator, "put_unit", said | {"parent_id": str(row[3]) if row[3] else None})
        after = administrator.execute("SELECT region_code FROM office.unit WHERE id = %s", (unit,)).fetchone()
        assert after == (row[4],)
        return answer

    assert turned(CENTRE, active=False)["code"] == "unit_has_units"
    assert turned(BUREAU, active=False)["code"] == "unit_has_units"
    with database.superuser() as behind:
        crowded = behind.execute(
            "SELECT p.unit_id FROM office.person p WHERE p.active AND p.unit_id IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM office.unit b WHERE b.parent_id = p.unit_id AND b.active) LIMIT 1"
        ).fetchone()
    assert crowded is not None
    assert turned(crowded[0], active=False)["code"] == "unit_has_people"


def test_a_liaison_is_renamed_by_the_administrator(psql: Psql, behind: Any) -> None:
    row = behind.execute("SELECT id FROM office.person WHERE kind = 'liaison' LIMIT 1").fetchone()
    assert answer_of(psql("administrator"), "rename_person", {"name": "联络员甲"}, subject=row[0])["status"] == "done"
    assert behind.execute("SELECT name FROM office.person WHERE id = %s", (row[0],)).fetchone() == ("联络员甲",)
