"""Serving a paper is recorded on each addressee, and the clocks follow."""

import pytest

from app.services.clock import SystemClock
from app.services.errors import UserError
from tests.office import TestDatabase
from tests.services.papers import cases

TODAY = SystemClock().today()


def issued_sheet(papers, walk, form):
    return papers.open(papers.issue(papers.prepare(walk.id, form)).paper_id)


def case_of(database: TestDatabase, walk):
    with database.superuser() as behind:
        return behind.execute(
            "SELECT told_on, notices_served_on FROM office.cases WHERE id = %s", (walk.id,)
        ).fetchone()


def test_posting_the_decision_is_not_telling_it_delivering_it_is(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("clerk")
    sheet = issued_sheet(papers, walk, "acceptance_decision")
    papers.record_service(sheet, sheet.addressees[0], way="post", result="posted", mail_number="XA12345678944")
    assert case_of(database, walk) == (None, None)
    line = papers.register().rows[0]
    assert (line.to_serve, line.posted, line.served) == (1, 1, 0)

    papers.record_service(sheet, sheet.addressees[0], way="post", result="delivered", note="本人签收")
    assert case_of(database, walk)[0] == TODAY
    assert papers.register().rows[0].is_served
    served = papers.open(sheet.id).addressees[0]
    assert [record.result for record in served.served] == ["posted", "delivered"]
    assert served.served[0].mail_number == "XA12345678944"
    assert served.served[0].person == "许丽"
    assert served.has_got


def test_a_termination_is_served_when_both_sides_have_it(database: TestDatabase, sit):
    walk, papers = cases.terminated(database), sit("clerk")
    sheet = issued_sheet(papers, walk, "mediation_termination_decision")
    assert {one.side for one in sheet.addressees} == {"complainant", "respondent"}
    papers.record_service(sheet, sheet.addressees[0], way="direct", result="delivered")
    assert case_of(database, walk)[1] is None
    papers.record_service(sheet, sheet.addressees[1], way="phone", result="failed", note="无人接听")
    assert case_of(database, walk)[1] is None
    papers.record_service(sheet, sheet.addressees[1], way="direct", result="delivered")
    assert case_of(database, walk)[1] == TODAY


def test_a_declined_complaint_can_be_closed_once_the_complainant_has_the_decision(database: TestDatabase, sit):
    walk, papers = cases.declined(database), sit("clerk")
    sheet = issued_sheet(papers, walk, "non_acceptance_decision")
    walk.version = papers.record_service(sheet, sheet.addressees[0], way="sms", result="delivered")

    assert case_of(database, walk) == (TODAY, TODAY)
    walk.step(database.as_person("handler"), "close")


def test_telling_the_trader_of_a_declining_does_not_serve_it(database: TestDatabase, sit):
    walk = cases.declined(database)
    database.as_person("handler").run_command(
        "record_service",
        {
            "id": "6f1f0a52-3c54-4d0e-8a55-000000000001",
            "about": "decision",
            "side": "respondent",
            "way": "phone",
            "result": "delivered",
        },
        subject=walk.id,
    )
    assert case_of(database, walk) == (None, None)


def test_a_draft_and_a_voided_paper_cannot_be_served(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("clerk")
    draft = papers.draft(papers.prepare(walk.id, "acceptance_decision"))
    with pytest.raises(UserError) as early:
        papers.record_service(draft, draft.addressees[0], way="direct", result="delivered")
    issued = papers.issue(draft)
    sit("bureau_supervisor").void(issued.paper_id, "有误")
    with pytest.raises(UserError) as late:
        papers.record_service(draft, draft.addressees[0], way="direct", result="delivered")
    assert (early.value.code, late.value.code) == ("not_issued", "not_issued")


def test_nobody_serves_on_somebody_else_than_the_papers_addressee(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("clerk")
    other = issued_sheet(papers, cases.accepted(database), "acceptance_decision")
    sheet = issued_sheet(papers, walk, "acceptance_decision")
    with pytest.raises(UserError) as refused:
        papers.record_service(sheet, other.addressees[0], way="direct", result="delivered")
    assert refused.value.code == "not_found"


def test_an_operator_does_not_serve_papers(database: TestDatabase, sit):
    walk = cases.accepted(database)
    sheet = issued_sheet(sit("clerk"), walk, "acceptance_decision")
    with pytest.raises(UserError) as refused:
        sit("operator").record_service(sheet, sheet.addressees[0], way="direct", result="delivered")
    assert refused.value.code == "no_right"
