"""The card all pages of the way in stand on: the desk's mark and name, the page, the language below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.frame.rail import Logo
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import words

CARD_WIDTH = 420
WIDE = 720


class WayIn(QWidget):
    """Holds the pages of the way in, one at a time, in the middle of the window.

    Attributes:
        language_asked: Emitted when the person wants the other language.
        closed: Emitted when the person closes the window instead of signing in.
    """

    language_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._logo = Logo()
        self._name = words(kind="heading")
        self._under = words(kind="hint")
        self._stack = QStackedWidget()
        self._language = Button("", self.language_asked.emit, kind="link")
        self._wide = False
        self._middle = QWidget()
        self._lay_out()
        self.retitle()

    def show_page(self, page: QWidget, *, wide: bool = False) -> None:
        """Show ``page`` instead of the one before, which is dropped."""
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._wide = wide
        self.retitle()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 a signal's own shape
        """Keep the page where it is while ``busy``: no other language meanwhile."""
        self._language.setDisabled(busy)

    def page(self) -> QWidget | None:
        """Give the page that shows."""
        return self._stack.currentWidget()

    def retitle(self) -> None:
        """Say the frame's words in the language of now, at the scale of now."""
        self._logo.setFixedSize(px(40), px(40))
        self._name.setText(tr("Hotline Desk"))
        self._under.setText(tr("Complaints, reports and consultations of consumers"))
        self._language.setText(tr("中文 / English"))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep the page in the window, however large the type is."""
        wanted = px(WIDE if self._wide else CARD_WIDTH)
        self._middle.setFixedWidth(min(wanted, max(self.width() - px(16), px(CARD_WIDTH) // 2)))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        space(titles, 0)
        titles.addWidget(self._name)
        titles.addWidget(self._under)
        head = QHBoxLayout()
        space(head, 12)
        head.addWidget(self._logo)
        head.addLayout(titles, 1)
        column = QVBoxLayout(self._middle)
        space(column, 24, (16, 24, 16, 16))
        column.addStretch(2)
        column.addLayout(head)
        column.addWidget(self._stack)
        column.addWidget(self._language, alignment=Qt.AlignmentFlag.AlignRight)
        column.addStretch(3)
        inside = QWidget()
        row = QHBoxLayout(inside)
        space(row, 0)
        row.addStretch(1)
        row.addWidget(self._middle)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        space(whole, 0)
        whole.addWidget(Scroll(inside))


def card(*parts: QWidget) -> QWidget:
    """Put ``parts`` one under another on a card."""
    made = QFrame()
    made.setProperty("kind", "card")
    layout = QVBoxLayout(made)
    space(layout, 12, 24)
    for part in parts:
        layout.addWidget(part)
    return made
