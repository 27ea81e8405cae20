"""The desk's page of orders, by key: sent, answered for the enterprise, confirmed by the consumer, or a complaint."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from app.models.vocabulary import OrderState
from app.services.orders import BeforeComplaint, Consumer, Orders, OrderShelf, OwnOrders, Reply, Sent
from app.ui.commands import CommandId
from app.ui.orders.dialog import AskDialog
from app.ui.orders.page import OrdersPage
from app.ui.orders.send import OrderStart, SendOrderDialog
from app.ui.orders.steps import AnswerDialog
from app.ui.widgets.edits import TextEdit
from app.ui.widgets.picker import Pick
from tests.desks import Desks
from tests.factories import GYM
from tests.ui.orders.conftest import Sitting

Sit = Callable[[str], Sitting]


def an_order(desks: Desks, **more: object) -> Sent:
    desk = desks("operator")
    kept, desk.database.refuse_thread = desk.database.refuse_thread, None
    values: dict[str, object] = {
        "enterprise_id": GYM,
        "facts": "10月办理年卡3680元，门店搬迁后不愿再去，要求退还剩余费用；店方称活动卡一律不退。",
        "claim": "退还年卡余额",
        "amount": Decimal("3220.00"),
        "chosen_at": datetime(2026, 11, 20, 4, tzinfo=UTC),
        "chosen_how": "phone",
        "consumer": Consumer(name="赵一鸣", phone="13912345678"),
    }
    sent = Orders(desk).send(BeforeComplaint(**(values | more)))  # type: ignore[arg-type]
    desk.database.refuse_thread = kept
    return sent


def answered(desks: Desks, sent: Sent, *, agrees: bool) -> None:
    desk = desks("liaison")
    own = OwnOrders(desk)
    reply = Reply(
        contacted_at=datetime(2026, 11, 20, 6, tzinfo=UTC),
        contacted_how="phone",
        proposal="退还未使用的 3000 元，七日内到账。" if agrees else "活动卡按约定不退。",
        agrees=agrees,
        offered=Decimal(3000) if agrees else None,
        refusal_ground=None if agrees else "as_agreed",
    )
    own.answer(own.see(sent.id), reply)


def page_on(sitting: Sitting, sent: Sent) -> OrdersPage:
    page = OrdersPage(sitting.seat)
    sitting.open(page)
    page.choose(OrderShelf.ALL)
    sitting.until(lambda: page.list.select(sent.id))
    sitting.until(lambda: page._detail is not None and page._detail.row.id == sent.id)
    sitting.settle()
    return page


def dialog_of(page: OrdersPage, sitting: Sitting) -> AskDialog:
    found = [dialog for dialog in page.findChildren(AskDialog) if dialog.isVisible()]
    assert found, "no dialog opened"
    return found[-1]


def state_of(page: OrdersPage) -> OrderState | None:
    return page._detail.row.state if page._detail else None


def test_no_key_acts_on_the_order_one_has_just_left(sit: Sit, desks: Desks) -> None:
    first, second = an_order(desks), an_order(desks)
    sitting = sit("operator")
    page = page_on(sitting, first)
    assert CommandId.FAIL_ORDER in page.handlers()
    page.list.select(second.id)
    assert CommandId.FAIL_ORDER not in page.handlers()
    sitting.until(lambda: page._detail is not None and page._detail.row.id == second.id)
    assert CommandId.FAIL_ORDER in page.handlers()


def test_the_consumers_word_settles_an_answered_order(sit: Sit, desks: Desks) -> None:
    sent = an_order(desks)
    answered(desks, sent, agrees=True)
    sitting = sit("operator")
    page = page_on(sitting, sent)
    assert CommandId.CONFIRM_ORDER in page.handlers()
    assert CommandId.URGE_ORDER not in page.handlers()

    sitting.give(CommandId.CONFIRM_ORDER)
    dialog_of(page, sitting).submit()
    sitting.until(lambda: state_of(page) is OrderState.SETTLED)
    assert page._detail is not None
    assert page._detail.settled_amount == Decimal("3000.00")


def test_an_order_that_comes_to_nothing_becomes_a_complaint(sit: Sit, desks: Desks) -> None:
    sent = an_order(desks)
    answered(desks, sent, agrees=False)
    sitting = sit("operator")
    page = page_on(sitting, sent)
    sitting.give(CommandId.FAIL_ORDER)
    dialog = dialog_of(page, sitting)
    dialog.submit()
    assert dialog.isVisible()  # the reason is missing
    dialog.findChild(TextEdit).set_text("消费者不接受，要求投诉")
    dialog.submit()
    sitting.until(lambda: state_of(page) is OrderState.FAILED)
    sitting.give(CommandId.ORDER_TO_COMPLAINT)
    sitting.until(lambda: page._detail is not None and page._detail.followed_by_number is not None)
    assert CommandId.ORDER_TO_COMPLAINT not in page.handlers()


def test_an_order_that_fails_stays_in_front_though_it_leaves_the_pile(sit: Sit, desks: Desks) -> None:
    sent = an_order(desks)
    answered(desks, sent, agrees=False)
    sitting = sit("operator")
    page = page_on(sitting, sent)
    page.choose(OrderShelf.OPEN)
    sitting.until(lambda: page.list.select(sent.id))
    sitting.until(lambda: page._detail is not None and page._detail.row.id == sent.id)
    sitting.give(CommandId.FAIL_ORDER)
    dialog = dialog_of(page, sitting)
    dialog.findChild(TextEdit).set_text("消费者不接受，要求投诉")
    dialog.submit()

    sitting.until(lambda: state_of(page) is OrderState.FAILED)
    sitting.settle()

    assert page._detail is not None
    assert page._detail.row.id == sent.id
    assert CommandId.ORDER_TO_COMPLAINT in page.handlers()


def test_a_clerk_enters_the_reply_of_an_enterprise_with_its_evidence(sit: Sit, desks: Desks, tmp_path: Path) -> None:
    sent = an_order(desks)
    sitting = sit("operator")
    page = page_on(sitting, sent)
    sitting.give(CommandId.ANSWER_ORDER)
    dialog = dialog_of(page, sitting)
    assert isinstance(dialog, AnswerDialog)
    dialog.submit()
    assert dialog.isVisible()
    dialog.answer.agrees.set_value(True)
    dialog.answer.proposal.set_text("同意退款")
    dialog.submit()
    proof = tmp_path / "传真.pdf"
    proof.write_bytes(b"%PDF-1.4 fax")
    dialog.answer.proof.set_value(proof)
    dialog.source.setText("传真 2026-11-20")
    dialog.submit()
    sitting.until(lambda: state_of(page) is OrderState.ANSWERED)
    assert page._detail is not None
    assert page._detail.reply_source == "传真 2026-11-20"


def test_an_order_is_sent_for_a_consumer_who_chooses_it(sit: Sit, desks: Desks) -> None:
    sitting = sit("operator")
    page = OrdersPage(sitting.seat)
    sitting.open(page)
    sitting.give(CommandId.NEW)
    dialog = dialog_of(page, sitting)
    assert isinstance(dialog, SendOrderDialog)
    dialog.submit()
    assert dialog.isVisible()  # the enterprise is missing
    dialog.enterprise.set_pick(Pick(GYM, "金河欣鑫健身有限公司"))
    dialog.facts.set_text("按键发出的工单")
    dialog.name.setText("钱多多")
    dialog.phone.setText("13800138000")
    dialog.share.set_value(None)
    dialog.submit()
    sitting.until(lambda: not dialog.isVisible())
    sitting.until(lambda: any(row.claim == "" for row in page.model.rows()))
    assert sitting.seat.messages.noted().startswith("Order H2026-")


def test_from_a_complaint_no_consumer_is_asked_for(sit: Sit, desks: Desks) -> None:
    sitting = sit("handler")
    start = OrderStart(case_id=GYM, case_version=1, enterprise_id=GYM, enterprise="欣鑫健身", facts="退卡")
    dialog = SendOrderDialog(sitting.seat, sitting.window, start)
    dialog.open()
    assert not dialog.name.isVisible()
    dialog.submit()
    sitting.until(lambda: bool(dialog.trouble()))  # there is no such case, and what was typed stays
    assert dialog.facts.text() == "退卡"
    dialog.reject()
