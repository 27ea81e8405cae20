"""A button that is one row of the command table: its drawing, its name and its key."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.commands import CommandId, command
from app.ui.icons import icon
from app.ui.theme import Tone, px


def hint(name: CommandId) -> str:
    """Say what a command does and by which key."""
    row = command(name)
    keys = QKeySequence(row.keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tr(row.title)}  {keys}" if keys else tr(row.title)


class CommandButton(QToolButton):
    """Does by mouse what a command does by key; it leaves the focus where somebody is typing."""

    def __init__(
        self, name: CommandId, pressed: Callable[[], None], *, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self._icon = command(name).icon
        self._tone = Tone.MUTED
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(pressed)
        self.retranslate()
        self.draw(self._icon)

    def draw(self, drawing: str, tone: Tone = Tone.MUTED) -> None:
        """Show another drawing, or the same in another tone."""
        self._icon = drawing
        self._tone = tone
        self.setIcon(icon(drawing, self.palette(), tone))
        self.setIconSize(QSize(px(self._size), px(self._size)))

    def retranslate(self) -> None:
        """Say its name in the language spoken now."""
        self.setAccessibleName(tr(command(self._name).title))
        self.setToolTip(hint(self._name))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.draw(self._icon, self._tone)
