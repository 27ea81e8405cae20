"""The bottom line: what the function keys do here, what waits to be sent, what time it is."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.clock import Clock
from app.ui.clock_label import ClockLabel
from app.ui.command_bar import CommandBar, key_text
from app.ui.commands import Command, Group
from app.ui.theme import Tone, metric, set_tone, space

FIRST = (Group.CALL, Group.PLAYER, Group.FORM, Group.QUEUE, Group.CASE, Group.PAPERS, Group.HELP)


class KeyBar(QFrame):
    """Shows the page's function keys as long as there is room, then the outbox and the clock."""

    def __init__(self, bar: CommandBar, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "keys")
        self.setAccessibleName(tr("Keys of this page"))
        self._bar = bar
        self._waiting = 0
        self._buttons: list[QToolButton] = []
        self._rows: list[Command] = []
        self._keys = QWidget()
        self._keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self._keys)
        space(self._row, 2, 0)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._outbox = QLabel()
        self._clock = ClockLabel(clock)
        layout = QHBoxLayout(self)
        space(layout, 16, (8, 0, 12, 0))
        layout.addWidget(self._keys, 1)
        layout.addWidget(self._outbox)
        layout.addWidget(self._clock)
        bar.changed.connect(self.retitle)
        self.retitle()

    def set_waiting(self, number: int) -> None:
        """Show how many commands wait on this computer to be sent."""
        self._waiting = number
        self._outbox.setText(tr("Waiting here to be sent {n}", n=number))
        set_tone(self._outbox, Tone.SOON if number else None)

    def retitle(self) -> None:
        """Show the keys that are answered now."""
        self.setFixedHeight(metric("keys"))
        self.set_waiting(self._waiting)
        shown = self._shown()
        while len(self._buttons) < len(shown):
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._press, len(self._buttons)))
            self._row.addWidget(button)
            self._buttons.append(button)
        self._rows = shown
        for button, row in zip(self._buttons, shown, strict=False):
            action = self._bar.action(row.id)
            button.setText(f"{key_text(row)} {action.iconText()}")
            button.setToolTip(action.toolTip())
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _shown(self) -> list[Command]:
        rows = [row for row in self._bar.here() if self._bar.is_answered(row.id) and (row.short or _is_function(row))]
        rows = [row for row in rows if row.group not in {Group.PLACES, Group.WINDOW}]
        return sorted(rows, key=_order)

    def _fit(self) -> None:
        room = self._keys.width()
        for place, button in enumerate(self._buttons):
            room -= button.sizeHint().width() + self._row.spacing()
            button.setVisible(place < len(self._rows) and room >= 0)

    def _press(self, place: int, *_: object) -> None:
        self._bar.action(self._rows[place].id).trigger()


def _is_function(row: Command) -> bool:
    return row.keys[:1] == "F" and row.keys[1:].isdigit()


def _order(row: Command) -> tuple[int, int, str]:
    return (0, int(row.keys[1:]), "") if _is_function(row) else (1, 0, row.keys)
