"""The way into the intake: the first form, what a crash left behind, what the server refused, what arrives as files."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from app.services.drafts import lifecycle
from app.services.drafts.draft import Draft
from app.services.errors import OutageError, UserError
from app.services.media.watched_folder import WatchedFolder
from app.services.settings import SettingsFile, data_folder
from app.ui.intake.drafting import open_drafts
from app.ui.intake.page import IntakePage, OpenCase
from app.ui.page import Page
from app.ui.queues.page import QueuePage
from app.ui.queues.watch import ArrivalWatch, watched
from app.ui.seat import Seat


class IntakeDoor(QObject):
    """Makes the pages of the intake for one signed-in person."""

    def __init__(self, seat: Seat, *, open_case: OpenCase | None = None, settings: SettingsFile | None = None) -> None:
        """Take ``open_case``, which opens a case's own page, and where this computer's settings lie."""
        super().__init__(seat.news)
        self._seat = seat
        self._open_case = open_case
        self._settings = settings or SettingsFile()
        self._restored: set[UUID] = set()
        self._has_restored = False
        self.watch: ArrivalWatch | None = None
        seat.news.caught_up.connect(self._take_refused)
        seat.tasks.run(self._folder, self._begin_watch, self._quietly, owner=self)

    def page(self) -> Page:
        """Make the form of the rail; the first time it brings back what was left unfinished."""
        made = IntakePage(self._seat, open_case=self._open_case)
        if not self._has_restored:
            self._has_restored = True
            self._seat.tasks.run(
                lambda: open_drafts(self._seat.desk),
                lambda found: self._restore(made, found),
                self._quietly,
                owner=made,
            )
        return made

    def queues(self) -> Page:
        """Make the page of the queues."""
        return QueuePage(self._seat, open_case=self._open_case)

    def _restore(self, empty: IntakePage, drafts: Sequence[Draft]) -> None:
        """Open every unfinished form in a tab of its own; the newest comes to the front."""
        left = [draft for draft in reversed(drafts) if draft.draft_id not in self._restored]
        for draft in left:
            self._restored.add(draft.draft_id)
            self._seat.open_page(IntakePage(self._seat, draft=draft, open_case=self._open_case))
        if left and empty.is_untouched:
            empty.asked_to_close.emit()

    def _take_refused(self) -> None:
        """Give back what the server refused when it was sent later, with its sentence."""

        def work() -> list[tuple[Draft, str]]:
            desk, found = self._seat.desk, []
            for item in desk.outbox.attention():
                if item.command.kind in {"register_case", "register_contact"}:
                    draft = lifecycle.reopen(desk.drafts, desk.outbox, item)
                    if draft is not None:
                        found.append((draft, item.answer.text if item.answer else ""))
            return found

        self._seat.tasks.run(work, self._give_back, self._quietly, owner=self)

    def _give_back(self, refused: Sequence[tuple[Draft, str]]) -> None:
        for draft, sentence in refused:
            self._seat.open_page(IntakePage(self._seat, draft=draft, open_case=self._open_case))
            self._seat.messages.note(sentence)

    def _folder(self) -> WatchedFolder | None:
        folder = self._settings.load().watched_folder
        if folder is None:
            return None
        return watched(folder, data_folder() / "taken" / f"{self._seat.desk.session.iid}.jsonl")

    def _begin_watch(self, folder: WatchedFolder | None) -> None:
        if folder is not None:
            self.watch = ArrivalWatch(self._seat, folder, self)

    def _quietly(self, error: BaseException) -> None:
        if not isinstance(error, OutageError | UserError):
            raise error
