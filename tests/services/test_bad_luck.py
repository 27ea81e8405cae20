"""Bad luck of whole desks: last night's backup, a reset password with work waiting, a full disk at the sign-in."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from app.services import bootstrap
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.database import scram
from app.services.database.embedded import EmbeddedServer, Postmaster
from app.services.drafts.commands import Item, Standing
from app.services.drafts.draft import Stage
from app.services.drafts.folder import KeepingError
from app.services.errors import UserError
from app.services.intake import DRAFT_PAGE, Intake
from app.services.kept_work import KeptWork
from app.services.restored import look_for_a_restore
from app.services.server.backup import backup
from app.services.server.provision import FirstAdmin, init
from app.services.server.restore import restore
from app.services.training.furnish import practice_id
from tests.factories import BUREAU
from tests.faults.disk_filled import fill, small_disk
from tests.lines import Line
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS
from tests.services.server.conftest import new_database
from tests.services.test_intake_outage import a_question, facts_of


@pytest.fixture
def line(database: TestDatabase) -> Iterator[Line]:
    made = Line(database.enrolment.port)
    yield made
    made.close()


def sign_in(office: TestDatabase, folder: Path, persona: str = "operator", **place: object) -> Desk:
    enrolment = replace(office.enrolment, **place)  # type: ignore[arg-type] whatever the test changes of it
    number = PERSONAS[persona].staff_number
    return bootstrap.sign_in(enrolment, number, PASSWORD, clock=SystemClock(), folder=folder)


def test_what_was_saved_after_last_nights_backup_is_open_again(database: TestDatabase, tmp_path: Path) -> None:
    desk = sign_in(database, tmp_path)
    night, day, step, afterwards = (
        a_question(text) for text in ("昨晚以前", "今天打的字", "没有草稿的一步", "恢复后再发")
    )
    for case in (night, day):
        desk.drafts.open(case.case_id, DRAFT_PAGE)
        desk.drafts.append(case.case_id, {"facts": case.facts})
    Intake(desk).save(night, draft_id=night.case_id)
    backup(database.superuser_url, tmp_path / "night.zip", SystemClock())
    Intake(desk).save(day, draft_id=day.case_id)
    Intake(desk).save(step)
    assert look_for_a_restore(desk).text == ""
    desk.close()

    name = new_database(database.server)
    restore(database.server.superuser_url(name), tmp_path / "night.zip", same_server=True)
    desk = sign_in(database, tmp_path, database=name)
    found = look_for_a_restore(desk)
    assert (found.reopened, found.gone) == (1, ("没有草稿的一步",))
    assert found.backup_of is not None
    assert "没有草稿的一步" in found.text
    assert desk.drafts.load(day.case_id).fields["facts"] == "今天打的字"
    assert [each.draft_id for each in KeptWork(desk).find().drafts] == [day.case_id]
    assert desk.drafts.load(night.case_id).stage is Stage.SENT

    assert Intake(desk).save(day, draft_id=day.case_id).number
    assert Intake(desk).save(afterwards).number
    assert (facts_of(desk, day), facts_of(desk, night)) == (["今天打的字"], ["昨晚以前"])
    assert look_for_a_restore(desk).text == ""

    # A step on a case the backup does not have stays here with all that was typed, and a sentence.
    with pytest.raises(UserError) as refused:
        desk.keep_and_send("distribute", {"to_unit_id": str(BUREAU)}, subject=step.case_id, expected_version=1)
    (kept,) = desk.outbox.attention()
    assert refused.value.text
    assert kept.command.payload["to_unit_id"] == str(BUREAU)
    desk.close()


def test_a_reset_password_with_a_draft_and_a_save_waiting_costs_neither(
    database: TestDatabase, line: Line, tmp_path: Path
) -> None:
    desk = sign_in(database, tmp_path, "operator_2", host="127.0.0.1", port=line.port)
    waiting, draft_id = a_question("断线时存的"), uuid4()
    desk.drafts.open(draft_id, DRAFT_PAGE)
    desk.drafts.append(draft_id, {"facts": "写到一半"})
    line.cut()
    assert Intake(desk).save(waiting).is_waiting
    desk.close()
    line.mend()

    number, chosen = PERSONAS["operator_2"].staff_number, "forgotten and chosen anew"
    database.as_person("administrator").run_command(
        "reset_password", {"verifier": scram.verifier("one-use-12315")}, subject=practice_id("person", number)
    )
    with pytest.raises(UserError):
        sign_in(database, tmp_path, "operator_2")
    bootstrap.first_password(database.enrolment, number, "one-use-12315", chosen)
    desk = bootstrap.sign_in(database.enrolment, number, chosen, clock=SystemClock(), folder=tmp_path)
    kept = KeptWork(desk).find()
    assert (kept.locked, kept.locked_saves, kept.drafts) == (1, 1, ())
    with pytest.raises(UserError):
        KeptWork(desk).open_with("neither this one")
    KeptWork(desk).open_with(PASSWORD)
    (found,) = KeptWork(desk).find().drafts
    assert found.first_words == "写到一半"
    assert [item.command.kind for item in desk.replay().done] == ["register_case"]
    assert facts_of(desk, waiting) == ["断线时存的"]
    # Logins belong to the whole cluster: the modules after this one sign in with the usual password.
    desk.database.run_command("change_password", {"verifier": scram.verifier(PASSWORD)})
    desk.close()


@pytest.mark.edge
def test_a_full_disk_keeps_nobody_from_signing_in_and_is_said(database: TestDatabase, tmp_path: Path) -> None:
    with small_disk(tmp_path, size=8 << 20) as is_mounted:
        if not is_mounted:
            pytest.skip("no small disk can be mounted here")
        sign_in(database, tmp_path / "desk").close()
        film = tmp_path / "somebody else's film"
        fill(film)
        desk = sign_in(database, tmp_path / "desk")
        told: list[KeepingError | None] = []
        desk.drafts.watch(told.append)
        assert told[-1] is not None
        assert told[-1].is_full
        case = a_question("盘满时的来电")
        desk.drafts.open(case.case_id, DRAFT_PAGE)
        desk.drafts.append(case.case_id, {"facts": case.facts})
        assert Intake(desk).save(case, draft_id=case.case_id).number
        assert facts_of(desk, case) == ["盘满时的来电"]
        desk.close()

        fill(film)
        (tmp_path / "desk" / desk.database.login / "drafts" / "reserve").unlink(missing_ok=True)
        fill(film)
        with pytest.raises(KeepingError) as nothing_left:
            sign_in(database, tmp_path / "desk", "operator_2")
        assert "full" in nothing_left.value.text
        film.unlink()
        sign_in(database, tmp_path / "desk", "operator_2").close()


@pytest.fixture
def own_server() -> Iterator[tuple[EmbeddedServer, Path]]:
    """A server of its own, with fsync, on a small disk where one may be mounted (else on the usual one)."""
    with tempfile.TemporaryDirectory(prefix="hotline-desk-unlucky-") as name, small_disk(Path(name), size=400 << 20):
        server = EmbeddedServer(Path(name) / "cluster")
        server.start()
        yield server, Path(name)
        server.stop()


def an_office_on(server: EmbeddedServer, folder: Path) -> tuple[Desk, str]:
    """Set an office up and sign its administrator in; return the desk and the superuser's address."""
    url = server.superuser_url(new_database(server))
    made = init(url, "海州市", FirstAdmin(staff_number="A001", name="管理员", password=PASSWORD, must_change=False))
    return bootstrap.sign_in(made.enrolment, "A001", PASSWORD, clock=SystemClock(), folder=folder), url


def set_greeting(desk: Desk, value: str) -> Item:
    return desk.keep_and_send("put_setting", {"key": "greeting", "value": value}, subject=uuid4())


def greetings(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM office.command WHERE kind = 'put_setting'").fetchone()
    assert row is not None
    return int(row[0])


def sent_at_last(desk: Desk, server: EmbeddedServer) -> None:
    """Replay until nothing waits, as the window does every second; the server is started where it has ended."""
    for _ in range(60):
        server.start()
        if not desk.replay().is_away and not desk.outbox.counts().waiting:
            return
        time.sleep(0.5)
    pytest.fail("still waiting")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_server_killed_while_people_save_has_every_save_once(
    own_server: tuple[EmbeddedServer, Path], tmp_path: Path
) -> None:
    server, _ = own_server
    desk, url = an_office_on(server, tmp_path)
    standings = []
    for number in range(30):
        if number == 10:
            running = Postmaster.of(server.data)
            assert running is not None
            os.kill(running.pid, signal.SIGKILL)
        standings.append(set_greeting(desk, str(number)).standing)
    assert set(standings) == {Standing.DONE, Standing.WAITING}
    sent_at_last(desk, server)
    assert greetings(url.replace(str(desk.database.enrolment.port), str(server.port))) == 30
    desk.close()


@pytest.mark.edge
def test_a_full_disk_of_the_server_keeps_the_saves_on_the_desk(
    own_server: tuple[EmbeddedServer, Path], tmp_path: Path
) -> None:
    server, disk = own_server
    if not disk.is_mount():
        pytest.skip("no small disk can be mounted here")
    desk, url = an_office_on(server, tmp_path)
    assert set_greeting(desk, "有空间").standing is Standing.DONE
    fill(disk / "somebody else's film")
    waiting = 0
    big = "您好" * 100_000
    for _ in range(60):  # the log has some room of its own left
        waiting += set_greeting(desk, big + str(uuid4())).standing is Standing.WAITING
        if waiting > 2:
            break
    assert waiting > 2
    asked = desk.outbox.counts()
    assert asked.attention == 0
    (disk / "somebody else's film").unlink()
    sent_at_last(desk, server)
    assert greetings(url) == len([item for item in desk.outbox.items() if item.standing is Standing.DONE])
    desk.close()
