"""The centre's own records: offered when there is something to record, filled from the case, read back."""

from uuid import uuid4

from app.services.clock import SystemClock
from tests.factories import Walk, a_person, a_served_way, register
from tests.office import TestDatabase
from tests.services.papers import cases
from tests.services.papers.cases import NAME, PHONE, TRADER, read_back

TODAY = SystemClock().today()
OWN = {"mediation_minutes", "consultation_record", "followup_record", "service_receipt"}


def offered(papers, walk) -> set[str]:
    return {offer.form for offer in papers.offered(walk.id) if offer.may_be_made} & OWN


def made(papers, walk, form, **changes):
    sheet = papers.prepare(walk.id, form)
    issued = papers.issue(sheet, {**sheet.data, **changes})
    text = read_back(papers.bytes_of(issued.paper_id))
    assert issued.number in text
    return text, issued


def test_the_minutes_of_a_mediation_say_who_when_what_and_how_it_ended(database: TestDatabase, sit):
    walk = cases.agreed(database)
    assert offered(sit("station"), walk) == {"mediation_minutes"}
    text, issued = made(sit("station"), walk, "mediation_minutes")

    assert issued.number.startswith(f"金城市监调录〔{TODAY.year}〕第")
    for words in (
        walk.number,
        NAME,
        TRADER,
        "张掖路市场监管所调解室",
        "孙丽、王强",
        "☑现场",
        "双方到场",
        "退还3220元",
        "☑是□否",
    ):
        assert words in text


def test_an_answered_consultation_has_its_record_at_the_centre(database: TestDatabase, sit):
    operator = database.as_person("operator")
    walk = Walk(register(operator, "consultation", parties=[a_person("caller")], claims=[]))
    assert offered(sit("centre_clerk"), walk) == set()
    walk.step(operator, "answer", answer="七日内可以无理由退货。")
    text, issued = made(sit("centre_clerk"), walk, "consultation_record")

    assert issued.number.startswith(f"金市监咨登〔{TODAY.year}〕第")
    for words in (NAME, PHONE, "来电", "七日内可以无理由退货。", "王敏"):
        assert words in text


def test_a_follow_up_call_has_its_record(database: TestDatabase, sit):
    walk = cases.agreed(database)
    station = database.as_person("station")
    walk.step(station, "record_service", **a_served_way("decision", "complainant"))
    walk.step(station, "enter_ledger", id=str(uuid4()), remedy="refund", stage="agreed", amount="3220.00")
    walk.step(station, "close")
    walk.step(
        database.as_person("operator"), "follow_up", outcome="reached", process="very_satisfied", result="no_answer"
    )
    assert "followup_record" in offered(sit("clerk"), walk)
    text, _ = made(sit("clerk"), walk, "followup_record")

    for words in (walk.number, NAME, PHONE, "第1次", "☑接通", "☑非常满意", "☑未评价", "王敏"):
        assert words in text


def test_a_served_paper_has_its_proof_of_service(database: TestDatabase, sit):
    walk, papers = cases.accepted(database), sit("clerk")
    assert offered(papers, walk) == set()
    sheet = papers.open(papers.issue(papers.prepare(walk.id, "acceptance_decision")).paper_id)
    papers.record_service(sheet, sheet.addressees[0], way="post", result="posted", mail_number="XA12345678944")
    text, _ = made(papers, walk, "service_receipt")

    for words in ("投诉受理决定书", sheet.number, NAME, "☑邮寄送达", "XA12345678944"):
        assert words in text


def test_a_records_names_are_not_stored_with_its_draft(database: TestDatabase, sit):
    walk = cases.agreed(database)
    papers = sit("station")
    kept = papers.draft(papers.prepare(walk.id, "mediation_minutes"))
    with database.superuser() as behind:
        stored = behind.execute("SELECT data::text FROM office.paper WHERE id = %s", (kept.id,)).fetchone()[0]
    assert NAME not in stored
