"""The approval matrix: which step wants a second person at which unit; what the law wants is locked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout
from typing_extensions import override

from app.models.clock_words import citation
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
BY_LAW = {
    "extend_verification": ("ORDER121:27", "PENALTY_PROCEDURE:18"),
    "file": ("PENALTY_PROCEDURE:18",),
    "not_file": ("PENALTY_PROCEDURE:18",),
}
TOP = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def step_words(command: str) -> str:
    """Name a step that may want approval."""
    form = FORMS.get(command)
    return tr(form.title) if form is not None else tr(OTHER_STEPS.get(command, command))


def rule_words(rule: ApprovalRuleRow | None, *, alone: bool) -> str:
    """Say in a word what a rule does at a unit that works ``alone`` (one-person mode) or not."""
    if rule is None:
        return ""
    if rule.by_law:
        return tr("By law")
    if not rule.waived_alone:
        return tr("Also when alone")
    return tr("Waived while alone") if alone else tr("Wanted")


def rule_reason(step: str, rule: ApprovalRuleRow | None, *, alone: bool) -> str:
    """Explain a rule in a sentence."""
    if rule is None:
        return tr("Nobody else is asked.")
    if rule.by_law:
        basis = tr(", ").join(citation(article) for article in BY_LAW.get(step, ()))
        said = tr("The law wants this approval, also where one person works alone; it cannot be switched off.")
        return tr("{said} Basis: {basis}", said=said, basis=basis) if basis else said
    if not rule.waived_alone:
        return tr("A second person approves; while one person works alone here, somebody above.")
    if alone:
        return tr("The unit is in one-person mode: nobody else is asked as long as it is.")
    return tr("A second person approves; in one-person mode nobody else is asked.")


class RulesModel(QAbstractTableModel):
    """Units down, steps across."""

    def __init__(self) -> None:
        super().__init__()
        self._units: tuple[tuple[UnitRow, int], ...] = ()
        self._steps: tuple[str, ...] = ()
        self._rules: dict[tuple[UUID, str], ApprovalRuleRow] = {}

    def show_rules(self, codes: CodeBook, steps: Sequence[str], rules: Sequence[ApprovalRuleRow]) -> None:
        """Show other rows."""
        units = tuple((unit, depth) for unit, depth in in_line(codes) if unit.active)
        same = ([unit.id for unit, _ in units], tuple(steps)) == ([unit.id for unit, _ in self._units], self._steps)
        if not same:
            self.beginResetModel()
        self._units, self._steps = units, tuple(steps)
        self._rules = {(rule.unit_id, rule.command): rule for rule in rules}
        if same:
            self.retitle()
        else:
            self.endResetModel()

    def at(self, index: Index) -> tuple[UnitRow, str]:
        """Give unit and step of a cell."""
        return self._units[index.row()][0], self._steps[index.column()]

    def rule(self, unit_id: UUID, step: str) -> ApprovalRuleRow | None:
        """Give the rule of a step at a unit; ``None`` where nobody wants it approved."""
        return self._rules.get((unit_id, step))

    def retitle(self) -> None:
        """Say everything again."""
        if self._units and self._steps:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._units) - 1, len(self._steps) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._steps) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._units) - 1)

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
            name = tr("{unit} (one person)", unit=unit.short_name) if unit.one_person else unit.short_name
            return STEP * depth + name
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Vertical:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        unit, step = self.at(index)
        rule = self.rule(unit.id, step)
        if role == Qt.ItemDataRole.DisplayRole:
            return rule_words(rule, alone=unit.one_person)
        if role == Qt.ItemDataRole.ToolTipRole:
            return rule_reason(step, rule, alone=unit.one_person)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{unit.short_name} {step_words(step)} {rule_words(rule, alone=unit.one_person)}".rstrip()
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
        """Turn the cell in front: nobody else, a second person, a second person also when alone; the law's stays."""
        index = self.view.currentIndex()
        if not index.isValid() or self._busy:
            return
        unit, step = self.model.at(index)
        before = self.model.rule(unit.id, step)
        if before is not None and before.by_law:
            self._seat.messages.note(rule_reason(step, before, alone=unit.one_person))
            return
        after: ApprovalRuleRow | None = None
        if before is None:
            after = ApprovalRuleRow(unit_id=unit.id, command=step, by_law=False, waived_alone=True)
        elif before.waived_alone:
            after = replace(before, waived_alone=False)
        self._put(unit, step, before, after)

    def _put(self, unit: UnitRow, step: str, before: ApprovalRuleRow | None, after: ApprovalRuleRow | None) -> None:
        if self._busy:
            return
        self._busy = True
        self._seat.tasks.run(
            lambda: self._office.put_approval_rule(
                unit.id, step, wanted=after is not None, waived_alone=after is None or after.waived_alone
            ),
            lambda _: self._turned(unit, step, before, after),
            self._failed,
            owner=self,
        )

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._hint.setText(
            tr(
                "Enter or Space turns a cell: nobody else, a second person, a second person also when alone. In "
                "one-person mode a unit goes without the rules that are waived then, never without the law's: somebody "
                "above approves."
            )
        )
        self.model.retitle()
        self._measure()

    def _turned(self, unit: UnitRow, step: str, before: ApprovalRuleRow | None, after: ApprovalRuleRow | None) -> None:
        self._busy = False
        if after is None:
            said = tr("{step} needs nobody else at {unit}.")
        elif after.waived_alone:
            said = tr("{step} wants a second person at {unit}.")
        else:
            said = tr("{step} wants a second person at {unit}, also in one-person mode.")
        self._seat.messages.note(
            said.format(step=step_words(step), unit=unit.short_name),
            undo=lambda: self._put(unit, step, after, before),
        )
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
            said = [str(self.model.headerData(column, Qt.Orientation.Horizontal))]
            said += [str(self.model.index(row, column).data()) for row in range(self.model.rowCount())]
            self.view.setColumnWidth(column, max(*map(measure.horizontalAdvance, said), px(48)) + px(24))
