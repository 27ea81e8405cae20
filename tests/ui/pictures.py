"""Pictures of what a person sees, for looking at: any widget in any theme, scale and language."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.models import words
from app.ui.theme import Look, Shade

OUT = Path("out/pictures")


def picture(
    widget: QWidget, name: str, *, look: Look, scale: int = 100, theme: str = "light", language: str = "zh_CN"
) -> Path:
    """Save ``widget`` as ``out/pictures/NAME-THEME-SCALE-LANGUAGE.png`` and give the path."""
    words.speak(language)
    look.wear(shade=Shade(theme), scale=scale)
    QApplication.processEvents()
    QApplication.processEvents()
    QGuiApplication.sync()
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}-{theme}-{scale}-{language}.png"
    widget.grab().save(str(path))
    return path
