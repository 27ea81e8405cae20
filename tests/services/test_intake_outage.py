"""The line to the server is really cut: what was typed waits on this computer and arrives once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.models.receipt import Arrival
from app.models.tables.case import Case
from app.models.vocabulary import Kind
from app.services import bootstrap
from app.services.blobs import Blobs
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.drafts.draft import Stage
from app.services.errors import OutageError
from app.services.intake import Intake
from app.services.registration import NewCase, NewContact
from tests.factories import BUREAU
from tests.lines import Line
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


@pytest.fixture(scope="module")
def line(database: TestDatabase) -> Iterator[Line]:
    made = Line(database.enrolment.port)
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(database: TestDatabase, line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    enrolment = replace(database.enrolment, host="127.0.0.1", port=line.port)
    made = bootstrap.sign_in(
        enrolment,
        PERSONAS["operator"].staff_number,
        PASSWORD,
        clock=SystemClock(),
        folder=tmp_path_factory.mktemp("desk"),
    )
    yield made
    made.close()


def a_question(text: str) -> NewCase:
    contact = NewContact(channel="phone", arrival=Arrival(contact_at=SystemClock().now()))
    return NewCase(kind=Kind.CONSULTATION, channel="phone", contact=contact, facts=text)


def facts_of(desk: Desk, case: NewCase) -> list[str]:
    with desk.database.read() as connection:
        return list(connection.execute(select(Case.facts).where(Case.id == case.case_id)).scalars())


def test_a_case_saved_while_the_line_is_cut_arrives_once_and_is_sent_on(desk: Desk, line: Line) -> None:
    case = a_question("断线时的来电")
    desk.drafts.open(case.case_id, "intake")
    desk.drafts.append(case.case_id, {"facts": case.facts})
    line.cut()
    saved = Intake(desk).save(case, draft_id=case.case_id, distribute_to=BUREAU)
    assert saved.is_waiting
    assert desk.drafts.load(case.case_id).stage is Stage.HANDED_OVER
    assert desk.replay().is_away
    line.mend()
    done = desk.replay().done

    assert [item.command.kind for item in done] == ["register_case", "distribute"]
    assert facts_of(desk, case) == ["断线时的来电"]
    assert desk.replay().done == ()


def test_a_line_cut_in_the_middle_of_the_day_costs_nothing(desk: Desk, line: Line) -> None:
    first, second = a_question("断线之前"), a_question("断线之后")
    assert Intake(desk).save(first).number
    line.cut()
    line.mend()
    saved = Intake(desk).save(second)
    desk.replay()

    assert saved.number or saved.is_waiting
    assert facts_of(desk, second) == ["断线之后"]


def test_a_file_waits_for_the_line_and_goes_on(desk: Desk, line: Line) -> None:
    line.cut()
    with pytest.raises(OutageError):
        Blobs(desk).put(b"x" * 100)
    line.mend()
    blob = Blobs(desk).put(b"x" * 100)
    assert Blobs(desk).read_bytes(blob) == b"x" * 100
