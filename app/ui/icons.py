"""Drawings by name, in the colour of what they mean, sharp at every scale."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.models.words import RESOURCES
from app.ui.theme import Tone, colour

ICONS = RESOURCES / "icons"
SIZES = (16, 20, 24, 32, 40, 48)


@lru_cache(maxsize=512)
def _drawing(name: str, paint: str, size: int) -> QPixmap:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", paint)
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@lru_cache(maxsize=512)
def _icon(name: str, normal: str, disabled: str) -> QIcon:
    made = QIcon()
    for mode, paint in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Selected, normal), (QIcon.Mode.Disabled, disabled)):
        for size in SIZES:
            made.addPixmap(_drawing(name, paint, size), mode)
    return made


def icon(name: str, palette: QPalette, tone: Tone | str = Tone.TEXT) -> QIcon:
    """Give the drawing ``name`` (a file of ``resources/icons``) in the colour of ``tone`` of this palette."""
    if not name:
        return QIcon()
    return _icon(name, colour(palette, tone).name(), colour(palette, "edge").name())


def drawing(name: str, paint: QColor, size: int) -> QPixmap:
    """Give the drawing ``name`` in ``paint``, ``size`` pixels wide and high."""
    return _drawing(name, paint.name(), size)


def names() -> Sequence[str]:
    """Name every drawing there is."""
    return sorted(path.stem for path in ICONS.glob("*.svg"))
