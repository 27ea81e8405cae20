"""Few choices that all show: one key each, arrows move, Space marks; one stop for Tab."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from app.ui.theme import space
from app.ui.widgets.flow import Flow

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
DIGITS = "1234567890"


@dataclass(frozen=True)
class Segment:
    """One choice: its value, its words, and the key that chooses it (else its number in the row)."""

    value: Hashable
    words: str
    key: str = ""
    tip: str = ""


class Segments(QWidget):
    """Chooses one (or with ``several`` any number) of few.

    Attributes:
        changed: Emitted with the value (or the list of values) when the person chose.
    """

    changed = Signal(object)

    def __init__(
        self,
        segments: Sequence[Segment] = (),
        *,
        several: bool = False,
        can_be_none: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices; ``can_be_none`` lets the chosen one be given back by choosing it again."""
        super().__init__(parent)
        self._several = several
        self._can_be_none = can_be_none or several
        self._segments: list[Segment] = []
        self._buttons: list[QToolButton] = []
        self._flow = Flow(self)
        space(self._flow, 4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_segments(segments)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Offer ``segments``; what was chosen stays chosen where it is still offered."""
        kept = self.values()
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._segments = list(segments)
        self._buttons = [self._button(place, segment) for place, segment in enumerate(segments)]
        self.set_values(kept)

    def value(self) -> Hashable | None:
        """Give the (first) chosen value."""
        return next(iter(self.values()), None)

    def values(self) -> list[Hashable]:
        """Give every chosen value, in the order they stand."""
        return [
            segment.value for segment, button in zip(self._segments, self._buttons, strict=True) if button.isChecked()
        ]

    def key_of(self, value: Hashable) -> str:
        """Name the key that chooses ``value``.

        Raises:
            LookupError: It is not offered.
        """
        for place, segment in enumerate(self._segments):
            if segment.value == value:
                return segment.key or DIGITS[place : place + 1]
        raise LookupError(value)

    def set_value(self, value: Hashable | None) -> None:
        """Choose ``value``; ``None`` or one that is not offered chooses nothing. Tells nobody."""
        self.set_values([] if value is None else [value])

    def set_values(self, values: Collection[Hashable]) -> None:
        """Choose ``values``. Tells nobody."""
        for segment, button in zip(self._segments, self._buttons, strict=True):
            button.setChecked(segment.value in values)
        chosen = [place for place, button in enumerate(self._buttons) if button.isChecked()]
        self._rove(chosen[0] if chosen else 0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        place = next((at for at, button in enumerate(self._buttons) if button is watched), 0)
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            return False
        if event.key() in STEPS:
            self._step(place, STEPS[Qt.Key(event.key())])
            return True
        wanted = self._place_of_key(event.text())
        if wanted is None:
            return False
        self._focus(wanted)
        self._choose(wanted)
        return True

    def _button(self, place: int, segment: Segment) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "segment")
        button.setText(segment.words)
        button.setCheckable(True)
        key = segment.key or DIGITS[place : place + 1]
        button.setToolTip(f"{segment.tip or segment.words}  {key.upper()}")
        button.setAccessibleName(segment.words)
        button.installEventFilter(self)
        button.clicked.connect(lambda: self._clicked(place))
        self._flow.addWidget(button)
        button.show()
        return button

    def _place_of_key(self, text: str) -> int | None:
        if not text.strip():
            return None
        for place, segment in enumerate(self._segments):
            if (segment.key or DIGITS[place : place + 1]).lower() == text.lower():
                return place
        return None

    def _step(self, place: int, direction: int) -> None:
        wanted = (place + direction) % len(self._buttons)
        self._focus(wanted)
        if not self._several:
            self._choose(wanted, toggle=False)

    def _focus(self, place: int) -> None:
        self._rove(place)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _rove(self, place: int) -> None:
        for at, button in enumerate(self._buttons):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)
        if self._buttons:
            self.setFocusProxy(self._buttons[place])

    def _clicked(self, place: int) -> None:
        self._buttons[place].setChecked(not self._buttons[place].isChecked())  # Qt has turned it; the choice decides
        self._rove(place)
        self._choose(place)

    def _choose(self, place: int, *, toggle: bool = True) -> None:
        chosen = self._buttons[place]
        before = self.values()
        if self._several:
            chosen.setChecked(not chosen.isChecked())
        else:
            on = not (toggle and self._can_be_none and chosen.isChecked())
            for button in self._buttons:
                button.setChecked(button is chosen and on)
        if self.values() != before:
            self.changed.emit(self.values() if self._several else self.value())


def yes_no(yes: str, no: str) -> tuple[Segment, Segment]:
    """Make the two answers to a question, by the keys Y and N."""
    return Segment(value=True, words=yes, key="y"), Segment(value=False, words=no, key="n")
