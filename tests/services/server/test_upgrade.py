import threading
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app.services.errors import OutageError, UserError
from app.services.server.upgrade import upgrade
from tests.office import TestDatabase


def test_people_go_on_saving_while_the_office_is_upgraded(database: TestDatabase):
    stop = threading.Event()
    saved: list[int] = []
    failed: list[BaseException] = []

    def save() -> None:
        desk, command_id = database.as_person("administrator"), uuid4()
        while not stop.is_set():
            try:
                desk.run_command("put_setting", {"key": "n", "value": len(saved)}, command_id=command_id)
                saved.append(len(saved))
                command_id = uuid4()
            except OutageError:
                continue  # kept in the outbox and sent again under the same id, as a desk does
            except BaseException as problem:  # noqa: BLE001 whatever a desk would have met is the test's failure
                failed.append(problem)
                return

    thread = threading.Thread(target=save)
    thread.start()
    for _ in range(3):
        upgrade(database.superuser_url)
    stop.set()
    thread.join()

    assert failed == []
    assert saved


def test_two_upgrades_at_once_come_one_after_the_other(database: TestDatabase):
    done: list[str] = []
    threads = [threading.Thread(target=lambda: done.append(upgrade(database.superuser_url).after)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert done == ["0001"] * 3


def test_an_upgrade_waits_for_a_lock_and_then_goes_through(database: TestDatabase):
    with database.superuser() as holder:
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE office.cases IN ACCESS SHARE MODE")
        release = threading.Timer(6, holder.execute, ("COMMIT",))
        release.start()
        upgrade(database.superuser_url)
        release.join()


def test_a_database_of_a_newer_release_is_left_alone(database: TestDatabase):
    with database.superuser() as connection:
        connection.execute("UPDATE office.installation SET schema_version = '9999'")
    with pytest.raises(UserError) as caught:
        upgrade(database.superuser_url)

    assert caught.value.code == "schema_too_new"


def test_an_upgrade_that_fails_changes_nothing(database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with database.superuser() as connection:
        connection.execute("UPDATE office.installation SET schema_version = '0000', oldest_client = '0.0.1'")
    (tmp_path / "99_broken.sql").write_text("DROP TABLE office.case_clock; SELECT 1/0;", encoding="ascii")
    from app.models.migrations import apply as migrations

    whole = list(migrations.doors())
    broken = list(migrations.doors(tmp_path))
    monkeypatch.setattr(migrations, "doors", lambda *_: iter([*whole, *broken]))
    with pytest.raises(Exception, match="22012"):
        upgrade(database.superuser_url)

    with psycopg.connect(database.superuser_url) as connection:
        row = connection.execute(
            "SELECT schema_version, oldest_client, to_regclass('office.case_clock') IS NOT NULL"
            " FROM office.installation"
        ).fetchone()
    assert row == ("0000", "0.0.1", True)
