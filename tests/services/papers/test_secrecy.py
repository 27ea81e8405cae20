"""Nothing on a paper tells another side, or a mail room, who reported; without clearance there is no such paper."""

import pytest

from app.services.errors import UserError
from tests.factories import BUREAU
from tests.office import TestDatabase
from tests.services.papers import cases
from tests.services.papers.cases import REPORTER, REPORTER_PHONE, read_back


def handed_over(database: TestDatabase, **more):
    walk = cases.reported(database, **more)
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    return walk


def test_the_notice_that_hands_a_report_over_is_marked_and_names_no_reporter(database: TestDatabase, sit):
    papers = sit("centre_clerk")
    issued = papers.issue(papers.prepare(handed_over(database).id, "distribution_notice"))
    text = read_back(papers.bytes_of(issued.paper_id))

    assert "举报件注意保密" in text
    assert "现转去举报人于" in text
    for secret in (REPORTER, REPORTER_PHONE, "西园街道9号"):
        assert secret not in text


@pytest.mark.parametrize("secret", [REPORTER, f"{REPORTER[0]} {REPORTER[1:]}", REPORTER_PHONE])
def test_a_clerk_who_types_the_reporters_name_is_stopped_at_the_field(database: TestDatabase, sit, secret):
    papers = sit("centre_clerk")
    sheet = papers.prepare(handed_over(database).id, "distribution_notice")
    with pytest.raises(UserError) as refused:
        papers.issue(sheet, {**sheet.data, "subject": f"{secret}反映的广告"})
    assert (refused.value.code, refused.value.field) == ("names_reporter", "subject")


def test_a_report_cannot_be_passed_off_as_a_complaint_on_its_notice(database: TestDatabase, sit):
    papers = sit("centre_clerk")
    sheet = papers.prepare(handed_over(database).id, "distribution_notice")
    issued = papers.issue(sheet, {**sheet.data, "matter": "投诉"})

    assert "注意保密" in read_back(papers.bytes_of(issued.paper_id))


def test_a_reports_paper_goes_to_nobody_on_the_other_side(database: TestDatabase, sit):
    papers = sit("handler_cleared")
    sheet = papers.prepare(cases.verified(database).id, "report_result_notice")
    assert [one.side for one in sheet.addressees] == ["reporter"]
    other = tuple(type(one)(id=one.id, side="respondent", name="") for one in sheet.addressees)
    with pytest.raises(UserError) as refused:
        papers.draft(sheet, addressees=other)
    assert refused.value.code == "reporter_only"


def test_a_nameless_reporter_is_sent_no_result(database: TestDatabase, sit):
    nobody = {"id": "", "role": "reporter", "anonymous": True, "identity": {}}
    from uuid import uuid4

    walk = cases.verified(database, parties=[nobody | {"id": str(uuid4())}])
    offers = {offer.form: offer for offer in sit("handler_cleared").offered(walk.id)}
    assert "no name" in offers["report_result_notice"].why_not


def test_numbers_of_a_reports_papers_leave_no_gap_among_the_others(database: TestDatabase, sit):
    papers = sit("centre_clerk")
    report = papers.issue(papers.prepare(handed_over(database).id, "distribution_notice"))
    first = papers.issue(papers.prepare(cases.distributed(database).id, "distribution_notice"))
    papers.issue(papers.prepare(handed_over(database).id, "distribution_notice"))
    second = papers.issue(papers.prepare(cases.distributed(database).id, "distribution_notice"))

    assert "举分送" in report.number
    serial = [int(paper.number.split("第")[1].rstrip("号")) for paper in (first, second)]
    assert serial[1] == serial[0] + 1


def test_without_clearance_a_reports_papers_are_in_no_register_and_open_for_nobody(database: TestDatabase, sit):
    walk = handed_over(database)
    issued = sit("centre_clerk").issue(sit("centre_clerk").prepare(walk.id, "distribution_notice"))

    for persona in ("clerk", "handler", "operator", "bureau_supervisor"):
        papers = sit(persona)
        assert issued.paper_id not in {row.id for row in papers.register().rows}
        assert papers.of_case(walk.id) == ()
        for look in (lambda p=papers: p.bytes_of(issued.paper_id), lambda p=papers: p.open(issued.paper_id)):
            with pytest.raises(UserError):
                look()


def test_no_plain_identity_of_a_draft_can_be_selected(database: TestDatabase, sit):
    papers = sit("centre_clerk")
    walk = cases.reported(database)
    papers.draft(papers.prepare(walk.id, "report_registration"))
    with database.psql("centre_clerk") as psql:
        rows = psql.execute("SELECT data::text FROM office.paper WHERE case_id = %s", (walk.id,)).fetchall()
    assert rows
    assert REPORTER not in rows[0][0]
    assert REPORTER_PHONE not in rows[0][0]


def test_every_look_at_names_for_a_paper_is_audited_with_its_form(database: TestDatabase, sit):
    walk = cases.accepted(database)
    sit("station").prepare(walk.id, "acceptance_decision")
    with database.superuser() as behind:
        found = behind.execute(
            "SELECT detail ->> 'reason' FROM office.audit WHERE action = 'identity:paper' AND subject = %s", (walk.id,)
        ).fetchall()
    assert found == [("acceptance_decision",)]
