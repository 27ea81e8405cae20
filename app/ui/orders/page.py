"""The desk's page of settlement orders: piles, list, and the order at the right with its next steps."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from typing_extensions import override

from app.models.vocabulary import OrderState, Permission
from app.models.words import mark, tr
from app.services.orders import NewComplaint, OrderDetail, OrderRow, Orders, OrderShelf
from app.services.orders.records import SHELF_TITLES, UNANSWERED
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.list_page import ListPage
from app.ui.orders import steps
from app.ui.orders.dialog import AskDialog
from app.ui.orders.panel import Action, OrderPanel
from app.ui.orders.send import SendOrderDialog
from app.ui.orders.words import (
    STATE_LOOKS,
    day,
    due_samples,
    due_tone,
    due_word,
    money,
    number_samples,
    state_samples,
    state_word,
)
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, Want
from app.ui.tables.rows import Column
from app.ui.widgets.segments import Segment, Segments

SIZES = (740, 460)
ORDER_NEWS = {"order", "everything"}
EMPTY: dict[OrderShelf, tuple[str, str]] = {
    OrderShelf.OPEN: (mark("No order is under way"), mark("Orders to enterprises stand here until they are settled.")),
    OrderShelf.ANSWERED: (mark("No answer waits for a consumer"), ""),
    OrderShelf.OVERDUE: (mark("No order is overdue"), ""),
    OrderShelf.ALL: (mark("There is no order yet"), mark("A consumer may choose to settle directly first.")),
}


class OrdersPage(ListPage[OrderRow]):
    """Settlement orders as the office handles them."""

    where = Where.ORDERS
    icon = "order"
    place = CommandId.GO_ORDERS

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "orders")
        self._orders = Orders(seat.desk)
        self._shelf = OrderShelf(seat.state.text("orders/shelf", OrderShelf.OPEN.value))
        self._detail: OrderDetail | None = None
        self._wanted: UUID | None = None
        self.shelves = Segments()
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Settlement orders"))
        self.panel = OrderPanel(seat.desk.codes)
        self.lay_out(self.panel, SIZES, above=[self.shelves])
        self.shelves.changed.connect(self.choose)
        self.feed.filled.connect(self._stand_on_wanted)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Settlement orders")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list, and those of the order in front."""
        answered = dict(super().handlers())
        if self._seat.desk.session.may(Permission.ORDER):
            answered[CommandId.NEW] = self.send
        return answered | {name: do for name, _, do in self._possible()}

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.shelves.set_segments([Segment(shelf, tr(title)) for shelf, title in SHELF_TITLES.items()])
        self.shelves.set_value(self._shelf)
        super().retranslate()

    @override
    def nothing(self) -> tuple[str, str]:
        reason, hint = EMPTY[self._shelf]
        return tr(reason), tr(hint) if hint else ""

    @override
    def look(self, row: OrderRow) -> None:
        order_id = row.id
        self.read_about(row, lambda: self._orders.detail(order_id), self._show)

    @override
    def look_away(self) -> None:
        self._detail = None

    @override
    def heard(self, changes: tuple[Any, ...]) -> None:
        if any(change.what in ORDER_NEWS for change in changes):
            super().heard(changes)

    def choose(self, shelf: Any) -> None:
        """Show another pile."""
        self._shelf = OrderShelf(shelf)
        self.shelves.set_value(self._shelf)
        self._seat.state.keep_text("orders/shelf", self._shelf.value)
        self.say_empty()
        self.reload()

    def send(self) -> None:
        """Send an order for a consumer who wants no complaint yet."""
        dialog = SendOrderDialog(self._seat, self)
        dialog.taken.connect(self._sent)
        dialog.open()

    def _columns(self) -> tuple[Column[OrderRow], ...]:
        return (
            Column("number", mark("Number"), lambda row: row.number, sample=number_samples, sortable=False),
            Column(
                "state",
                mark("State"),
                lambda row: state_word(row.state),
                sample=state_samples,
                icon=lambda row: STATE_LOOKS[row.state][0],
                sortable=False,
            ),
            Column(
                "due",
                mark("Reply due"),
                lambda row: due_word(row.due_at, self._today()) if row.is_open else f"{day(row.due_at):%m-%d}",
                sample=due_samples,
                tone=lambda row: due_tone(row.due_at, self._today()) if row.state in UNANSWERED else None,
                sortable=False,
            ),
            Column("enterprise", mark("Enterprise"), lambda row: row.enterprise, width=200, sortable=False, spare=2),
            Column("claim", mark("Claim"), lambda row: row.claim, stretches=True, sortable=False),
            Column(
                "amount", mark("Amount"), lambda row: money(row.amount), width=88, number=True, sortable=False, spare=1
            ),
            Column("case", mark("Case"), lambda row: row.case_number or "", width=104, sortable=False, spare=3),
        )

    def _fetch(self, want: Want[OrderRow]) -> Batch[OrderRow]:
        """Read a page; runs on another thread."""
        rows = self._orders.rows(self._shelf, words=want.words, after=want.after, count=want.count + 1)
        return Batch(rows[: want.count], len(rows) > want.count)

    def _possible(self) -> list[tuple[CommandId, str, Callable[[], None]]]:
        """Name the steps the order in front allows now, the likeliest first."""
        detail = self._detail
        if detail is None or not self._seat.desk.session.may(Permission.ORDER):
            return []
        found: list[tuple[CommandId, str, Callable[[], None]]] = []
        if detail.row.state is OrderState.ANSWERED:
            found.append((CommandId.CONFIRM_ORDER, "primary", lambda: self._ask(steps.confirm)))
        if detail.row.state in UNANSWERED:
            found.append((CommandId.URGE_ORDER, "", lambda: self._ask(steps.urge)))
            found.append((CommandId.ANSWER_ORDER, "", lambda: self._ask(steps.answer_for)))
        if detail.row.is_open:
            found.append((CommandId.FAIL_ORDER, "", self._fail))
        if detail.may_become_complaint:
            found.append((CommandId.ORDER_TO_COMPLAINT, "primary", self._follow))
        return found

    def _ask(self, make: Callable[[Seat, OrderDetail, "OrdersPage"], AskDialog]) -> None:
        if self._detail is not None:
            dialog = make(self._seat, self._detail, self)
            dialog.taken.connect(lambda _: self.reload())
            dialog.open()

    def _fail(self) -> None:
        """Ask why it came to nothing; the order stays in front though it leaves this pile: a complaint may follow."""
        detail = self._detail
        if detail is not None:
            dialog = steps.fail(self._seat, detail, self)
            dialog.taken.connect(lambda _: self._keep_in_front(detail.row.id))
            dialog.open()

    def _keep_in_front(self, order_id: UUID) -> None:
        self._wanted = order_id
        self.choose(OrderShelf.ALL)

    def _stand_on_wanted(self) -> None:
        if self._wanted is not None and self.list.select(self._wanted):
            self._wanted = None

    def _follow(self) -> None:
        detail = self._detail
        if detail is not None:
            self._seat.tasks.run(lambda: self._orders.follow(detail), self._followed, self.failed, owner=self)

    def _followed(self, complaint: NewComplaint) -> None:
        self._seat.messages.note(tr("Complaint {number} has begun; it is in the work list.", number=complaint.number))
        self.reload()

    def _sent(self, sent: Any) -> None:
        self._seat.messages.note(tr("Order {number} is on its way.", number=sent.number))
        self.choose(OrderShelf.OPEN)

    def _show(self, detail: OrderDetail) -> None:
        self._detail = detail
        actions: list[Action] = []
        for name, kind, do in self._possible():
            row = command(name)
            actions.append((tr(row.title), key_text(row), kind, do))
        self.panel.show_order(detail, actions)
        self.panel.show()

    def _today(self) -> date:
        return self._seat.desk.clock.today()
