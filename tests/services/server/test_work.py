import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.services.clock import SetClock, SystemClock
from app.services.errors import UserError
from app.services.server.jobs import Job, Round
from app.services.server.work import Worker, silence
from tests.office import TestDatabase

CLOCK = SetClock(datetime(2026, 5, 4, 1, tzinfo=UTC))


@pytest.fixture(autouse=True)
def signed_out(database: TestDatabase) -> Iterator[None]:
    """A worker's login has four connections: every test gives its own back."""
    yield
    database.sign_out()


def put_jobs(database: TestDatabase, kind: str, count: int) -> None:
    with database.superuser() as connection:
        connection.execute("DELETE FROM office.job")
        connection.execute(
            "INSERT INTO office.job (kind, payload)"
            " SELECT %s, jsonb_build_object('n', n) FROM generate_series(1, %s) n",
            (kind, count),
        )


def nothing(connection: Connection, job: Job) -> None:
    """Do the job of doing nothing."""


def jobs(database: TestDatabase) -> list[tuple[int, str | None, bool]]:
    with database.superuser() as connection:
        return connection.execute("SELECT attempts, last_error, done_at IS NOT NULL FROM office.job").fetchall()


def test_each_job_takes_effect_once_with_four_workers_at_it(database: TestDatabase):
    put_jobs(database, "note", 40)
    done: list[int] = []

    def note(connection: Connection, job: Job) -> None:
        connection.execute(text("SELECT 1"))
        done.append(job.payload["n"])

    def work(name: str) -> None:
        desk = database.as_worker()
        worker = Worker(desk, name, CLOCK, rounds=(), handlers={"note": note})
        while worker.step():
            pass
        desk.close()

    threads = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == list(range(1, 41))
    assert all(finished for _, _, finished in jobs(database))


def test_a_job_that_fails_waits_and_leaves_a_code_without_values(database: TestDatabase):
    put_jobs(database, "fail", 1)

    def fail(connection: Connection, job: Job) -> None:
        raise ValueError("张三 13800000000")

    worker = Worker(database.as_worker(), "w", CLOCK, rounds=(), handlers={"fail": fail})
    assert worker.step()

    assert jobs(database) == [(1, "ValueError", False)]
    assert not worker.step()


def test_what_a_failing_job_wrote_is_taken_back(database: TestDatabase):
    put_jobs(database, "half", 1)

    def half(connection: Connection, job: Job) -> None:
        connection.execute(text("SELECT office.beat('half done')"))
        raise UserError("no", code="odd")

    Worker(database.as_worker(), "w", CLOCK, rounds=(), handlers={"half": half}).step()

    with database.superuser() as connection:
        assert connection.execute("SELECT count(*) FROM office.worker_beat WHERE worker = 'half done'").fetchone() == (
            0,
        )
    assert jobs(database) == [(1, "UserError odd", False)]


def test_a_worker_whose_lease_went_to_another_does_nothing(database: TestDatabase):
    put_jobs(database, "slow", 1)

    def slow(connection: Connection, job: Job) -> None:
        connection.execute(text("SELECT office.beat('slow one')"))
        with database.superuser() as other:
            other.execute("UPDATE office.job SET leased_by = 'another'")

    Worker(database.as_worker(), "w", CLOCK, rounds=(), handlers={"slow": slow}).step()

    with database.superuser() as connection:
        assert connection.execute("SELECT count(*) FROM office.worker_beat WHERE worker = 'slow one'").fetchone() == (
            0,
        )
    assert not jobs(database)[0][2]


def test_a_worker_that_died_leaves_its_job_to_the_next(database: TestDatabase):
    put_jobs(database, "note", 1)
    died = database.as_worker()
    assert died.call("take_job", "died", ["note"])["attempts"] == 1
    worker = Worker(database.as_worker(), "next", CLOCK, rounds=(), handlers={"note": nothing})
    assert not worker.step()

    with database.superuser() as connection:
        connection.execute("UPDATE office.job SET leased_until = now() - interval '1 second'")
    assert worker.step()
    assert jobs(database) == [(2, None, True)]


def test_the_worker_beats_and_its_silence_is_known(database: TestDatabase):
    worker = database.as_worker()
    Worker(worker, "beating", CLOCK, rounds=()).step()
    heard = silence(worker, SystemClock())
    assert heard is not None
    assert heard < timedelta(seconds=30)


def test_the_heads_of_the_audit_chain_leave_the_database(database: TestDatabase, tmp_path: Path):
    with database.superuser() as connection:
        connection.execute("SELECT office.note_audit('someone', 'test', NULL)")
    Worker(database.as_worker(), "sealing", CLOCK, register=tmp_path).step()

    (line,) = (tmp_path / "audit-2026-05-04.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(json.loads(line)["hash"]) == 64


def test_every_round_is_a_door_the_worker_may_use(database: TestDatabase, caplog: pytest.LogCaptureFixture):
    Worker(database.as_worker(), "rounds", CLOCK).step()

    assert not caplog.records


def test_a_round_that_fails_stops_nothing(database: TestDatabase, caplog: pytest.LogCaptureFixture):
    worker = Worker(database.as_worker(), "odd", CLOCK, rounds=(Round(door="no_such_door", every_s=1),))
    worker.step()

    assert [record.getMessage() for record in caplog.records] == ["round no_such_door: DatabaseError 42883"]


def test_the_worker_sees_no_identity_and_changes_no_case(database: TestDatabase):
    worker = database.as_worker()
    for table in ("party_identity", "party", "cases", "contact", "command", "audit", "person"):
        with pytest.raises(UserError) as caught, worker.read() as connection:
            connection.execute(text(f"SELECT * FROM office.{table}"))  # noqa: S608
        assert caught.value.code == "42501"


def test_a_worker_ends_when_it_is_told_to(database: TestDatabase):
    stop = threading.Event()
    worker = Worker(database.as_worker(), "ending", CLOCK, rounds=())
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    stop.set()
    thread.join(timeout=10)

    assert not thread.is_alive()
