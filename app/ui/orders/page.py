"""The desk's page of settlement orders: piles, list, and the order at the right with its next steps."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.models.vocabulary import OrderState, Permission
from app.models.words import mark, tr
from app.services.errors import OutageError, StaleError, UserError
from app.services.orders import NewComplaint, OrderDetail, OrderRow, Orders, OrderShelf
from app.services.orders.records import SHELF_TITLES, UNANSWERED
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.orders import steps
from app.ui.orders.dialog import AskDialog
from app.ui.orders.panel import Action, OrderPanel
from app.ui.orders.send import SendOrderDialog
from app.ui.orders.words import STATE_LOOKS, day, due_tone, due_word, money, state_word
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.segments import Segment, Segments
from app.ui.widgets.split import Split

LOOK_MS = 120
PANEL_WIDTH = 400
EMPTY: dict[OrderShelf, tuple[str, str]] = {
    OrderShelf.OPEN: (mark("No order is under way"), mark("Orders to enterprises stand here until they are settled.")),
    OrderShelf.ANSWERED: (mark("No answer waits for a consumer"), ""),
    OrderShelf.OVERDUE: (mark("No order is overdue"), ""),
    OrderShelf.ALL: (mark("There is no order yet"), mark("A consumer may choose to settle directly first.")),
}


class OrdersPage(Page):
    """Settlement orders as the office handles them."""

    where = Where.ORDERS
    icon = "order"
    place = CommandId.GO_ORDERS

    def __init__(self, seat: Seat) -> None:
        super().__init__("orders")
        self._seat = seat
        self._orders = Orders(seat.desk)
        self._shelf = OrderShelf(seat.state.text("orders/shelf", OrderShelf.OPEN.value))
        self._detail: OrderDetail | None = None
        self.shelves = Segments()
        self.banner = Banner(Tone.SOON)
        self.model = RowsModel(self._columns(), lambda row: row.id, self)
        self.feed = RowsFeed(self.model, seat.tasks, self._fetch)
        self.list = RowsView(self.model, "orders", seat.state, feed=self.feed, label=tr("Settlement orders"))
        self.panel = OrderPanel(seat.desk.codes)
        self.panel.hide()
        split = Split("orders", seat.state, [self.list, self.panel], sizes=(800, PANEL_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, 8)
        layout.addWidget(self.banner)
        layout.addWidget(self.shelves)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.list)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_now)
        self.shelves.changed.connect(self.choose)
        self.list.moved.connect(lambda _: self._look.start())
        self.feed.filled.connect(self._filled)
        self.feed.failed.connect(self._failed)
        seat.news.changed.connect(self._heard)
        seat.news.caught_up.connect(self.reload)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Settlement orders")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list, and those of the order in front."""
        answered: dict[CommandId, Callable[[], None]] = {
            CommandId.REFRESH: self.reload,
            CommandId.FILTER: self.list.start_filter,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }
        if self._seat.desk.session.may(Permission.ORDER):
            answered[CommandId.NEW] = self.send
        return answered | {name: do for name, _, do in self._possible()}

    @override
    def come_to_front(self) -> None:
        """Be looked at."""
        self.reload()
        self.list.setFocus()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.shelves.set_segments([Segment(shelf, tr(title)) for shelf, title in SHELF_TITLES.items()])
        self.shelves.set_value(self._shelf)
        self.list.retranslate()
        self._say_empty()
        if self._detail is not None:
            self._show(self._detail)

    def choose(self, shelf: Any) -> None:
        """Show another pile."""
        self._shelf = OrderShelf(shelf)
        self.shelves.set_value(self._shelf)
        self._seat.state.keep_text("orders/shelf", self._shelf.value)
        self._say_empty()
        self.feed.reload()

    def reload(self) -> None:
        """Read the list and the order in front again."""
        self.feed.reload()
        self._look.start()

    def send(self) -> None:
        """Send an order for a consumer who wants no complaint yet."""
        dialog = SendOrderDialog(self._seat, self)
        dialog.taken.connect(self._sent)
        dialog.open()

    def _columns(self) -> tuple[Column[OrderRow], ...]:
        return (
            Column("number", mark("Number"), lambda row: row.number, width=116, sortable=False),
            Column(
                "state",
                mark("State"),
                lambda row: state_word(row.state),
                width=104,
                icon=lambda row: STATE_LOOKS[row.state][0],
                sortable=False,
            ),
            Column(
                "due",
                mark("Reply due"),
                lambda row: due_word(row.due_at, self._today()) if row.is_open else f"{day(row.due_at):%m-%d}",
                width=140,
                tone=lambda row: due_tone(row.due_at, self._today()) if row.state in UNANSWERED else None,
                sortable=False,
            ),
            Column("enterprise", mark("Enterprise"), lambda row: row.enterprise, width=200, sortable=False),
            Column("claim", mark("Claim"), lambda row: row.claim, stretches=True, sortable=False),
            Column("amount", mark("Amount"), lambda row: money(row.amount), width=88, number=True, sortable=False),
            Column("case", mark("Case"), lambda row: row.case_number or "", width=104, sortable=False),
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
            found.append((CommandId.FAIL_ORDER, "", lambda: self._ask(steps.fail)))
        if detail.may_become_complaint:
            found.append((CommandId.ORDER_TO_COMPLAINT, "primary", self._follow))
        return found

    def _ask(self, make: Callable[[Seat, OrderDetail, "OrdersPage"], AskDialog]) -> None:
        if self._detail is not None:
            dialog = make(self._seat, self._detail, self)
            dialog.taken.connect(lambda _: self.reload())
            dialog.open()

    def _follow(self) -> None:
        detail = self._detail
        if detail is not None:
            self._seat.tasks.run(lambda: self._orders.follow(detail), self._followed, self._failed, owner=self)

    def _followed(self, complaint: NewComplaint) -> None:
        self._seat.messages.note(tr("Complaint {number} has begun; it is in the work list.", number=complaint.number))
        self.reload()

    def _sent(self, sent: Any) -> None:
        self._seat.messages.note(tr("Order {number} is on its way.", number=sent.number))
        self.choose(OrderShelf.OPEN)

    def _step(self, direction: int) -> None:
        self.list.step(direction)

    def _look_now(self) -> None:
        row = self.list.current()
        if row is None:
            self._detail = None
            self.panel.hide()
            self.handlers_changed.emit()
            return
        order_id = row.id
        self._seat.tasks.run(lambda: self._orders.detail(order_id), self._show, self._failed, owner=self.panel)

    def _show(self, detail: OrderDetail) -> None:
        self._detail = detail
        actions: list[Action] = []
        for name, kind, do in self._possible():
            row = command(name)
            actions.append((tr(row.title), key_text(row), kind, do))
        self.panel.show_order(detail, actions)
        self.panel.show()
        self.handlers_changed.emit()

    def _filled(self) -> None:
        self.banner.say("")
        self._say_empty()
        if self.list.current() is None:
            self.list.step(1)
        self._look.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached; this is how the list stood last."), tr("Again"), self.reload
            )
        elif isinstance(error, StaleError):
            self._seat.messages.note(tr("A colleague has just changed this order; it is shown anew."))
            self.reload()
        elif isinstance(error, UserError):
            self._seat.messages.note(error.text)
        else:
            raise error

    def _heard(self, changes: tuple[Any, ...]) -> None:
        if any(getattr(change, "what", "order") == "order" for change in changes):
            self.reload()

    def _say_empty(self) -> None:
        reason, hint = EMPTY[self._shelf]
        if self.feed.want.words:
            self.list.empty.say(tr("No order says “{words}”", words=self.feed.want.words), tr("Esc shows all again."))
        else:
            self.list.empty.say(tr(reason), tr(hint) if hint else "", icon="order")

    def _today(self) -> date:
        return self._seat.desk.clock.today()
