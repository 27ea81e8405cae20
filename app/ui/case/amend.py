"""Amending a case, also when somebody else did so at the same time: untouched fields merge, others are compared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import Ask, StepField
from app.services.cases.forms import AMEND
from app.services.cases.service import Cases, CaseSheet, Taken
from app.services.cases.telling import choice
from app.ui.case.editors import Stock
from app.ui.case.form_dialog import FormDialog
from app.ui.case.kept import FormKeeper
from app.ui.messages import StaleAnswer
from app.ui.seat import Seat
from app.ui.widgets.stale import Difference


class Amendment(QObject):
    """The dialog that changes what is known of a case.

    Attributes:
        read_again: Emitted with the case as it stands when somebody else was quicker.
        dialog: The dialog; open it.
    """

    read_again = Signal(object)

    def __init__(
        self, seat: Seat, cases: Cases, sheet: CaseSheet, stock: Stock, parent: QWidget, keeper: FormKeeper
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._seat = seat
        self._cases = cases
        self._case_id = sheet.detail.case.id
        self._version = sheet.detail.case.version
        self._stock = stock
        self._before = known(sheet.detail)
        self.dialog = FormDialog(AMEND, self._before, stock, seat.tasks, self._submit, parent, keeper=keeper)
        self.dialog.field("facts").focus_editor()
        self.dialog.stale.connect(self._came_late)
        self.dialog.finished.connect(self.deleteLater)

    def _submit(self, values: Mapping[str, Any]) -> Taken:
        changed = {name: _plain(value) for name, value in self._changed(values).items()}
        return self._cases.amend(self._case_id, self._version, changed, draft_id=self._keeper.draft_id)

    def _changed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if _same(value) != _same(self._before[name])}

    def _came_late(self, _: object) -> None:
        self._seat.tasks.run(lambda: self._cases.sheet(self._case_id), self._compare, owner=self)

    def _compare(self, sheet: CaseSheet) -> None:
        self.read_again.emit(sheet)
        theirs = known(sheet.detail)
        mine = self.dialog.values()
        both = [
            field
            for field in AMEND.fields
            if field.name in self._changed(mine)
            and _same(theirs[field.name]) not in {_same(self._before[field.name]), _same(mine[field.name])}
        ]
        differences = [
            Difference(
                field=field.name,
                label=tr(field.title),
                before=self._said(field, self._before[field.name]),
                mine=self._said(field, mine[field.name]),
                theirs=self._said(field, theirs[field.name]),
            )
            for field in both
        ]
        if not both:
            self._merge(sheet, {})
            return
        last = sheet.detail.events[0] if sheet.detail.events else None
        who = (last.who if last else None) or tr("Somebody")
        self._seat.messages.ask_stale(who, differences, lambda answer, kept: self._answered(sheet, answer, kept))

    def _answered(self, sheet: CaseSheet, answer: StaleAnswer, kept: dict[str, bool]) -> None:
        if answer is StaleAnswer.MERGE:
            self._merge(sheet, kept)

    def _merge(self, sheet: CaseSheet, kept: Mapping[str, bool]) -> None:
        """Take over what others wrote where this desk wrote nothing or gives way, and send the rest again."""
        theirs = known(sheet.detail)
        mine = self._changed(self.dialog.values())
        for name, value in theirs.items():
            if not kept.get(name, name in mine):
                self.dialog.editor(name).put(value)
        self._before = theirs
        self._version = sheet.detail.case.version
        self.dialog.submit()

    def _said(self, field: StepField, value: object) -> str:
        if field.ask is Ask.CODE:
            return self._stock.codes.title(field.source, None if value is None else str(value))
        if isinstance(value, bool):
            return tr("Yes") if value else tr("No")
        if field.ask is Ask.CHOICE:
            return choice(field.choices, value)
        return _same(value)


def known(detail: CaseDetail) -> dict[str, Any]:
    """Give what is known of a case, by the fields of the amending form."""
    return {field.name: getattr(detail.case, field.name) for field in AMEND.fields}


def _same(value: object) -> str:
    """Make values comparable: nothing and the empty text are the same, sums whatever their zeros."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value).strip()


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
