"""The office that is measured: filled set by set, and yet what the doors would have written."""

import psycopg
import pytest

from app.services.import_export.exporting import CaseExport
from tests.benchmarks.load import check, load
from tests.desks import Desks
from tests.office import TestDatabase

CASES = 150


@pytest.fixture(scope="module")
def filled(database: TestDatabase) -> TestDatabase:
    load(database.superuser_url, CASES)
    return database


def test_a_figure_that_no_door_would_have_written_is_found_after_loading(filled: TestDatabase) -> None:
    with psycopg.connect(filled.superuser_url, autocommit=True) as owner:
        owner.execute("SET search_path = office, public")
        check(owner)
        owner.execute("UPDATE measured SET day = day + 1 WHERE measure = 'received'")
        with pytest.raises(AssertionError, match="not what the doors write"):
            check(owner)
        owner.execute("UPDATE measured SET day = day - 1 WHERE measure = 'received'")


def test_loading_leaves_every_index_and_constraint_where_it_was(filled: TestDatabase) -> None:
    asked = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'office'::regnamespace "
        "UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'office' ORDER BY 1"
    )
    template = filled.server.superuser_url(next(_templates(filled)))
    with psycopg.connect(filled.superuser_url) as loaded, psycopg.connect(template) as fresh:
        assert loaded.execute(asked).fetchall() == fresh.execute(asked).fetchall()


def test_an_export_holds_exactly_the_cases_its_reader_may_see_and_is_noted(filled: TestDatabase, tmp_path) -> None:
    desks = Desks(filled, tmp_path)
    try:
        for persona in ("supervisor", "station"):
            written = CaseExport(desks(persona)).write(tmp_path / "cases.csv")
            with filled.superuser() as owner:
                seen = owner.execute(
                    "SELECT count(DISTINCT case_id) FROM office.case_access JOIN office.person_scope USING (scope_id) "
                    "WHERE login = %s",
                    (filled.login(persona),),
                ).fetchone()
                noted = owner.execute(
                    "SELECT count(*) FROM office.audit WHERE action = 'export' AND login = %s", (filled.login(persona),)
                ).fetchone()
            assert (written,) == seen
            assert noted == (1,)
            lines = (tmp_path / "cases.csv").read_text(encoding="utf-8-sig").splitlines()
            assert len(lines) >= written + 1
            assert lines[0].startswith("Number,Kind,Channel")
    finally:
        desks.close()


def test_what_somebody_told_is_never_a_formula_in_an_export(filled: TestDatabase, tmp_path) -> None:
    with filled.superuser() as owner:
        owner.execute("UPDATE office.cases SET facts = '=1+1' WHERE kind <> 'report'")
    desks = Desks(filled, tmp_path)
    try:
        CaseExport(desks("supervisor")).write(tmp_path / "cases.csv")
    finally:
        desks.close()
    text = (tmp_path / "cases.csv").read_text(encoding="utf-8-sig")
    assert ",'=1+1," in text
    assert ",=1+1," not in text


def _templates(filled: TestDatabase):
    with psycopg.connect(filled.server.superuser_url()) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'office_template_%'"):
            yield name
