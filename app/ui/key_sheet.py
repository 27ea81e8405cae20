"""F1: every key of this page on one sheet, made from the command table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.words import tr
from app.ui.command_bar import CommandBar, key_text
from app.ui.commands import Command, Group
from app.ui.theme import Tone, px, set_tone, space
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.labels import KeyWord, words

COLUMNS = 3


class KeySheet(QDialog):
    """The commands of the page in front under their headings; what cannot be done just now is quieter."""

    def __init__(self, bar: CommandBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys of this page"))
        self._filter = LineEdit()
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setAccessibleName(tr("Filter"))
        self._filter.textChanged.connect(self._narrow)
        self._lines: list[tuple[str, QWidget]] = []
        self._blocks: list[tuple[QWidget, list[QWidget]]] = []
        sheet = QWidget()
        sheet.setProperty("kind", "plain")
        columns = QHBoxLayout(sheet)
        space(columns, 24, (0, 0, 12, 0))
        rows = [row for row in bar.here() if row.keys or row.group is Group.PLACES]
        for part in _even([[row for row in rows if row.group is group] for group in Group]):
            column = QVBoxLayout()
            space(column, 16)
            for block in part:
                column.addWidget(self._block(bar, block))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(sheet)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        space(layout, 12, 16)
        layout.addWidget(self._filter)
        layout.addWidget(scroll, 1)
        self.resize(min(px(1040), parent.width()), min(px(640), parent.height()))

    def _block(self, bar: CommandBar, rows: list[Command]) -> QWidget:
        block = QWidget()
        grid = QGridLayout(block)
        space(grid, 4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(words(tr(rows[0].group), "title"), 0, 0, 1, 2)
        lines: list[QWidget] = []
        for place, row in enumerate(rows, start=1):
            key = KeyWord(key_text(row))
            key.setMinimumWidth(px(92))
            key.setVisible(bool(row.keys))
            title = words(tr(row.title))
            if not bar.is_answered(row.id) and not row.by_widget:
                set_tone(title, Tone.MUTED)
            grid.addWidget(key, place, 0)
            grid.addWidget(title, place, 1)
            line = f"{tr(row.title)} {key_text(row)}".lower()
            self._lines += [(line, key), (line, title)]
            lines.append(title)
        self._blocks.append((block, lines))
        return block

    def _narrow(self, text: str) -> None:
        for line, widget in self._lines:
            widget.setVisible(text.strip().lower() in line)
        for block, lines in self._blocks:
            block.setVisible(any(not line.isHidden() for line in lines))


def _even(blocks: list[list[Command]]) -> list[list[list[Command]]]:
    """Deal the blocks to columns of about the same height, in their order."""
    filled = [block for block in blocks if block]
    whole = sum(len(block) + 2 for block in filled)
    columns: list[list[list[Command]]] = [[] for _ in range(COLUMNS)]
    done = 0
    for block in filled:
        columns[min(done * COLUMNS // max(whole, 1), COLUMNS - 1)].append(block)
        done += len(block) + 2
    return columns
