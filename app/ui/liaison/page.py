"""The liaison's own page: the enterprise's orders, the one in front, and the form to answer it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from typing_extensions import override

from app.models.words import mark, tr
from app.services.orders import OwnOrder, OwnOrders
from app.ui.commands import CommandId, Where
from app.ui.liaison.answer import AnswerPanel
from app.ui.list_page import ListPage
from app.ui.orders.page import ORDER_NEWS
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
from app.ui.widgets.labels import words

SIZES = (740, 520)


class LiaisonPage(ListPage[OwnOrder]):
    """What the enterprise has been asked, what it has answered, and nothing else."""

    where = Where.ORDERS
    icon = "order"
    place = CommandId.GO_ORDERS

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "orders")
        self._own = OwnOrders(seat.desk)
        self._head = words(kind="heading")
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Your orders"))
        self.panel = AnswerPanel(seat, self._own)
        self.lay_out(self.panel, SIZES, above=[self._head])
        self.panel.answered.connect(self._answered)
        self.panel.failed.connect(self.failed)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Your orders")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list and of the form."""
        answered = dict(super().handlers())
        if self.panel.can_answer():
            answered[CommandId.ANSWER_ORDER] = self.panel.send
            answered[CommandId.ATTACH] = self.panel.choose_file
        return answered

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._head.setText(self._seat.desk.session.enterprise or "")
        super().retranslate()

    @override
    def nothing(self) -> tuple[str, str]:
        return tr("No order for you"), tr("When a consumer wants to settle with you, the order stands here.")

    @override
    def look(self, row: OwnOrder) -> None:
        if not self.panel.shows(row):
            order_id = row.id
            self.read_about(row, lambda: self._own.see(order_id), self._show)

    @override
    def open_row(self, row: OwnOrder) -> None:
        self.panel.begin()

    @override
    def heard(self, changes: tuple[Any, ...]) -> None:
        if any(change.what in ORDER_NEWS for change in changes):
            super().heard(changes)

    def _columns(self) -> tuple[Column[OwnOrder], ...]:
        return (
            Column("number", mark("Number"), lambda row: row.number, sample=number_samples, sortable=False),
            Column(
                "state",
                mark("State"),
                lambda row: tr("To be answered") if row.wants_answer else state_word(row.state),
                sample=lambda: [tr("To be answered"), *state_samples()],
                icon=lambda row: STATE_LOOKS[row.state][0],
                loud=lambda row: row.seen_at is None,
                sortable=False,
            ),
            Column(
                "due",
                mark("Reply due"),
                lambda row: due_word(row.due_at, self._today()) if row.wants_answer else f"{day(row.due_at):%m-%d}",
                sample=due_samples,
                tone=lambda row: due_tone(row.due_at, self._today()) if row.wants_answer else None,
                sortable=False,
            ),
            Column("claim", mark("Claim"), lambda row: row.claim or row.facts, stretches=True, sortable=False),
            Column(
                "amount", mark("Amount"), lambda row: money(row.amount), width=88, number=True, sortable=False, spare=1
            ),
        )

    def _fetch(self, want: Want[OwnOrder]) -> Batch[OwnOrder]:
        """Read a page; runs on another thread."""
        rows = self._own.rows(words=want.words, after=want.after, count=want.count + 1)
        return Batch(rows[: want.count], len(rows) > want.count)

    def _show(self, order: OwnOrder) -> None:
        self.model.put(order)
        self.panel.show_order(order)
        self.panel.show()

    def _answered(self, order: object) -> None:
        self.list.setFocus()
        if isinstance(order, OwnOrder):
            self._show(order)
            self._seat.messages.note(tr("Your answer has been sent; the office asks the consumer now."))
        else:
            self._seat.messages.note(tr("Kept on this computer; it is sent when the server is back."))
        self.handlers_changed.emit()

    def _today(self) -> date:
        return self._seat.desk.clock.today()
