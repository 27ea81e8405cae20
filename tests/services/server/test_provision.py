import re
import uuid
from dataclasses import dataclass

import psycopg
import pytest

from app.services.clock import SystemClock
from app.services.database.connect import Database
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.errors import OutageError, UserError
from app.services.server.people import NewPerson, add_person
from app.services.server.provision import FirstAdmin, Provisioned, init
from app.services.server.upgrade import upgrade
from tests.office import TestDatabase
from tests.services.server.conftest import new_database

ADMIN = FirstAdmin(staff_number="A001", name="管理员", password="第一-Password-1")


@dataclass(frozen=True)
class Standing:
    """An office that stands, for tests that only look at it."""

    server: EmbeddedServer
    url: str
    made: Provisioned


@pytest.fixture(scope="module")
def standing(any_cluster: EmbeddedServer) -> Standing:
    url = any_cluster.superuser_url(new_database(any_cluster))
    return Standing(any_cluster, url, init(url, "海州市", ADMIN))


def roles_of(server: EmbeddedServer, installation: str) -> set[str]:
    with psycopg.connect(server.superuser_url()) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (f"hd_{installation}",)
        )
        return {row[0] for row in rows}


def signs_in(enrolment: Enrolment, staff_number: str, password: str) -> bool:
    desk = Database(enrolment, enrolment.login_for(staff_number), password)
    try:
        desk.check()
    except UserError as refused:
        return refused.code != "28P01"
    finally:
        desk.close()
    return True


def test_an_office_is_set_up_and_its_administrator_signs_in(standing: Standing):
    made = standing.made

    assert signs_in(made.enrolment, "A001", ADMIN.password)
    assert signs_in(made.enrolment, " a001 ", ADMIN.password)
    assert not signs_in(made.enrolment, "A001", "wrong")


def test_the_role_list_shows_no_staff_number(standing: Standing):
    names = roles_of(standing.server, standing.made.enrolment.installation)

    assert all(
        re.fullmatch(r"hd_[0-9a-f]{8}_(owner|keeper|desk|liaison|worker|migrate|[pw][0-9a-f]{12})", n) for n in names
    )
    assert len(names) == 8


def test_two_offices_live_in_one_cluster_and_neither_enters_the_other(standing: Standing):
    one = standing.made
    two = init(standing.server.superuser_url(new_database(standing.server)), "江州市", ADMIN)

    assert signs_in(one.enrolment, "A001", ADMIN.password)
    stranger = Database(two.enrolment, one.enrolment.login_for("A001"), ADMIN.password)
    with pytest.raises(UserError) as caught:
        stranger.check()
    assert caught.value.code == "42501"


def test_a_database_with_something_in_it_is_refused_and_left_as_it_is(any_cluster: EmbeddedServer):
    name = new_database(any_cluster)
    with psycopg.connect(any_cluster.superuser_url(name), autocommit=True) as connection:
        connection.execute("CREATE TABLE theirs (a int)")
    with pytest.raises(UserError) as caught:
        init(any_cluster.superuser_url(name), "海州市", ADMIN, installation="00000001")

    assert caught.value.code == "not_empty"
    assert roles_of(any_cluster, "00000001") == set()


def test_a_second_set_up_in_the_same_database_is_refused(standing: Standing):
    before = roles_of(standing.server, standing.made.enrolment.installation)
    with pytest.raises(UserError) as caught:
        init(standing.url, "海州市", ADMIN)

    assert caught.value.code == "not_empty"
    assert roles_of(standing.server, standing.made.enrolment.installation) == before


def test_roles_with_the_same_id_are_refused_and_nothing_is_changed(any_cluster: EmbeddedServer):
    installation = uuid.uuid4().hex[:8]
    with psycopg.connect(any_cluster.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE hd_{installation}_desk")
    name = new_database(any_cluster)
    with pytest.raises(UserError) as caught:
        init(any_cluster.superuser_url(name), "海州市", ADMIN, installation=installation)

    assert caught.value.code == "installation_taken"
    assert roles_of(any_cluster, installation) == {f"hd_{installation}_desk"}
    with psycopg.connect(any_cluster.superuser_url(name)) as connection:
        assert connection.execute("SELECT to_regnamespace('office')").fetchone() == (None,)


def test_an_owner_without_superuser_rights_can_set_up_and_enrol(any_cluster: EmbeddedServer):
    owner = f"dba_{uuid.uuid4().hex[:6]}"
    with psycopg.connect(any_cluster.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE CREATEDB PASSWORD 'dba-secret'")
    name = new_database(any_cluster, owner)
    url = f"postgresql://{owner}:dba-secret@127.0.0.1:{any_cluster.port}/{name}"
    made = init(url, "海州市", ADMIN)
    enrolled = add_person(url, NewPerson(staff_number="1001", name="王小梅", roles=("operator",)), SystemClock())

    assert signs_in(made.enrolment, "A001", ADMIN.password)
    assert signs_in(enrolled.enrolment, "1001", enrolled.first_password)
    assert upgrade(url).after


def migration_url(server: EmbeddedServer, made: Provisioned) -> str:
    place = made.enrolment
    return (
        f"postgresql://hd_{place.installation}_migrate:{made.migrate_password}@127.0.0.1:{server.port}/{place.database}"
    )


def test_upgrading_again_under_the_migration_login_changes_nothing(standing: Standing):
    done = upgrade(migration_url(standing.server, standing.made))

    assert done.before == done.after


def test_the_migration_login_cannot_replace_the_functions_that_make_logins(standing: Standing):
    with psycopg.connect(standing.url, autocommit=True) as connection:
        connection.execute("UPDATE office.door_file SET digest = 'older' WHERE name = '05_people.sql'")
    with pytest.raises(UserError) as caught:
        upgrade(migration_url(standing.server, standing.made))
    assert caught.value.code == "needs_keeper"

    assert upgrade(standing.url).after


def test_enrolling_the_same_staff_number_twice_is_refused(standing: Standing):
    with pytest.raises(UserError) as caught:
        add_person(standing.url, NewPerson(staff_number="A001", name="另一人"), SystemClock())

    assert caught.value.code == "staff_number_taken"


def test_a_wrong_password_of_the_administrator_is_said_in_words(any_cluster: EmbeddedServer):
    with pytest.raises(UserError) as caught:
        init(f"postgresql://postgres:wrong@127.0.0.1:{any_cluster.port}/postgres", "海州市", ADMIN)

    assert caught.value.code == "28P01"


def test_a_server_that_is_away_is_an_outage():
    with pytest.raises(OutageError):
        init("postgresql://postgres:x@127.0.0.1:1/postgres", "海州市", ADMIN)


@pytest.mark.parametrize("url", ["", "mysql://a@b/c", "postgresql://host", "not an address"])
def test_an_address_that_is_none_is_refused(url: str):
    with pytest.raises(UserError) as caught:
        init(url, "海州市", ADMIN)

    assert caught.value.code == "url"


@pytest.mark.parametrize(
    ("login", "verifier", "kind"),
    [
        ("postgres", "SCRAM", "desk"),
        ("{iid}_owner", None, "desk"),
        ("hd_00000000_p000000000000", None, "desk"),
        ("{iid}_p000000000000", "md5d41d8cd98f00b204e9800998ecf8427e", "desk"),
        ("{iid}_p000000000000", "plain password", "desk"),
        ("{iid}_p000000000000", "good", "superuser"),
        ("{iid}_p000000000000", "good", "worker"),
        ("{iid}_w000000000000", "good", "desk"),
    ],
)
def test_only_logins_of_this_office_are_made_and_only_with_verifiers(
    database: TestDatabase, login: str, verifier: str | None, kind: str
):
    from app.services.database import scram

    given = scram.verifier("x") if verifier == "good" else verifier
    with database.superuser() as connection, pytest.raises(psycopg.Error):
        connection.execute(
            "SELECT office.create_login(%s, %s, %s)",
            (login.format(iid=f"hd_{database.enrolment.installation}"), given, kind),
        )


def test_no_person_may_make_logins_whatever_they_type(database: TestDatabase):
    with database.psql("administrator") as connection:
        for statement in (
            "SELECT office.create_login('x', 'y', 'desk')",
            "SELECT office.set_verifier('x', 'y')",
            "SELECT office.disable_login('x')",
            "CREATE ROLE intruder",
            "CREATE TABLE office.mine (a int)",
            "CREATE TABLE public.mine (a int)",
            "CREATE TEMP TABLE mine (a int)",
            "CREATE SCHEMA mine",
            f'SET ROLE "{database.roles.owner}"',
            f'SET ROLE "{database.roles.keeper}"',
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_login_has_its_limits_and_a_disabled_one_is_shut_out(database: TestDatabase):
    login = database.login("operator_2")
    with database.superuser() as connection:
        row = connection.execute(
            "SELECT rolconnlimit, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = %s",
            (login,),
        ).fetchone()
        assert row == (8, False, False, False, False)
        connection.execute("SELECT office.disable_login(%s)", (login,))
    shut_out = database.as_person("operator_2")

    with pytest.raises(UserError) as caught:
        shut_out.check()
    assert caught.value.field == "password"
