"""Buttons: one main action a page, others quiet; each carries its drawing and, where it is a command, its key."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from app.ui.icons import icon as draw
from app.ui.theme import Tone, px

LINES = {"link", "quiet"}
LEAST_LINE = 64
TONES = {"primary": "on_accent", "danger": Tone.LATE, "link": Tone.ACCENT}


class Button(QPushButton):
    """A button of one kind: "" (usual), "primary", "danger", "quiet" or "link"."""

    def __init__(
        self,
        text: str,
        pressed: Callable[[], object] | None = None,
        *,
        kind: str = "",
        icon: str = "",
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Take what it says and does; ``keys`` is shown behind the words and in the hint, it is not made to act."""
        super().__init__(parent)
        self._full = ""
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(text)
        if kind == "link":
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # it may be cut, with "…"
        self.setText(f"{text}  {keys}" if keys else text)
        if pressed is not None:
            self.clicked.connect(lambda _=False: pressed())
        self._draw()

    @override
    def setText(self, text: str) -> None:
        self._full = f" {text.lstrip()}" if self._icon else text
        super().setText(self._full)

    @override
    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        cut = self.fontMetrics().horizontalAdvance(self._full) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(wanted.width() + max(cut, 0), wanted.height())

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), px(LEAST_LINE)), least.height()) if self._kind in LINES else self.sizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._kind in LINES:
            metrics = self.fontMetrics()
            frame = super().sizeHint().width() - metrics.horizontalAdvance(self.text())
            room = self.width() - frame
            short = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, max(room, 0))
            super().setText(self._full if room >= metrics.horizontalAdvance(self._full) else short)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def _draw(self) -> None:
        if self._icon:
            self.setIcon(draw(self._icon, self.palette(), TONES.get(self._kind, Tone.TEXT)))
            self.setIconSize(QSize(px(14), px(14)))


class IconButton(QToolButton):
    """A button that is only a drawing; its name is its hint and what a screen reader says."""

    def __init__(
        self,
        icon: str,
        name: str,
        pressed: Callable[[], object] | None = None,
        *,
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if pressed is not None:
            self.clicked.connect(lambda _=False: pressed())
        self._draw()

    def show_drawing(self, icon: str, name: str) -> None:
        """Show another drawing and name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._draw()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def _draw(self) -> None:
        self.setIcon(draw(self._icon, self.palette(), Tone.MUTED))
        self.setIconSize(QSize(px(self._size), px(self._size)))
