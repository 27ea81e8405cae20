"""The liaison's own page: the enterprise's orders, the one in front, and the form to answer it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.models.words import mark, tr
from app.services.errors import OutageError, UserError
from app.services.orders import OwnOrder, OwnOrders
from app.ui.commands import CommandId, Where
from app.ui.liaison.answer import AnswerPanel
from app.ui.orders.words import STATE_LOOKS, day, due_tone, due_word, money, state_word
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import words
from app.ui.widgets.split import Split

LOOK_MS = 120
PANEL_WIDTH = 560


class LiaisonPage(Page):
    """What the enterprise has been asked, what it has answered, and nothing else."""

    where = Where.ORDERS
    icon = "order"
    place = CommandId.GO_ORDERS

    def __init__(self, seat: Seat) -> None:
        super().__init__("orders")
        self._seat = seat
        self._own = OwnOrders(seat.desk)
        self._head = words(kind="heading")
        self.banner = Banner(Tone.SOON)
        self.model = RowsModel(self._columns(), lambda row: row.id, self)
        self.feed = RowsFeed(self.model, seat.tasks, self._fetch)
        self.list = RowsView(self.model, "own_orders", seat.state, feed=self.feed, label=tr("Your orders"))
        self.panel = AnswerPanel(seat, self._own)
        self.panel.hide()
        split = Split("own_orders", seat.state, [self.list, self.panel], sizes=(700, PANEL_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, (16, 12, 16, 8))
        layout.addWidget(self.banner)
        layout.addWidget(self._head)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.list)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_now)
        self.list.moved.connect(lambda _: self._look.start())
        self.list.opened.connect(lambda _: self.panel.begin())
        self.feed.filled.connect(self._filled)
        self.feed.failed.connect(self._failed)
        self.panel.answered.connect(self._answered)
        self.panel.failed.connect(self._failed)
        seat.news.changed.connect(self._heard)
        seat.news.caught_up.connect(self.reload)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Your orders")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list and of the form."""
        answered: dict[CommandId, Callable[[], None]] = {
            CommandId.REFRESH: self.reload,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }
        if self.panel.can_answer():
            answered[CommandId.ANSWER_ORDER] = self.panel.send
            answered[CommandId.ATTACH] = self.panel.choose_file
        return answered

    @override
    def come_to_front(self) -> None:
        """Be looked at."""
        self.reload()
        self.list.setFocus()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._head.setText(self._seat.desk.session.enterprise or "")
        self.list.retranslate()
        self.list.empty.say(
            tr("No order for you"), tr("When a consumer wants to settle with you, the order stands here."), icon="order"
        )

    @override
    def leave(self) -> bool:
        """What was typed is a draft already."""
        return True

    def reload(self) -> None:
        """Read the orders again."""
        self.feed.reload()

    def _columns(self) -> tuple[Column[OwnOrder], ...]:
        return (
            Column("number", mark("Number"), lambda row: row.number, width=116, sortable=False),
            Column(
                "state",
                mark("State"),
                lambda row: tr("To be answered") if row.wants_answer else state_word(row.state),
                width=112,
                icon=lambda row: STATE_LOOKS[row.state][0],
                loud=lambda row: row.seen_at is None,
                sortable=False,
            ),
            Column(
                "due",
                mark("Reply due"),
                lambda row: due_word(row.due_at, self._today()) if row.wants_answer else f"{day(row.due_at):%m-%d}",
                width=150,
                tone=lambda row: due_tone(row.due_at, self._today()) if row.wants_answer else None,
                sortable=False,
            ),
            Column("claim", mark("Claim"), lambda row: row.claim or row.facts, stretches=True, sortable=False),
            Column("amount", mark("Amount"), lambda row: money(row.amount), width=88, number=True, sortable=False),
        )

    def _fetch(self, want: Want[OwnOrder]) -> Batch[OwnOrder]:
        """Read a page; runs on another thread."""
        rows = self._own.rows(after=want.after, count=want.count + 1)
        return Batch(rows[: want.count], len(rows) > want.count)

    def _step(self, direction: int) -> None:
        self.list.step(direction)

    def _look_now(self) -> None:
        row = self.list.current()
        if row is None:
            self.panel.hide()
            return
        if self.panel.shows(row):
            return
        order_id = row.id
        self._seat.tasks.run(lambda: self._own.see(order_id), self._show, self._failed, owner=self.panel)

    def _show(self, order: OwnOrder) -> None:
        self.model.put(order)
        self.panel.show_order(order)
        self.panel.show()
        self.handlers_changed.emit()

    def _answered(self, order: object) -> None:
        if isinstance(order, OwnOrder):
            self.model.put(order)
            self.panel.show_order(order)
            self._seat.messages.note(tr("Your answer has been sent; the office asks the consumer now."))
        else:
            self._seat.messages.note(tr("Kept on this computer; it is sent when the server is back."))
        self.handlers_changed.emit()

    def _filled(self) -> None:
        self.banner.say("")
        if self.list.current() is None:
            self.list.step(1)
        self._look.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached; this is how the list stood last."), tr("Again"), self.reload
            )
        elif isinstance(error, UserError):
            self._seat.messages.refuse(self.panel, error)
        else:
            raise error

    def _heard(self, changes: tuple[Any, ...]) -> None:
        if any(getattr(change, "what", "order") == "order" for change in changes):
            self.reload()

    def _today(self) -> date:
        return self._seat.desk.clock.today()
