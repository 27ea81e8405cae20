"""Every persona, every table, every verb, every function: nothing is open that is not written down in expected.py."""

import json

import pytest
from psycopg import errors

from tests.rights.conftest import EVERYBODY, Psql
from tests.rights.expected import CALLS, DESK_READS, HIDDEN_COLUMNS, SHUT, group_of, reads

Behind = "psycopg.Connection[Any]"
DENIED = (errors.InsufficientPrivilege,)
# One journey for many statements: each is tried on its own, and those that are not denied come back.
TRY_ALL = """
DO $$
DECLARE
    statement text;
    let_through text[] := '{}';
BEGIN
    FOR statement IN SELECT * FROM jsonb_array_elements_text(current_setting('tried.statements')::jsonb) LOOP
        BEGIN
            EXECUTE statement;
            let_through := let_through || statement;
        EXCEPTION
            WHEN insufficient_privilege THEN NULL;
            WHEN OTHERS THEN let_through := let_through || (SQLSTATE || ' ' || statement);
        END;
    END LOOP;
    PERFORM set_config('tried.let_through', array_to_json(let_through)::text, false);
END $$
"""


def let_through(line: Behind, statements: list[str]) -> list[str]:
    """Try each statement on a person's own line; return those that are not denied for want of privilege."""
    line.execute("SELECT set_config('tried.statements', %s, false)", (json.dumps(statements),))
    line.execute(TRY_ALL)
    return json.loads(line.execute("SELECT current_setting('tried.let_through')").fetchone()[0])


def tables(behind: Behind) -> dict[str, list[str]]:
    rows = behind.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'office'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1"
    )
    return dict(rows.fetchall())


def test_every_table_is_either_listed_as_readable_or_as_shut(behind: Behind) -> None:
    assert set(tables(behind)) == DESK_READS | SHUT
    others = behind.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'office'::regnamespace AND relkind NOT IN ('r', 'i', 'S', 'c')"
    ).fetchall()
    assert others == []


@pytest.mark.parametrize("persona", EVERYBODY)
def test_a_login_reads_the_listed_columns_and_no_others(psql: Psql, behind: Behind, persona: str) -> None:
    group, listed, others = group_of(persona), [], []
    for table, columns in tables(behind).items():
        hidden = HIDDEN_COLUMNS.get((group, table), set()) if table in reads(persona) else set(columns)
        shown = [column for column in columns if column not in hidden]
        if shown:
            listed.append(f"SELECT {', '.join(map(quoted, shown))} FROM office.{table} LIMIT 0")
        others += [
            f"SELECT {quoted(column)} FROM office.{table} LIMIT 0" for column in [*hidden, "ctid", "xmin", "tableoid"]
        ]
    assert let_through(psql(persona), listed) == listed
    assert let_through(psql(persona), others) == []


@pytest.mark.parametrize("persona", EVERYBODY)
def test_no_login_writes_a_table(psql: Psql, behind: Behind, persona: str) -> None:
    line = psql(persona)
    tried = [
        statement
        for table, columns in tables(behind).items()
        for statement in (
            f"INSERT INTO office.{table} DEFAULT VALUES",
            f"UPDATE office.{table} SET {quoted(columns[-1])} = NULL",
            f"DELETE FROM office.{table}",
            f"TRUNCATE office.{table}",
            f"SELECT 1 FROM office.{table} FOR UPDATE",
            f"LOCK TABLE office.{table} IN ACCESS SHARE MODE",
        )
    ]
    assert let_through(line, tried) == []
    with pytest.raises(DENIED):
        line.execute("COPY office.cases FROM STDIN")
    held = line.execute(
        "SELECT t.name, v.verb FROM unnest(%s::text[]) t (name), unnest(%s::text[]) v (verb)"
        " WHERE has_table_privilege('office.' || t.name, v.verb)"
        " OR v.verb IN ('INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege('office.' || t.name, v.verb)",
        (list(tables(behind)), ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]),
    ).fetchall()
    assert held == []


@pytest.mark.parametrize("persona", EVERYBODY)
def test_a_login_calls_the_listed_doors_and_no_other_function(psql: Psql, behind: Behind, persona: str) -> None:
    functions = behind.execute(
        "SELECT oid::bigint, proname FROM pg_proc WHERE pronamespace = 'office'::regnamespace"
    ).fetchall()
    open_ones = psql(persona).execute(
        "SELECT o FROM unnest(%s::bigint[]) o WHERE has_function_privilege(o::oid, 'EXECUTE')",
        ([oid for oid, _ in functions],),
    )
    names = dict(functions)
    assert {names[oid] for (oid,) in open_ones} == CALLS[group_of(persona)]


def test_doors_that_act_as_their_owner_look_nowhere_but_in_the_office(behind: Behind) -> None:
    loose = behind.execute(
        "SELECT p.proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'office'::regnamespace"
        " AND p.prosecdef AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) c WHERE c IN"
        " ('search_path=office, pg_temp', 'search_path=pg_catalog, pg_temp'))"
    ).fetchall()
    assert loose == []
    owners = behind.execute(
        "SELECT DISTINCT regexp_replace(r.rolname, '^hd_[0-9a-f]{8}_', ''), r.rolcanlogin, r.rolsuper FROM pg_proc p"
        " JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'office'::regnamespace ORDER BY 1"
    ).fetchall()
    assert owners == [("keeper", False, False), ("owner", False, False)]


def test_what_an_inner_function_says_of_its_names_cannot_be_shadowed(behind: Behind) -> None:
    # Functions without a path of their own are called by doors that have one; they may name nothing but the office's.
    loose = behind.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'office'::regnamespace AND proconfig IS NULL ORDER BY 1"
    ).fetchall()
    assert {name for (name,) in loose} <= {
        "counted_sum",
        "grams",
        "is_open",
        "mask_address",
        "mask_document",
        "mask_name",
        "mask_phone",
        "mask_value",
        "plain_document",
        "plain_phone",
        "refuse",
        "said",
    }


def test_every_table_is_under_row_security_and_owned_by_nobodys_login(behind: Behind) -> None:
    loose = behind.execute(
        "SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE relnamespace = 'office'::regnamespace"
        " AND relkind = 'r' AND (NOT relrowsecurity OR r.rolcanlogin OR r.rolname !~ '_owner$')"
    ).fetchall()
    assert loose == []


def quoted(name: str) -> str:
    return f'"{name}"'
