"""What PostgreSQL's own catalogs still show a person: a fixed list, written down in docs/security.md, and nothing else."""

import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import create_engine, text

from app.models.migrations.apply import apply
from tests.factories import register
from tests.office import TestDatabase
from tests.rights.conftest import Psql

# Structure of the database and of the server, the own session, and empty tables of features not in use.
READABLE = frozenset(
    [
        "pg_aggregate",
        "pg_am",
        "pg_amop",
        "pg_amproc",
        "pg_attrdef",
        "pg_attribute",
        "pg_available_extension_versions",
        "pg_available_extensions",
        "pg_cast",
        "pg_collation",
        "pg_constraint",
        "pg_conversion",
        "pg_cursors",
        "pg_default_acl",
        "pg_depend",
        "pg_description",
        "pg_enum",
        "pg_event_trigger",
        "pg_extension",
        "pg_foreign_data_wrapper",
        "pg_foreign_server",
        "pg_foreign_table",
        "pg_index",
        "pg_indexes",
        "pg_inherits",
        "pg_language",
        "pg_matviews",
        "pg_namespace",
        "pg_opclass",
        "pg_operator",
        "pg_opfamily",
        "pg_parameter_acl",
        "pg_partitioned_table",
        "pg_policies",
        "pg_policy",
        "pg_prepared_statements",
        "pg_proc",
        "pg_publication",
        "pg_publication_namespace",
        "pg_publication_rel",
        "pg_publication_tables",
        "pg_range",
        "pg_rewrite",
        "pg_rules",
        "pg_seclabel",
        "pg_seclabels",
        "pg_sequence",
        "pg_settings",
        "pg_shseclabel",
        "pg_statistic_ext",
        "pg_subscription",
        "pg_subscription_rel",
        "pg_tables",
        "pg_tablespace",
        "pg_timezone_abbrevs",
        "pg_timezone_names",
        "pg_transform",
        "pg_trigger",
        "pg_ts_config",
        "pg_ts_config_map",
        "pg_ts_dict",
        "pg_ts_parser",
        "pg_ts_template",
        "pg_type",
        "pg_user_mappings",
        "pg_views",
        "pg_wait_events",
    ]
)
SHUT = (
    r"^(pg_stat_get_|lo_|loread|lowrite|pg_advisory_|pg_try_advisory_|pg_current_wal|txid_|pg_control_|pg_relation_size|"
    r"pg_total_|pg_table_size|pg_indexes_size|pg_database_size|pg_current_xact|pg_current_snapshot|pg_export_snapshot|"
    r"pg_lock_status|pg_blocking|pg_safe_snapshot|mxid_age|pg_read_|pg_ls_|pg_stat_file|pg_.*wal_summar|pg_logical_emit)"
)


@pytest.mark.parametrize("persona", ["operator", "administrator", "liaison", "worker"])
def test_a_person_reads_these_catalogs_and_no_others(
    psql: Psql, behind: "psycopg.Connection[Any]", persona: str
) -> None:
    relations = behind.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')"
    ).fetchall()
    readable = set()
    for (name,) in relations:
        try:
            psql(persona).execute(f"SELECT 1 FROM pg_catalog.{name} LIMIT 0")
        except errors.InsufficientPrivilege:
            continue
        readable.add(name)
    assert readable <= READABLE


@pytest.mark.parametrize("persona", ["operator", "administrator", "liaison", "worker"])
def test_a_person_calls_no_function_that_counts_or_locks_or_reads_beyond_the_doors(
    psql: Psql, behind: "psycopg.Connection[Any]", persona: str
) -> None:
    functions = behind.execute(
        "SELECT oid::bigint, oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ %s",
        (SHUT,),
    ).fetchall()
    names = dict(functions)
    called = psql(persona).execute(
        "SELECT o FROM unnest(%s::bigint[]) o WHERE has_function_privilege(o::oid, 'EXECUTE')", (list(names),)
    )
    assert [names[oid] for (oid,) in called] == []
    assert psql(persona).execute("SELECT has_function_privilege('age(xid)', 'EXECUTE')").fetchone() == (False,)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE cases (id uuid)",
        "CREATE TABLE office.x (id int)",
        "CREATE TABLE public.x (id int)",
        "CREATE SCHEMA shadow",
        "CREATE VIEW office.v AS SELECT 1",
        "CREATE FUNCTION public.said(jsonb, text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.refuse(text, text) RETURNS void LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR pg_temp.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = uuid_ne)",
        "ALTER FUNCTION office.refuse(text, text) SET search_path = pg_temp",
        "CREATE TRIGGER t AFTER INSERT ON office.cases EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE POLICY p ON office.cases USING (true)",
        "ALTER TABLE office.cases DISABLE ROW LEVEL SECURITY",
        "SET ROLE pg_read_all_data",
        "GRANT pg_read_all_data TO CURRENT_USER",
        "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw",
        "SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (x int)",
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity",
    ],
)
def test_nothing_can_be_made_that_the_doors_would_stumble_over(psql: Psql, statement: str) -> None:
    for persona in ("operator", "administrator", "liaison", "worker"):
        with pytest.raises(psycopg.Error) as refused:
            psql(persona).execute(statement)
        assert refused.value.sqlstate[:2] in {"42", "0A"}, refused.value.sqlstate


def test_no_role_of_the_installation_can_be_taken_on(psql: Psql, database: TestDatabase) -> None:
    roles = database.roles
    for role in (roles.owner, roles.keeper, roles.migrate, roles.worker, database.login("administrator"), "postgres"):
        for statement in (
            f'SET ROLE "{role}"',
            f'SET SESSION AUTHORIZATION "{role}"',
            f'ALTER ROLE "{role}" PASSWORD NULL',
        ):
            with pytest.raises(psycopg.Error) as refused:
                psql("operator").execute(statement)
            assert refused.value.sqlstate in {"42501", "22023", "42704"}


def test_settings_of_a_session_do_not_change_what_the_doors_do(database: TestDatabase, psql: Psql) -> None:
    case = register(database.as_person("operator"))
    with database.psql("other_bureau") as line:
        for setting in (
            "row_security = off",
            "search_path = pg_temp, pg_catalog",
            "session_preload_libraries = ''",
            "role = none",
            "timezone = 'America/New_York'",
            "datestyle = 'SQL, MDY'",
            "plan_cache_mode = force_generic_plan",
            "transform_null_equals = on",
            "enable_seqscan = off",
        ):
            try:
                line.execute(f"SET {setting}")
            except errors.InsufficientPrivilege:
                continue
        try:
            found = line.execute("SELECT count(*) FROM office.cases WHERE id = %s", (case["id"],)).fetchone()
        except errors.InsufficientPrivilege:
            found = (0,)  # row_security = off makes the read an error, not an opening
        assert found == (0,)
        refused = line.execute(
            "SELECT office.run_command(%s, 'note', %s, NULL, '{}') ->> 'code'", (uuid.uuid4(), case["id"])
        )
        assert refused.fetchone() == ("not_found",)


def test_what_the_paper_on_security_says_cannot_be_taken_away_is_still_so(psql: Psql, database: TestDatabase) -> None:
    # If PostgreSQL closes one of these one day, docs/security.md may promise more.
    line = psql("operator")
    shown = line.execute(
        "SELECT DISTINCT grantee::regrole::text FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'office'"
    ).fetchall()
    assert (database.roles.desk,) in shown
    assert line.execute("SELECT prosrc FROM pg_proc WHERE proname = 'run_command'").fetchone() is not None
    line.execute("ALTER ROLE CURRENT_USER SET statement_timeout = '59s'")
    line.execute("ALTER ROLE CURRENT_USER RESET statement_timeout")
    line.execute("NOTIFY somebody, 'a word'")
    assert "security" in {path.stem for path in (Path(__file__).parents[2] / "docs").glob("*.md")}


def rights_of(behind: "psycopg.Connection[Any]") -> list[Any]:
    return [
        behind.execute(statement).fetchall()
        for statement in (
            "SELECT relname, relacl::text, relrowsecurity, relowner::regrole::text FROM pg_class WHERE relnamespace IN ('office'::regnamespace, 'pg_catalog'::regnamespace) ORDER BY 1",
            "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute WHERE attacl IS NOT NULL ORDER BY 1, 2",
            "SELECT oid::regprocedure::text, proacl::text, proconfig, prosecdef, proowner::regrole::text FROM pg_proc ORDER BY 1",
            "SELECT schemaname, tablename, policyname, roles::text, cmd, qual FROM pg_policies ORDER BY 1, 2, 3",
            "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname IN ('office', 'public') ORDER BY 1",
            "SELECT defaclrole::regrole::text, defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1, 2",
        )
    ]


def test_rights_applied_again_are_the_same_rights(database: TestDatabase, behind: "psycopg.Connection[Any]") -> None:
    before = rights_of(behind)
    engine = create_engine(database.superuser_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        apply(connection, database.roles)
        connection.execute(text("SELECT 1"))
    engine.dispose()
    assert rights_of(behind) == before
