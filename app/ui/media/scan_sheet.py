"""Pages of a scan below each other: scrolled, enlarged around the pointer, turned; drawn only where one looks."""

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from app.ui.media.pages import Pages
from app.ui.theme import Tone, colour, metric, px

ZOOMS: Final = (0.25, 6.0)
STEP: Final = 1.2
_NOTCH: Final = 120  # one notch of a wheel, in Qt's eighths of a degree
_REDRAW_MS: Final = 80  # while one zooms, the old picture is stretched


class ScanSheet(QAbstractScrollArea):
    """Shows :class:`Pages`. Zoom 1 lets the widest page fill the width.

    Attributes:
        looked_at: The page in the middle of the view, from 0, and the zoom.
    """

    looked_at = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._images: dict[int, QImage] = {}
        self._widths: dict[int, int] = {}
        self._sentences: dict[int, str] = {}
        self._tops: list[int] = []
        self._zoom = 1.0
        self._turned = 0
        self._held: tuple[QPoint, int, int] | None = None
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(_REDRAW_MS)
        self._redraw.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self.verticalScrollBar().valueChanged.connect(self._moved)

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return max(0, bisect_right(self._tops, middle) - 1)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._tops)

    @property
    def zoom(self) -> float:
        """How large pages are shown; 1 fills the width."""
        return self._zoom

    def show_pages(self, pages: Pages | None) -> None:
        """Show another scan from its beginning, or nothing."""
        self._pages = pages
        self._images.clear()
        self._widths.clear()
        self._sentences.clear()
        self._turned = 0
        self._zoom = 1.0
        if pages is not None:
            pages.drawn.connect(self._take)
            pages.spoiled.connect(self._spoil)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._moved()

    def go_to(self, page: int) -> None:
        """Show the top of ``page``, kept between the first and the last."""
        if self._tops:
            gap = metric("small")
            self.verticalScrollBar().setValue(self._tops[min(max(page, 0), len(self._tops) - 1)] - gap)

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """Enlarge to ``zoom`` so that the place at ``around`` (of the view; its middle by default) stays put."""
        before = self._zoom
        self._zoom = min(max(zoom, ZOOMS[0]), ZOOMS[1])
        if before == self._zoom:
            return
        at = around or QPointF(self.viewport().rect().center())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        place = QPointF(across.value(), down.value()) + at
        self._lay_out()
        grown = self._zoom / before
        across.setValue(round(place.x() * grown - at.x()))
        down.setValue(round(place.y() * grown - at.y()))
        self._moved()

    def turn(self) -> None:
        """Turn all pages a quarter to the right."""
        page = self.page
        self._turned = (self._turned + 90) % 360
        quarter = QTransform().rotate(90)
        self._images = {number: image.transformed(quarter) for number, image in self._images.items()}
        self._widths.clear()
        self._lay_out()
        self.go_to(page)
        self._moved()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), colour(self.palette(), "hover"))
        for page in self._visible():
            place = self._place(page)
            painter.fillRect(place, Qt.GlobalColor.white)  # paper is white by night too
            if page in self._images:
                painter.drawImage(place, self._images[page])
            elif page in self._sentences:
                painter.setPen(colour(self.palette(), Tone.MUTED))
                wraps = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(place.adjusted(px(24), 0, -px(24), 0), wraps, self._sentences[page])
        if self.hasFocus():
            ring = metric("ring")
            pen = painter.pen()
            pen.setColor(colour(self.palette(), Tone.ACCENT))
            pen.setWidth(ring)
            painter.setPen(pen)
            painter.drawRect(self.viewport().rect().adjusted(ring // 2, ring // 2, -ring // 2, -ring // 2))
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum() + self.viewport().height())
        self._lay_out()
        bar.setValue(round(share * (bar.maximum() + self.viewport().height())))
        self._moved()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._lay_out()
            self._moved()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * STEP ** (event.angleDelta().y() / _NOTCH), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.set_zoom(self._zoom * STEP)
            case Qt.Key.Key_Minus:
                self.set_zoom(self._zoom / STEP)
            case Qt.Key.Key_0:
                self.set_zoom(1.0)
            case Qt.Key.Key_R if not event.modifiers():
                self.turn()
            case Qt.Key.Key_Home:
                down.setValue(0)
            case Qt.Key.Key_End:
                down.setValue(down.maximum())
            case _:
                super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            here = event.position().toPoint()
            self._held = (here, self.horizontalScrollBar().value(), self.verticalScrollBar().value())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            start, across, down = self._held
            moved = event.position().toPoint() - start
            self.horizontalScrollBar().setValue(across - moved.x())
            self.verticalScrollBar().setValue(down - moved.y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _size(self, page: int) -> QSizeF:
        """Return the proportions of a page as it is turned."""
        size = self._pages.sizes[page] if self._pages else QSizeF(1, 1)
        return size.transposed() if self._turned % 180 else size

    def _scale(self) -> float:
        """Return how many pixels of the view one unit of a page's size takes."""
        if self._pages is None:
            return 1.0
        widest = max(self._size(page).width() for page in range(len(self._pages.sizes)))
        room = max(px(80), self.viewport().width() - 2 * metric("small"))
        return room / max(widest, 1) * self._zoom

    def _lay_out(self) -> None:
        """Place the pages below each other and tell the scroll bars how far they reach."""
        gap = metric("small")
        scale = self._scale()
        self._tops = []
        top, widest = gap, 0
        for page in range(len(self._pages.sizes) if self._pages else 0):
            size = self._size(page) * scale
            self._tops.append(top)
            top += round(size.height()) + gap
            widest = max(widest, round(size.width()))
        view = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, widest + 2 * gap - view.width()))
        across.setPageStep(view.width())
        across.setSingleStep(px(40))
        down.setRange(0, max(0, top - view.height()))
        down.setPageStep(max(1, view.height() - px(40)))
        down.setSingleStep(px(40))

    def _place(self, page: int) -> QRect:
        """Return where a page stands in the view."""
        size = (self._size(page) * self._scale()).toSize()
        gap = metric("small")
        room = self.viewport().width()
        left = max(gap, (room - size.width()) // 2) - self.horizontalScrollBar().value()
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), size.width(), size.height())

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, bisect_right(self._tops, top + self.viewport().height()))

    def _moved(self) -> None:
        self.viewport().update()
        self.looked_at.emit(self.page, self._zoom)
        if any(page not in self._images for page in self._visible()):
            self._ask()
        else:
            self._redraw.start()

    def _ask(self) -> None:
        """Have the visible pages and their neighbours drawn as large as they are shown, and forget the others."""
        if self._pages is None:
            return
        seen = self._visible()
        kept = range(max(0, seen.start - 1), min(len(self._tops), seen.stop + 1))
        self._images = {page: image for page, image in self._images.items() if page in kept}
        self._widths = {page: width for page, width in self._widths.items() if page in kept}
        scale = self._scale() * self.devicePixelRatioF()
        for page in (*seen, *(page for page in kept if page not in seen)):
            width = max(1, round(self._pages.sizes[page].width() * scale))
            if self._widths.get(page) != width and page not in self._sentences:
                self._widths[page] = width
                self._pages.draw(page, width)

    def _take(self, page: int, image: QImage, width: int) -> None:
        if self.sender() is self._pages and self._widths.get(page) == width:
            self._images[page] = image.transformed(QTransform().rotate(self._turned)) if self._turned else image
            self.viewport().update()

    def _spoil(self, page: int, sentence: str) -> None:
        if self.sender() is self._pages:
            self._sentences[page] = sentence
            self.viewport().update()
