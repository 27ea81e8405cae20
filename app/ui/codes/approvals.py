"""The approval matrix: which step wants a second person at which unit; what the law wants is locked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout
from typing_extensions import override

from app.models.words import mark, tr
from app.services.administration import Administration, ApprovalRuleRow
from app.services.cases.forms import FORMS
from app.services.codebook import CodeBook, UnitRow
from app.services.errors import OutageError, UserError
from app.ui.commands import CommandId
from app.ui.parts_page import Part
from app.ui.people.unit_words import STEP, in_line
from app.ui.seat import Seat
from app.ui.theme import metric, px, space
from app.ui.widgets.labels import words

OTHER_STEPS = {
    "issue_paper": mark("Number and issue a paper"),
    "void_paper": mark("Void a paper"),
    "transfer_out": mark("Transfer to another authority"),
    "correct": mark("Correct"),
}
TOP = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def step_words(command: str) -> str:
    """Name a step that may want approval."""
    form = FORMS.get(command)
    return tr(form.title) if form is not None else tr(OTHER_STEPS.get(command, command))


class RulesModel(QAbstractTableModel):
    """Units down, steps across."""

    def __init__(self) -> None:
        super().__init__()
        self._units: tuple[tuple[UnitRow, int], ...] = ()
        self._steps: tuple[str, ...] = ()
        self._rules: dict[tuple[UUID, str], bool] = {}

    def show_rules(self, codes: CodeBook, steps: Sequence[str], rules: Sequence[ApprovalRuleRow]) -> None:
        """Show other rows."""
        units = tuple((unit, depth) for unit, depth in in_line(codes) if unit.active)
        same = ([unit.id for unit, _ in units], tuple(steps)) == ([unit.id for unit, _ in self._units], self._steps)
        if not same:
            self.beginResetModel()
        self._units, self._steps = units, tuple(steps)
        self._rules = {(rule.unit_id, rule.command): rule.by_law for rule in rules}
        if same:
            self.retitle()
        else:
            self.endResetModel()

    def at(self, index: Index) -> tuple[UnitRow, str]:
        """Give unit and step of a cell."""
        return self._units[index.row()][0], self._steps[index.column()]

    def rule(self, unit_id: UUID, step: str) -> bool | None:
        """Tell whether the law wants it; ``None`` where nobody does."""
        return self._rules.get((unit_id, step))

    def retitle(self) -> None:
        """Say everything again."""
        if self._units and self._steps:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._units) - 1, len(self._steps) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._steps) - 1)

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._units)

    @override
    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(self._steps)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if orientation is Qt.Orientation.Horizontal:
                return step_words(self._steps[section])
            unit, depth = self._units[section]
            return STEP * depth + unit.short_name
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Vertical:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        unit, step = self.at(index)
        by_law = self.rule(unit.id, step)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if by_law is None else tr("By law") if by_law else tr("Wanted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{unit.short_name} {step_words(step)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None


class _Matrix(QTableView):
    """The cells; Enter and Space turn the one in front."""

    turned = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class ApprovalsPart(Part):
    """The matrix with what it means."""

    def __init__(self, seat: Seat, office: Administration) -> None:
        super().__init__()
        self._seat = seat
        self._office = office
        self._busy = False
        self.model = RulesModel()
        self.view = _Matrix()
        self.view.setModel(self.model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(True)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._hint = words(kind="hint", wraps=True)
        layout = QVBoxLayout(self)
        space(layout, 8)
        layout.addWidget(self._hint)
        layout.addWidget(self.view, 1)
        self.view.turned.connect(self.turn)
        self.view.doubleClicked.connect(lambda _: self.turn())
        self.retranslate()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        return {CommandId.SAVE: self.turn}

    @override
    def take_focus(self) -> None:
        """Go where work begins."""
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0, 0))

    def show_rules(self, steps: Sequence[str], rules: Sequence[ApprovalRuleRow]) -> None:
        """Show what is wanted now."""
        self.model.show_rules(self._seat.desk.codes, steps, rules)
        self._measure()

    def turn(self) -> None:
        """Want a second person for the cell in front, or no longer; what the law wants stays."""
        index = self.view.currentIndex()
        if not index.isValid() or self._busy:
            return
        unit, step = self.model.at(index)
        by_law = self.model.rule(unit.id, step)
        if by_law:
            self._seat.messages.note(tr("The law wants this approval; it cannot be switched off."))
            return
        self._busy = True
        self._seat.tasks.run(
            lambda: self._office.put_approval_rule(unit.id, step, wanted=by_law is None),
            lambda _: self._turned(unit, step, wanted=by_law is None),
            self._failed,
            owner=self,
        )

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._hint.setText(
            tr(
                "Enter or Space turns a cell. A second person approves the step before it takes effect. A unit in "
                "one-person mode goes without its own rules, never without the law's: somebody above approves."
            )
        )
        self.model.retitle()
        self._measure()

    def _turned(self, unit: UnitRow, step: str, *, wanted: bool) -> None:
        self._busy = False
        said = tr("{step} wants a second person at {unit}.") if wanted else tr("{step} needs nobody else at {unit}.")
        self._seat.messages.note(said.format(step=step_words(step), unit=unit.short_name), undo=self.turn)
        self.done.emit()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, UserError | OutageError):
            raise error
        self._seat.messages.note(str(error))

    def _measure(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(metric("row"))
        measure = QFontMetrics(self.view.horizontalHeader().font())
        for column in range(self.model.columnCount()):
            said = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            self.view.setColumnWidth(column, max(measure.horizontalAdvance(said) + px(24), px(72)))
