"""A page of several parts, one in front: their names above, all of it read at once, the keys of the one in front."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.commands import CommandId
from app.ui.list_page import EDGES
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.theme import space
from app.ui.widgets.segments import Segment, Segments


class Part(QWidget):
    """One part of a page.

    Attributes:
        done: Emitted when something was changed at the server.
        handlers_changed: Emitted when the part answers other commands than before.
    """

    done = Signal()
    handlers_changed = Signal()

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        return {}

    def take_focus(self) -> None:
        """Go where work begins."""
        self.setFocus()

    def retranslate(self) -> None:
        """Say everything again."""


class PartsPage(Page):
    """Whoever derives from it calls :meth:`lay_out` once and reads what its parts show.

    Attributes:
        choice: The names of the parts.
        stack: The parts.
    """

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(key)
        self._seat = seat
        self._arriving = False
        self._parts: dict[str, tuple[str, Part]] = {}
        self.choice = Segments()
        self.stack = QStackedWidget()

    def lay_out(self, parts: Mapping[str, tuple[str, Part]]) -> None:
        """Show ``parts``: by name their title (marked) and themselves; the first stands in front."""
        self._parts = dict(parts)
        for _, part in self._parts.values():
            self.stack.addWidget(part)
            part.done.connect(self.read_again)
            part.handlers_changed.connect(self.handlers_changed)
        self._name_parts()
        self.choice.set_value(next(iter(self._parts)))
        layout = QVBoxLayout(self)
        space(layout, 8, EDGES)
        layout.addWidget(self.choice)
        layout.addWidget(self.stack, 1)
        self.choice.changed.connect(lambda name: self.turn_to(str(name)))
        self.setFocusProxy(self.stack)

    def front(self) -> Part:
        """Give the part in front."""
        return self._parts[str(self.choice.value())][1]

    def turn_to(self, name: str) -> None:
        """Show one of the parts."""
        self.choice.set_value(name)
        self.stack.setCurrentWidget(self.front())
        self.handlers_changed.emit()
        self.front().take_focus()

    def read_again(self) -> None:
        """Read everything again; what is typed stays."""

    def arrive(self) -> None:
        """Take the focus to the part in front; its rows have come."""
        if self._arriving:
            self._arriving = False
            self.front().take_focus()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the part in front."""
        return {**self.front().handlers(), CommandId.REFRESH: self.read_again}

    @override
    def come_to_front(self) -> None:
        """Be looked at."""
        self._arriving = True
        self.read_again()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._name_parts()
        for _, part in self._parts.values():
            part.retranslate()
        self.titled.emit()

    def _name_parts(self) -> None:
        self.choice.set_segments([Segment(name, tr(title)) for name, (title, _) in self._parts.items()])
