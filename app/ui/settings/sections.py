"""Cards of the settings: a heading with fields below it, and what is only told."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.theme import space
from app.ui.widgets.fields import Field
from app.ui.widgets.labels import words

LANGUAGES = {"en": "English", "zh_CN": "中文"}
"""Every language is named in itself, so that whoever cannot read the present one finds their own."""

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def section(title: str, *parts: QWidget) -> QFrame:
    """Put ``parts`` on a card below ``title``."""
    card = QFrame()
    card.setProperty("kind", "card")
    layout = QVBoxLayout(card)
    space(layout, 8, (16, 12, 16, 12))
    layout.addWidget(words(title, "title"))
    for part in parts:
        layout.addWidget(part)
    return card


def told(title: str, text: str) -> Field:
    """Give a line that is only read."""
    said = words(text, wraps=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return Field("", title, said)
