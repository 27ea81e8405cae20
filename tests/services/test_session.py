import pytest

from app.services.errors import UserError
from app.services.session import open_session
from tests.office import TestDatabase


def set_versions(database: TestDatabase, schema: str, oldest: str) -> None:
    with database.superuser() as connection:
        connection.execute("UPDATE office.installation SET schema_version = %s, oldest_client = %s", (schema, oldest))


def test_a_desk_that_is_too_old_is_told_what_to_install(database: TestDatabase):
    set_versions(database, "0001", "99.0.0")
    with pytest.raises(UserError) as caught:
        open_session(database.as_person("operator"))

    assert caught.value.code == "client_too_old"
    assert "99.0.0" in caught.value.text


def test_a_desk_newer_than_the_database_waits_for_the_upgrade(database: TestDatabase):
    set_versions(database, "0000", "0.1.0")
    with pytest.raises(UserError) as caught:
        open_session(database.as_person("operator"))

    assert caught.value.code == "schema_too_old"


def test_a_database_that_is_newer_but_still_takes_this_desk_is_worked_with(database: TestDatabase):
    set_versions(database, "9999", "0.1.0")
    with database.superuser() as connection:
        connection.execute("INSERT INTO office.role_permission VALUES ('operator', 'something_of_tomorrow')")
    session = open_session(database.as_person("operator"))

    assert session.rights
    assert "something_of_tomorrow" not in {right.permission for right in session.rights}
