"""Numbers without gap or double, whoever gives up half-way; and how long a series stays locked."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from app.services.database.connect import Database
from app.services.documents.press import PaperPress
from app.services.errors import UserError
from app.services.papers import issuing
from tests.office import TestDatabase
from tests.personas import PASSWORD
from tests.services.papers import cases

ISSUERS = ("handler", "handler_cleared", "clerk", "station", "centre_clerk")
LINES = 4  # a login's connection limit
TRIES = 6


class GivenUpError(Exception):
    """Somebody's desk stopped in the middle."""


def drafted(database: TestDatabase, case_id: UUID) -> UUID:
    paper = uuid4()
    person = database.as_person("centre_clerk")
    person.run_command("draft_paper", {"case_id": case_id, "form": "acceptance_decision"}, subject=paper)
    return paper


def serials(database: TestDatabase, word: str) -> list[int]:
    with database.superuser() as behind:
        rows = behind.execute(
            "SELECT p.serial FROM office.paper p JOIN office.unit u ON u.id = p.authority_id"
            " WHERE p.word = %s AND u.code = 'JH-CG' ORDER BY p.serial",
            (word,),
        ).fetchall()
    return [row[0] for row in rows]


def test_twenty_desks_that_give_up_at_random_leave_no_gap_and_no_double(database: TestDatabase):
    case = cases.accepted(database).id
    papers = [[drafted(database, case) for _ in range(TRIES)] for _ in range(len(ISSUERS) * LINES)]
    for persona in ISSUERS:  # what the module has open counts against the limit
        database.as_person(persona).close()
    pdf = b"%PDF-1.7 a stand-in of some size" * 200

    def desk(place: int) -> int:
        chance = random.Random(place)
        login = database.login(ISSUERS[place % len(ISSUERS)])
        own = Database(database.enrolment, login, PASSWORD)
        issued = 0
        for paper in papers[place]:
            give_up = chance.choice((0, 0, 0, 1, 2, 3))
            with suppress(GivenUpError, UserError), own.together() as together:
                together.call("take_number", paper)
                if give_up == 1:
                    raise GivenUpError
                printed = pdf + str(paper).encode()
                blob = issuing._store(together, printed)
                if give_up == 2:
                    raise GivenUpError
                # A refused command (a file that is not there) takes the number back as well.
                blob = uuid4() if give_up == 3 else blob
                together.run_command(
                    "issue_paper", {"blob_id": blob, "sha256": sha256(printed).hexdigest()}, subject=paper
                )
                issued += 1
        own.close()
        return issued

    with ThreadPoolExecutor(len(papers)) as pool:
        issued = sum(pool.map(desk, range(len(papers))))

    found = serials(database, "投受")
    assert 20 < issued < len(papers) * TRIES
    assert found == list(range(1, issued + 1))


def test_a_number_that_no_paper_bears_never_commits(database: TestDatabase):
    paper = drafted(database, cases.accepted(database).id)
    before = serials(database, "投受")
    with pytest.raises(Exception, match="HD003"), database.as_person("station").together() as together:
        together.call("take_number", paper)
    assert serials(database, "投受") == before


def test_a_paper_is_not_issued_with_the_hash_of_other_bytes(database: TestDatabase):
    paper = drafted(database, cases.accepted(database).id)
    before = serials(database, "投受")

    def issue() -> None:
        with database.as_person("station").together() as together:
            together.call("take_number", paper)
            blob = issuing._store(together, b"%PDF-1.7 what is kept" * 60_000)
            other = {"blob_id": blob, "sha256": sha256(b"%PDF-1.7 what was meant").hexdigest()}
            together.run_command("issue_paper", other, subject=paper)

    with pytest.raises(UserError) as refused:
        issue()

    assert (refused.value.code, refused.value.field) == ("damaged", "sha256")
    assert serials(database, "投受") == before


class MeetingPress(PaperPress):
    """Lets every desk finish its first print before any takes a number, as desks with a processor each would."""

    def __init__(self, press: PaperPress, desks: int) -> None:
        super().__init__(fonts=press.fonts, forms=press.forms)
        self._meeting = threading.Barrier(desks)

    def render(self, form, data, *, number, **more):
        printed = super().render(form, data, number=number, **more)
        if issuing.WIDEST_SERIAL in number:
            self._meeting.wait()
        return printed


def test_desks_that_issue_in_the_same_breath_get_a_number_each(database: TestDatabase, sit, press, monkeypatch):
    desks = [sit(persona) for persona in ISSUERS]
    work = [(desk, cases.accepted(database)) for desk in desks for _ in range(2)]
    sheets = [desk.draft(desk.prepare(walk.id, "acceptance_decision")) for desk, walk in work]
    meeting = MeetingPress(press, len(sheets))
    for desk in desks:
        monkeypatch.setattr(desk, "_press", meeting)

    with ThreadPoolExecutor(len(sheets)) as pool:
        issued = list(pool.map(lambda place: work[place][0].issue(sheets[place]), range(len(sheets))))

    # How long the series stays locked is measured by ./run bench numbers.
    assert len({paper.number for paper in issued}) == len(sheets)
