"""The paper as it will lie on the table: white pages, the width of the part, larger and smaller by keys."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, Qt, QTimer
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.commands import CommandId
from app.ui.theme import Tone, colour, px, set_tone, space
from app.ui.widgets.labels import words

STEP = 1.15
LEAST, MOST = 0.3, 4.0


class Preview(QFrame):
    """Shows one PDF; a new one takes the place of the old without a blank and stays where one was looking."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self._document: QPdfDocument | None = None
        self._buffer: QBuffer | None = None
        self.pdf = b""
        self.view = QPdfView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # Always there: coming and going it would change the width the page is fitted to, and so itself, without end.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setPageSpacing(px(12))
        self.view.setAccessibleName(tr("Preview of the paper"))
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wait = words(tr("The preview is being printed…"), "hint")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        space(self._stack, 0)
        self._stack.addWidget(self._wait)
        self._stack.addWidget(self.view)
        self.setFocusProxy(self.view)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes."""
        if pdf == self.pdf:
            self._stack.setCurrentWidget(self.view)
            return
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        bar = self.view.verticalScrollBar()
        place = bar.value()
        self.view.setDocument(document)
        bar.setValue(place)
        for old in (self._document, self._buffer):
            if old is not None:
                old.deleteLater()
        self._document, self._buffer, self.pdf = document, buffer, pdf
        self._stack.setCurrentWidget(self.view)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._colour_ground)  # a new theme paints its children after their parents

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour_ground()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount() if self._document else 0

    def say(self, sentence: str) -> None:
        """Say in the place of the pages why there are none."""
        self._wait.setText(sentence)
        set_tone(self._wait, Tone.MUTED)
        self._stack.setCurrentWidget(self._wait)

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of looking closer."""
        return {
            CommandId.SCAN_LARGER: lambda: self._zoom(STEP),
            CommandId.SCAN_SMALLER: lambda: self._zoom(1 / STEP),
            CommandId.SCAN_FIT: lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth),
        }

    def _zoom(self, factor: float) -> None:
        now = self.view.zoomFactor()
        if self.view.zoomMode() is QPdfView.ZoomMode.FitToWidth and self._document and self._document.pageCount():
            points = self._document.pagePointSize(0).width()
            now = self.view.viewport().width() / (points * self.view.logicalDpiX() / 72)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * factor, LEAST), MOST))

    def _colour_ground(self) -> None:
        """Let the ground between the pages be quiet: the viewer paints it in the palette's Dark."""
        self.view.ensurePolished()
        wanted = colour(self.palette(), "line")
        ground = QPalette(self.view.palette())
        if ground.color(QPalette.ColorRole.Dark) != wanted:
            ground.setColor(QPalette.ColorRole.Dark, wanted)
            self.view.setPalette(ground)
