"""The trend: one line over periods, drawn in the theme's colours; arrows walk it, Enter opens a point."""

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.statistics.answers import Point
from app.services.statistics.said import parts_said, unit_said, value_said
from app.ui.theme import Tone, colour, px, space
from app.ui.widgets.labels import words

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_CROWDED = 9
HEIGHT = 150


class TrendChart(QWidget):
    """Draws a trend.

    Attributes:
        opened: Emitted with the :class:`Point` on Enter or a click on it.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot: Any = pyqtgraph.PlotWidget()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=False, y=False)
        self._line: Any = self.plot.plot([], [], connect="finite")
        self._dots: Any = pyqtgraph.ScatterPlotItem(hoverable=True, tip=None)
        self._dots.sigClicked.connect(self._clicked)
        self.plot.addItem(self._dots)
        self.said = words(kind="hint")
        layout = QVBoxLayout(self)
        space(layout, 2, 2)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.said)
        self._dress()

    def show_points(self, points: Sequence[Point]) -> None:
        """Draw ``points``; what cannot be formed is a gap."""
        self._points = tuple(points)
        self._at = max(len(self._points) - 1, 0)
        self._draw()

    @property
    def current(self) -> Point | None:
        """The point the arrows stand on."""
        return self._points[self._at] if self._points else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _STEPS and self._points:
            self._at = min(max(self._at + _STEPS[key], 0), len(self._points) - 1)
            self._draw()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._draw()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            from PySide6.QtGui import QPainter

            painter = QPainter(self)
            painter.setPen(QPen(colour(self.palette(), Tone.ACCENT), px(2)))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(4), px(4))
            painter.end()

    def _dress(self) -> None:
        self.plot.setBackground(colour(self.palette(), "surface"))
        self.plot.setMinimumHeight(px(HEIGHT))
        font = QFont(self.font())
        font.setPixelSize(px(11))
        for side in ("bottom", "left"):
            axis = self.plot.getAxis(side)
            axis.setPen(pyqtgraph.mkPen(colour(self.palette(), "line")))
            axis.setTextPen(pyqtgraph.mkPen(colour(self.palette(), Tone.MUTED)))
            axis.setStyle(tickFont=font, tickLength=0, tickTextOffset=px(4))
            axis.enableAutoSIPrefix(enable=False)
        self.plot.getAxis("left").setWidth(px(52))
        self.plot.getAxis("bottom").setHeight(px(20))
        self.plot.showGrid(x=False, y=True, alpha=0.25)
        self._draw()

    def _draw(self) -> None:
        accent = colour(self.palette(), Tone.ACCENT)
        values = [math.nan if point.figure.value is None else float(point.figure.value) for point in self._points]
        places = list(range(len(values)))
        self._line.setData(places, values, pen=pyqtgraph.mkPen(accent, width=px(2)))
        self._dots.setData(
            [
                {
                    "pos": (place, value),
                    "size": px(11 if place == self._at else 7),
                    "brush": pyqtgraph.mkBrush(accent if place == self._at else colour(self.palette(), "surface")),
                    "pen": pyqtgraph.mkPen(accent, width=px(2)),
                    "data": place,
                }
                for place, value in zip(places, values, strict=True)
                if not math.isnan(value)
            ]
        )
        step = 2 if len(places) > _CROWDED else 1
        last = len(places) - 1
        ticks = [(place, self._points[place].period.short_title()) for place in places if (last - place) % step == 0]
        self.plot.getAxis("bottom").setTicks([ticks])
        there = [value for value in values if not math.isnan(value)]
        if there:
            top = max(there)
            self.plot.setYRange(min(0, *there), top * 1.1 or 1, padding=0)
            self.plot.setXRange(-0.6, last + 0.6, padding=0)
        self._say()
        self.update()

    def _say(self) -> None:
        point = self.current
        if point is None:
            self.said.setText("")
            return
        unit = "" if point.figure.value is None else unit_said(point.figure.form)
        sentence = tr(
            "{period}: {value} {unit} · {parts}",
            period=point.period.title(),
            value=value_said(point.figure),
            unit=unit,
            parts=parts_said(point.figure),
        )
        self.said.setText(sentence)
        self.setAccessibleName(sentence)

    def _clicked(self, _: object, dots: Sequence[Any], __: object = None) -> None:
        self._at = int(dots[0].data())
        self._draw()
        self.opened.emit(self._points[self._at])

    def place_of(self, number: int) -> QPointF:
        """Say where on the plot's scene the point ``number`` lies, for the pointer."""
        value = self._points[number].figure.value or 0
        found: QPointF = self.plot.getViewBox().mapViewToScene(QPointF(number, float(value)))
        return found
