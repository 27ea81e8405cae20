"""Every form from a real case: offered when it is due, filled from the case, issued, and read back from the file."""

from datetime import timedelta
from uuid import uuid4

import pytest

from app.services.clock import LEGAL_ZONE, SystemClock
from app.services.errors import StaleError, UserError
from app.services.papers.rules import RULES
from tests.office import TestDatabase
from tests.services.papers import cases
from tests.services.papers.cases import ADDRESS, NAME, PHONE, SUBJECT, TRADER, on_paper, read_back

TODAY = SystemClock().today()


def made(papers, walk, form, **changes):
    """Issue a form for a case and return its file's text and the issued paper."""
    sheet = papers.prepare(walk.id, form)
    issued = papers.issue(sheet, {**sheet.data, **changes})
    text = read_back(papers.bytes_of(issued.paper_id))
    assert issued.number in text
    return text, issued


def due(papers, walk):
    return {offer.form for offer in papers.offered(walk.id) if offer.may_be_made}


def test_a_registered_complaint_may_have_its_registration_form_and_nothing_else(database: TestDatabase, sit):
    walk, papers = cases.registered(database), sit("centre_clerk")

    assert due(papers, walk) == {"complaint_registration"}
    text, issued = made(papers, walk, "complaint_registration")
    assert issued.number.startswith(f"金市监投登〔{TODAY.year}〕第")
    for words in (NAME, PHONE, ADDRESS, TRADER, "退款3,220.00元", "□是□否", "金河市市场监督管理局"):
        assert words in text


def test_what_was_not_asked_prints_two_empty_boxes_and_what_was_refused_a_tick(database: TestDatabase, sit):
    walk = cases.registered(database, consent_publish=False)
    text, _issued = made(sit("centre_clerk"), walk, "complaint_registration")

    assert "□是☑否" in text
    assert "□是□否" in text


def test_the_distribution_notice_bears_the_senders_letterhead_and_goes_to_the_bureau(database: TestDatabase, sit):
    walk = cases.distributed(database)
    text, issued = made(sit("centre_clerk"), walk, "distribution_notice")

    assert issued.number.startswith(f"金市监分送〔{TODAY.year}〕第")
    for words in (
        "金河市城关区市场监督管理局：",
        f"现转去{NAME}于{on_paper(TODAY)}关于{SUBJECT}的投诉",
        f"将处理结果于{on_paper(TODAY + timedelta(days=60))}前报告我局",
        "金河市市场监督管理局（印章）",
    ):
        assert words in text
    assert "注意保密" not in text


def test_the_bureau_does_not_issue_the_notice_by_which_it_was_given_the_case(database: TestDatabase, sit):
    walk = cases.distributed(database)
    sheet = sit("clerk").prepare(walk.id, "distribution_notice")
    with pytest.raises(UserError) as refused:
        sit("clerk").draft(sheet)
    assert refused.value.code == "no_right"


def test_proof_of_identity_is_asked_for_with_the_day_that_was_set(database: TestDatabase, sit):
    walk = cases.distributed(database)
    day = TODAY + timedelta(days=3)
    walk.step(database.as_person("handler"), "request_identity_proof", due_on=day.isoformat())
    text, _issued = made(sit("clerk"), walk, "identity_proof_notice")

    for words in (f"{NAME}：", f"请你在{on_paper(day)}前", "居民身份证", "0931-5550101", "金河市城关区人民路18号"):
        assert words in text


def test_the_acceptance_is_in_the_bureaus_name_though_the_station_accepts(database: TestDatabase, sit):
    walk = cases.accepted(database)
    papers = sit("clerk")
    assert due(papers, walk) >= {"acceptance_decision"}
    text, issued = made(papers, walk, "acceptance_decision")

    assert issued.number.startswith(f"金城市监投受〔{TODAY.year}〕第")
    for words in (
        f"{NAME}：我局于{on_paper(TODAY)}收到你关于{SUBJECT}的投诉",
        "我局决定受理",
        "联系人：欧阳静；联系电话：0931-5550111",
        "金河市城关区市场监督管理局（印章）",
    ):
        assert words in text


def test_the_declining_names_its_item_and_the_other_ways(database: TestDatabase, sit):
    text, _issued = made(sit("clerk"), cases.declined(database), "non_acceptance_decision")

    assert "属以下第〔三〕项情形" in text
    assert "第三十九条规定的其他途径" in text


def test_the_mediation_notice_tells_both_sides_time_place_and_mediators(database: TestDatabase, sit):
    walk, _mediation, when = cases.appointed(database)
    text, _issued = made(sit("station"), walk, "mediation_notice")

    local = when.astimezone(LEGAL_ZONE)
    for words in (
        f"{NAME}、{TRADER}：",
        f"请于{on_paper(local)}10时30分到张掖路市场监管所调解室参加调解",
        "收到本通知书之日起3日内",
        "调解人员：孙丽、王强",
    ):
        assert words in text


def test_a_notice_to_one_side_alone_is_addressed_to_that_side(database: TestDatabase, sit):
    walk, _mediation, _when = cases.appointed(database)
    papers = sit("station")
    sheet = papers.prepare(walk.id, "mediation_notice")
    alone = tuple(one for one in sheet.addressees if one.side == "respondent")
    issued = papers.issue(sheet, papers.addressed(sheet, sheet.data, alone), alone)
    text = read_back(papers.bytes_of(issued.paper_id))

    assert f"{TRADER}：" in text
    assert NAME not in text


def test_a_draft_to_one_side_alone_can_be_sent_to_both_again(database: TestDatabase, sit):
    walk, _mediation, _when = cases.appointed(database)
    papers = sit("station")
    sheet = papers.prepare(walk.id, "mediation_notice")
    alone = tuple(one for one in sheet.addressees if one.side == "respondent")
    papers.draft(sheet, papers.addressed(sheet, sheet.data, alone), alone)
    again = papers.prepare(walk.id, "mediation_notice")

    assert [one.side for one in again.addressees] == ["respondent"]
    assert again.data["addressee"] == TRADER
    assert [one.name for one in again.others] == [NAME]
    both = (*again.addressees, *again.others)
    assert papers.addressed(again, again.data, both)["addressee"] == f"{NAME}、{TRADER}"
    papers.issue(again, papers.addressed(again, again.data, both), both)


def test_the_termination_names_its_item(database: TestDatabase, sit):
    text, _issued = made(sit("station"), cases.terminated(database), "mediation_termination_decision")

    assert "出现以下第〔三〕项情形" in text
    assert f"{NAME}、{TRADER}：" in text


def test_the_agreement_holds_what_was_agreed(database: TestDatabase, sit):
    walk = cases.agreed(database)
    text, _issued = made(sit("station"), walk, "mediation_agreement")

    for words in (
        NAME,
        PHONE,
        TRADER,
        "1.退还3220元；2.7日内付清。",
        "投诉请求：退款3,220.00元",
        "双方自愿达成如下协议",
    ):
        assert words in text


@pytest.mark.parametrize(("mode", "waiver"), [("remote", {}), ("on_site", {"waiver": "both_waive"})])
def test_no_agreement_paper_after_a_remote_mediation_or_a_waiver(database: TestDatabase, sit, mode, waiver):
    walk = cases.agreed(database, mode, **waiver)
    assert "mediation_agreement" not in due(sit("station"), walk)
    with pytest.raises(UserError) as refused:
        sit("station").prepare(walk.id, "mediation_agreement")
    assert "Art. 24" in refused.value.text


def test_the_reporter_is_told_by_the_law_that_demands_it(database: TestDatabase, sit):
    walk = cases.verified(database)
    text, issued = made(sit("handler_cleared"), walk, "report_result_notice")

    assert issued.number.startswith(f"金城市监举告〔{TODAY.year}〕第")
    for words in (
        f"{cases.REPORTER}：",
        "涉嫌广告违法行为的举报",
        "《中华人民共和国广告法》第五十三条",
        f"我局已于{on_paper(TODAY)}立案调查",
    ):
        assert words in text


def test_every_form_the_rules_refuse_the_database_refuses_too(database: TestDatabase, sit):
    walks = {
        "centre_clerk": (cases.registered(database), cases.distributed(database), cases.reported(database)),
        "station": (
            cases.accepted(database),
            cases.appointed(database)[0],
            cases.agreed(database),
            cases.agreed(database, "remote"),
            cases.terminated(database),
        ),
        "handler": (cases.declined(database),),
        "handler_cleared": (cases.verified(database), cases.verified(database, "not_file")),
    }
    for persona, several in walks.items():
        papers = sit(persona)
        for walk in several:
            due_here = due(papers, walk)
            for rule in RULES:
                paper = {"case_id": walk.id, "form": rule.form}
                try:
                    database.as_person(persona).run_command("draft_paper", paper, subject=uuid4())
                    answered = "done"
                except UserError as refused:
                    answered = refused.code
                assert (answered == "paper_not_due") is (rule.form not in due_here) or answered == "no_right"


def test_a_draft_is_gone_on_with_and_keeps_no_name(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("station")
    sheet = papers.prepare(walk.id, "acceptance_decision")
    kept = papers.draft(sheet, {**sheet.data, "contact": "值班员"})
    again = papers.prepare(walk.id, "acceptance_decision")

    assert again.id == kept.id
    assert again.data["contact"] == "值班员"
    assert again.data["addressee"] == NAME
    with database.superuser() as behind:
        stored = behind.execute("SELECT data::text FROM office.paper WHERE id = %s", (kept.id,)).fetchone()[0]
    assert NAME not in stored
    assert PHONE not in stored


def test_two_desks_on_one_draft_the_later_one_is_told(database: TestDatabase, sit):
    walk = cases.accepted(database)
    sheet = sit("station").draft(sit("station").prepare(walk.id, "acceptance_decision"))
    other = sit("clerk").prepare(walk.id, "acceptance_decision")
    sit("clerk").draft(other, {**other.data, "contact": "值班员"})
    with pytest.raises(StaleError):
        sit("station").issue(sheet, {**sheet.data, "contact": "另一个"})


def test_what_is_missing_or_cannot_be_drawn_is_said_and_takes_no_number(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("station")
    sheet = papers.prepare(walk.id, "acceptance_decision")
    wrong = {**sheet.data, "subject": "", "contact": "\U0001f600"}

    assert set(papers.troubles(sheet, wrong)) == {"subject", "contact"}
    assert "U+1F600" in papers.troubles(sheet, wrong)["contact"]
    with pytest.raises(UserError):
        papers.issue(sheet, wrong)
    again = papers.prepare(walk.id, "acceptance_decision")
    issued = papers.issue(again, {**again.data, "subject": SUBJECT, "contact": ""})
    before = papers.register(count=2).rows
    assert before[0].number == issued.number


def test_an_issued_paper_stays_as_it_was_printed(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("station")
    sheet = papers.draft(papers.prepare(walk.id, "acceptance_decision"))
    issued = papers.issue(sheet)
    copy = papers.print_copy(issued.paper_id, "副本")

    assert papers.bytes_of(issued.paper_id) == issued.pdf
    assert "副本" in read_back(copy)
    assert "副本" not in read_back(papers.bytes_of(issued.paper_id))
    with pytest.raises(UserError) as twice:
        papers.issue(sheet)
    assert twice.value.code == "not_now"


def test_a_voided_paper_keeps_its_number_in_the_register(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("station")
    issued = papers.issue(papers.prepare(walk.id, "acceptance_decision"))
    with pytest.raises(UserError) as alone:
        papers.void(issued.paper_id, "日期有误")
    assert alone.value.code == "no_right"
    sit("bureau_supervisor").void(issued.paper_id, "日期有误")

    line = next(row for row in papers.register().rows if row.id == issued.paper_id)
    assert (line.state, line.number, line.void_reason) == ("voided", issued.number, "日期有误")
    assert papers.issue(papers.prepare(walk.id, "acceptance_decision")).number != issued.number


def test_the_register_goes_on_by_keyset_and_is_found_by_number(database: TestDatabase, sit):
    papers = sit("clerk")
    for _ in range(3):
        walk = cases.accepted(database)
        issued = papers.issue(papers.prepare(walk.id, "acceptance_decision"))
    first = papers.register(count=2)
    rest = papers.register(after=first.rows[-1], count=2)

    assert first.more
    assert first.rows[0].number == issued.number
    assert not {row.id for row in first.rows} & {row.id for row in rest.rows}
    assert [row.id for row in papers.register(words=issued.number).rows] == [issued.paper_id]
    assert papers.register(words="100%").rows == ()


def test_a_neighbouring_bureau_sees_nothing_of_it(database: TestDatabase, sit):
    walk = cases.accepted(database)
    issued = sit("station").issue(sit("station").prepare(walk.id, "acceptance_decision"))
    other = sit("other_bureau")

    assert issued.paper_id not in {row.id for row in other.register().rows}
    for look in (other.bytes_of, other.open):
        with pytest.raises(UserError):
            look(issued.paper_id)
