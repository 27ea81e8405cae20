"""Two people changed the same thing: see both texts side by side and choose, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.models.words import tr
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import words


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field both sides hold differently: its name, its label, the text before, here and there."""

    field: str
    label: str
    before: str
    mine: str
    theirs: str


class StaleDialog(QDialog):
    """Cancel is the default; Compare opens the two texts; Merge keeps what was chosen in each line."""

    def __init__(self, who: str, differences: Sequence[Difference], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Changed meanwhile"))
        self._mine: dict[str, QRadioButton] = {}
        self._table = self._comparison(differences)
        self._table.hide()
        layout = QVBoxLayout(self)
        space(layout, 16, 24)
        text = words(
            tr(
                "{who} has changed this meanwhile. Nothing of yours is lost: compare both, and keep what is right.",
                who=who,
            ),
            wraps=True,
        )
        text.setMinimumWidth(px(420))
        layout.addWidget(text)
        layout.addWidget(self._table)
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        cancel = Button(tr("Cancel"), self.reject)
        self._compare = Button(tr("Compare"), self._open_table, icon="compare")
        merge = Button(tr("Merge"), self.accept, kind="primary", icon="merge")
        for button in (cancel, self._compare, merge):
            row.addWidget(button)
        layout.addLayout(row)
        cancel.setDefault(True)
        cancel.setFocus()

    def kept_mine(self) -> dict[str, bool]:
        """Say for each field whether this desk's text is kept."""
        return {name: button.isChecked() for name, button in self._mine.items()}

    def _open_table(self) -> None:
        self._table.show()
        self._compare.setEnabled(False)
        self.adjustSize()

    def _comparison(self, differences: Sequence[Difference]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        space(grid, 12)
        for column, head in enumerate((tr("Field"), tr("Before"), tr("Yours"), tr("Theirs"))):
            grid.addWidget(words(head, "hint"), 0, column)
        for line, difference in enumerate(differences, start=1):
            mine, theirs = QRadioButton(_short(difference.mine)), QRadioButton(_short(difference.theirs))
            either = QButtonGroup(table)
            for column, button, full in ((2, mine, difference.mine), (3, theirs, difference.theirs)):
                button.setToolTip(full)
                button.setAccessibleName(f"{difference.label}: {full}")
                either.addButton(button)
                grid.addWidget(button, line, column)
            (mine if difference.mine != difference.before else theirs).setChecked(True)
            self._mine[difference.field] = mine
            grid.addWidget(words(difference.label, "label"), line, 0)
            grid.addWidget(words(_short(difference.before), "hint"), line, 1)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        return table


def _short(text: str) -> str:
    most = 32
    line = " ".join(text.split())
    return (line[: most - 1] + "…" if len(line) > most else line) or "—"
