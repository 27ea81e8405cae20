import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest

from app.services.clock import SystemClock
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.database.programs import find_programs
from app.services.errors import OutageError, UserError
from app.services.server.backup import Manifest, backup, verify
from app.services.server.people import NewPerson, add_person
from app.services.server.provision import Provisioned, init
from app.services.server.restore import restore
from app.services.server.upgrade import upgrade
from tests.services.server.conftest import new_database
from tests.services.server.test_provision import ADMIN, migration_url, roles_of, signs_in

OPERATOR = NewPerson(staff_number="1001", name="王小梅", roles=("operator",))


@dataclass(frozen=True)
class Moved:
    """An office, its backup, and the same office restored into a cluster in which nothing was ever set up."""

    server: EmbeddedServer
    url: str
    made: Provisioned
    first_password: str
    file: Path
    written: Manifest
    url_there: str
    restored: Manifest
    enrolment_there: Enrolment


@pytest.fixture(scope="module")
def moved(any_cluster: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    url = any_cluster.superuser_url(new_database(any_cluster))
    made = init(url, "海州市 12315 中心", ADMIN)
    enrolled = add_person(url, OPERATOR, SystemClock())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO office.job (kind, payload)"
            " SELECT 'x', jsonb_build_object('说', n) FROM generate_series(1, 500) n"
        )
    file = tmp_path_factory.mktemp("backup") / "office.zip"
    written = backup(url, file, SystemClock())
    with tempfile.TemporaryDirectory(prefix="hotline-desk-restore-") as folder:
        server = EmbeddedServer(Path(folder) / "cluster", sync=False, programs=any_cluster.programs)
        server.start()
        name = new_database(server)
        there = server.superuser_url(name)
        restored = restore(there, file)
        place = replace(made.enrolment, port=server.port, database=name)
        yield Moved(any_cluster, url, made, enrolled.first_password, file, written, there, restored, place)
        server.stop()


def test_what_is_restored_is_what_was_backed_up(moved: Moved):
    assert moved.restored == moved.written
    assert moved.written.tables["job"][0] == 500
    assert moved.written.with_logins


def test_people_sign_in_with_their_old_passwords_after_a_restore(moved: Moved):
    assert signs_in(moved.enrolment_there, "A001", ADMIN.password)
    assert signs_in(moved.enrolment_there, "1001", moved.first_password)
    assert not signs_in(moved.enrolment_there, "1001", "wrong")


def test_after_a_restore_people_are_enrolled_and_shut_out_and_the_office_is_upgraded(moved: Moved):
    someone = NewPerson(staff_number="1002", name="李敏", roles=("operator",))
    enrolled = add_person(moved.url_there, someone, SystemClock())
    assert signs_in(enrolled.enrolment, "1002", enrolled.first_password)
    with psycopg.connect(moved.url_there, autocommit=True) as connection:
        connection.execute("SELECT office.disable_login(%s)", (moved.enrolment_there.login_for("1001"),))
    assert not signs_in(moved.enrolment_there, "1001", moved.first_password)
    assert upgrade(moved.url_there).left == ()


def test_catalogs_and_gates_are_closed_again_after_a_restore(moved: Moved):
    question = (
        "SELECT has_database_privilege('public', current_database(), 'CONNECT'),"
        " has_schema_privilege('public', 'public', 'USAGE'), has_table_privilege('public', 'pg_roles', 'SELECT'),"
        " has_function_privilege('public', 'pg_relation_size(regclass)', 'EXECUTE'),"
        " (SELECT array_agg(defaclacl::text ORDER BY 1) FROM pg_default_acl),"
        " (SELECT count(*) FROM pg_proc WHERE pronamespace = 'office'::regnamespace"
        "  AND has_function_privilege('public', oid, 'EXECUTE'))"
    )
    with psycopg.connect(moved.url) as before, psycopg.connect(moved.url_there) as after:
        first, second = before.execute(question).fetchone(), after.execute(question).fetchone()

    assert first == second
    assert first is not None
    assert first[:4] == (False, False, False, False)


def test_desks_learn_that_their_position_no_longer_holds(moved: Moved):
    with psycopg.connect(moved.url) as before, psycopg.connect(moved.url_there) as after:
        question = "SELECT epoch FROM office.installation"
        assert before.execute(question).fetchone() != after.execute(question).fetchone()


def test_a_database_with_something_in_it_is_not_restored_over(moved: Moved):
    with pytest.raises(UserError) as caught:
        restore(moved.url, moved.file)

    assert caught.value.code == "not_empty"


def test_a_lost_database_comes_back_beside_the_roles_that_are_still_there(moved: Moved):
    url = moved.server.superuser_url(name := new_database(moved.server))
    with pytest.raises(UserError) as caught:
        restore(url, moved.file)
    assert caught.value.code == "installation_taken"

    restore(url, moved.file, same_server=True)
    assert signs_in(replace(moved.made.enrolment, database=name), "A001", ADMIN.password)


def test_the_migration_login_backs_up_everything_but_the_passwords(moved: Moved, tmp_path: Path):
    by_migrate = backup(migration_url(moved.server, moved.made), tmp_path / "two.zip", SystemClock())

    assert not by_migrate.with_logins
    assert by_migrate.tables == moved.written.tables


def test_only_its_maker_reads_a_backup(moved: Moved):
    assert moved.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9, 0.99, 0.999])
def test_a_damaged_or_torn_file_is_told_before_anything_is_changed(moved: Moved, tmp_path: Path, where: float):
    file = tmp_path / "broken.zip"
    whole = moved.file.read_bytes()
    place = int(len(whole) * where)
    file.write_bytes(whole[:place])
    with pytest.raises(UserError, match="damaged"):
        verify(file)

    file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    try:
        verify(file)
    except UserError:
        return
    # The flipped bit lies where the archive keeps nothing we use; the three parts are whole then.
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None


def test_a_restore_that_breaks_off_leaves_no_role_and_no_row(moved: Moved, tmp_path: Path):
    file = tmp_path / "short.zip"
    with zipfile.ZipFile(moved.file) as whole, zipfile.ZipFile(file, "w") as short:
        manifest = json.loads(whole.read("manifest.json"))
        dump = whole.read("office.dump")[:-20000]
        other = "feedc0de"
        book = whole.read("roles.json").replace(moved.written.installation.encode(), other.encode())
        manifest["installation"] = other
        manifest["files"] = {
            "roles.json": hashlib.sha256(book).hexdigest(),
            "office.dump": hashlib.sha256(dump).hexdigest(),
        }
        short.writestr("roles.json", book)
        short.writestr("office.dump", dump)
        short.writestr("manifest.json", json.dumps(manifest))
    url = moved.server.superuser_url(new_database(moved.server))
    with pytest.raises(OutageError):
        restore(url, file)

    assert roles_of(moved.server, other) == set()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regnamespace('office')").fetchone() == (None,)


def test_an_earlier_backup_survives_one_that_fails(moved: Moved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "office.zip"
    file.write_bytes(b"the earlier one")

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.server.backup._dump", full)
    with pytest.raises(UserError) as caught:
        backup(moved.url, file, SystemClock())

    assert caught.value.code == "cannot_write"
    assert file.read_bytes() == b"the earlier one"
    assert [path.name for path in tmp_path.iterdir()] == ["office.zip"]


@pytest.mark.edge
def test_newer_programs_dump_and_restore_an_older_server(
    cluster_15: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    newest = find_programs()
    monkeypatch.setattr("app.services.server.backup.find_programs", lambda _needed=None: newest)
    url = cluster_15.superuser_url(new_database(cluster_15))
    init(url, "海州市", ADMIN)
    backup(url, tmp_path / "office.zip", SystemClock())

    there = cluster_15.superuser_url(new_database(cluster_15))
    assert restore(there, tmp_path / "office.zip", same_server=True).rows > 0


@pytest.mark.edge
def test_an_office_moves_from_postgresql_15_to_18(cluster: EmbeddedServer, cluster_15: EmbeddedServer, tmp_path: Path):
    url = cluster_15.superuser_url(new_database(cluster_15))
    made = init(url, "海州市", ADMIN)
    backup(url, tmp_path / "office.zip", SystemClock())
    there = cluster.superuser_url(new_database(cluster))
    restore(there, tmp_path / "office.zip")

    with psycopg.connect(there, autocommit=True) as connection:
        connection.execute("SELECT office.disable_login(%s)", (made.enrolment.login_for("A001"),))
