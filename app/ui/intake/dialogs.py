"""Short questions at the intake: where it goes, which case it is about, what became of it, what to read back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.callers import Callers, KnownCase
from app.services.codebook import CodeBook, CodeEntry, UnitRow
from app.services.contacts import SETTLEMENT
from app.ui.tasks import TaskRunner
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.labels import words
from app.ui.widgets.picker import CodePicker, Pick
from app.ui.widgets.segments import Segment, Segments

CASE_NEEDED = "required"


class _Short(QDialog):
    """A dialog of the house: a heading, what is asked, a row of buttons; Esc goes back."""

    def __init__(self, heading: str, parent: QWidget, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(width))
        self.lines = QVBoxLayout(self)
        space(self.lines, 12, 20)
        self.lines.addWidget(words(heading, "title"))

    def buttons(self, *made: Button) -> None:
        """Put the buttons at the end."""
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        for button in made:
            row.addWidget(button)
        self.lines.addLayout(row)


class DistributeDialog(_Short):
    """Asks where a case goes; the proposal stands there already, so that Enter is enough.

    Attributes:
        chosen: Emitted with the unit's id.
    """

    chosen = Signal(object)

    def __init__(self, units: Sequence[UnitRow], proposed: UnitRow | None, parent: QWidget) -> None:
        super().__init__(tr("Save and distribute to"), parent)
        self.picker = CodePicker(
            [Pick(unit.id, unit.short_name, unit.name, unit.code) for unit in units], placeholder=tr("Unit")
        )
        if proposed is not None:
            self.picker.set_value(proposed.id)
            self.picker.selectAll()
        self.lines.addWidget(self.picker)
        self.lines.addWidget(
            words(
                tr("Proposed by the trader's place (Order 121 Art. 13).")
                if proposed
                else tr("Type two letters, then Enter."),
                "hint",
                wraps=True,
            )
        )
        self._go = Button(tr("Save and distribute"), self._choose, kind="primary", keys="Enter")
        self.buttons(Button(tr("Back"), self.reject), self._go)
        self._go.setDefault(True)
        self.picker.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        value = self.picker.value()
        if value is None:
            self.picker.setFocus()
            return
        self.accept()
        self.chosen.emit(value)


class CaseDialog(_Short):
    """Finds the case a contact is about: from the caller's own cases, or by its number.

    Attributes:
        chosen: Emitted with the :class:`KnownCase`.
    """

    chosen = Signal(object)

    def __init__(
        self,
        heading: str,
        callers: Callers,
        tasks: TaskRunner,
        known: Sequence[KnownCase],
        parent: QWidget,
        *,
        speaks: bool = False,
    ) -> None:
        """Take the caller's ``known`` cases; ``speaks`` shows the sentence to say about the one in front."""
        super().__init__(heading, parent, 560)
        self._callers = callers
        self._tasks = tasks
        self._known = tuple(known)
        self._speaks = speaks
        self.number = LineEdit(placeholder=tr("Number of the case, or its last figures"))
        self.list = QListWidget()
        self.list.setFixedHeight(px(150))
        self.sentence = words(wraps=True)
        self.sentence.setVisible(speaks)
        self.lines.addWidget(self.number)
        self.lines.addWidget(self.list)
        if speaks:
            self.lines.addWidget(words(tr("Say, after you know who is calling:"), "hint"))
        self.lines.addWidget(self.sentence)
        self.buttons(
            Button(tr("Back"), self.reject), Button(tr("This one"), self._choose, kind="primary", keys="Enter")
        )
        self.list.currentRowChanged.connect(self._say)
        self.list.itemActivated.connect(self._choose)
        self.number.textEdited.connect(self._search)
        self._offer(self._known)
        self.number.setFocus()

    def current(self) -> KnownCase | None:
        """Give the case in front."""
        found = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found if isinstance(found, KnownCase) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        if not text.strip():
            self._offer(self._known)
            return
        self._tasks.run(lambda: self._callers.find(text), self._offer, owner=self)

    def _offer(self, cases: Sequence[KnownCase]) -> None:
        self.list.clear()
        for case in cases:
            parts = (case.number, case.enterprise, case.matter, case.state_title)
            item = QListWidgetItem(" · ".join(part for part in parts if part))
            item.setData(Qt.ItemDataRole.UserRole, case)
            self.list.addItem(item)
        if cases:
            self.list.setCurrentRow(0)
        self._say()

    def _say(self) -> None:
        case = self.current()
        self.sentence.setText(self._callers.progress(case) if case and self._speaks else "")

    def _choose(self) -> None:
        case = self.current()
        if case is not None:
            self.accept()
            self.chosen.emit(case)


class OutcomeDialog(_Short):
    """Every way a contact can end without a case, by the one key its row of the code table names.

    Attributes:
        chosen: Emitted with the code's row.
    """

    chosen = Signal(object)

    def __init__(self, codes: CodeBook, parent: QWidget) -> None:
        super().__init__(tr("What became of this contact?"), parent, 520)
        self._entries = {entry.code: entry for entry in codes.choices("contact_outcome") if entry.code != SETTLEMENT}
        self.outcomes = Segments(
            [
                Segment(
                    entry.code,
                    f"{entry.title} {entry.details.get('key', '')}".strip(),
                    str(entry.details.get("key", "")),
                )
                for entry in self._entries.values()
            ]
        )
        self.lines.addWidget(self.outcomes)
        self.lines.addWidget(words(tr("One key; it never counts as a case."), "hint"))
        self.outcomes.changed.connect(self._choose)
        self.outcomes.setFocus()

    def _choose(self, code: object) -> None:
        self.accept()
        self.chosen.emit(self._entries[str(code)])


def needs_case(entry: CodeEntry) -> bool:
    """Tell whether an outcome speaks about a case that is there."""
    return entry.details.get("case") == CASE_NEEDED


class ReadBackDialog(_Short):
    """What is read back to the caller before saving, and the words to close the call with."""

    def __init__(self, paragraphs: Sequence[tuple[str, str]], save: Callable[[], None] | None, parent: QWidget) -> None:
        super().__init__(tr("Read back"), parent, 620)
        for label, text in paragraphs:
            self.lines.addWidget(words(label, "label"))
            self.lines.addWidget(words(text, "", wraps=True))
        self._save = save
        back = Button(tr("Back to the form"), self.reject)
        if save is None:
            self.buttons(back)
        else:
            self.buttons(back, Button(tr("Right: save"), self._go, kind="primary", keys="Enter"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._save is not None:
            self._go()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        self.accept()
        if self._save is not None:
            self._save()
