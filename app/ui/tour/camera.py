"""Takes the tour's pictures: the window as a screen would show it, one a step."""

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

BEHIND = QColor(0, 0, 0, 60)


class Camera:
    """Numbers and keeps the pictures.

    Attributes:
        steps: What was taken: ``name`` and ``picture`` of each.
    """

    def __init__(self, out: Path | None) -> None:
        """Take the folder the pictures go to, made when missing; with ``None`` none are taken."""
        self._out = out
        self.steps: list[dict[str, str]] = []
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, window: QWidget) -> None:
        """Take a picture of ``window`` and note the step."""
        picture = f"{len(self.steps) + 1:02d}-{name}.png"
        if self.keep(picture, window):
            self.steps.append({"name": name, "picture": picture})

    def keep(self, file: str, window: QWidget) -> bool:
        """Keep a picture as ``file`` without noting a step; tells whether pictures are taken at all."""
        if self._out is None:
            return False
        QGuiApplication.sync()
        _picture(window).save(str(self._out / file))
        return True


def _picture(front: QWidget) -> QPixmap:
    """Give the window in front, over those it stands before, as a screen would show them."""
    parent = front.parentWidget()
    if not front.isModal() or parent is None:
        return front.grab()
    picture = _picture(parent.window())
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), BEHIND)
    size = picture.deviceIndependentSize().toSize()
    place = QPoint((size.width() - front.width()) // 2, (size.height() - front.height()) // 2)
    painter.drawPixmap(place, front.grab())
    painter.end()
    return picture
