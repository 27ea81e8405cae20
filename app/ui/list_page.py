"""A page that is one list: read by pages, kept when the line breaks, with what stands in front at its right."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.errors import OutageError, StaleError, UserError
from app.ui.commands import CommandId
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Fetch, RowsFeed
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.split import Split

Row = TypeVar("Row")
Answer = TypeVar("Answer")
LOOK_MS = 120
EDGES = (16, 12, 16, 12)


class ListPage(Page, Generic[Row]):
    """Whoever derives from it calls :meth:`read_rows` and then :meth:`lay_out` once, and gives the hooks it needs.

    Attributes:
        banner: Says that the line is away.
        model: The rows that are here.
        feed: Reads them from the server.
        list: The list itself.
        beside: What shows the row in front; hidden while there is none.
        peeks: Whether ``beside`` waits for Space instead, which shows it and puts it away.
    """

    peeks = False

    model: RowsModel[Row]
    feed: RowsFeed[Row]
    list: RowsView[Row]
    beside: QWidget

    def __init__(self, seat: Seat, key: str) -> None:
        """Take the seat and what the page is called among the tabs."""
        super().__init__(key)
        self._seat = seat
        self.banner = Banner(Tone.SOON)
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.setInterval(LOOK_MS)
        self._look_soon.timeout.connect(self.look_again)

    def read_rows(
        self, columns: Sequence[Column[Row]], key_of: Callable[[Row], Hashable], fetch: Fetch[Row], *, label: str
    ) -> None:
        """Make the list.

        Args:
            columns: What stands in a row.
            key_of: What names a row among the others.
            fetch: Reads a page of rows; runs on another thread.
            label: What the list is called where it is read out.
        """
        self.model = RowsModel(columns, key_of, self)
        self.feed = RowsFeed(self.model, self._seat.tasks, fetch)
        self.list = RowsView(self.model, self.key, self._seat.state, feed=self.feed, label=label)
        self.list.moved.connect(lambda _: self._moved())
        self.list.opened.connect(self.open_row)
        self.list.peeked.connect(lambda _: self.turn_peek())
        self.feed.filled.connect(self._filled)
        self.feed.failed.connect(self.failed)
        self._seat.news.changed.connect(self.heard)
        self._seat.news.caught_up.connect(self.reload)

    def lay_out(self, beside: QWidget, sizes: tuple[int, int], *, above: Sequence[QWidget | QLayout] = ()) -> None:
        """Put the list at the left and ``beside`` at the right, usually of these widths; ``above`` stands over both."""
        self.beside = beside
        beside.hide()
        layout = QVBoxLayout(self)
        space(layout, 8, EDGES)
        layout.addWidget(self.banner)
        for part in above:
            if isinstance(part, QLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part)
        layout.addWidget(Split(self.key, self._seat.state, [self.list, beside], sizes=sizes), 1)
        self.setFocusProxy(self.list)

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys every list has."""
        return {
            CommandId.REFRESH: self.reload,
            CommandId.FILTER: self.list.start_filter,
            CommandId.NEXT_ROW: lambda: self.step(1),
            CommandId.PREVIOUS_ROW: lambda: self.step(-1),
        }

    @override
    def come_to_front(self) -> None:
        """Be looked at: what was done elsewhere meanwhile shows at once."""
        self.reload()
        self.list.setFocus()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.list.retranslate()
        self.say_empty()
        self._look_soon.start()

    def reload(self) -> None:
        """Read the list again; the old rows stand until the new ones are here."""
        self.feed.reload()

    def step(self, direction: int) -> None:
        """Go to the next (``+1``) or previous (``-1``) row."""
        self.list.step(direction)

    def look_again(self) -> None:
        """Show at the right what the list stands on now."""
        row = self.list.current()
        if row is None:
            self.look_away()
            if not self.peeks:
                self.beside.hide()
        elif not (self.peeks and self.beside.isHidden()):
            self.look(row)
        self.handlers_changed.emit()

    def read_about(self, row: Row, work: Callable[[], Answer], show: Callable[[Answer], None]) -> None:
        """Read about ``row`` and show it; an answer that comes when another row stands in front is dropped."""
        key = self.model.key_of(row)

        def answered(answer: Answer) -> None:
            front = self.list.current()
            if front is not None and self.model.key_of(front) == key:
                show(answer)
                self.handlers_changed.emit()

        self._seat.tasks.run(work, answered, self.failed, owner=self.beside)

    def look(self, row: Row) -> None:
        """Show ``row`` at the right; the list has come to rest on it."""

    def look_away(self) -> None:
        """Forget what was in front: another row is there now, or none; no key may still act on it."""

    def open_row(self, row: Row) -> None:
        """Answer Enter."""

    def turn_peek(self) -> None:
        """Answer Space: show what stands in front, or put it away again."""
        if self.peeks:
            self.beside.setVisible(self.beside.isHidden())
            self.look_again()

    def nothing(self) -> tuple[str, str]:
        """Say why the list is empty, and what helps."""
        return "", ""

    def say_empty(self) -> None:
        """Say in place of the rows why there are none."""
        if self.feed.want.words:
            self.list.empty.say(
                tr("Nothing here says “{words}”", words=self.feed.want.words), tr("Esc shows all again.")
            )
        else:
            reason, hint = self.nothing()
            self.list.empty.say(reason, hint, icon=self.icon)

    def heard(self, changes: tuple[Any, ...]) -> None:
        """Take what changed elsewhere; a page at the back reads again when it comes to the front."""
        del changes  # usually the whole list is one short question
        if self.isVisible():
            self.reload()

    def failed(self, error: BaseException) -> None:
        """Say what could not be done."""
        if isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached; this is how the list stood last."), tr("Again"), self.reload
            )
        elif isinstance(error, StaleError):
            self._seat.messages.note(tr("A colleague has just changed this; it is shown anew."))
            self.reload()
        elif isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        else:
            raise error

    def _moved(self) -> None:
        self.look_away()
        self.handlers_changed.emit()
        self._look_soon.start()

    def _filled(self) -> None:
        self.banner.say("")
        self.say_empty()
        row = self.list.current()
        if row is not None and not self.list.marked_rows():
            self.list.select(self.model.key_of(row))
        self._look_soon.start()
