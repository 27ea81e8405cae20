"""A signed-in desk's window: the frame with its pages, the watch on the line, and the way out."""

import contextlib

from PySide6.QtCore import QObject, Signal

from app.models.vocabulary import ROLE_TITLES
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.clock import Clock
from app.services.contacts import Contacts
from app.services.drafts.commands import Counts
from app.services.drafts.folder import KeepingError
from app.services.errors import OutageError, UserError
from app.services.live import Live
from app.services.office_state import OfficeState
from app.services.session import Session
from app.services.this_computer import ThisComputer
from app.services.waiting import Pile, WaitingPiles
from app.ui.command_bar import CommandBar
from app.ui.commands import CommandId, places as places_of_rail
from app.ui.failures import Failures
from app.ui.frame.top_bar import Line, Person
from app.ui.line_watch import LineWatch
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.places import finder, intake_door, places
from app.ui.seat import Seat
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.waiting_watch import WaitingWatch
from app.ui.window_state import WindowState
from app.ui.worker_watch import WorkerWatch


class DeskWindow(QObject):
    """Builds the window for ``desk`` and keeps its parts together until the person signs out.

    Attributes:
        signed_out: Whether the person signed out, rather than closed the window.
        goes_on: The desk, where the person goes on with it in a new window; ``None`` once it is closed.
        left: Emitted when the person has signed out or closed the window; the desk is closed by then.
        language_asked: Emitted when the person wants the other language.
    """

    left = Signal()
    language_asked = Signal()

    def __init__(
        self,
        desk: Desk,
        look: Look,
        tasks: TaskRunner,
        clock: Clock,
        state: WindowState,
        computer: ThisComputer | None = None,
    ) -> None:
        super().__init__()
        self.signed_out = False
        self.goes_on: Desk | None = None
        self._desk = desk
        self._alone = desk.is_offline
        self._tasks = tasks
        self._look = look
        self.bar = CommandBar(desk.session.permissions)
        self.window = MainWindow(
            bar=self.bar, look=look, tasks=tasks, clock=clock, person=_person(desk.session), state=state
        )
        self.news = News(tasks, self)
        self.messages = Messages(self.window)
        self.line = LineWatch(desk, tasks, self)
        self.failures = Failures(self.messages, self.window, desk.drafts.flush, self.line.lost)
        self.seat = Seat(
            desk=desk,
            tasks=tasks,
            messages=self.messages,
            news=self.news,
            look=look,
            state=state,
            open_page=self.window.open,
            show_number=self.window.show_number,
            computer=computer or ThisComputer(),
            switch_language=self.language_asked.emit,
        )
        self.intake = intake_door(self.seat)
        offered = places(self.seat, self.intake)
        self.window.offer(offered)
        if CommandId.GO_INTAKE in offered:
            self.bar.answer(
                {CommandId.NEW_CONTACT: lambda: self.window.book.turn_to(self.window.go(CommandId.GO_INTAKE))}
            )
        if self.intake is not None:
            self.bar.answer({CommandId.SHOW_KEPT: self.intake.show_kept})
        self.window.palette_list.search_with(finder(self.seat))
        self.line.changed.connect(self._show_line)
        self.line.came_back.connect(self.news.caught_up)
        self.line.came_back.connect(self._offer_the_rest)
        self.line.turned_away.connect(self._turned_away)
        self.line.restored.connect(self._tell_restored)
        self.news.line_changed.connect(self._heard_line)
        self._worker = WorkerWatch(OfficeState(desk), tasks, self)
        self._worker.told.connect(self.window.top.show_worker)
        self._piles = WaitingWatch(WaitingPiles(desk), tasks, self.news, self._show_pile, self)
        self._live = Live(desk.database, self.news.hear, self._line_heard_elsewhere)
        self.window.sign_out_asked.connect(self._sign_out)
        self.window.closed.connect(self._closed)
        self.window.language_asked.connect(self.language_asked)

    def show(self) -> None:
        """Show the window, with the first place of this person in front, and begin to listen."""
        self._live.start()
        self.window.show()
        self.window.activateWindow()
        self.window.tell("clock", self._desk.clock_offset.text)
        self._desk.drafts.watch(lambda error: self._tasks.post(lambda: self._show_disk(error)))
        if self._alone:
            self._show_line(stands=False, counts=self._desk.outbox.counts())
        first = next((row.id for row in places_of_rail() if self.bar.is_answered(row.id)), None)
        if first is not None:
            self.bar.give(first)

    def _show_line(self, stands: bool, counts: Counts) -> None:  # noqa: FBT001 the signal's own shape
        self.window.show_line(Line.CONNECTED if stands else Line.AWAY, counts.waiting, counts.attention)

    def _show_disk(self, error: KeepingError | None) -> None:
        self.window.tell("disk", error.text if error is not None else "")

    def _show_pile(self, place: CommandId, pile: Pile) -> None:
        self.window.show_number(place, pile.number, pile.late)

    def _heard_line(self, stands: bool) -> None:  # noqa: FBT001 the signal's own shape
        if not stands:
            self.line.lost()

    def _line_heard_elsewhere(self, stands: bool) -> None:  # noqa: FBT001 the listener's own shape
        """Take the listener's word, on its thread."""
        self.news.hear_line(stands=stands)

    def _offer_the_rest(self) -> None:
        """The server has let in a desk that was opened without it: everything else is there again."""
        if self._alone:
            self.window.tell(
                "whole",
                tr("The server is back, and what was kept here has been sent."),
                tr("Open the whole desk"),
                self._reopen,
            )

    def _turned_away(self, sentence: str) -> None:
        kept = tr("What you took down is kept on this computer: sign out, and sign in again.")
        self.window.tell("turned_away", f"{sentence} {kept}" if sentence else "")

    def _tell_restored(self, sentence: str) -> None:
        if self.intake is None:
            self.window.tell("restored", sentence)
        else:
            self.window.tell("restored", sentence, tr("Show what is unfinished"), self.intake.show_kept)

    def _reopen(self) -> None:
        self.goes_on = self._desk
        if not self.window.close():
            self.goes_on = None

    def _sign_out(self) -> None:
        self.signed_out = True
        self.signed_out = self.window.close()

    def _closed(self) -> None:
        self.line.stop()
        self._worker.stop()
        self._piles.stop()
        self._tasks.run(self._leave_the_office, self._gone, self._gone_badly, owner=self)

    def _leave_the_office(self) -> None:
        self._live.close()
        if self.goes_on is not None:
            return
        if not self._desk.session.is_liaison and not self._desk.is_offline:
            with contextlib.suppress(OutageError, UserError):  # away: the server lets go when the person comes back
                Contacts(self._desk).release_all_mine()
        self._desk.close()

    def _gone(self, _: object) -> None:
        self.window.deleteLater()
        self.left.emit()

    def _gone_badly(self, error: BaseException) -> None:
        self._gone(None)
        raise error


def _person(session: Session) -> Person:
    titles = [tr(ROLE_TITLES[role]) for role in session.roles]
    where = session.unit or session.enterprise or ""
    return Person(name=session.name, office=" · ".join([where, *titles[:1]] if where else titles[:1]))
