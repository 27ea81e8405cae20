"""A statutory clock in one line: what runs, how much is left, until when; the hint counts the days."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.theme import Tone, restyle, set_tone, space
from app.ui.widgets.labels import Drawing, words

DRAWINGS = {Tone.LATE: "alert", Tone.SOON: "clock", Tone.DONE: "done"}


@dataclass(frozen=True, kw_only=True)
class ClockWords:
    """A clock, said: "受理", "剩 4 个工作日", "11-30", and the lines that explain the date."""

    name: str
    left: str
    due: str
    tone: Tone = Tone.MUTED
    lines: tuple[str, ...] = ()


class ClockBadge(QFrame):
    """Shows one clock; Enter or a click asks for the explanation.

    Attributes:
        asked: Emitted when the person wants to know why this date.
    """

    asked = Signal()

    def __init__(
        self, clock: ClockWords | None = None, parent: QWidget | None = None, *, stacked: bool = False
    ) -> None:
        """Show ``clock``; ``stacked`` puts what is left under what runs, for narrow places."""
        super().__init__(parent)
        self.setProperty("kind", "clock")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._drawing = Drawing("clock", Tone.MUTED, 14)
        self._name = words(kind="label")
        self._left = words()
        self._due = words(kind="label")
        layout = QHBoxLayout(self)
        space(layout, 6, (8, 3, 8, 3))
        layout.addWidget(self._drawing)
        if stacked:
            below = QHBoxLayout()
            space(below, 6)
            below.addWidget(self._left)
            below.addWidget(self._due, 1)
            lines = QVBoxLayout()
            space(lines, 2)
            lines.addWidget(self._name)
            lines.addLayout(below)
            layout.addLayout(lines)
        else:
            for part in (self._name, self._left, self._due):
                layout.addWidget(part)
        if clock is not None:
            self.show_clock(clock)

    def show_clock(self, clock: ClockWords) -> None:
        """Show ``clock``."""
        self._drawing.show_drawing(DRAWINGS.get(clock.tone, "clock"), clock.tone)
        self._name.setText(clock.name)
        self._left.setText(clock.left)
        set_tone(self._left, clock.tone if clock.tone is not Tone.MUTED else None)
        self._due.setText(tr("· {due}", due=clock.due) if clock.due else "")
        self._due.setVisible(bool(clock.due))
        restyle(self, "tone", clock.tone.value)
        self.setToolTip("\n".join(clock.lines))
        self.setAccessibleName(" ".join(part for part in (clock.name, clock.left, clock.due) if part))
        self.setAccessibleDescription("\n".join(clock.lines))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()
