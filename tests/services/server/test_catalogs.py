"""What PostgreSQL itself tells a person who signs in with psql."""

import psycopg
import pytest

from tests.office import TestDatabase

PEOPLE = ("operator", "handler", "supervisor", "administrator", "liaison")

TOLD_NOTHING = (
    "SELECT rolname FROM pg_roles",
    "SELECT usename FROM pg_user",
    "SELECT * FROM pg_auth_members",
    "SELECT * FROM pg_db_role_setting",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_database",
    "SELECT usename, query FROM pg_stat_activity",
    "SELECT * FROM pg_stat_ssl",
    "SELECT * FROM pg_stat_user_tables",
    "SELECT * FROM pg_stat_all_indexes",
    "SELECT * FROM pg_statio_user_tables",
    "SELECT * FROM pg_stat_database",
    "SELECT * FROM pg_stats",
    "SELECT * FROM pg_statistic",
    "SELECT relname, reltuples FROM pg_class",
    "SELECT * FROM pg_sequences",
    "SELECT * FROM pg_locks",
    "SELECT * FROM pg_replication_slots",
    "SELECT pg_relation_size('office.cases')",
    "SELECT pg_total_relation_size('office.party_identity')",
    "SELECT pg_table_size('office.audit')",
    "SELECT pg_indexes_size('office.audit')",
    "SELECT pg_database_size(current_database())",
    "SELECT pg_stat_get_live_tuples('office.cases'::regclass)",
    "SELECT pg_stat_get_activity(NULL)",
    "SELECT pg_sequence_last_value('office.audit_id_seq'::regclass)",
    "SELECT last_value FROM office.audit_id_seq",
    "SELECT pg_current_xact_id()",
    "SELECT txid_current()",
    "SELECT pg_current_snapshot()",
    "SELECT pg_current_wal_lsn()",
    "SELECT pg_advisory_lock(1231512315)",
    "SELECT pg_try_advisory_lock(1)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT pg_export_snapshot()",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/x'",
    "LOAD 'auto_explain'",
    "CREATE EXTENSION pg_trgm",
    "DO $$ BEGIN EXECUTE 'CREATE ROLE x'; END $$",
    "ALTER ROLE CURRENT_USER CREATEROLE",
    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 100",
    "SET session_replication_role = replica",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER SYSTEM SET log_statement = 'all'",
    "CREATE PUBLICATION p FOR ALL TABLES",
    "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
)


@pytest.mark.parametrize("persona", PEOPLE)
def test_postgresqls_own_catalogs_tell_a_person_nothing_about_the_others(database: TestDatabase, persona: str):
    told = []
    with database.psql(persona) as connection:
        for statement in TOLD_NOTHING:
            try:
                connection.execute(statement)
            except psycopg.errors.InsufficientPrivilege:
                continue
            except psycopg.Error as problem:
                told.append(f"{statement}: {problem.sqlstate}")
            else:
                told.append(statement)

    assert told == []


def test_turning_row_security_off_shows_nothing(database: TestDatabase):
    with database.psql("operator") as connection:
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM office.cases")


def test_a_login_that_is_asked_about_is_not_named(database: TestDatabase):
    with database.psql("operator") as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT pg_get_userbyid(oid) FROM pg_roles")
