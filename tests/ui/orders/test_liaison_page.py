"""The liaison's own window: only the own orders, seen on opening, answered from a draft that nothing loses."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app.models.vocabulary import OrderState
from app.services.orders import Orders, Sent
from app.ui.commands import CommandId
from app.ui.liaison.page import LiaisonPage
from tests.desks import Desks
from tests.ui.orders.conftest import Sitting
from tests.ui.orders.test_orders_page import an_order

Sit = Callable[[str], Sitting]


def page_on(sitting: Sitting, sent: Sent) -> LiaisonPage:
    page = LiaisonPage(sitting.seat)
    sitting.open(page)
    sitting.until(lambda: page.list.select(sent.id))
    sitting.until(lambda: page.panel._order is not None and page.panel._order.id == sent.id)
    sitting.settle()
    return page


def state_of(desks: Desks, sent: Sent) -> OrderState:
    return Orders(desks("operator")).detail(sent.id).row.state


def test_an_order_counts_as_seen_when_it_is_opened(sit: Sit, desks: Desks) -> None:
    sent = an_order(desks)
    page = page_on(sit("liaison"), sent)
    assert state_of(desks, sent) is OrderState.SEEN
    assert page.panel.can_answer()


def test_the_answer_is_sent_by_key_and_the_form_is_gone(sit: Sit, desks: Desks) -> None:
    sent = an_order(desks)
    sitting = sit("liaison")
    page = page_on(sitting, sent)
    sitting.give(CommandId.ANSWER_ORDER)  # nothing is typed yet: said beside the field
    assert page.panel.form.fields[2].error

    page.panel.form.agrees.set_value(False)
    page.panel.form.follow()
    page.panel.form.proposal.set_text("活动卡按约定不退。")
    page.panel.form.ground.set_value("as_agreed")
    sitting.give(CommandId.ANSWER_ORDER)
    sitting.until(lambda: not page.panel.can_answer())
    assert QApplication.focusWidget() is page.list.table
    assert state_of(desks, sent) is OrderState.ANSWERED
    assert Orders(desks("operator")).detail(sent.id).refusal_ground == "as_agreed"
    assert desks("liaison").drafts.drafts() == ()


def test_what_was_typed_stands_in_the_form_again(sit: Sit, desks: Desks) -> None:
    first, second = an_order(desks), an_order(desks)
    sitting = sit("liaison")
    page = page_on(sitting, first)
    page.panel.form.proposal.setFocus()
    page.panel.form.proposal.insertPlainText("退还一半，其余")
    sitting.until(lambda: any(d.draft_id == first.id for d in desks("liaison").drafts.drafts()))
    page.list.select(second.id)
    sitting.until(lambda: page.panel._order is not None and page.panel._order.id == second.id)
    assert page.panel.form.proposal.text() == ""
    page.list.select(first.id)
    sitting.until(lambda: page.panel._order is not None and page.panel._order.id == first.id)
    assert page.panel.form.proposal.text() == "退还一半，其余"


def test_the_consumer_is_shown_only_where_agreed(sit: Sit, desks: Desks) -> None:
    silent, agreed = an_order(desks), an_order(desks, consents_to_share=True, shares_identity=True)
    sitting = sit("liaison")
    page = page_on(sitting, silent)
    assert not page.panel.reveal.isVisible()
    page.list.select(agreed.id)
    sitting.until(page.panel.reveal.isVisible)
    page.panel.reveal.click()
    sitting.until(lambda: "13912345678" in page.panel.consumer.text())
    page.list.select(silent.id)
    sitting.until(lambda: page.panel._order is not None and page.panel._order.id == silent.id)
    assert "139" not in page.panel.consumer.text()


def test_another_enterprises_liaison_sees_none_of_it(sit: Sit, desks: Desks) -> None:
    an_order(desks)
    sitting = sit("other_liaison")
    page = LiaisonPage(sitting.seat)
    sitting.open(page)
    assert page.model.rows() == []
    QApplication.processEvents()
