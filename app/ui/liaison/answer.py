"""The order in front of the liaison: what is asked, whom to ring up, until when, and the answer as it is typed."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.blobs import Blobs
from app.services.drafts.draft import Draft, Value
from app.services.errors import OutageError, UserError
from app.services.orders import OwnOrder, OwnOrders
from app.services.orders.own import Person
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, command
from app.ui.orders.steps import AnswerFields
from app.ui.orders.words import STATE_LOOKS, due_tone, due_word, moment, money, state_word, way_word
from app.ui.seat import Seat
from app.ui.theme import set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll, clear_errors, clear_lines
from app.ui.widgets.labels import StateWord, named, rule, words

DRAFT_PAGE = "answer_order"
KEEP_MS = 150


class AnswerPanel(QFrame):
    """Shows one order; what is typed into its answer is a draft from the first keystroke.

    Attributes:
        answered: Emitted with the order after it was answered, or with ``None`` where the answer waits for the server.
        failed: Emitted with the exception when something could not be done.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, seat: Seat, own: OwnOrders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._own = own
        self._order: OwnOrder | None = None
        self._kept: dict[str, Value] = {}
        self._filling = False
        self.setProperty("kind", "card")
        self._number, self._state = words(kind="title"), StateWord()
        self._due = words()
        self._facts = words(wraps=True)
        self._claim = words(wraps=True)
        self.consumer = words(wraps=True)
        self.reveal = Button(tr("Show the consumer's name and phone"), self._ask_consumer, icon="reveal")
        self._said = QVBoxLayout()
        space(self._said, 6)
        self.form = AnswerFields(seat)
        self._form = QWidget()
        lines = QVBoxLayout(self._form)
        space(lines, 10, (0, 4, 0, 0))
        lines.addWidget(words(tr("Your answer"), "heading"))
        for field in self.form.fields:
            lines.addWidget(field)
        send = command(CommandId.ANSWER_ORDER)
        self.button = Button(tr("Send the answer"), self.send, kind="primary", keys=key_text(send))
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        row.addWidget(self.button)
        lines.addLayout(row)
        self._lay_out()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_MS)
        self._keep.timeout.connect(self._keep_now)
        for changed in self._signals():
            changed.connect(self._typed)

    def shows(self, order: OwnOrder) -> bool:
        """Tell whether this very version of the order is shown."""
        return self._order is not None and (self._order.id, self._order.version) == (order.id, order.version)

    def can_answer(self) -> bool:
        """Tell whether the order in front waits for an answer."""
        return self._order is not None and self._order.wants_answer

    def begin(self) -> None:
        """Go to where the answer begins."""
        if self.can_answer():
            self.form.contacted_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        """Choose the file that proves the answer."""
        self.form.proof.choose()

    def show_order(self, order: OwnOrder) -> None:
        """Show an order; an answer begun earlier stands in its form again."""
        self._keep_now()
        is_other = self._order is None or self._order.id != order.id
        self._order = order
        icon, tone = STATE_LOOKS[order.state]
        self._number.setText(order.number)
        self._state.show_state(tr("To be answered") if order.wants_answer else state_word(order.state), icon, tone)
        today = self._seat.desk.clock.today()
        self._due.setText(tr("Reply due {when}", when=due_word(order.due_at, today)))
        set_tone(self._due, due_tone(order.due_at, today))
        self._due.setVisible(order.wants_answer)
        self._facts.setText(order.facts)
        self._claim.setText(" ".join(part for part in (order.claim, money(order.amount)) if part))
        if is_other:
            self.consumer.setText("")
        self.reveal.setVisible(order.may_ask_consumer and not self.consumer.text())
        if not order.may_ask_consumer:
            self.consumer.setText(
                tr("The consumer has not agreed to give name and phone; answer through the office.")
                if order.wants_answer
                else ""
            )
        self.consumer.setVisible(bool(self.consumer.text()))
        self._form.setVisible(order.wants_answer)
        if order.wants_answer and is_other:
            self._fill(order)
        self._tell(order)

    def send(self) -> None:
        """Send the answer: kept on this computer first, then at the office."""
        order = self._order
        if order is None or not order.wants_answer or not self.button.isEnabled():
            return
        clear_errors(self)
        try:
            reply = self.form.read()
        except UserError as error:
            self._seat.messages.refuse(self, error)
            return
        proof, blobs, own = self.form.proof.value(), Blobs(self._seat.desk), self._own
        draft_id = self._draft(order.id)
        self._keep_now()
        self.button.setEnabled(False)

        def work() -> OwnOrder | None:
            whole = replace(reply, proof_blob_id=blobs.put(proof)) if proof is not None else reply
            return own.answer(order, whole, draft_id=draft_id)

        self._seat.tasks.run(work, self._sent, self._not_sent, owner=self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        space(head, 8)
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self._state)
        inside = QWidget()
        lines = QVBoxLayout(inside)
        space(lines, 10, (16, 12, 16, 12))
        lines.addLayout(head)
        lines.addWidget(self._due)
        lines.addWidget(self._facts)
        lines.addWidget(self._claim)
        lines.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.consumer)
        lines.addWidget(rule())
        lines.addLayout(self._said)
        lines.addWidget(self._form)
        lines.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, 0, 1)
        layout.addWidget(Scroll(inside))

    def _ask_consumer(self) -> None:
        order = self._order
        if order is not None:
            order_id = order.id
            self._seat.tasks.run(
                lambda: self._own.consumer(order_id), self._show_consumer, self.failed.emit, owner=self
            )

    def _show_consumer(self, people: Sequence[Person]) -> None:
        self.consumer.setText(" · ".join(f"{person.name}  {person.phone}" for person in people))
        self.consumer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.consumer.show()
        self.reveal.hide()

    def _tell(self, order: OwnOrder) -> None:
        """Say what was answered, once it was."""
        clear_lines(self._said)
        if order.answered_at is None:
            return
        ground = self._seat.desk.codes.title("refusal_ground", order.refusal_ground)
        for name, value in (
            (tr("Answered"), moment(order.answered_at)),
            (tr("Spoken"), f"{moment(order.contacted_at)} {way_word(order.contacted_how)}".strip()),
            (tr("Proposal"), order.proposal),
            (tr("Amount offered"), money(order.offered)),
            (tr("Refused"), ground),
            (tr("Amount received"), money(order.settled_amount)),
        ):
            if value:
                self._said.addWidget(named(name, value))

    def _fill(self, order: OwnOrder) -> None:
        """Put back what was typed earlier, or begin with an empty form."""
        self._filling = True
        drafts = {draft.draft_id: draft for draft in self._seat.desk.drafts.drafts()}
        draft = drafts.get(order.id)
        self._kept = dict(draft.fields) if draft is not None else {}
        form, said = self.form, self._kept
        form.agrees.set_value(_bool(said.get("agrees")))
        form.proposal.set_text(str(said.get("proposal") or ""))
        form.offered.setText(str(said.get("offered") or ""))
        if said.get("contacted_how"):
            form.contacted_how.set_value(said["contacted_how"])
        if said.get("ground"):
            form.ground.set_value(said["ground"])
        if said.get("day"):
            form.contacted_at.day.setText(str(said["day"]))
            form.contacted_at.hour.setText(str(said.get("hour") or ""))
        else:
            form.contacted_at.set_value(self._seat.desk.clock.now())
        form.follow()
        self._filling = False

    def _typed(self) -> None:
        if not self._filling:
            self._keep.start()

    def _keep_now(self) -> None:
        """Write what has changed into the draft."""
        self._keep.stop()
        order = self._order
        if order is None or not order.wants_answer or not self._form.isVisibleTo(self):
            return
        now = self._values()
        changed = {name: value for name, value in now.items() if self._kept.get(name) != value}
        if changed and (self._kept or now["proposal"] or now["agrees"] is not None or now["offered"]):
            self._seat.desk.drafts.append(self._draft(order.id), changed)
            self._kept |= changed

    def _draft(self, order_id: UUID) -> UUID:
        """Open the draft of the answer; an order is answered once, so its id names it."""
        draft: Draft = self._seat.desk.drafts.open(
            order_id, DRAFT_PAGE, title=self._order.number if self._order is not None else ""
        )
        return draft.draft_id

    def _values(self) -> dict[str, Value]:
        form = self.form
        agrees = form.agrees.value()
        return {
            "agrees": agrees if isinstance(agrees, bool) else None,
            "proposal": form.proposal.text(),
            "offered": form.offered.text(),
            "contacted_how": form.contacted_how.value(),
            "ground": form.ground.value(),
            "day": form.contacted_at.day.text(),
            "hour": form.contacted_at.hour.text(),
        }

    def _signals(self) -> list[SignalInstance]:
        form = self.form
        return [
            form.agrees.changed,
            form.proposal.textChanged,
            form.offered.textChanged,
            form.contacted_how.currentIndexChanged,
            form.ground.currentIndexChanged,
            form.contacted_at.day.textChanged,
            form.contacted_at.hour.textChanged,
        ]

    def _sent(self, order: OwnOrder | None) -> None:
        self.button.setEnabled(True)
        self._kept = {}
        self._order = order if order is not None else self._order
        self.answered.emit(order)

    def _not_sent(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, (UserError, OutageError)):
            self.failed.emit(error)
        else:
            raise error


def _bool(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None
