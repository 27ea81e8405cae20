"""Whether an input method is in the middle of a word: then Enter belongs to it, and never sends a form."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.widgets.edits import LineEdit, TextEdit


def is_composing(widget: QWidget | None) -> bool:
    """Tell whether letters are typed into ``widget`` that are not yet text."""
    return isinstance(widget, LineEdit | TextEdit) and widget.is_composing()


def finish_word() -> None:
    """Take what the input method holds into the text, so that a save has all that was typed."""
    QGuiApplication.inputMethod().commit()
