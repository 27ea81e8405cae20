"""The form in the order a caller talks; only the fields of the chosen channel and kind are there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.receipt import Arrival
from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.blobs import Blobs
from app.services.contacts import ContactRow
from app.services.intake import Intake
from app.services.registration import ANSWERED_AT_ONCE, NewCase, NewContact, SourceNumber
from app.services.traders import Traders
from app.ui.intake.against import Against
from app.ui.intake.emergency import Emergency
from app.ui.intake.inputs import Inputs
from app.ui.intake.materials import Materials
from app.ui.intake.matter import About, Claims, Questions
from app.ui.intake.opening import Opening, end_of
from app.ui.intake.people import Consents, Who
from app.ui.media.drop import ArrivalDrop
from app.ui.seat import Seat
from app.ui.theme import space
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.fields import Field, clear_errors, find_field
from app.ui.widgets.picker import CodePicker

COMPLAINTS = frozenset({Kind.COMPLAINT})
TRADERS = frozenset({Kind.COMPLAINT, Kind.REPORT})


class IntakeForm(QWidget):
    """Everything that can be said about a contact.

    Attributes:
        changed: Emitted with name and value after every change by hand.
        shape_changed: Emitted when other fields are shown than before.
        arrived: Emitted with the widget Tab went to.
        ended: Emitted when Tab goes on behind the last field.
    """

    changed = Signal(str, object)
    shape_changed = Signal()
    arrived = Signal(object)
    ended = Signal()

    def __init__(self, seat: Seat, drop: ArrivalDrop) -> None:
        super().__init__()
        desk = seat.desk
        codes, clock = desk.codes, desk.clock
        self._intake = Intake(desk)
        self.inputs = Inputs(self)
        self.opening = Opening(self.inputs, codes, clock)
        self.emergency = Emergency(self.inputs, codes)
        self.facts = TextEdit(least=3, placeholder=tr("Listen first: what happened?"))
        self.answer = TextEdit(least=2, most=6, placeholder=tr("What was answered"))
        self.about = About(self.inputs, codes, clock)
        self.against = Against(self.inputs, codes, Traders(desk), seat.tasks)
        self.claims = Claims(self.inputs, codes)
        self.questions = Questions(self.inputs, clock)
        self.who = Who(self.inputs, codes)
        self.consents = Consents(self.inputs)
        self.materials = Materials(self.inputs, Blobs(desk), seat.tasks, drop)
        self.inputs.text("facts", self.facts)
        self.inputs.text("answer", self.answer)
        self._answer = Field("answer", tr("Answer"), self.answer)
        self._rows: dict[str, QWidget] = {
            "opening": self.opening,
            "emergency": self.emergency,
            "facts": Field("facts", tr("Facts"), self.facts),
            "about": self.about,
            "answer": self._answer,
            "against": self.against,
            "claims": self.claims,
            "questions": self.questions,
            "who": self.who,
            "consents": self.consents,
            "materials": Field("materials", tr("Materials"), self.materials),
        }
        self._layout = QVBoxLayout(self)
        space(self._layout, 8, (0, 0, 12, 8))
        for row in self._rows.values():
            self._layout.addWidget(row)
        self._layout.addStretch(1)
        self.inputs.changed.connect(self._changed)
        self.opening.kind_changed.connect(self.show_kind)
        self.opening.kind_chosen.connect(self.focus_facts)
        self.emergency.chosen.connect(self.focus_facts)
        self.emergency.hide()
        self.show_kind()

    @property
    def kind(self) -> Kind:
        """What kind of matter it is now."""
        return self.opening.chosen_kind()

    def set_kind(self, kind: Kind) -> None:
        """Make it another kind of matter."""
        if kind is not self.kind:
            self.opening.kind.set_value(kind.value)
            self.inputs.changed.emit("kind", kind.value)
            self.show_kind()

    def show_kind(self) -> None:
        """Show the fields of the kind chosen, in the order such callers talk."""
        kind = self.kind
        complains = kind in COMPLAINTS
        for name, shown in {
            "answer": kind in ANSWERED_AT_ONCE,
            "against": True,
            "claims": complains,
            "questions": complains,
            "consents": complains,
        }.items():
            self._rows[name].setVisible(shown)
        self.about.show_for(purchase=kind in TRADERS, violation=kind is Kind.REPORT)
        # Whoever asks says what about; whoever complains says against whom first.
        order = ("about", "answer", "against") if kind in ANSWERED_AT_ONCE else ("against", "about", "answer")
        first = self._layout.indexOf(self._rows["facts"]) + 1
        for place, name in enumerate(order):
            self._layout.removeWidget(self._rows[name])
            self._layout.insertWidget(first + place, self._rows[name])
        self.shape_changed.emit()

    def stops(self) -> list[QWidget]:
        """Give what Tab stops at now, in the order one reads."""
        items = (self._layout.itemAt(place) for place in range(self._layout.count()))
        rows = [item.widget() for item in items if item is not None]
        return [
            widget
            for row in rows
            for widget in _stops(row)
            if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    @override
    def focusNextPrevChild(self, forwards: bool) -> bool:
        # Rows change their places with the kind of matter; Qt's own chain would keep the order they were made in.
        stops, here = self.stops(), QApplication.focusWidget()
        if here not in stops:
            return super().focusNextPrevChild(forwards)
        place = stops.index(here) + (1 if forwards else -1)
        if place >= len(stops):
            self.ended.emit()
            return True
        reason = Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        stops[place].setFocus(reason)
        self.arrived.emit(stops[place])
        return True

    def focus_facts(self) -> None:
        """Bring the hands back to where the story is written."""
        # A form whose save ends while another one is in front must not take the keys away from that one.
        if self.isVisible():
            self.facts.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, values: Mapping[str, Any]) -> None:
        """Show what was typed before, or an empty form."""
        self.inputs.put(values)
        self.opening.show_way()
        if values.get("channel"):
            self.opening.channel.set_value(values["channel"])
        self.claims.show_sums()
        self.who.show_relation()
        self.emergency.show_kind()
        self.emergency.setVisible(self.emergency.code() is not None)
        self.show_kind()
        clear_errors(self)

    def unreadable(self) -> tuple[str, str] | None:
        """Give field and sentence of the first thing that cannot be understood; ``None`` when all can."""
        for field in self.findChildren(Field):
            editor = field.editor
            if isinstance(editor, DateEntry | MoneyEntry | CodePicker) and editor.isVisibleTo(self):
                problem = editor.problem()
                if problem:
                    return field.name, problem
        pages = self.opening.findChildren(Field, options=Qt.FindChildOption.FindChildrenRecursively)
        for field in pages:
            if field.name == "pages" and isinstance(field.editor, LineEdit):
                text = field.editor.text().strip()
                if text and not text.isdecimal():
                    return "pages", tr("Type the number of pages in figures.")
        return None

    def refuse(self, name: str, sentence: str) -> bool:
        """Say ``sentence`` beside the field ``name`` and go there; tells whether there is such a field."""
        field = find_field(self, name)
        if field is None:
            return False
        field.set_error(sentence)
        field.focus_editor()
        return True

    def case(self, case_id: UUID, opened_at: datetime, row: ContactRow | None) -> NewCase:
        """Read the form as a case; the same form always gives the same ids, so that saving twice is one save.

        Args:
            case_id: The draft's id.
            opened_at: When the person began to type.
            row: The waiting contact it is taken over from, if any.
        """
        kind = self.kind
        deals = kind in TRADERS or bool(self.against.name.text().strip())
        contact = self.contact(case_id, opened_at, row)
        return NewCase(
            case_id=case_id,
            kind=kind,
            channel=self.opening.code(),
            contact=contact,
            contact_id=row.contact_id if row else None,
            facts=self.facts.text().strip(),
            answer=self.answer.text().strip() if kind in ANSWERED_AT_ONCE else "",
            object_code=self.about.object.value(),
            problem_code=self.about.problem.value(),
            violation_code=self.about.violation.value(),
            occurred_on=self.about.date.value() if kind in TRADERS else None,
            amount_involved=self.about.amount.value() if kind in TRADERS else None,
            payment_method=self.about.payment.value() if kind in TRADERS else None,
            online=self.against.online.isChecked(),
            platform_name=self.against.platform_name(),
            shop_name=self.against.shop.text(),
            order_number=self.against.order.text(),
            enterprise_id=self.against.enterprise_id() if deals else None,
            respondent_name=self.against.name.text(),
            respondent_address=self.against.address.text(),
            respondent_phone=self.against.phone.text(),
            for_daily_life=_answer(self.questions.daily_life.value()),
            handled_elsewhere=self._elsewhere(),
            known_since=self.questions.known_since.value(),
            tried_trader=_answer(self.questions.tried.value()),
            consent_publish=self.consents.publish.value(),
            consent_entrust=self.consents.entrust.value(),
            emergency=self.emergency.code(),
            joint=self.who.is_joint() and kind in COMPLAINTS,
            parties=self.who.parties(case_id, kind),
            claims=self.claims.claims(case_id) if kind in COMPLAINTS else (),
            materials=self.materials.of_case(case_id),
            external_refs=self._source_number(case_id),
        )

    def contact(self, case_id: UUID, opened_at: datetime, row: ContactRow | None) -> NewContact:
        """Read how it came in."""
        way = self.opening.behaviour()
        on = {name: self._instant(name) for name in ("submitted_on", "arrived_on", "handed_on")}
        queued = row.received_at if row else None
        letter = way == "letter"
        pages = str(self.inputs.value("pages")).strip()
        return NewContact(
            contact_id=uuid5(case_id, "contact"),
            channel=self.opening.code(),
            arrival=Arrival(
                contact_at=opened_at,
                submitted_at=on["submitted_on"],
                signed_at=on["arrived_on"] or (queued if letter else None),
                recorded_at=queued,
                authority_at=on["handed_on"] or opened_at,
            ),
            desk_offset=self._intake.now() - self._intake.desk_now(),
            postmarked_on=self._day("postmarked_on") if letter else None,
            arrived_on=self._day("arrived_on") if letter else None,
            mail_number=str(self.inputs.value("mail_number")) if letter else "",
            pages=int(pages) if letter and pages.isdecimal() else None,
            note=self.who.note(),
        )

    def _changed(self, name: str, value: object) -> None:
        field = find_field(self, name)
        if field is not None and field.error:
            field.set_error("")
        self.changed.emit(name, value)

    def _elsewhere(self) -> str | None:
        value = self.questions.elsewhere.value()
        return value if isinstance(value, str) else None

    def _day(self, name: str) -> Any:
        edit = self.inputs.widget(name)
        return edit.value() if isinstance(edit, DateEntry) else None

    def _instant(self, name: str) -> datetime | None:
        day = self._day(name)
        return self._intake.instant_of(day) if day else None

    def _source_number(self, case_id: UUID) -> tuple[SourceNumber, ...]:
        number = str(self.inputs.value("source_number")).strip()
        if self.opening.behaviour() != "transfer" or not number:
            return ()
        deadline = self._day("source_deadline")
        return (
            SourceNumber(
                ref_id=uuid5(case_id, "source"),
                source=self.opening.code(),
                number=number,
                received_at=self._instant("handed_on"),
                source_deadline=end_of(deadline) if deadline else None,
                reply_due=deadline,
            ),
        )


def _answer(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _stops(row: QWidget | None) -> list[QWidget]:
    """Give what one can go to within a row, in the order it was made."""
    if row is None:
        return []
    return [
        widget
        for widget in (row, *row.findChildren(QWidget))
        if widget.window() is row.window() and widget.focusProxy() is None and not isinstance(widget, QLabel)
    ]
