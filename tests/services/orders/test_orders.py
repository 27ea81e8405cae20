"""Settlement orders: the consumer's confirmation, not the enterprise's word, makes one settled."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.models.vocabulary import OrderState
from app.services.blobs import Blobs
from app.services.errors import StaleError, UserError
from app.services.orders import (
    BeforeComplaint,
    Consumer,
    Orders,
    OrderShelf,
    OwnOrder,
    OwnOrders,
    Reply,
    Sent,
    WithinComplaint,
)
from tests.desks import Desks
from tests.factories import BUREAU, GYM, Walk, a_call, register
from tests.office import TestDatabase

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def before_complaint(desks: Desks, **more: object) -> Sent:
    values: dict[str, object] = {
        "enterprise_id": GYM,
        "facts": "办卡三个月后门店搬迁，不愿再去，想退余额。",
        "claim": "退还余额",
        "amount": Decimal("1200.00"),
        "chosen_at": NOON,
        "chosen_how": "phone",
        "consumer": Consumer(name="赵一鸣", phone="13912345678"),
    }
    return Orders(desks("operator")).send(BeforeComplaint(**(values | more)))  # type: ignore[arg-type]


def shared(desks: Desks) -> Sent:
    return before_complaint(desks, consents_to_share=True, shares_identity=True)


def own(desks: Desks, sent: Sent) -> OwnOrder:
    return next(row for row in OwnOrders(desks("liaison")).rows() if row.id == sent.id)


def reply(**more: object) -> Reply:
    values: dict[str, object] = {
        "contacted_at": NOON + timedelta(hours=3),
        "contacted_how": "phone",
        "proposal": "退还未使用部分 1100 元。",
        "agrees": True,
        "offered": Decimal("1100.00"),
    }
    return Reply(**(values | more))  # type: ignore[arg-type]


def test_a_liaison_finds_an_own_order_by_any_of_its_words(desks: Desks) -> None:
    sent = before_complaint(desks, facts="储值卡余额三百元，要求退还。")
    liaison = OwnOrders(desks("liaison"))
    for words in (sent.number.lower(), "储值卡余额"):
        assert sent.id in {row.id for row in liaison.rows(words=words)}
    assert liaison.rows(words="储%额") == []


def test_an_order_is_sent_seen_answered_and_settled_by_the_consumers_word(desks: Desks) -> None:
    orders, liaison = Orders(desks("operator")), OwnOrders(desks("liaison"))
    sent = before_complaint(desks)
    assert sent.number.startswith("H2026-")

    opened = liaison.see(sent.id)
    assert (opened.state, opened.wants_answer) == (OrderState.SEEN, True)
    after = liaison.answer(opened, reply())
    assert after is not None
    assert after.state is OrderState.ANSWERED
    waiting = next(row for row in orders.rows(OrderShelf.ANSWERED) if row.id == sent.id)
    assert waiting.offered == Decimal("1100.00")
    orders.confirm(sent.id, waiting.version, "phone", Decimal("1100.00"))

    detail = orders.detail(sent.id)
    assert detail.row.state is OrderState.SETTLED
    assert [step.event for step in detail.events] == ["settled", "answered", "seen", "sent"]
    assert detail.events[1].person == ""
    assert detail.consumer == "赵*鸣 139****5678"
    assert detail.chosen is not None
    assert own(desks, sent).settled_amount == Decimal("1100.00")


def test_a_liaison_sees_only_the_own_enterprises_orders(desks: Desks) -> None:
    sent = before_complaint(desks)
    other = OwnOrders(desks("other_liaison"))
    assert sent.id not in {row.id for row in other.rows()}
    with pytest.raises(UserError) as refused:
        other.see(sent.id)
    assert refused.value.code == "not_found"


def test_name_and_phone_open_only_with_consent_and_while_the_order_is_open(desks: Desks) -> None:
    liaison = OwnOrders(desks("liaison"))
    silent, agreed = before_complaint(desks), shared(desks)
    with pytest.raises(UserError) as refused:
        liaison.consumer(silent.id)
    assert refused.value.code == "no_right"

    (person,) = liaison.consumer(agreed.id)
    assert (person.name, person.phone) == ("赵一鸣", "13912345678")
    assert own(desks, agreed).may_ask_consumer
    Orders(desks("operator")).fail(agreed.id, agreed.version, "双方未能谈妥")
    with pytest.raises(UserError):
        liaison.consumer(agreed.id)


def test_a_name_goes_to_an_enterprise_only_with_recorded_consent(desks: Desks) -> None:
    with pytest.raises(UserError) as refused:
        before_complaint(desks, shares_identity=True)
    assert (refused.value.code, refused.value.field) == ("consent_missing", "shares_identity")


def test_a_failed_order_becomes_a_new_linked_complaint_with_its_consumer(desks: Desks, database: TestDatabase) -> None:
    orders = Orders(desks("operator"))
    sent = before_complaint(desks)
    version = orders.urge(sent.id, sent.version, "phone")
    refusal = reply(agrees=False, offered=None, proposal="按合同不退。", refusal_ground="as_agreed")
    OwnOrders(desks("liaison")).answer(own(desks, sent), refusal)
    with pytest.raises(StaleError):
        orders.fail(sent.id, version, "不接受")
    orders.fail(sent.id, orders.detail(sent.id).row.version, "消费者不接受")

    detail = orders.detail(sent.id)
    assert detail.may_become_complaint
    complaint = orders.follow(detail)

    after = orders.detail(sent.id)
    assert (after.followed_by_number, after.may_become_complaint) == (complaint.number, False)
    with database.superuser() as behind:
        row = behind.execute(
            "SELECT c.kind, c.state, p.role, i.name"
            " FROM office.cases c JOIN office.party p ON p.case_id = c.id"
            " JOIN office.party_identity i ON i.party_id = p.id WHERE c.id = %s",
            (complaint.id,),
        ).fetchone()
    assert row[:4] == ("complaint", "registered", "complainant", "赵一鸣")
    with pytest.raises(UserError):
        orders.follow(detail)


def test_an_order_nobody_answers_in_time_expires_and_may_become_a_complaint(
    desks: Desks, database: TestDatabase
) -> None:
    orders = Orders(desks("operator"))
    sent = before_complaint(desks)
    with database.superuser() as behind:
        behind.execute(
            "UPDATE office.settlement_order SET due_at = now() - interval '1 minute' WHERE id = %s", (sent.id,)
        )
    assert database.as_worker().call("expire_orders") == 1

    detail = orders.detail(sent.id)
    assert (detail.row.state, detail.may_become_complaint) == (OrderState.EXPIRED, True)
    assert sent.id in {row.id for row in orders.rows(OrderShelf.OVERDUE)}
    with pytest.raises(UserError):
        OwnOrders(desks("liaison")).answer(own(desks, sent), reply())


def distributed(database: TestDatabase) -> Walk:
    walk = Walk(register(database.as_person("operator"), consent_share_identity=True))
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    return walk


def test_inside_a_complaint_the_reply_is_due_two_working_days_before_the_decision(
    desks: Desks, database: TestDatabase
) -> None:
    orders, walk = Orders(desks("handler")), distributed(database)
    order = WithinComplaint(
        case_id=walk.id,
        case_version=walk.version,
        enterprise_id=GYM,
        facts="退年卡余额",
        amount=Decimal(3220),
        shares_identity=True,
    )
    sent = orders.send(order)
    with database.superuser() as behind:
        due, reply_by = behind.execute(
            "SELECT k.due_on, (SELECT day FROM office.work_calendar w WHERE is_workday AND ordinal ="
            " (SELECT ordinal FROM office.work_calendar d WHERE d.day = k.due_on) - 2)"
            " FROM office.case_clock k WHERE k.case_id = %s AND k.key = 'accept_decision'",
            (walk.id,),
        ).fetchone()
    assert sent.due_at.astimezone(desks("handler").clock.zone).date() == reply_by < due  # type: ignore[attr-defined]
    assert sent.case_version == walk.version + 1
    (person,) = OwnOrders(desks("liaison")).consumer(sent.id)
    assert person.name == "李晓敏"
    row = orders.row(sent.id)
    assert row is not None
    assert row.case_number == walk.number
    with pytest.raises(UserError) as refused:
        orders.send(
            WithinComplaint(case_id=walk.id, case_version=walk.version + 1, enterprise_id=GYM, facts="再发一次")
        )
    assert refused.value.code == "order_open"


@pytest.mark.parametrize("kind", ["report", "consultation"])
def test_a_report_or_a_consultation_never_goes_to_an_enterprise(
    desks: Desks, database: TestDatabase, kind: str
) -> None:
    case = register(database.as_person("operator_cleared"), kind)
    order = WithinComplaint(case_id=case["id"], case_version=case["version"], enterprise_id=GYM, facts="x")
    with pytest.raises(UserError) as refused:
        Orders(desks("operator_cleared")).send(order)
    assert refused.value.code == "complaints_only"


def test_a_clerk_answers_for_an_enterprise_only_with_source_and_evidence(desks: Desks) -> None:
    desk = desks("operator")
    orders, sent = Orders(desk), before_complaint(desks)
    with pytest.raises(UserError) as refused:
        orders.answer_for(sent.id, sent.version, reply(), "传真")
    assert refused.value.field == "proof_blob_id"
    proof = Blobs(desk).put(b"fax", "image/tiff")
    orders.answer_for(sent.id, sent.version, reply(proof_blob_id=proof), "传真 2026-11-20")
    detail = orders.detail(sent.id)
    assert (detail.reply_source, detail.proof_blob_id) == ("传真 2026-11-20", proof)


def test_a_shelf_goes_on_page_after_page_and_is_searched(desks: Desks) -> None:
    orders = Orders(desks("operator"))
    marked = [before_complaint(desks, facts=f"翻页样本 {place}") for place in range(5)]
    for shelf in (OrderShelf.OPEN, OrderShelf.ALL):
        found, last = [], None
        while page := orders.rows(shelf, words="翻页样本", after=last, count=2):
            found += [row.id for row in page]
            last = page[-1]
        assert sorted(found) == sorted(sent.id for sent in marked)
    assert orders.rows(OrderShelf.ALL, words="%") == []
    assert orders.rows(OrderShelf.ALL, words=marked[0].number)[0].id == marked[0].id


def test_the_enterprises_list_goes_on_page_after_page(desks: Desks) -> None:
    liaison = OwnOrders(desks("liaison"))
    whole = [row.id for row in liaison.rows(count=1000)]
    found, last = [], None
    while page := liaison.rows(after=last, count=3):
        found += [row.id for row in page]
        last = page[-1]
    assert found == whole


def test_another_unit_does_not_see_a_units_orders(desks: Desks, database: TestDatabase) -> None:
    walk = distributed(database)
    sent = Orders(desks("handler")).send(
        WithinComplaint(case_id=walk.id, case_version=walk.version, enterprise_id=GYM, facts="退卡")
    )
    assert Orders(desks("other_bureau")).row(sent.id) is None
    assert Orders(desks("operator")).row(sent.id) is not None


def test_a_contact_may_carry_an_order_before_there_is_a_complaint(desks: Desks) -> None:
    desk = desks("operator")
    contact = a_call(outcome="progress")
    contact["outcome"] = desk.codes.choices("contact_outcome")[0].code
    answer = desk.command("register_contact", contact)
    sent = before_complaint(desks, contact_id=answer["id"])
    assert str(Orders(desk).detail(sent.id).contact_id) == answer["id"]


def test_an_answer_typed_in_a_draft_is_sent_once_and_the_draft_put_away(desks: Desks) -> None:
    desk, sent = desks("liaison"), before_complaint(desks)
    own_orders = OwnOrders(desk)
    order = own_orders.see(sent.id)
    desk.drafts.open(sent.id, "answer_order", title=order.number)
    desk.drafts.append(sent.id, {"proposal": "同意"})
    after = own_orders.answer(order, reply(), draft_id=sent.id)
    assert after is not None
    assert after.state is OrderState.ANSWERED
    assert sent.id not in {draft.draft_id for draft in desk.drafts.drafts()}
