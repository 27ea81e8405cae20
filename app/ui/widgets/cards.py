"""The cards at the right: what the desk knows, filled while one types, never taking the focus; Alt+1 goes there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.commands import CommandId
from app.ui.theme import Tone, set_tone, space
from app.ui.widgets.labels import KeyWord, words

CARD_COMMANDS = (
    CommandId.CARD_1,
    CommandId.CARD_2,
    CommandId.CARD_3,
    CommandId.CARD_4,
    CommandId.CARD_5,
    CommandId.CARD_6,
)


class Card(QFrame):
    """A titled box with a body; it takes the focus only when its key is pressed.

    Attributes:
        left: Emitted on Esc inside the card.
    """

    left = Signal()

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.body = body
        self._title = words(title, "label")
        self._aside = words(kind="hint")
        self.key = KeyWord("")
        head = QHBoxLayout()
        space(head, 8)
        head.addWidget(self._title)
        head.addWidget(self._aside, 1)
        head.addWidget(self.key)
        layout = QVBoxLayout(self)
        space(layout, 8, (12, 8, 12, 10))
        layout.addLayout(head)
        layout.addWidget(body)
        self.set_title(title)

    def set_title(self, title: str, aside: str = "", tone: Tone | None = None) -> None:
        """Give the card another title, and words beside it ("3 cases")."""
        self._title.setText(title)
        self._aside.setText(aside)
        set_tone(self._aside, tone)
        self.setAccessibleName(f"{title} {aside}".rstrip())

    def go(self) -> None:
        """Take the focus to the first thing in the body that can be used, else to the card."""
        for widget in self.body.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        if self.body.focusPolicy() & Qt.FocusPolicy.TabFocus:
            self.body.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class CardStack(QScrollArea):
    """Cards one under another; hidden ones keep their key, so that a card is always found at the same figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards: list[Card] = []
        self._before: QWidget | None = None
        inside = QWidget()
        inside.setProperty("kind", "plain")
        self._layout = QVBoxLayout(inside)
        space(self._layout, 8, (0, 0, 4, 0))
        self._layout.addStretch(1)
        self.setWidget(inside)

    def add(self, title: str, body: QWidget) -> Card:
        """Add a card below the others, with the next figure as its key."""
        card = Card(title, body)
        self._cards.append(card)
        card.key.setText(f"Alt+{len(self._cards)}")
        card.key.setVisible(len(self._cards) <= len(CARD_COMMANDS))
        card.left.connect(self._back)
        self._layout.insertWidget(self._layout.count() - 1, card)
        return card

    def handlers(self) -> dict[CommandId, Callable[[], None]]:
        """Answer the keys of the cards that show; merge this into the page's own handlers."""
        return {
            name: partial(self._go, card)
            for name, card in zip(CARD_COMMANDS, self._cards, strict=False)
            if not card.isHidden()
        }

    def _go(self, card: Card) -> None:
        now = QApplication.focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self._before = now
        card.go()
        self.ensureWidgetVisible(card)

    def _back(self) -> None:
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
