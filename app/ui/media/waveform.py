"""The shape of a recording as a strip: where it stands, what is repeated; a click goes there."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.services.media.waveform import PEAKS_PER_SECOND, columns
from app.ui.media.time_words import clock_words
from app.ui.theme import Tone, colour, metric, px

_HEIGHT: Final = 44
_BAR: Final = 2
_PITCH: Final = 3
_LOUD: Final = 0.05  # a whisper is drawn against at least this, so that noise does not look like speech


class WaveformStrip(QWidget):
    """Draws peaks and position; whoever plays listens to :attr:`chosen` and :attr:`stepped`.

    Attributes:
        chosen: A place that was clicked or dragged to, in milliseconds.
        stepped: Arrow keys: steps of five seconds, negative is back.
        toggled: The space bar: play or pause.
    """

    chosen = Signal(int)
    stepped = Signal(int)
    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: NDArray[np.float32] = np.empty(0, np.float32)
        self._length_ms = 0
        self._position_ms = 0
        self._loop: tuple[int, int] | None = None
        self._pictures: tuple[QPixmap, QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_recording(self, length_ms: int) -> None:
        """Begin with another recording, whose shape is not known yet."""
        self._length_ms = length_ms
        self._position_ms = 0
        self._loop = None
        self.show_peaks(np.empty(0, np.float32))

    def show_peaks(self, peaks: NDArray[np.float32]) -> None:
        """Draw these peaks, as many as are known so far."""
        self._peaks = peaks
        self._pictures = None
        self.update()

    def show_position(self, position_ms: int) -> None:
        """Stand at ``position_ms``."""
        before, self._position_ms = self._place(self._position_ms), position_ms
        now = self._place(position_ms)
        reach = px(8)
        self.update(round(min(before, now)) - reach, 0, round(abs(now - before)) + 2 * reach, self.height())

    def show_loop(self, loop: tuple[int, int] | None) -> None:
        """Show which part is repeated."""
        self._loop = loop
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(320), px(_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.palette(), "hover"))
        painter.drawRoundedRect(QRectF(self.rect()), metric("corner"), metric("corner"))
        if self._loop:
            start, end = (self._place(part) for part in self._loop)
            painter.fillRect(
                QRectF(start, 0, max(end - start, 1), self.height()), colour(self.palette(), "accent_soft")
            )
        if self._length_ms:
            self._draw_shape(painter)
        if self.hasFocus():
            self._draw_ring(painter)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._pictures = None

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._pictures = None
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._length_ms:
            self.chosen.emit(self._time(event.position()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._length_ms:
            return
        self.setToolTip(clock_words(self._time(event.position())))
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.chosen.emit(self._time(event.position()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right:
                self.stepped.emit(1)
            case Qt.Key.Key_Home:
                self.chosen.emit(0)
            case Qt.Key.Key_End:
                self.chosen.emit(self._length_ms)
            case Qt.Key.Key_Space:
                self.toggled.emit()
            case _:
                super().keyPressEvent(event)

    def _inner(self) -> tuple[float, float]:
        """Return where the shape begins and how wide it is."""
        edge = metric("corner")
        return edge, max(1, self.width() - 2 * edge)

    def _place(self, position_ms: int) -> float:
        left, width = self._inner()
        return left + width * position_ms / max(1, self._length_ms)

    def _time(self, place: QPointF) -> int:
        left, width = self._inner()
        return round(min(max((place.x() - left) / width, 0), 1) * self._length_ms)

    def _draw_shape(self, painter: QPainter) -> None:
        if self._pictures is None:
            self._pictures = (
                self._bars(colour(self.palette(), Tone.ACCENT)),
                self._bars(colour(self.palette(), "edge")),
            )
        here = self._place(self._position_ms)
        played, ahead = self._pictures
        painter.setClipRect(QRectF(0, 0, here, self.height()))
        painter.drawPixmap(0, 0, played)
        painter.setClipRect(QRectF(here, 0, self.width() - here, self.height()))
        painter.drawPixmap(0, 0, ahead)
        painter.setClipping(False)
        line = px(2)
        painter.fillRect(QRectF(here - line / 2, 0, line, self.height()), colour(self.palette(), Tone.TEXT))

    def _bars(self, paint: QColor) -> QPixmap:
        """Draw all bars in one colour; what is not decoded yet stays a thin line."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        left, width = self._inner()
        pitch, bar = px(_PITCH), px(_BAR)
        count = max(1, int(width // pitch))
        whole = np.zeros(max(1, round(self._length_ms * PEAKS_PER_SECOND / 1000)), np.float32)
        known = self._peaks[: len(whole)]
        whole[: len(known)] = known
        # The exponent brings out quiet voices; loudness is not measured here, speech is found.
        heights = (columns(whole, count) / max(_LOUD, float(whole.max()))) ** 0.7
        middle, reach = self.height() / 2, self.height() / 2 - px(4)
        painter = QPainter(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint)
        painter.drawRects(
            [
                QRectF(left + place * pitch, middle - tall, bar, 2 * tall)
                for place, tall in enumerate((np.maximum(heights * reach, 0.5)).tolist())
            ]
        )
        painter.end()
        return picture

    def _draw_ring(self, painter: QPainter) -> None:
        ring = metric("ring")
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setColor(colour(self.palette(), Tone.ACCENT))
        pen.setWidthF(ring)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = QRectF(self.rect()).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2)
        painter.drawRoundedRect(inner, metric("corner"), metric("corner"))
