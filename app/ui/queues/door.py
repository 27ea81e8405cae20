"""The way into the intake: the first form, what a crash left behind, what the server refused, what arrives as files."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject

from app.services.cases.kept import STEP_PAGE
from app.services.drafts import lifecycle
from app.services.drafts.draft import Draft
from app.services.errors import OutageError, UserError
from app.services.kept_work import Kept, KeptDraft, KeptWork
from app.services.media.watched_folder import WatchedFolder
from app.services.settings import SettingsFile, data_folder
from app.ui.case.page import CasePage
from app.ui.intake.page import IntakePage, OpenCase
from app.ui.kept.dialog import KeptDialog
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
        self._kept = KeptWork(seat.desk)
        self._has_looked = False
        self.watch: ArrivalWatch | None = None
        seat.news.caught_up.connect(self._take_refused)
        seat.tasks.run(self._folder, self._begin_watch, self._quietly, owner=self)

    def page(self) -> Page:
        """Make the form of the rail; the first time what was left unfinished is offered."""
        made = IntakePage(self._seat, open_case=self._open_case)
        if not self._has_looked:
            self._has_looked = True
            self._seat.tasks.run(self._kept.find, self._offer, self._quietly, owner=made)
        return made

    def show_kept(self) -> None:
        """Show everything that is unfinished on this computer."""
        self._seat.tasks.run(self._kept.find, self._open_kept, self._quietly, owner=self)

    def queues(self) -> Page:
        """Make the page of the queues."""
        return QueuePage(self._seat, open_case=self._open_case)

    def _offer(self, found: Kept) -> None:
        """Go on with what was in use a moment ago; ask about what is older."""
        for draft in reversed(found.drafts):
            if draft.in_use and draft.draft.page != STEP_PAGE:
                self._continue(draft)
        older = tuple(draft for draft in found.drafts if not draft.in_use)
        if older or found.refused or found.is_locked:
            self._open_kept(replace(found, drafts=older))

    def _open_kept(self, found: Kept) -> None:
        dialog = KeptDialog(self._seat, self._kept, found, self._seat.messages.window)
        dialog.continued.connect(self._continue)
        dialog.open()

    def _continue(self, kept: KeptDraft) -> None:
        """Open an unfinished form in a tab of its own, a step with its case; an empty form gives way to it."""
        if kept.draft.page == STEP_PAGE:
            page = self._seat.open_page(CasePage(self._seat, UUID(str(kept.draft.place.get("case")))))
            if isinstance(page, CasePage):
                page.open_when_here(str(kept.draft.place.get("command")))
            return
        front = self._seat.open_page(IntakePage(self._seat, draft=kept.draft, open_case=self._open_case))
        empty = [
            page
            for page in self._seat.messages.window.findChildren(IntakePage)
            if page.is_untouched and page is not front
        ]
        for page in empty:
            page.asked_to_close.emit()

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
