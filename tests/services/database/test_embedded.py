import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from app.services.database.embedded import EmbeddedServer, Postmaster


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hotline-desk-embedded-") as found:
        yield Path(found) / "办公室 1"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedServer]:
    found = EmbeddedServer(folder, sync=False)
    found.start()
    yield found
    found.stop()


def answers(server: EmbeddedServer) -> bool:
    with psycopg.connect(server.superuser_url()) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_the_first_start_makes_a_server_that_nobody_enters_without_a_password(server: EmbeddedServer):
    assert answers(server)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=server.port, user="postgres", dbname="postgres")
    methods = {
        line.split()[-1] for line in (server.data / "pg_hba.conf").read_text().splitlines() if line[:1].isalpha()
    }
    assert methods == {"scram-sha-256"}


def test_text_sorts_by_code_point(server: EmbeddedServer):
    with psycopg.connect(server.superuser_url()) as connection:
        row = connection.execute(
            "SELECT 'Z' < 'a', '一' < '丁', server_encoding FROM current_setting('server_encoding') AS server_encoding"
        ).fetchone()

    assert row == (True, True, "UTF8")


def test_the_secret_lies_beside_the_data_for_its_user_only(server: EmbeddedServer):
    assert server.secret_kept_in == "file"
    assert (server.folder / "secret").stat().st_mode & 0o777 == 0o600


def test_a_second_window_attaches_and_the_last_one_stops_it(server: EmbeddedServer, folder: Path):
    second = EmbeddedServer(folder, sync=False)
    second.start()
    assert second.port == server.port

    second.release()
    assert answers(server)
    server.release()
    assert not server.running


def test_the_port_stays_the_same_over_a_restart(server: EmbeddedServer):
    port = server.port
    server.stop()
    server.start()

    assert server.port == port


def test_a_killed_server_starts_again(server: EmbeddedServer):
    running = Postmaster.of(server.data)
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(running.pid)] if psutil.pid_exists(running.pid) else [], timeout=5)

    again = EmbeddedServer(server.folder, sync=False)
    again.start()
    assert answers(again)


def test_a_stale_note_of_a_process_that_is_another_one_now_does_not_hinder(server: EmbeddedServer):
    note = (server.data / "postmaster.pid").read_text()
    server.stop()
    lines = note.splitlines()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    assert not server.running
    server.start()
    assert answers(server)


def test_a_lost_secret_is_replaced_by_whoever_owns_the_files(server: EmbeddedServer):
    (server.folder / "secret").unlink()
    server.start()

    assert answers(server)


def test_a_first_start_that_was_cut_off_is_done_again(tmp_path_factory):
    with tempfile.TemporaryDirectory(prefix="hotline-desk-embedded-") as found:
        folder = Path(found) / "cut"
        (folder / "data" / "base").mkdir(parents=True)
        with EmbeddedServer(folder, sync=False) as server:
            assert answers(server)
        assert not server.running
