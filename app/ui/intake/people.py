"""Who calls: name, number, address, for whom they speak; and two consents that have three states."""

from dataclasses import replace
from uuid import UUID, uuid5

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.models.vocabulary import Kind, PartyRole
from app.models.words import mark, tr
from app.services.codebook import CodeBook
from app.services.registration import NewParty
from app.ui.intake.inputs import Inputs, bare
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.entries import PhoneEntry
from app.ui.widgets.fields import Field, in_lines

SELF, GUARDIAN, AGENT, REPRESENTATIVE = "self", "guardian", "agent", "representative"
OTHER_TITLES = {
    GUARDIAN: mark("The minor or ward"),
    AGENT: mark("The complainant"),
    REPRESENTATIVE: mark("Second representative"),
}
_ROLES = {GUARDIAN: PartyRole.GUARDIAN, AGENT: PartyRole.AGENT}


class Who(QWidget):
    """The person on the phone, and the one they speak for.

    Attributes:
        number_known: Emitted with the figures when a whole number stands there.
    """

    number_known = Signal(str)

    def __init__(self, inputs: Inputs, codes: CodeBook) -> None:
        super().__init__()
        self.name = LineEdit(placeholder=tr("Name"))
        self.phone = PhoneEntry()
        self.address = LineEdit(placeholder=tr("Address: papers are sent there"))
        self.relation = Options([(entry.code, entry.title) for entry in codes.choices("relation")])
        self.relation.setAccessibleName(tr("Speaks for"))
        self.language = Options([(entry.code, entry.title) for entry in codes.choices("language")])
        self.language.setAccessibleName(tr("Language"))
        self.anonymous = QCheckBox(tr("Gives no name"))
        self.other_name = LineEdit(placeholder=tr("Name"))
        self.other_phone = PhoneEntry()
        self.power = QCheckBox(tr("Original power of attorney is here"))
        self.minor = LineEdit(placeholder=tr("Age, who really paid, proof of the relation"))
        self.name.setMinimumWidth(px(120))
        layout = QVBoxLayout(self)
        space(layout, 6)
        layout.addWidget(
            Field(
                "name",
                tr("Who calls"),
                in_lines(
                    self.name,
                    bare("phone", tr("Phone number"), self.phone),
                    self.relation,
                    self.language,
                    self.anonymous,
                ),
            )
        )
        layout.addWidget(Field("address", "", self.address))
        self._other = Field("represented", tr("For whom"), in_lines(self.other_name, self.other_phone))
        self._power = Field("power_of_attorney", "", self.power)
        self._minor = Field("minor", "", self.minor)
        for field in (self._other, self._power, self._minor):
            layout.addWidget(field)
        inputs.line("name", self.name)
        inputs.line("phone", self.phone)
        inputs.options("relation", self.relation)
        inputs.options("language", self.language)
        inputs.tick("anonymous", self.anonymous)
        inputs.line("address", self.address)
        inputs.line("other_name", self.other_name)
        inputs.line("other_phone", self.other_phone)
        inputs.tick("power", self.power)
        inputs.line("minor", self.minor)
        self.phone.completed.connect(self.number_known)
        self.relation.chosen.connect(self.show_relation)
        self.show_relation()

    def show_relation(self) -> None:
        """Ask for the second person where one speaks for another."""
        relation = self.relation.value()
        self._other.setVisible(relation in OTHER_TITLES)
        self._other.set_label(tr(OTHER_TITLES.get(relation, "")) if relation in OTHER_TITLES else "")
        self._power.setVisible(relation == AGENT)
        self._minor.setVisible(relation == GUARDIAN)

    def is_joint(self) -> bool:
        """Tell whether several complain together (Order 121 Art. 12)."""
        return bool(self.relation.value() == REPRESENTATIVE)

    def note(self) -> str:
        """Give what was said about a minor."""
        return self.minor.text().strip() if self.relation.value() == GUARDIAN else ""

    def parties(self, case_id: UUID, kind: Kind) -> tuple[NewParty, ...]:
        """Give the persons of a case; the same form always gives the same ids."""
        relation = str(self.relation.value() or SELF)
        typed = (self.name.text(), self.phone.text(), self.address.text(), self.other_name.text())
        if not any(text.strip() for text in typed) and not self.anonymous.isChecked():
            return ()
        speaker = NewParty(
            party_id=uuid5(case_id, "party/speaker"),
            role=PartyRole.REPORTER if kind is Kind.REPORT else PartyRole.CALLER,
            relation=relation,
            language=str(self.language.value() or "") or None,
            name=self.name.text().strip(),
            phone=self.phone.text(),
            address=self.address.text(),
            anonymous=self.anonymous.isChecked(),
        )
        if kind is not Kind.COMPLAINT:
            return (speaker,)
        return self._of_complaint(speaker, relation, uuid5(case_id, "party/other"))

    def _of_complaint(self, speaker: NewParty, relation: str, other_id: UUID) -> tuple[NewParty, ...]:
        name, phone = self.other_name.text().strip(), self.other_phone.text()
        if relation in _ROLES:
            held = self.power.isChecked() if relation == AGENT else None
            # The complainant is who is spoken for; until told otherwise they are reached as the one who speaks.
            complainant = NewParty(
                party_id=other_id,
                role=PartyRole.COMPLAINANT,
                relation=SELF,
                name=name,
                phone=phone or speaker.phone,
                address=speaker.address,
            )
            return (complainant, replace(speaker, role=_ROLES[relation], original_power_of_attorney=held))
        first = replace(speaker, role=PartyRole.COMPLAINANT)
        if relation == REPRESENTATIVE and (name or phone.strip()):
            second = NewParty(
                party_id=other_id, role=PartyRole.REPRESENTATIVE, relation=REPRESENTATIVE, name=name, phone=phone
            )
            return (first, second)
        return (first,)


class Consents(QWidget):
    """Publication and entrusted mediation: not asked, yes, no."""

    def __init__(self, inputs: Inputs) -> None:
        super().__init__()
        self.publish = ConsentControl(tr("Publication"))
        self.entrust = ConsentControl(tr("Entrusted mediation"))
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(
            Field(
                "consents",
                tr("Consents"),
                in_lines(
                    Field("consent_publish", tr("Publication"), self.publish, label_width=0),
                    Field("consent_entrust", tr("Entrusted mediation"), self.entrust, label_width=0),
                    gap=16,
                ),
            )
        )
        inputs.consent("consent_publish", self.publish)
        inputs.consent("consent_entrust", self.entrust)
