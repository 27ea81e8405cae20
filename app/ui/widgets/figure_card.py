"""One figure: large, its comparison small, its definition under the question mark; a door to its cases."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.theme import Tone, restyle, set_tone, space
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import words


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """A figure, said: its name, its value with unit, up to two comparisons, its definition.

    Attributes:
        compared: Pairs of words and tone: ("同比 +3.2", Tone.DONE).
        definition: Numerator, denominator, date basis, data state, in whole sentences.
    """

    name: str
    value: str
    unit: str = ""
    compared: tuple[tuple[str, Tone], ...] = ()
    definition: str = ""
    aside: str = ""


class FigureCard(QFrame):
    """Shows one figure.

    Attributes:
        opened: Emitted when the person wants the cases behind it (Enter or a click).
    """

    opened = Signal()

    def __init__(self, figure: FigureWords | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = words(kind="label", wraps=True)
        self._definition = IconButton("help", tr("Definition"), self._explain, size=14)
        self._value = words(kind="figure")
        self._unit = words(kind="hint")
        self._compared = (words(kind="hint"), words(kind="hint"))
        self._aside = words(kind="hint", wraps=True)
        head = QHBoxLayout()
        space(head, 4)
        head.addWidget(self._name, 1)
        head.addWidget(self._definition)
        value = QHBoxLayout()
        space(value, 4)
        value.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        value.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        below = Flow()  # a narrow card puts the second comparison under the first
        space(below, 8)
        for label in self._compared:
            below.addWidget(label)
        layout = QVBoxLayout(self)
        space(layout, 4, (12, 6, 8, 10))
        layout.addLayout(head)
        layout.addLayout(value)
        layout.addLayout(below)
        layout.addWidget(self._aside)
        layout.addStretch(1)
        self._sentences = ""
        if figure is not None:
            self.show_figure(figure)

    def show_figure(self, figure: FigureWords) -> None:
        """Show ``figure``."""
        self._name.setText(figure.name)
        self._value.setText(figure.value)
        self._unit.setText(figure.unit)
        for place, label in enumerate(self._compared):
            text, tone = figure.compared[place] if place < len(figure.compared) else ("", Tone.MUTED)
            label.setText(text)
            set_tone(label, tone)
        self._aside.setText(figure.aside)
        self._aside.setVisible(bool(figure.aside))
        self._sentences = figure.definition
        self._definition.setVisible(bool(figure.definition))
        self._definition.setToolTip(figure.definition)
        self.setAccessibleName(f"{figure.name} {figure.value} {figure.unit}".rstrip())
        self.setAccessibleDescription(figure.definition)

    def said(self) -> tuple[str, str]:
        """Give name and value as they stand on the card, the unit behind the value."""
        return self._name.text(), f"{self._value.text()} {self._unit.text()}".rstrip()

    def set_large(self, *, large: bool) -> None:
        """Write twice as large, for the wall."""
        restyle(self._value, "type", "wall" if large else "figure")
        restyle(self._name, "type", "heading" if large else "label")
        for label in (self._unit, self._aside, *self._compared):
            restyle(label, "type", "heading" if large else "hint")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text() == "?":
            self._explain()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    def _explain(self) -> None:
        shown = not self._aside.isVisible() or self._aside.text() != self._sentences
        self._aside.setText(self._sentences if shown else "")
        self._aside.setVisible(shown)
