"""Choosing from a list that opens: the wheel scrolls the page, not the choice; initials find the words."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.type_ahead import rank


class Options(QComboBox):
    """One of some: ``rows`` are pairs of value and words.

    Attributes:
        chosen: Emitted with the value when the person chose another.
    """

    chosen = Signal(object)

    def __init__(self, rows: Iterable[tuple[Any, str]] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_rows(rows)
        self.activated.connect(lambda: self.chosen.emit(self.value()))

    def set_rows(self, rows: Iterable[tuple[Any, str]]) -> None:
        """Offer ``rows``; what was chosen stays chosen where it is still offered."""
        before = self.value()
        self.clear()
        for value, words in rows:
            self.addItem(words, value)
        self.set_value(before)

    def value(self) -> Any:
        """Give what is chosen, ``None`` when nothing is."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose ``value``; one that is not offered chooses the first."""
        places = [place for place in range(self.count()) if self.itemData(place) == value]
        self.setCurrentIndex(places[0] if places else min(0, self.count() - 1))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if letter.strip() and letter.isprintable() and not held and self._go_to(letter):
            return
        super().keyPressEvent(event)

    def _go_to(self, letter: str) -> bool:
        count = self.count()
        for step in range(1, count + 1):
            place = (self.currentIndex() + step) % count
            found = rank(letter, self.itemText(place))
            if found is not None and found != rank(letter, "x" + letter):
                self.setCurrentIndex(place)
                self.chosen.emit(self.value())
                return True
        return False
