"""What an operator has typed becomes a case, received when the law says, with nothing the law wants overlooked."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.models.receipt import Arrival
from app.models.tables.case import Case, Claim, ExternalRef
from app.models.tables.contact import Contact, ContactCase, Party
from app.models.vocabulary import Kind, PartyRole
from app.services import bootstrap
from app.services.bootstrap import Desk
from app.services.callers import Callers
from app.services.clock import LEGAL_ZONE, SystemClock
from app.services.completeness import Level, completeness
from app.services.drafts.draft import Stage
from app.services.errors import OutageError, UserError
from app.services.intake import Intake
from app.services.registration import NewCase, NewClaim, NewContact, NewParty, SourceNumber
from app.services.traders import Traders
from tests.factories import BUREAU, GYM, STATION
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS

SignIn = Callable[[str], Desk]


@pytest.fixture(scope="module")
def sign_in(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignIn]:
    with contextlib.ExitStack() as out:
        desks: dict[str, Desk] = {}

        def opens(persona: str) -> Desk:
            if persona not in desks:
                number = PERSONAS[persona].staff_number
                desk = bootstrap.sign_in(
                    database.enrolment, number, PASSWORD, clock=SystemClock(), folder=tmp_path_factory.mktemp(persona)
                )
                out.callback(desk.close)
                desks[persona] = desk
            return desks[persona]

        yield opens


@pytest.fixture
def desk(sign_in: SignIn) -> Desk:
    return sign_in("operator")


def a_call() -> NewContact:
    return NewContact(channel="phone", arrival=Arrival(contact_at=SystemClock().now()))


def a_complaint(**more: Any) -> NewCase:
    who = NewParty(
        role=PartyRole.COMPLAINANT,
        relation="self",
        name="李晓敏",
        phone="138 9341 6721",
        address="金河市城关区人民路6号",
    )
    typed: dict[str, Any] = {
        "kind": Kind.COMPLAINT,
        "channel": "phone",
        "contact": a_call(),
        "facts": "10月办年卡3680元，11月關門，要求退款。",
        "object_code": "20401",
        "problem_code": "0701",
        "amount_involved": Decimal("3680.00"),
        "enterprise_id": GYM,
        "respondent_name": "金河欣鑫健身有限公司",
        "respondent_address": "金河市城关区张掖路街道人民路66号",
        "parties": (who,),
        "claims": (NewClaim(code="refund", amount=Decimal("3220.00")), NewClaim(code="apology")),
    }
    return NewCase(**(typed | more))


def stored(desk: Desk, table: Any, *where: Any) -> list[dict[str, Any]]:
    with desk.database.read() as connection:
        return [dict(row) for row in connection.execute(select(table.__table__).where(*where)).mappings()]


def test_a_phone_complaint_is_registered_with_claims_party_and_contact(desk: Desk) -> None:
    case = a_complaint()
    saved = Intake(desk).save(case)

    row = stored(desk, Case, Case.id == case.case_id)[0]
    assert saved.number == row["number"]
    assert not saved.is_waiting
    assert row["received_basis"] == "contact"
    assert {claim["code"]: claim["amount"] for claim in stored(desk, Claim, Claim.case_id == case.case_id)} == {
        "refund": Decimal("3220.00"),
        "apology": None,
    }
    party = stored(desk, Party, Party.case_id == case.case_id)[0]
    assert (party["shown_name"], party["shown_phone"]) == ("李*敏", "138****6721")
    link = stored(desk, ContactCase, ContactCase.case_id == case.case_id)[0]
    assert stored(desk, Contact, Contact.id == link["contact_id"])[0]["state"] == "done"


def test_what_was_not_asked_is_stored_as_not_asked(desk: Desk) -> None:
    case = a_complaint(consent_publish=False)
    Intake(desk).save(case)
    row = stored(desk, Case, Case.id == case.case_id)[0]

    assert row["consent_publish"] is False
    assert row["consent_entrust"] is None
    assert row["for_daily_life"] is None


def test_a_traditional_text_is_found_by_simplified_words(desk: Desk) -> None:
    case = a_complaint(facts="購買的除濕機不能運轉")
    Intake(desk).save(case)
    found = desk.database.call_rows("search_cases", ["除湿机"], 10)

    assert [row["case_id"] for row in found] == [case.case_id]


def test_a_letter_counts_from_the_mail_rooms_signature(desk: Desk) -> None:
    signed = datetime(2026, 11, 18, 9, 30, tzinfo=LEGAL_ZONE)
    letter = NewContact(
        channel="letter",
        arrival=Arrival(contact_at=SystemClock().now(), signed_at=signed),
        postmarked_on=date(2026, 11, 16),
        arrived_on=date(2026, 11, 18),
        mail_number="XA12345678962",
        pages=3,
    )
    case = a_complaint(channel="letter", contact=letter)
    Intake(desk).save(case)
    row = stored(desk, Case, Case.id == case.case_id)[0]
    contact = stored(desk, Contact, Contact.id == letter.contact_id)[0]

    assert row["received_at"] == signed
    assert row["received_basis"] == contact["received_basis"] == "mail_room"
    assert (contact["postmarked_on"], contact["mail_number"], contact["pages"]) == (
        date(2026, 11, 16),
        "XA12345678962",
        3,
    )


def test_a_transfer_keeps_its_source_number_and_deadline(desk: Desk) -> None:
    deadline = datetime(2026, 11, 27, 18, tzinfo=LEGAL_ZONE)
    ref = SourceNumber(
        source="transfer_12345", number="JH20261120001", source_deadline=deadline, reply_due=date(2026, 11, 26)
    )
    case = a_complaint(channel="transfer_12345", external_refs=(ref,))
    Intake(desk).save(case)
    row = stored(desk, ExternalRef, ExternalRef.case_id == case.case_id)[0]

    assert (row["number"], row["source_deadline"], row["reply_due"]) == ("JH20261120001", deadline, date(2026, 11, 26))


def test_a_consultation_is_closed_when_it_is_saved(desk: Desk) -> None:
    case = NewCase(
        kind=Kind.CONSULTATION, channel="phone", contact=a_call(), facts="七天无理由退货怎么算？", closes=True
    )
    Intake(desk).save(case)

    assert stored(desk, Case, Case.id == case.case_id)[0]["state"] == "closed"


def test_a_case_is_saved_and_sent_on_in_one_step(desk: Desk) -> None:
    intake = Intake(desk)
    choices = intake.receivers()
    proposed = intake.proposed_receiver(STATION)
    case = a_complaint()
    assert proposed is not None
    saved = intake.save(case, distribute_to=proposed.id)
    row = stored(desk, Case, Case.id == case.case_id)[0]

    assert BUREAU in {unit.id for unit in choices}
    assert STATION not in {unit.id for unit in choices}
    assert proposed.id == BUREAU
    assert saved.distributed_to == BUREAU
    assert row["handling_unit_id"] == BUREAU
    assert row["state"] == "distributed"


def test_a_refused_distribution_leaves_the_case_saved_and_says_why(desk: Desk) -> None:
    case = a_complaint()
    saved = Intake(desk).save(case, distribute_to=uuid4())

    assert saved.number
    assert saved.trouble
    assert desk.outbox.counts().attention == 0


def test_a_second_save_of_the_same_draft_is_the_same_case(desk: Desk) -> None:
    case = a_complaint()
    draft = desk.drafts.open(case.case_id, "intake")
    desk.drafts.append(draft.draft_id, {"facts": case.facts})
    first = Intake(desk).save(case, draft_id=draft.draft_id)
    again = Intake(desk).save(case, draft_id=draft.draft_id)

    assert first.number == again.number
    assert desk.drafts.drafts(Stage.OPEN) == ()


def test_a_refused_save_gives_the_draft_back_with_all_that_was_typed(desk: Desk) -> None:
    case = a_complaint(amount_involved=Decimal(-1))
    draft = desk.drafts.open(case.case_id, "intake")
    desk.drafts.append(draft.draft_id, {"facts": case.facts})
    with pytest.raises(UserError):
        Intake(desk).save(case, draft_id=draft.draft_id)

    assert desk.drafts.load(draft.draft_id).fields["facts"] == case.facts
    assert desk.drafts.load(draft.draft_id).stage is Stage.OPEN
    assert Intake(desk).save(replace(case, amount_involved=None), draft_id=draft.draft_id).number


def test_while_the_server_is_away_case_and_distribution_wait_in_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_complaint()
    with monkeypatch.context() as away:

        def gone(*_: object, **__: object) -> dict[str, Any]:
            raise OutageError("away")

        away.setattr(desk.database, "run_command", gone)
        saved = Intake(desk).save(case, distribute_to=BUREAU)
        assert saved.is_waiting
        assert desk.outbox.counts().waiting == 2
    replayed = desk.replay()

    assert [item.command.kind for item in replayed.done] == ["register_case", "distribute"]
    assert stored(desk, Case, Case.id == case.case_id)[0]["handling_unit_id"] == BUREAU


def test_a_caller_who_asks_for_progress_is_a_contact_of_that_case(desk: Desk) -> None:
    case = a_complaint()
    Intake(desk).save(case)
    contact = replace(a_call(), outcome="progress", case_id=case.case_id)
    Intake(desk).save_contact(contact)
    link = stored(desk, ContactCase, ContactCase.contact_id == contact.contact_id)[0]
    known = Callers(desk).find(str(stored(desk, Case, Case.id == case.case_id)[0]["number"]))

    assert (link["case_id"], link["relation"]) == (case.case_id, "progress")
    assert known[0].number in Callers(desk).progress(known[0])


def test_a_number_that_has_called_before_shows_its_cases_but_never_a_report(sign_in: SignIn) -> None:
    desk = sign_in("operator")
    number = "13609310001"
    who = NewParty(role=PartyRole.COMPLAINANT, name="马建国", phone=number)
    case = a_complaint(parties=(who,), online=True, order_number="WX-77", platform_name="微信小店")
    Intake(desk).save(case)
    reporter = NewParty(role=PartyRole.REPORTER, name="马建国", phone=number)
    Intake(desk).save(a_complaint(kind=Kind.REPORT, parties=(reporter,), claims=()))
    card = Callers(desk).card("136 0931 0001")

    assert [known.case_id for known in card.cases] == [case.case_id]
    assert card.names == ("马*国",)
    assert card.open_cases == 1
    same = Callers(desk).same_matter(enterprise_id=GYM, order_number="WX-77", caller=card)
    assert {known.case_id for known in same} == {case.case_id}
    cleared = Callers(sign_in("operator_cleared")).card(number)
    assert len(cleared.cases) == 2


def test_a_trader_is_found_by_initials_by_name_and_by_credit_code(desk: Desk) -> None:
    traders = Traders(desk)
    by_initials = traders.find("xxjs")
    found = next(trader for trader in by_initials if trader.enterprise_id == GYM)
    assert traders.find("欣鑫健身")[0].enterprise_id == GYM
    assert traders.find(found.uscc)[0].enterprise_id == GYM
    assert traders.find("100%_") == ()
    before = traders.card(GYM)
    assert before is not None
    Intake(desk).save(a_complaint())
    after = traders.card(GYM)
    assert after is not None
    assert after.open_cases == before.open_cases + 1
    assert traders.card(UUID(int=1)) is None


def test_the_first_deadline_explains_itself(desk: Desk) -> None:
    reading = Intake(desk).first_clock(Kind.COMPLAINT, datetime(2026, 11, 20, 10, tzinfo=LEGAL_ZONE))
    assert reading is not None
    assert reading.due_on == date(2026, 12, 1)
    assert reading.steps
    assert Intake(desk).first_clock(Kind.CONSULTATION, SystemClock().now()) is None


def test_a_day_typed_by_hand_is_never_in_the_future(desk: Desk) -> None:
    intake = Intake(desk)
    today = intake.now().astimezone(LEGAL_ZONE).date()
    assert intake.instant_of(today) <= intake.now()
    assert intake.instant_of(today - timedelta(days=3)).astimezone(LEGAL_ZONE).hour == 12


def test_a_whole_complaint_lacks_nothing_the_law_asks_for() -> None:
    read = completeness(a_complaint())
    assert read.of(Level.STATUTORY) == ()
    assert read.share == 1.0
    assert "payment" in read.sentence


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({"parties": ()}, ["name", "phone", "address"]),
        ({"claims": ()}, ["claims"]),
        ({"facts": "  "}, ["facts"]),
        ({"respondent_name": "", "respondent_address": ""}, ["respondent", "respondent_address"]),
        ({"respondent_address": "", "online": True, "platform_name": "淘宝"}, []),
        ({"joint": True}, ["represented"]),
    ],
)
def test_what_the_law_asks_for_is_named_by_its_field(change: dict[str, Any], lacks: list[str]) -> None:
    read = completeness(a_complaint(**change))
    assert [missing.field for missing in read.of(Level.STATUTORY)] == lacks
    assert bool(lacks) == ("still missing" in read.sentence)


def test_an_agent_needs_the_original_power_of_attorney() -> None:
    agent = NewParty(role=PartyRole.AGENT, relation="agent", name="王芳", phone="13900000000")
    case = a_complaint()
    read = completeness(replace(case, parties=(*case.parties, agent)))
    assert [missing.field for missing in read.of(Level.STATUTORY)] == ["power_of_attorney"]
    held = replace(agent, original_power_of_attorney=True)
    assert completeness(replace(case, parties=(*case.parties, held))).of(Level.STATUTORY) == ()


def test_a_report_needs_a_clue_and_a_name_of_whom_but_nobodys_own_name() -> None:
    read = completeness(NewCase(kind=Kind.REPORT, channel="phone", contact=a_call(), facts="卖过期奶粉"))
    assert [missing.field for missing in read.of(Level.STATUTORY)] == ["respondent"]
    assert completeness(NewCase(kind=Kind.CONSULTATION, channel="phone", contact=a_call())).missing == ()
