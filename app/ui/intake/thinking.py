"""What the desk works out while one types: who calls, which trader, what is missing and due, where it goes."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.models.identity_numbers import describe_phone
from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.callers import CallerCard, Callers
from app.services.completeness import completeness
from app.services.errors import OutageError, UserError
from app.services.intake import Intake
from app.services.registration import ANSWERED_AT_ONCE, NewCase
from app.services.traders import Trader, TraderCard, Traders
from app.ui.intake.sheet import Sheet
from app.ui.seat import Seat

THINK_MS = 200


class Thinking(QObject):
    """Fills the cards and the line below the form; lives as long as its sheet."""

    def __init__(self, seat: Seat, sheet: Sheet, case: Callable[[], NewCase]) -> None:
        """Take ``case``, which reads the form as it stands."""
        super().__init__(sheet)
        self._seat = seat
        self._sheet = sheet
        self._case = case
        self._intake = Intake(seat.desk)
        self._callers = Callers(seat.desk)
        self._traders = Traders(seat.desk)
        self.caller: CallerCard | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(THINK_MS)
        self._timer.timeout.connect(self.think)
        form = sheet.form
        form.changed.connect(self.soon)
        form.shape_changed.connect(self.soon)
        form.who.number_known.connect(self.number_known)
        form.against.trader_changed.connect(self._trader_changed)

    def soon(self) -> None:
        """Think when the hands pause."""
        self._timer.start()

    def forget(self) -> None:
        """Know nothing: a new contact."""
        self.caller = None
        self._sheet.knowledge.forget()
        self.think()

    def think(self) -> None:
        """Work out what is missing, what is due, and where it goes."""
        case = self._case()
        read = completeness(case)
        received = self._intake.received(case.channel, case.contact.arrival)
        trader = self._sheet.form.against.trader
        receiver = self._intake.proposed_receiver(trader.authority_id) if trader and read.wanted else None
        self._sheet.knowledge.show_next(self._intake.first_clock(case.kind, received.at), read, receiver)
        self._sheet.footer.show_state(
            read, answerable=case.kind in ANSWERED_AT_ONCE, may_distribute=self._intake.may_distribute()
        )
        self._look_for_the_same(case)

    def number_known(self, number: str) -> None:
        """Show whose number it is and who has called by it before."""
        heading = tr("Call") if self._sheet.form.opening.behaviour() == "phone" else tr("Contact")
        tasks, call = self._seat.tasks, self._sheet.call
        tasks.run(lambda: describe_phone(number), lambda phone: call.show_phone(heading, phone), owner=self)
        tasks.run(lambda: self._callers.card(number), self._show_caller, quietly, owner=self)

    def ask_trader(self, enterprise_id: UUID, *, show: bool = False) -> None:
        """Show what is known of a trader; ``show`` also says in the form that the register has it."""

        def take(card: TraderCard | None) -> None:
            self._sheet.knowledge.show_trader(card)
            if card is not None and show:
                self._sheet.form.against.show_trader(card.trader)
                self.soon()

        self._seat.tasks.run(lambda: self._traders.card(enterprise_id), take, quietly, owner=self)

    def _look_for_the_same(self, case: NewCase) -> None:
        caller, order = self.caller, case.order_number if case.online else ""
        has_called = case.enterprise_id is not None and caller is not None and bool(caller.cases)
        if case.kind is not Kind.COMPLAINT or not (order or has_called):
            self._sheet.knowledge.show_same(())
            return
        self._seat.tasks.run(
            lambda: self._callers.same_matter(enterprise_id=case.enterprise_id, order_number=order, caller=caller),
            self._sheet.knowledge.show_same,
            quietly,
            owner=self,
        )

    def _show_caller(self, card: CallerCard) -> None:
        self.caller = card
        self._sheet.knowledge.show_caller(card)
        self.soon()

    def _trader_changed(self, trader: Trader | None) -> None:
        self.soon()
        if trader is None:
            self._sheet.knowledge.show_trader(None)
        else:
            self.ask_trader(trader.enterprise_id)


def quietly(error: BaseException) -> None:
    """Let a card that cannot be filled say nothing: the top bar says that the server is away."""
    if not isinstance(error, OutageError | UserError):
        raise error
