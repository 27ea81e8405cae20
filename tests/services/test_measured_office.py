"""The office that is measured: filled set by set, and yet what the doors would have written."""

import psycopg
import pytest

from tests.benchmarks.load import check, load
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


def _templates(filled: TestDatabase):
    with psycopg.connect(filled.server.superuser_url()) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'office_template_%'"):
            yield name
