"""A page in a window of its own, for the second screen."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from app.ui.page import Page


class DetachedWindow(QMainWindow):
    """Carries one page; closing it gives the page back.

    Attributes:
        returned: Emitted with the page when the window is closed.
        fronted: Emitted with the page when the window becomes the active one.
    """

    returned = Signal(object)
    fronted = Signal(object)

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.setCentralWidget(page)
        page.show()
        self.setWindowTitle(f"{page.title()} {page.mark()}".rstrip())
        self.resize(960, 720)

    def release(self) -> None:
        """Let go of the page and vanish, without giving it back."""
        self.takeCentralWidget()
        self.hide()
        self.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        self.release()
        self.returned.emit(page)
        event.accept()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.fronted.emit(self.page)

    @override
    def activateWindow(self) -> None:
        super().activateWindow()
        self.raise_()
