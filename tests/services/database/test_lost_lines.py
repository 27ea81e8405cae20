"""What happens to a command when the line breaks at the worst moment: it takes effect once, or not at all."""

import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.services.database import patience
from app.services.database.connect import Database
from app.services.errors import OutageError
from tests.lines import Line
from tests.office import TestDatabase
from tests.personas import PASSWORD


@pytest.fixture
def line(database: TestDatabase) -> Iterator[Line]:
    found = Line(database.enrolment.port)
    yield found
    found.close()


@pytest.fixture
def desk(database: TestDatabase, line: Line) -> Iterator[Database]:
    found = Database(replace(database.enrolment, port=line.port), database.login("administrator"), PASSWORD)
    found.check()
    yield found
    found.close()


def effects(database: TestDatabase, command: uuid.UUID) -> int:
    with database.superuser() as connection:
        row = connection.execute(
            "SELECT count(*) FROM office.audit WHERE detail ->> 'command' = %s", (str(command),)
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("moment", [b'"status"', b"COMMIT"])
def test_a_command_whose_answer_is_lost_takes_effect_once(
    database: TestDatabase, line: Line, desk: Database, moment: bytes
):
    command = uuid.uuid4()
    line.cut_at = moment
    answer = desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)

    assert line.cuts == 1
    assert answer["status"] == "done"
    assert effects(database, command) == 1


def test_a_command_without_a_line_is_an_outage_and_can_be_sent_again(
    database: TestDatabase, line: Line, desk: Database
):
    command = uuid.uuid4()
    line.cut()
    with pytest.raises(OutageError):
        desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)
    assert effects(database, command) == 0

    line.dead = False
    assert desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)["status"] == "done"
    assert effects(database, command) == 1


def test_the_same_command_sent_again_returns_the_first_answer(database: TestDatabase):
    desk = database.as_person("administrator")
    command = uuid.uuid4()
    first = desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)
    second = desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)

    assert second == first | {"replayed": True}
    assert effects(database, command) == 1


def test_ten_sendings_at_once_of_one_command_take_effect_once(database: TestDatabase):
    desk = database.as_person("administrator")
    command = uuid.uuid4()
    answers: list[str] = []

    def send() -> None:
        answers.append(desk.run_command("put_setting", {"key": "k", "value": 1}, command_id=command)["status"])

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["done"] * 10
    assert effects(database, command) == 1


def test_a_read_over_a_broken_line_is_an_outage(line: Line, desk: Database):
    def read() -> None:
        with desk.read() as connection:
            line.cut()
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(OutageError):
        read()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    assert patience.LOOK_AFTER_S + patience.KNOCK_S < 15, "a silent line is an outage within 15 s"
    monkeypatch.setattr(patience, "LOOK_AFTER_S", 1.0)
    monkeypatch.setattr(patience, "KNOCK_S", 1.0)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_falls_silent_is_an_outage_soon(database: TestDatabase, line: Line, desk: Database):
    """The line stands and takes every byte, but nobody answers: a frozen server, a gateway without its other side."""
    command = uuid.uuid4()
    line.hold()
    started = time.monotonic()
    with pytest.raises(OutageError):
        desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)
    assert time.monotonic() - started < 5

    line.is_held.clear()
    assert desk.run_command("put_setting", {"key": "greeting", "value": "您好"}, command_id=command)["status"] == "done"
    assert effects(database, command) == 1


@pytest.mark.usefixtures("impatient")
def test_a_question_that_takes_long_is_waited_for_while_the_server_answers_others(desk: Database):
    with desk.read() as connection:
        assert connection.exec_driver_sql("SELECT 1 FROM pg_sleep(3.5)").scalar_one() == 1
