"""The window's frame: rail, top bar, outage line, tabs, key bar. It carries pages and knows none of their rules."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.clock import Clock
from app.ui.command_bar import CommandBar, key_text
from app.ui.command_palette import Finder, Palette
from app.ui.commands import CommandId, command
from app.ui.frame.book import Book, go_into
from app.ui.frame.detached import DetachedWindow
from app.ui.frame.key_bar import KeyBar
from app.ui.frame.rail import Rail
from app.ui.frame.top_bar import Line, Person, TopBar
from app.ui.key_sheet import KeySheet
from app.ui.page import Page
from app.ui.tasks import TaskRunner
from app.ui.theme import Look, Shade, Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.empty import EmptyPanel
from app.ui.window_state import WindowState

Places = Mapping[CommandId, Callable[[], Page]]
USUAL_SIZE = (1366, 768)
LEAST_SIZE = (960, 600)


class MainWindow(QMainWindow):
    """Carries the pages and answers the commands that belong to no page.

    Attributes:
        sign_out_asked: Emitted when the person wants to leave the desk.
        language_asked: Emitted when the person wants the desk to speak its other language.
        closed: Emitted when every page has agreed and the window is closed.
    """

    sign_out_asked = Signal()
    closed = Signal()
    language_asked = Signal()

    def __init__(
        self,
        *,
        bar: CommandBar,
        look: Look,
        tasks: TaskRunner,
        clock: Clock,
        person: Person,
        state: WindowState,
        finder: Finder | None = None,
    ) -> None:
        super().__init__()
        self._bar = bar
        self._look = look
        self._state = state
        self._line = Line.CONNECTED
        self._waiting = 0
        self._attention = 0
        self._places: dict[CommandId, Callable[[], Page]] = {}
        self._empty = EmptyPanel()
        self.book = Book(self._empty)
        self.rail = Rail(bar)
        self.top = TopBar(bar, look, person)
        self.keys = KeyBar(bar, clock)
        self.banner = Banner(Tone.SOON)
        self._notices: dict[str, Banner] = {}
        self._lay_out()
        self.palette_list = Palette(bar, tasks, finder, self)
        bar.serve(self)
        self._of_tabs = {
            CommandId.NEXT_TAB: lambda: self.book.step(1),
            CommandId.PREVIOUS_TAB: lambda: self.book.step(-1),
            CommandId.CLOSE_TAB: self._close_tab,
            CommandId.DETACH_TAB: self._detach_tab,
        }
        bar.answer(self._handlers())
        self.top.searched.connect(self._search)
        self.book.turned.connect(self._turned)
        self.book.detached.connect(self._detached)
        look.changed.connect(self.retranslate)
        self.setMinimumSize(*LEAST_SIZE)
        if not state.restore_window(self):
            self.resize(*USUAL_SIZE)
        self.retranslate()

    def offer(self, places: Places) -> None:
        """Let the rail open ``places``; each makes its page when it is first gone to."""
        self._places.update(places)
        self._bar.answer({name: self._goer(name) for name in places})

    def open(self, page: Page) -> Page:
        """Bring ``page`` to the front as a tab; an open page of the same key comes forward instead and is returned."""
        return self.book.open(page)

    def go(self, place: CommandId) -> Page:
        """Go to a place of the rail."""
        return next((page for page in self.book.pages() if page.place == place), None) or self.open(
            self._places[place]()
        )

    @property
    def front(self) -> Page | None:
        """The page in front."""
        return self.book.front

    def show_number(self, place: CommandId, number: int, late: int = 0) -> None:
        """Show at the rail how many things wait at ``place``, and how many of them past their time."""
        self.rail.set_number(place, number, late)

    def show_line(self, line: Line, waiting: int, attention: int = 0) -> None:
        """Show the state of the line; an outage, and what the server refused afterwards, is said in a sentence.

        Args:
            line: How the line is.
            waiting: How many commands wait on this computer to be sent.
            attention: How many of those sent later were refused and wait for their author.
        """
        self._line, self._waiting, self._attention = line, waiting, attention
        self.top.show_line(line)
        self.keys.set_waiting(waiting)
        self.banner.say(self._line_sentence())

    def tell(self, about: str, sentence: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something that stands until it is put away: one line ``about`` one thing; empty takes it away.

        Args:
            about: What it is about; a later sentence about the same takes its place.
            sentence: What to say.
            action: What can be done about it, in words.
            act: Does it.
        """
        if about not in self._notices:
            self._notices[about] = Banner(Tone.SOON, can_close=True)
            self._told.addWidget(self._notices[about])
        self._notices[about].say(sentence, action, act)

    def told(self, about: str) -> str:
        """Give the sentence that stands about something, empty when none does."""
        banner = self._notices.get(about)
        return banner.text() if banner is not None and not banner.isHidden() else ""

    def retranslate(self) -> None:
        """Say everything again: the language, theme or scale has changed."""
        self.setWindowTitle(tr("Hotline Desk"))
        new = command(CommandId.NEW_CONTACT)
        self._empty.say(
            tr("Nothing is open"),
            tr("Choose a place at the left, or search."),
            action=tr(new.title) if self._bar.is_answered(new.id) else "",
            keys=key_text(new),
            act=lambda: self._bar.give(new.id),
        )
        self._bar.retitle()
        for part in (self.rail, self.top, self.keys):
            part.retitle()
        self.book.retranslate()
        self.show_line(self._line, self._waiting, self._attention)
        self._state.keep_look(self._look)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._bar.set_front(self.front)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.keep_window(self)
        if all(page.leave() for page in self.book.pages()):
            for window in self.book.windows():
                window.release()
            event.accept()
            self.closed.emit()
        else:
            event.ignore()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_list.isVisible():
            self.palette_list.close_up()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        space(right, 0)
        for part in (self.top, self.banner):
            right.addWidget(part)
        self._told = QVBoxLayout()
        space(self._told, 0)
        right.addLayout(self._told)
        right.addWidget(self.book, 1)
        right.addWidget(self.keys)
        middle = QWidget()
        middle.setProperty("kind", "ground")
        whole = QHBoxLayout(middle)
        space(whole, 0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _handlers(self) -> dict[CommandId, Callable[[], None]]:
        return {
            CommandId.SHOW_KEYS: lambda: KeySheet(self._bar, self).open(),
            CommandId.PALETTE: self._search,
            CommandId.NEXT_PART: self._next_part,
            CommandId.LARGER: lambda: self._look.step(1),
            CommandId.SMALLER: lambda: self._look.step(-1),
            CommandId.USUAL_SIZE: lambda: self._look.wear(scale=100),
            CommandId.SWITCH_THEME: self._switch_theme,
            CommandId.SWITCH_LANGUAGE: self.language_asked.emit,
            CommandId.SIGN_OUT: self.sign_out_asked.emit,
        }

    def _goer(self, place: CommandId) -> Callable[[], None]:
        return lambda: self.book.turn_to(self.go(place))

    def _search(self) -> None:
        self.palette_list.open(self.top.search_box)

    def _turned(self, page: Page | None) -> None:
        self._bar.set_front(page)
        self.rail.set_front(page.place if page is not None else None)
        if page is not None:
            self._bar.answer(self._of_tabs)
        else:
            self._bar.fall_silent(self._of_tabs)

    def _next_part(self) -> None:
        """Go from the page to the tabs, the rail, the search box, and round again."""
        parts = [part for part in (self.front, self.book.tabs, self.rail, self.top.search_box) if part is not None]
        now = self.focusWidget()
        at = next((place for place, part in enumerate(parts) if part is now or part.isAncestorOf(now)), -1)
        for step in range(1, len(parts) + 1):
            if go_into(parts[(at + step) % len(parts)]):
                return

    def _close_tab(self) -> None:
        if self.front is not None:
            self.book.close_page(self.front)

    def _detach_tab(self) -> None:
        if self.front is not None:
            self.book.detach(self.front)

    def _detached(self, window: DetachedWindow) -> None:
        self._bar.serve(window)
        window.fronted.connect(self._bar.set_front)

    def _switch_theme(self) -> None:
        self._look.wear(shade=Shade.LIGHT if self._look.worn == Shade.DARK else Shade.DARK)

    def _line_sentence(self) -> str:
        if self._line is Line.AWAY and self._waiting:
            return tr(
                "The server cannot be reached. Everything is kept on this computer and sent later; {n} waiting.",
                n=self._waiting,
            )
        if self._line is Line.AWAY:
            return tr(
                "The server cannot be reached. You can go on: everything is kept on this computer and sent later."
            )
        if self._attention:
            return tr("{n} kept on this computer were refused later and need your attention.", n=self._attention)
        return ""
