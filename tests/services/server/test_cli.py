import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.clock import SystemClock
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.server import main
from app.services.server.check import check
from tests.office import TestDatabase
from tests.services.server.conftest import new_database
from tests.services.server.test_provision import signs_in

ROOT = Path(__file__).parents[3]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_a_centre_is_set_up_staffed_checked_backed_up_and_restored_from_the_command_line(
    cluster: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)  # the recovery key lies where one works
    url = cluster.superuser_url(new_database(cluster))
    desk = tmp_path / "admin.json"
    setting_up = ["init", "--url", url, "--name", "海州市", "--admin-number", "A001", "--admin-name", "管理员"]
    assert main([*setting_up, "--out", str(desk)]) == 0
    first = said(capsys)
    password = next(line.split()[1] for line in first.splitlines() if line.startswith("  A001"))
    assert signs_in(Enrolment.load(desk), "A001", password)

    person = tmp_path / "1001.json"
    enrolling = ["add-person", "--url", url, "--number", "1001", "--name", "王小梅", "--role", "operator"]
    assert main([*enrolling, "--out", str(person)]) == 0
    given = said(capsys).strip().rsplit(" ", 1)[-1]
    enrolment = Enrolment.load(person)
    assert signs_in(enrolment, "1001", given)
    content = json.loads(person.read_text(encoding="utf-8"))
    assert content["login"] == enrolment.login_for("1001")
    assert given not in person.read_text(encoding="utf-8")
    assert main([*enrolling, "--out", str(person)]) == 2

    assert main(["check", "--url", url]) == 1
    report = said(capsys)
    assert report.count("✗") == 1
    assert "./run server work" in report

    kept = tmp_path / "office.zip"
    assert main(["backup", "--url", url, str(kept)]) == 0
    assert main(["upgrade", "--url", url, "--backup", str(tmp_path / "before.zip")]) == 0
    there = cluster.superuser_url(new_database(cluster))
    assert main(["restore", "--url", there, str(kept)]) == 2
    assert main(["restore", "--url", there, "--same-server", str(kept)]) == 0
    assert "王" not in said(capsys)


@pytest.mark.parametrize(
    ("url", "code"),
    [("nonsense", 2), ("postgresql://postgres:x@127.0.0.1:1/office", 3)],
)
def test_an_address_that_leads_nowhere_is_said_in_a_sentence(
    url: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for verb in (
        ["upgrade"],
        ["check"],
        ["backup", str(tmp_path / "x.zip")],
        ["add-person", "--number", "1", "--name", "x"],
    ):
        assert main([*verb[:1], "--url", url, *verb[1:]]) == code
        text = said(capsys)
        assert text.strip().endswith(".")
        assert "Traceback" not in text


def test_a_database_without_an_office_is_said_in_a_sentence(
    cluster: EmbeddedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    url = cluster.superuser_url(new_database(cluster))
    for verb in (
        ["upgrade"],
        ["check"],
        ["backup", str(tmp_path / "x.zip")],
        ["add-person", "--number", "1", "--name", "x"],
    ):
        assert main([*verb[:1], "--url", url, *verb[1:]]) == 2
        assert "./run server init" in said(capsys)
    assert list(tmp_path.iterdir()) == []


def test_checking_finds_what_was_opened_or_changed(database: TestDatabase, capsys: pytest.CaptureFixture[str]):
    url = database.superuser_url
    with database.superuser() as connection:
        connection.execute("SELECT office.beat('w')")
        assert main(["check", "--url", url]) == 0
        capsys.readouterr()
        for damage, repaired in (
            (
                f"GRANT CONNECT ON DATABASE {database.name} TO PUBLIC",
                f"REVOKE CONNECT ON DATABASE {database.name} FROM PUBLIC",
            ),
            ("GRANT SELECT ON pg_roles TO PUBLIC", "REVOKE SELECT ON pg_roles FROM PUBLIC"),
            (
                "UPDATE office.installation SET schema_version = '0000'",
                "UPDATE office.installation SET schema_version = '0001'",
            ),
            (
                "UPDATE office.worker_beat SET at = now() - interval '1 hour'",
                "UPDATE office.worker_beat SET at = now()",
            ),
            ("DELETE FROM office.role_permission WHERE role = 'clerk'", ""),
        ):
            connection.execute(damage)
            assert main(["check", "--url", url]) == 1
            assert said(capsys).count("✗") == 1
            if repaired:
                connection.execute(repaired)


def test_changed_audit_rows_are_found(database: TestDatabase, capsys: pytest.CaptureFixture[str]):
    with database.superuser() as connection:
        connection.execute("SELECT office.note_audit('someone', 'reveal', NULL)")
    with database.superuser() as connection:
        connection.execute("SELECT office.seal_audit()")
        connection.execute("UPDATE office.audit SET login = 'nobody' WHERE action = 'reveal'")
    main(["check", "--url", database.superuser_url])

    assert any(line.startswith("✗") and "seal" in line for line in said(capsys).splitlines())


def test_an_upgrade_repairs_what_the_office_cannot_do_itself(database: TestDatabase, tmp_path: Path):
    with database.superuser() as connection:
        connection.execute("GRANT SELECT ON pg_roles TO PUBLIC")
        connection.execute(f"GRANT CONNECT ON DATABASE {database.name} TO PUBLIC")
        connection.execute(
            f'REVOKE ADMIN OPTION FOR "{database.login("clerk")}" FROM "{database.roles.keeper}" GRANTED BY postgres'
        )
    wanted = {"catalogs", "gates", "logins"}
    assert wanted == {found.name for found in check(database.superuser_url, SystemClock()) if not found.fine} & wanted
    assert main(["upgrade", "--url", database.superuser_url, "--backup", str(tmp_path / "before.zip")]) == 0

    assert not {found.name for found in check(database.superuser_url, SystemClock()) if not found.fine} & wanted


def test_the_worker_runs_as_a_program_of_its_own_and_ends_with_its_window(database: TestDatabase):
    place = database.enrolment
    login, password = database.provisioned.worker_login, database.provisioned.worker_password
    url = f"postgresql://{login}@127.0.0.1:{place.port}/{place.database}"
    words = [sys.executable, "main.py", "server", "work", "--url", url, "--until-stdin-closes"]
    environment = {**os.environ, "PGPASSWORD": password}
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdin is not None
        assert worker.stdout.readline()
        worker.stdin.close()
        assert worker.wait(timeout=30) == 0


def test_a_person_is_no_worker(database: TestDatabase, capsys: pytest.CaptureFixture[str]):
    place = database.enrolment
    url = f"postgresql://{database.login('operator')}:x@127.0.0.1:{place.port}/{place.database}"

    assert main(["work", "--url", url]) == 2
    assert "worker" in said(capsys)
