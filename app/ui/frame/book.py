"""The open pages as tabs: one a case or form, each closable, each able to stand in a window of its own."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.models.words import tr
from app.ui.frame.detached import DetachedWindow
from app.ui.icons import icon
from app.ui.page import Page
from app.ui.theme import Tone, metric, px, space
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.empty import EmptyPanel


class Book(QWidget):
    """Holds the pages; the tab in front is the page that answers commands.

    Attributes:
        turned: Emitted with the page now in front, or ``None``.
        detached: Emitted with a :class:`DetachedWindow` that has just been made.
    """

    turned = Signal(object)
    detached = Signal(object)

    def __init__(self, empty: EmptyPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = QTabBar()
        self._tabs.setMovable(True)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setAccessibleName(tr("Open pages"))
        self._stack = QStackedWidget()
        self._empty = empty
        self._stack.addWidget(empty)
        self._front: Page | None = None
        self._windows: dict[str, DetachedWindow] = {}
        head = QHBoxLayout()
        space(head, 0, (8, 6, 8, 0))
        head.addWidget(self._tabs)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._turn)
        self._tabs.hide()

    @property
    def tabs(self) -> QTabBar:
        """The tabs themselves."""
        return self._tabs

    @property
    def front(self) -> Page | None:
        """The page in front."""
        return self._front

    def pages(self) -> list[Page]:
        """Give every open page, in the tabs' order, then those in windows of their own."""
        return [self._at(place) for place in range(self._tabs.count())] + [
            window.page for window in self._windows.values()
        ]

    def opened(self, key: str) -> Page | None:
        """Give the open page of ``key``."""
        return next((page for page in self.pages() if page.key == key), None)

    def open(self, page: Page) -> Page:
        """Bring ``page`` to the front; when its key is open already that page comes forward and ``page`` is dropped."""
        known = self.opened(page.key)
        if known is not None and known is not page:
            page.deleteLater()
        elif known is None:
            known = page
            page.titled.connect(lambda: self._title(page))
            page.asked_to_open.connect(self.open)
            page.asked_to_close.connect(lambda: self.close_page(page))
            self._add(page)
        self.turn_to(known)
        return known

    def turn_to(self, page: Page) -> None:
        """Bring an open ``page`` to the front, wherever it is."""
        if page.key in self._windows:
            self._windows[page.key].activateWindow()
        else:
            self._tabs.setCurrentIndex(self._place(page))

    def windows(self) -> list[DetachedWindow]:
        """Give the pages' own windows."""
        return list(self._windows.values())

    def close_page(self, page: Page) -> bool:
        """Close ``page`` if it agrees; tells whether it did."""
        if not page.leave():
            return False
        if page.key in self._windows:
            self._windows.pop(page.key).release()
            self.turned.emit(self._front)
        else:
            self._take(page)
        page.deleteLater()
        return True

    def step(self, direction: int) -> None:
        """Turn to the next (``+1``) or previous (``-1``) tab, round and round."""
        if self._tabs.count():
            self._tabs.setCurrentIndex((self._tabs.currentIndex() + direction) % self._tabs.count())

    def detach(self, page: Page) -> None:
        """Put ``page`` into a window of its own; closing that window brings it back as a tab."""
        self._take(page)
        window = DetachedWindow(page)
        self._windows[page.key] = window
        window.returned.connect(self._return)
        window.show()
        self.detached.emit(window)

    def retranslate(self) -> None:
        """Say titles again, in the language and scale of now."""
        self._tabs.setIconSize(QSize(px(14), px(14)))
        for page in self.pages():
            page.retranslate()
            self._title(page)

    def _at(self, place: int) -> Page:
        page = self._tabs.tabData(place)
        if not isinstance(page, Page):
            raise TypeError(page)
        return page

    def _place(self, page: Page) -> int:
        return next((place for place in range(self._tabs.count()) if self._at(place) is page), -1)

    def _add(self, page: Page) -> None:
        self._stack.addWidget(page)
        self._tabs.blockSignals(True)  # the page is named before anybody is told of it
        place = self._tabs.addTab("")
        self._tabs.setTabData(place, page)
        close = IconButton("close", tr("Close"), partial(self.close_page, page), size=12)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tabs.setTabButton(place, QTabBar.ButtonPosition.RightSide, close)
        self._tabs.blockSignals(False)
        self._title(page)
        self._tabs.show()
        if self._tabs.count() == 1:
            self._turn(0)

    def _take(self, page: Page) -> None:
        place = self._place(page)
        self._tabs.removeTab(place)
        self._stack.removeWidget(page)
        page.setParent(None)
        self._turn(self._tabs.currentIndex())
        self._tabs.setVisible(self._tabs.count() > 0)

    def _return(self, page: Page) -> None:
        self._windows.pop(page.key, None)
        self._add(page)
        page.show()
        self._tabs.setCurrentIndex(self._place(page))

    def _turn(self, place: int) -> None:
        page = self._at(place) if place >= 0 else None
        if page is self._front:
            return
        if self._front is not None:
            self._front.go_to_back()
        self._front = page
        self._stack.setCurrentWidget(page if page is not None else self._empty)
        self.turned.emit(page)
        if page is not None:
            page.come_to_front()
            _focus(page)

    def _title(self, page: Page) -> None:
        words = f"{page.title()} {page.mark()}".rstrip()
        if page.key in self._windows:
            self._windows[page.key].setWindowTitle(words)
            return
        place = self._place(page)
        close = self._tabs.tabButton(place, QTabBar.ButtonPosition.RightSide)
        if close is not None:
            close.setFixedSize(px(24), px(18))
        self._tabs.setTabText(place, words.replace("&", "&&"))
        self._tabs.setTabToolTip(place, words)
        self._tabs.setTabIcon(place, icon(page.icon, self.palette(), Tone.MUTED))
        self._tabs.setMinimumHeight(metric("control"))


def _focus(page: Page) -> None:
    """Go where the work was left, or where it begins, unless the page has taken the focus itself."""
    if not page.isAncestorOf(page.window().focusWidget()) and not go_into(page):
        page.setFocus(Qt.FocusReason.OtherFocusReason)  # or it jumps to the rail while the page is still being read


def go_into(part: QWidget) -> bool:
    """Bring the focus to where it was in ``part``, else to the first that takes it; tells whether there is one."""
    widget: QWidget | None = part.focusWidget()
    if widget is None and _takes_focus(part):
        widget = part
    if widget is None:
        widget = part.nextInFocusChain()
    while widget is not None and widget is not part and not (part.isAncestorOf(widget) and _takes_focus(widget)):
        widget = widget.nextInFocusChain()
    if widget is None or not _takes_focus(widget):
        return False
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()
