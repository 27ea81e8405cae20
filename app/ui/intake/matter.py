"""What it is about: goods or service, problem, date, sum, payment; then what is claimed, and four short questions."""

from decimal import Decimal
from uuid import UUID, uuid5

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.words import tr
from app.services.clock import Clock
from app.services.codebook import CodeBook
from app.services.registration import NewClaim
from app.ui.intake.inputs import Inputs, bare
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.fields import Field, in_lines
from app.ui.widgets.picker import CodePicker, Pick
from app.ui.widgets.segments import Segment, Segments, yes_no


def code_picks(codes: CodeBook, name: str) -> list[Pick]:
    """Give the rows of a list to pick from: the words, behind them the group, found by initials and by code."""
    rows = codes.choices(name)
    return [
        Pick(
            entry.code,
            entry.title,
            codes.title(name, entry.parent) if entry.parent else "",
            f"{entry.code} {entry.initials}",
        )
        for entry in rows
    ]


class About(QWidget):
    """Goods or service and problem, when and for how much; for a report the kind of violation."""

    def __init__(self, inputs: Inputs, codes: CodeBook, clock: Clock) -> None:
        super().__init__()
        self.object = CodePicker(code_picks(codes, "object_category"), placeholder=tr("Goods or service, e.g. js"))
        self.problem = CodePicker(code_picks(codes, "problem_category"), placeholder=tr("Problem, e.g. yfk"))
        self.violation = CodePicker(code_picks(codes, "violation_type"), placeholder=tr("Violation"))
        for picker in (self.object, self.problem, self.violation):
            picker.setMinimumWidth(px(152))
        self.date = DateEntry(clock)
        self.amount = MoneyEntry()
        self.payment = Options([(None, tr("Payment")), *((e.code, e.title) for e in codes.choices("payment_method"))])
        self.payment.setAccessibleName(tr("Payment"))
        self._violation = bare("violation", tr("Violation"), self.violation)
        self._purchase = (
            Field("occurred_on", tr("Date"), self.date, label_width=0),
            Field("amount", tr("Amount"), self.amount, label_width=0),
            self.payment,
        )
        layout = QVBoxLayout(self)
        space(layout, 0)
        row = in_lines(
            bare("object", tr("Goods or service"), self.object),
            bare("problem", tr("Problem"), self.problem),
            self._violation,
            *self._purchase,
        )
        layout.addWidget(Field("about", tr("What about"), row))
        inputs.code("object", self.object)
        inputs.code("problem", self.problem)
        inputs.code("violation", self.violation)
        inputs.line("occurred_on", self.date)
        inputs.line("amount", self.amount)
        inputs.options("payment", self.payment)

    def show_for(self, *, purchase: bool, violation: bool) -> None:
        """Ask for the purchase and for the kind of violation, or not."""
        for part in self._purchase:
            part.setVisible(purchase)
        self._violation.setVisible(violation)


class Claims(QWidget):
    """What the consumer asks for: several, each with its sum where it is about money."""

    def __init__(self, inputs: Inputs, codes: CodeBook) -> None:
        super().__init__()
        entries = codes.choices("claim")
        self.codes = Segments(
            [Segment(entry.code, entry.title, _key(place)) for place, entry in enumerate(entries)], several=True
        )
        self.note = LineEdit(placeholder=tr("In the consumer's words"))
        self.amounts = {entry.code: MoneyEntry() for entry in entries if entry.behaviour == "money"}
        self._fields = {
            entry.code: Field(f"claim_amount:{entry.code}", entry.title, self.amounts[entry.code], label_width=0)
            for entry in entries
            if entry.code in self.amounts
        }
        inputs.some_of("claims", self.codes)
        layout = QVBoxLayout(self)
        space(layout, 6)
        layout.addWidget(Field("claims", tr("Claims"), self.codes))
        self.note.setMinimumWidth(px(220))
        self._sums = Field("claim_sums", "", in_lines(*self._fields.values(), self.note))
        layout.addWidget(self._sums)
        for code, edit in self.amounts.items():
            inputs.line(f"claim_amount:{code}", edit)
        inputs.line("claim_note", self.note)
        self.codes.changed.connect(self.show_sums)
        self.show_sums()

    def show_sums(self) -> None:
        """Ask for the sums of the claims chosen."""
        chosen = set(self.codes.values())
        for code, field in self._fields.items():
            field.setVisible(code in chosen)
        self._sums.setVisible(bool(chosen))

    def claims(self, case_id: UUID) -> tuple[NewClaim, ...]:
        """Give the claims; the same form always gives the same ids, so that a repeated save is the same save."""
        found = []
        for place, code in enumerate(str(value) for value in self.codes.values()):
            edit = self.amounts.get(code)
            amount: Decimal | None = edit.value() if edit is not None else None
            note = self.note.text().strip() if not place else ""
            found.append(NewClaim(claim_id=uuid5(case_id, f"claim/{code}"), code=code, amount=amount, note=note))
        return tuple(found)


class Questions(QWidget):
    """Four questions, one key each: what Art. 16 asks about."""

    def __init__(self, inputs: Inputs, clock: Clock) -> None:
        super().__init__()
        self.daily_life = Segments(yes_no(tr("Yes"), tr("No")), can_be_none=True)
        self.elsewhere = Segments(
            [
                Segment("no", tr("No"), "n"),
                Segment("court", tr("Court"), "f"),
                Segment("arbitration", tr("Arbitration"), "z"),
                Segment("association", tr("Association"), "x"),
                Segment("other_office", tr("Other office"), "q"),
            ],
            can_be_none=True,
        )
        self.known_since = DateEntry(clock)
        self.tried = Segments(yes_no(tr("Yes"), tr("No")), can_be_none=True)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(
            Field(
                "questions",
                tr("Questions"),
                in_lines(
                    Field("for_daily_life", tr("For daily life"), self.daily_life, label_width=0),
                    Field("tried_trader", tr("Asked the trader"), self.tried, label_width=0),
                    Field("known_since", tr("Aware since"), self.known_since, label_width=0),
                    Field("handled_elsewhere", tr("Already with"), self.elsewhere, label_width=0),
                    gap=12,
                ),
            )
        )
        inputs.one_of("for_daily_life", self.daily_life)
        inputs.one_of("tried_trader", self.tried)
        inputs.line("known_since", self.known_since)
        inputs.one_of("handled_elsewhere", self.elsewhere)


def _key(place: int) -> str:
    """Give the key of a claim: figures first, then letters."""
    return "1234567890abcdefghijklmnopqrstuvwxyz"[place : place + 1]
