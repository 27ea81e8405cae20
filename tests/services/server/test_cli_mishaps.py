"""What goes wrong at the administrator's terminal: a sentence each, and nothing changed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import main as door
from app.services.clock import SystemClock
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.server import main
from app.services.server.backup import backup
from tests.office import TestDatabase
from tests.services.server.conftest import new_database

ROOT = Path(__file__).parents[3]
SET_UP = ["--name", "海州市", "--admin-number", "A001", "--admin-name", "管理员"]


@contextlib.contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes every caller and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def names_in(server: EmbeddedServer, database: str) -> set[str]:
    with psycopg.connect(server.superuser_url(database)) as connection:
        rows = connection.execute("SELECT nspname FROM pg_namespace UNION SELECT rolname FROM pg_roles").fetchall()
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    "words",
    [
        ["server"],
        ["server", "nonsense"],
        ["server", "init"],
        ["server", "check", "--url", "postgresql://[::1/x"],
        ["server", "check", "--url", "postgresql://u@no.such.host.invalid/x"],
        ["server", "check", "--url", "postgresql://u@127.0.0.1:1/x?sslmode=nonsense"],
        ["server", "check", "--url", "postgresql://u@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/nowhere"],
        ["server", "restore", "--url", "postgresql://u@127.0.0.1:1/x", "nowhere.zip"],
        ["server", "work"],
        ["server", "work", "--own", "nowhere"],
        ["server", "init", "--url", "postgresql://u@127.0.0.1:1/x", *SET_UP, "--installation", "nonsense"],
        ["server", "init", "--url", "postgresql://u@127.0.0.1:1/x", *SET_UP[2:], "--name", " "],
        ["server", "add-person", "--url", "postgresql://u@127.0.0.1:1/x", "--number", "1", "--name", "\u200b"],
        [
            "server",
            "add-person",
            "--url",
            "postgresql://u@127.0.0.1:1/x",
            "--number",
            "1",
            "--name",
            "x",
            "--role",
            "y",
        ],
        ["import"],
        ["import", "nowhere.csv"],
        ["import", "."],
        ["check-search", "nowhere.csv"],
        ["rehearse", "--minutes", "x"],
        ["tour", "--out", "/proc/nowhere"],
        ["nonsense"],
    ],
)
def test_whatever_is_typed_at_the_terminal_is_answered_in_words(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.excepthook", sys.excepthook)
    try:
        ended: object = door.main(words)
    except SystemExit as left:  # how the reader of the words ends on a wrong one
        ended = left.code
    assert ended in {2, 3}
    assert "".join(capsys.readouterr()).strip()
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_of_ours_at_the_terminal_names_a_place_and_nobody() -> None:
    script = (
        "import sys; from app.services.terminal import guarded\n"
        "def verb(words):\n"
        "    raise RuntimeError('王小梅 13812345678') from ValueError('李四')\n"
        "sys.exit(guarded(verb, []))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, cwd=ROOT, env=os.environ
    )
    assert done.returncode == 1
    assert "RuntimeError" in done.stderr
    assert not any(word in done.stderr for word in ("Traceback", "王", "李", "138"))


def test_an_office_is_not_set_up_when_its_passwords_could_not_be_handed_over(
    cluster: EmbeddedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = new_database(cluster)
    before = names_in(cluster, name)
    setting_up = ["init", "--url", cluster.superuser_url(name), *SET_UP]
    (tmp_path / "folder").mkdir()
    (tmp_path / "no.pem").write_text("hello", encoding="ascii")
    key = ["--recovery", str(tmp_path / "key.pem")]
    for more in (
        ["--out", "/proc/nowhere.json", *key],
        ["--out", str(tmp_path / "folder"), *key],
        ["--out", str(tmp_path / "a.json"), "--recovery", "/proc/nowhere.pem"],
        ["--out", str(tmp_path / "a.json"), *key, "--ca", str(tmp_path / "no.pem")],
    ):
        assert main([*setting_up, *more]) == 2
        assert capsys.readouterr().err.strip().endswith("Nothing was changed.")
    assert names_in(cluster, name) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "no.pem"]


def test_a_person_is_not_enrolled_when_the_first_password_could_not_be_handed_over(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrolling = ["add-person", "--url", database.superuser_url, "--number", "7001", "--name", "新人"]
    assert main([*enrolling, "--out", "/proc/nowhere.json"]) == 2
    assert main([*enrolling, "--out", str(tmp_path / "x.json"), "--unit", "nowhere"]) == 2
    assert main([*enrolling, "--out", str(tmp_path / "x.json"), "--enterprise", str(uuid.uuid4())]) == 2
    capsys.readouterr()
    assert list(tmp_path.iterdir()) == []
    assert main([*enrolling, "--role", "operator", "--out", str(tmp_path / "x.json")]) == 0


def test_an_enterprises_person_is_enrolled_from_the_terminal(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.superuser() as behind:
        row = behind.execute("SELECT id FROM office.enterprise ORDER BY id LIMIT 1").fetchone()
        assert row is not None
        enrolling = ["add-person", "--url", database.superuser_url, "--number", "7002", "--name", "联络员"]
        assert main([*enrolling, "--enterprise", str(row[0]), "--out", str(tmp_path / "l.json")]) == 0
        kept = behind.execute(
            "SELECT kind, unit_id, enterprise_id FROM office.person WHERE staff_number = '7002'"
        ).fetchone()
    assert kept == ("liaison", None, row[0])
    assert Enrolment.load(tmp_path / "l.json").staff_number == "7002"
    capsys.readouterr()


def test_an_administrator_is_told_of_the_address_and_the_login_not_of_drafts(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = database.enrolment.port
    for url, code, said in (
        ("postgresql://postgres:x@127.0.0.1:1/office", 3, "127.0.0.1:1 does not answer"),
        (f"postgresql://postgres:wrong@127.0.0.1:{port}/{database.name}", 2, "does not take this login"),
        (database.superuser_url.rsplit("/", 1)[0] + "/nowhere", 2, "no such database"),
    ):
        for verb in (["check"], ["upgrade"], ["backup", str(tmp_path / "b.zip")], ["restore", str(tmp_path / "none")]):
            if verb[0] == "restore":
                continue  # it looks at the file first
            assert main([*verb[:1], "--url", url, *verb[1:]]) == code
            told = capsys.readouterr().err
            assert said in told
            assert "typed" not in told
    assert list(tmp_path.iterdir()) == []


def test_a_person_of_the_office_may_do_none_of_it(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.personas import PASSWORD

    url = (
        f"postgresql://{database.login('administrator')}:{PASSWORD}@127.0.0.1:{database.enrolment.port}/{database.name}"
    )
    for verb in (
        ["check"],
        ["upgrade", "--backup", str(tmp_path / "u.zip")],
        ["backup", str(tmp_path / "b.zip")],
        ["add-person", "--number", "7003", "--name", "新人", "--out", str(tmp_path / "p.json")],
        ["init", *SET_UP, "--out", str(tmp_path / "i.json"), "--recovery", str(tmp_path / "k.pem")],
    ):
        assert main([*verb[:1], "--url", url, *verb[1:]]) == 2
        assert "Nothing was changed" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with silent_server() as port:
        started = time.monotonic()
        assert main(["backup", "--url", f"postgresql://u:p@127.0.0.1:{port}/office", str(tmp_path / "b.zip")]) == 3
    assert time.monotonic() - started < 25
    assert "does not answer" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_register_of_heads_that_is_torn_is_a_finding(
    database: TestDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "audit-2026-11-22.jsonl").write_text('{"seal": 1, "ha', encoding="utf-8")
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert main(["check", "--url", database.superuser_url, "--register", str(folder)]) == 1
        assert "cannot be read" in capsys.readouterr().out


def interrupted(words: list[str], folder: Path, when: Callable[[], bool]) -> tuple[int, str]:
    """Type a line and kill its program hard as soon as ``when`` says so; return how it ended."""
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until = time.monotonic() + 60
    while running.poll() is None and not when() and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    out, _ = running.communicate()
    return running.returncode, out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_backup_killed_half_way_leaves_the_earlier_one(database: TestDatabase, tmp_path: Path) -> None:
    file = tmp_path / "office.zip"
    backup(database.superuser_url, file, SystemClock())
    earlier = file.read_bytes()
    part = tmp_path / "office.zip.part"
    ended, _ = interrupted(["server", "backup", "--url", database.superuser_url, str(file)], tmp_path, part.exists)
    assert ended == -signal.SIGKILL
    assert file.read_bytes() == earlier
    backup(database.superuser_url, file, SystemClock())
    assert not part.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_set_up_and_a_restore_killed_half_way_leave_the_database_empty(
    cluster: EmbeddedServer, database: TestDatabase, tmp_path: Path
) -> None:
    file = tmp_path / "office.zip"
    backup(database.superuser_url, file, SystemClock())
    for verb in (["init", *SET_UP], ["restore", "--same-server", str(file)]):
        name = new_database(cluster)
        before = names_in(cluster, name)

        def is_half_way(name: str = name) -> bool:
            """Say whether the program has written and waits for what is held against it."""
            with psycopg.connect(cluster.superuser_url()) as connection:
                found = connection.execute(
                    "SELECT FROM pg_stat_activity"
                    " WHERE datname = %s AND backend_xid IS NOT NULL AND wait_event_type = 'Lock'",
                    (name,),
                ).fetchone()
            return found is not None

        url = cluster.superuser_url(name)
        with psycopg.connect(url) as against:
            against.execute("LOCK TABLE pg_catalog.pg_proc IN SHARE MODE")  # nobody gets as far as its functions
            ended, _ = interrupted(["server", verb[0], "--url", url, *verb[1:]], tmp_path, is_half_way)
            assert is_half_way()
        assert ended == -signal.SIGKILL
        for _ in range(100):
            with psycopg.connect(cluster.superuser_url()) as connection:
                if connection.execute("SELECT FROM pg_stat_activity WHERE datname = %s", (name,)).fetchone() is None:
                    break
            time.sleep(0.1)
        assert names_in(cluster, name) == before


def test_two_desks_files_torn_by_a_power_cut_do_not_keep_the_window_shut(tmp_path: Path) -> None:
    from app.services.offices import Offices
    from app.services.settings import DeskSettings, SettingsFile

    own = tmp_path / "own"
    own.mkdir()
    (own / "data").mkdir()
    (own / "enrolment.json").write_text('{"host": "127.', encoding="utf-8")
    (own / "practice.json").write_text("[{", encoding="utf-8")
    torn = tmp_path / "torn.json"
    torn.write_text("", encoding="utf-8")
    settings = SettingsFile(tmp_path / "settings.json")
    settings.save(DeskSettings(own_server=own, enrolments=(torn, tmp_path / "gone.json")))
    offices = Offices(settings, tmp_path / "desk", SystemClock())
    (choice,) = offices.offices()
    assert choice.key == "own"
    assert offices.recall(choice, "1001") == ""
