"""The figures on the wall: full screen, twice as large, nothing to press but Esc."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.statistics.answers import Card
from app.ui.figures.words import card_words
from app.ui.theme import space
from app.ui.widgets.figure_card import FigureCard
from app.ui.widgets.labels import words

EVERY_MS = 60_000
ACROSS = 4
AT_MOST = 12


class Wall(QWidget):
    """Shows the cards for a room to read; asks for new ones every minute."""

    def __init__(self, again: Callable[[], None], parent: QWidget | None = None) -> None:
        """Take ``again``, which reads the figures anew and hands them to :meth:`show_cards`."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = words(kind="wall")
        self._scope = words(kind="heading", wraps=True)
        self._cards: list[FigureCard] = []
        self._grid = QGridLayout()
        space(self._grid, 16)
        head = QHBoxLayout()
        head.addWidget(self._title)
        layout = QVBoxLayout(self)
        space(layout, 16, 32)
        layout.addLayout(head)
        layout.addLayout(self._grid, 1)
        layout.addWidget(self._scope)
        self._timer = QTimer(self)
        self._timer.timeout.connect(again)
        self._timer.start(EVERY_MS)

    def show_cards(self, title: str, cards: Sequence[Card], scope: str) -> None:
        """Show ``cards`` under ``title``, with the scope below."""
        self.setWindowTitle(title)
        self._title.setText(title)
        self._scope.setText(scope)
        while len(self._cards) < min(len(cards), AT_MOST):
            card = FigureCard()
            card.set_large(large=True)
            card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            place = len(self._cards)
            self._grid.addWidget(card, place // ACROSS, place % ACROSS)
            self._cards.append(card)
        for widget, card_now in zip(self._cards, cards, strict=False):
            said = card_words(card_now)
            widget.show_figure(
                type(said)(name=said.name, value=said.value, unit=said.unit, compared=said.compared, aside=said.aside)
            )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)
