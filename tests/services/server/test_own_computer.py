import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from app.services.clock import SetClock, SystemClock
from app.services.database.connect import Database
from app.services.database.enrolment import Enrolment
from app.services.drafts.recovery import public_text, read_recovery_key
from app.services.errors import UserError
from app.services.server.own_computer import BACKUPS_KEPT, OwnComputer
from app.services.server.work import silence
from tests.services.server.test_provision import ADMIN, signs_in


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hotline-desk-own-") as found:
        yield Path(found) / "office"


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[OwnComputer]:
    found = OwnComputer(folder, SetClock(datetime(2026, 5, 4, 1, tzinfo=UTC)), sync=False)
    said: list[str] = []
    found.found("我的受理台", ADMIN, said.append)
    assert len(said) == 2
    yield found
    found.close()


def test_an_office_of_ones_own_is_found_and_signed_in_to(own: OwnComputer):
    assert own.is_founded
    assert signs_in(Enrolment.load(own.enrolment_file), "A001", ADMIN.password)


def test_founding_twice_is_refused(own: OwnComputer):
    with pytest.raises(UserError) as caught:
        own.found("另一个", ADMIN)
    assert caught.value.code == "already_founded"


def test_what_is_typed_here_can_be_recovered_with_the_offices_own_key(own: OwnComputer):
    enrolment = Enrolment.load(own.enrolment_file)
    private = read_recovery_key(own.recovery_file)
    desk = Database(enrolment, enrolment.login_for("A001"), ADMIN.password)
    told = desk.call("my_session")["recovery_public_key"]
    desk.close()

    assert told == enrolment.recovery_key == public_text(private.public_key().public_bytes_raw())


def test_a_founding_that_was_cut_off_begins_anew():
    def power_cut(_: Enrolment) -> None:
        raise KeyboardInterrupt

    with tempfile.TemporaryDirectory(prefix="hotline-desk-own-") as found:
        office = OwnComputer(Path(found) / "office", SystemClock(), sync=False)
        try:
            with pytest.raises(KeyboardInterrupt):
                office.found("我的受理台", ADMIN, furnish=power_cut)
            assert not office.is_founded
            office.found("我的受理台", ADMIN)
            assert office.is_founded
        finally:
            office.close()


def test_a_second_window_opens_the_same_office(own: OwnComputer, folder: Path):
    second = OwnComputer(folder, SystemClock(), sync=False)
    enrolment = second.open()
    assert signs_in(enrolment, "A001", ADMIN.password)
    second.close()

    assert signs_in(Enrolment.load(own.enrolment_file), "A001", ADMIN.password)


def test_a_lost_enrolment_and_a_lost_worker_password_are_made_again(own: OwnComputer, folder: Path):
    own.enrolment_file.unlink()
    (folder / "worker").unlink()
    second = OwnComputer(folder, SystemClock(), sync=False)
    enrolment = second.open()
    second.close()

    assert signs_in(enrolment, "A001", ADMIN.password)
    worker = Database(enrolment, *own.worker_credentials())
    worker.check()
    worker.close()


def test_one_backup_a_day_and_two_weeks_of_them(own: OwnComputer):
    clock = own._clock
    assert isinstance(clock, SetClock)
    assert own.back_up_if_due() is not None
    clock.instant += timedelta(hours=23)
    assert own.back_up_if_due() is None

    for _ in range(3):
        clock.instant += timedelta(days=1)
        assert own.back_up_if_due() is not None
    for day in range(BACKUPS_KEPT):
        (own.backups / f"office-202601{day + 1:02}-000000.zip").touch()
    own.back_up()
    kept = sorted(path.name for path in own.backups.iterdir())
    assert len(kept) == BACKUPS_KEPT
    assert kept[-1].startswith("office-20260508")


def test_last_nights_backup_comes_back_and_today_is_kept_beside_it(own: OwnComputer):
    own.open()
    night = own.back_up()
    with psycopg.connect(own.server.superuser_url("office"), autocommit=True) as connection:
        connection.execute("UPDATE office.installation SET name = '今天'")
    own.restore(night)

    with psycopg.connect(own.server.superuser_url("office")) as connection:
        assert connection.execute("SELECT name FROM office.installation").fetchone() == ("我的受理台",)
        names = [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^office_'")]
    with psycopg.connect(own.server.superuser_url(names[0])) as connection:
        assert connection.execute("SELECT name FROM office.installation").fetchone() == ("今天",)
    assert signs_in(Enrolment.load(own.enrolment_file), "A001", ADMIN.password)


def test_the_windows_worker_works_and_ends_with_it(own: OwnComputer, folder: Path):
    window = OwnComputer(folder, SystemClock(), sync=False)
    enrolment = window.open()
    desk = Database(enrolment, enrolment.login_for("A001"), ADMIN.password)
    window.start_worker()
    child = window._worker
    assert child is not None
    for _ in range(100):
        if silence(desk, SystemClock()) is not None:
            break
        with pytest.raises(Exception, match="timed out"):
            child.wait(timeout=0.2)
    desk.close()
    window.close()

    assert child.returncode == 0
