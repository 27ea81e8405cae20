"""The steps of an order as dialogs: urge, answer for the enterprise, the consumer confirms, not settled."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.services.blobs import Blobs
from app.services.errors import UserError
from app.services.orders import OrderDetail, Orders, Reply
from app.ui.orders.dialog import LABEL_WIDTH, AskDialog, Work
from app.ui.orders.moment import MomentEntry
from app.ui.orders.words import WAYS
from app.ui.seat import Seat
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import MoneyEntry
from app.ui.widgets.fields import Field
from app.ui.widgets.file_entry import FileEntry
from app.ui.widgets.segments import Segment, Segments


def ways() -> Options:
    """Make the choice of how somebody was spoken to."""
    return Options([(way, tr(title)) for way, title in WAYS])


def needed(text: str, field: str) -> str:
    """Give what was typed.

    Raises:
        UserError: Nothing was typed.
    """
    if not text.strip():
        raise UserError(tr("This is needed here."), field=field)
    return text.strip()


def urge(seat: Seat, detail: OrderDetail, parent: QWidget) -> AskDialog:
    """Ask how the enterprise was urged."""
    how = ways()

    def read() -> Work:
        way = how.value()
        return lambda: Orders(seat.desk).urge(detail.row.id, detail.row.version, way)

    field = Field("how", tr("How"), how, label_width=LABEL_WIDTH)
    hint = tr("{enterprise} has not answered yet.", enterprise=detail.row.enterprise)
    return AskDialog(tr("Urge the enterprise"), [field], read, seat.tasks, parent, hint=hint)


def confirm(seat: Seat, detail: OrderDetail, parent: QWidget) -> AskDialog:
    """Ask what the consumer says: only this makes an order settled."""
    how, amount = ways(), MoneyEntry()
    amount.set_value(detail.row.offered)

    def read() -> Work:
        way, sum_of = how.value(), amount.value()
        return lambda: Orders(seat.desk).confirm(detail.row.id, detail.row.version, way, sum_of)

    fields = [
        Field("how", tr("How"), how, label_width=LABEL_WIDTH),
        Field(
            "amount", tr("Amount received"), amount, hint=tr("Empty where it was not money."), label_width=LABEL_WIDTH
        ),
    ]
    hint = tr("The consumer's own word makes the order settled, not the enterprise's.")
    return AskDialog(tr("The consumer confirms"), fields, read, seat.tasks, parent, hint=hint)


def fail(seat: Seat, detail: OrderDetail, parent: QWidget) -> AskDialog:
    """Ask why it came to nothing."""
    reason = TextEdit(placeholder=tr("In the consumer's words"))

    def read() -> Work:
        why = needed(reason.text(), "reason")
        return lambda: Orders(seat.desk).fail(detail.row.id, detail.row.version, why)

    field = Field("reason", tr("Reason"), reason, above=True)
    return AskDialog(tr("Not settled"), [field], read, seat.tasks, parent, is_danger=True)


class AnswerFields:
    """What an enterprise's reply is made of; the same for the liaison and for the clerk who enters it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self.contacted_at = MomentEntry(seat.desk.clock)
        self.contacted_how = ways()
        self.agrees = Segments(
            [Segment(True, tr("We meet the claim"), "y"), Segment(False, tr("We do not meet it"), "n")]
        )
        self.proposal = TextEdit(placeholder=tr("What you offer, or why not"))
        self.offered = MoneyEntry()
        grounds = seat.desk.codes.choices("refusal_ground")
        self.ground = Options([(entry.code, entry.title) for entry in grounds])
        self.proof = FileEntry(tr("Proof"))
        self.ground_field = self._field("refusal_ground", tr("Ground"), self.ground)
        self.offered_field = self._field("offered", tr("Amount offered"), self.offered)
        self.fields = [
            self._field("contacted_at", tr("Spoken on"), self.contacted_at),
            self._field("contacted_how", tr("How"), self.contacted_how),
            self._field("agrees", tr("Answer"), self.agrees),
            self._field("proposal", tr("Proposal"), self.proposal),
            self.offered_field,
            self.ground_field,
            self._field("proof_blob_id", tr("Proof"), self.proof),
        ]
        self.agrees.changed.connect(lambda _: self.follow())
        self.follow()

    def follow(self) -> None:
        """Ask for the amount or the ground, as the answer wants it."""
        self.ground_field.setVisible(self.agrees.value() is False)

    def read(self) -> Reply:
        """Give the reply as typed; its proof is not sent yet.

        Raises:
            UserError: Something is missing.
        """
        agrees = self.agrees.value()
        if agrees is None:
            raise UserError(tr("Say whether the claim is met."), field="agrees")
        return Reply(
            contacted_at=self.contacted_at.read("contacted_at"),
            contacted_how=self.contacted_how.value(),
            proposal=needed(self.proposal.text(), "proposal"),
            agrees=agrees is True,
            offered=self.offered.value(),
            refusal_ground=self.ground.value() if agrees is False else None,
        )

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        return Field(name, label, editor, label_width=LABEL_WIDTH)


class AnswerDialog(AskDialog):
    """Takes the reply of an enterprise without a login."""

    def __init__(
        self,
        answer: AnswerFields,
        source: LineEdit,
        fields: Sequence[QWidget],
        read: Callable[[], Work],
        seat: Seat,
        parent: QWidget,
        *,
        hint: str,
    ) -> None:
        self.answer = answer
        self.source = source
        super().__init__(tr("Answer for the enterprise"), fields, read, seat.tasks, parent, hint=hint)


def answer_for(seat: Seat, detail: OrderDetail, parent: QWidget) -> AskDialog:
    """Ask for the reply of an enterprise without a login: with its source and the evidence."""
    answer, source = AnswerFields(seat), LineEdit(placeholder=tr("e.g. fax of 20 November, signed by …"))

    def read() -> Work:
        reply, where, proof = answer.read(), needed(source.text(), "reply_source"), answer.proof.value()
        if proof is None:
            raise UserError(tr("A reply entered here needs its evidence: choose the file."), field="proof_blob_id")

        def work() -> int:
            blob = Blobs(seat.desk).put(proof)
            whole = replace(reply, proof_blob_id=blob)
            return Orders(seat.desk).answer_for(detail.row.id, detail.row.version, whole, where)

        return work

    fields = [*answer.fields, Field("reply_source", tr("Source"), source, label_width=LABEL_WIDTH)]
    hint = tr("Only for an enterprise that has not answered itself.")
    return AnswerDialog(answer, source, fields, read, seat, parent, hint=hint)
