"""The form of an enterprise: entered once, changed by those who keep the register."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QWidget

from app.models.words import tr
from app.services.codebook import CodeEntry
from app.services.enterprises import EnterpriseDraft, Enterprises
from app.services.errors import UserError
from app.ui.orders.dialog import LABEL_WIDTH, AskDialog, Work
from app.ui.seat import Seat
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field
from app.ui.widgets.picker import CodePicker, FoundPicker, Pick

MOST_FOUND = 30


def find(seat: Seat, typed: str) -> Sequence[Pick]:
    """Search the register for a picker; runs on another thread."""
    return [Pick(row.id, row.name, row.uscc) for row in Enterprises(seat.desk).find(typed, count=MOST_FOUND)]


class EnterpriseDialog(AskDialog):
    """Takes a new enterprise or a change; ``taken`` gives the draft with its new version."""

    def __init__(
        self, seat: Seat, parent: QWidget, draft: EnterpriseDraft | None = None, parent_name: str = ""
    ) -> None:
        self._seat = seat
        self._draft = draft or EnterpriseDraft(name="")
        self.name, self.short_name = LineEdit(self._draft.name), LineEdit(self._draft.short_name)
        self.uscc = LineEdit(self._draft.uscc, placeholder=tr("18 characters; it is checked"))
        self.address, self.phone = LineEdit(self._draft.address), LineEdit(self._draft.phone)
        self.legal = LineEdit(self._draft.legal_representative)
        self.industry = CodePicker([Pick(row.code, row.title, row.code) for row in _industries(seat, self._draft)])
        self.industry.set_value(self._draft.industry)
        units = [unit for unit in seat.desk.codes.units if unit.is_authority]
        self.authority = CodePicker([Pick(unit.id, unit.name) for unit in units])
        self.authority.set_value(self._draft.authority_id)
        self.above = FoundPicker(seat.tasks, lambda typed: find(seat, typed), placeholder=tr("For a branch: of whom"))
        if self._draft.parent_id is not None:
            self.above.set_pick(Pick(self._draft.parent_id, parent_name))
        self.platform = QCheckBox(tr("Is an online platform"))
        self.platform.setChecked(self._draft.is_platform)
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("name", tr("Registered name"), self.name),
            ("short_name", tr("Short name"), self.short_name),
            ("uscc", tr("Credit code"), self.uscc),
            ("address", tr("Address"), self.address),
            ("phone", tr("Phone"), self.phone),
            ("legal_representative", tr("Represented by"), self.legal),
            ("industry", tr("Industry"), self.industry),
            ("authority_id", tr("Authority"), self.authority),
            ("parent_id", tr("Branch of"), self.above),
            ("is_platform", "", self.platform),
        )
        fields = [Field(name, label, editor, label_width=LABEL_WIDTH) for name, label, editor in rows]
        title = tr("Change the entry") if draft is not None else tr("New enterprise")
        super().__init__(title, fields, self._read_form, seat.tasks, parent)

    def _read_form(self) -> Work:
        draft = replace(
            self._draft,
            name=self.name.text().strip(),
            short_name=self.short_name.text().strip(),
            uscc=self.uscc.text().strip(),
            address=self.address.text().strip(),
            phone=self.phone.text().strip(),
            legal_representative=self.legal.text().strip(),
            industry=str(self.industry.value() or ""),
            authority_id=self.authority.value(),
            parent_id=self.above.value() if self.above.text().strip() else None,
            is_platform=self.platform.isChecked(),
        )
        return lambda: Enterprises(self._seat.desk).put(draft)


def _industries(seat: Seat, draft: EnterpriseDraft) -> list[CodeEntry]:
    """Give the industries to choose from, with the entry's own also where the list has given it up."""
    return [row for row in seat.desk.codes.rows("industry") if row.active or row.code == draft.industry]


class MergeDialog(AskDialog):
    """Asks which enterprise stays; the double points to it and can be told apart again."""

    def __init__(self, seat: Seat, parent: QWidget, double_id: UUID, name: str) -> None:
        self._seat = seat
        self._double = double_id
        self.into = FoundPicker(
            seat.tasks, lambda typed: find(seat, typed), placeholder=tr("Name, pinyin initials or credit code")
        )
        field = Field("into_id", tr("Stays"), self.into, label_width=LABEL_WIDTH)
        hint = tr("“{name}” then leads to the one that stays; its cases and orders count there.", name=name)
        super().__init__(tr("Merge two entries"), [field], self._read_form, seat.tasks, parent, hint=hint)

    def _read_form(self) -> Work:
        stays = self.into.value()
        if stays is None:
            raise UserError(tr("Choose the enterprise from the register."), field="into_id")
        return lambda: Enterprises(self._seat.desk).merge(self._double, stays)
