"""Unheard voicemails, unread letters and whatever else waits: taken by one, opened into the form, never twice."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.codebook import CodeEntry
from app.services.contacts import ContactRow, Contacts
from app.services.errors import OutageError, UserError
from app.ui.commands import CommandId, Where
from app.ui.intake.dialogs import OutcomeDialog, needs_case
from app.ui.intake.endings import OUTCOMES
from app.ui.intake.page import IntakePage, OpenCase
from app.ui.page import Page
from app.ui.queues.rows import columns
from app.ui.seat import Seat
from app.ui.tables.rows import RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import px, space
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments

REFRESH_MS = 30_000
VOICEMAIL, LETTER, OTHER = "voicemail", "letter", "other"


class QueuePage(Page):
    """What waits before there is a case."""

    where = Where.QUEUE
    icon = "voicemail"
    place = CommandId.GO_QUEUES

    def __init__(self, seat: Seat, *, open_case: OpenCase | None = None) -> None:
        super().__init__("queues")
        self._seat = seat
        self._open_case = open_case
        self._contacts = Contacts(seat.desk)
        self._rows: tuple[ContactRow, ...] = ()
        self._busy = False
        self.model: RowsModel[ContactRow] = RowsModel(columns(seat.desk.codes), lambda row: row.contact_id, self)
        self.view: RowsView[ContactRow] = RowsView(self.model, "queues", seat.state, label=tr("Waiting"))
        self.which = Segments(self._segments())
        self.which.set_value(VOICEMAIL)
        self.which.changed.connect(self._show)
        self._hint = words(kind="hint")
        head = QHBoxLayout()
        space(head, 12)
        head.addWidget(self.which, 1)
        head.addWidget(self._hint)
        layout = QVBoxLayout(self)
        space(layout, 8, (16, 12, 16, 8))
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.view.opened.connect(lambda _: self.take())
        self.view.moved.connect(lambda _: self.handlers_changed.emit())
        seat.news.changed.connect(self._heard_news)
        seat.news.caught_up.connect(self.reload)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.reload)
        self._show()
        self.reload()

    @override
    def title(self) -> str:
        return tr("Unheard and unread")

    @override
    def mark(self) -> str:
        return str(len(self._rows)) if self._rows else ""

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        own: dict[CommandId, Callable[[], None]] = {
            CommandId.REFRESH: self.reload,
            CommandId.FILTER: self.view.start_filter,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }
        row = self.view.current()
        if row is None:
            return own
        own |= {
            CommandId.CLAIM: self.take,
            CommandId.CALL_BACK: self._call_back,
            CommandId.OUTCOME_OTHER: self._any_outcome,
        }
        own |= {name: partial(self._outcome_by_code, code) for name, code in OUTCOMES.items()}
        if row.is_mine:
            own[CommandId.RELEASE] = self._release
        return own

    @override
    def come_to_front(self) -> None:
        self._refresh.start()
        self.reload()
        self.view.setFocus()

    @override
    def go_to_back(self) -> None:
        self._refresh.stop()

    @override
    def retranslate(self) -> None:
        self.view.retranslate()
        self._show()

    def reload(self) -> None:
        """Read the queue again; the old rows stand until the new ones are here."""
        self._seat.tasks.run(self._contacts.queue, self._take_rows, self._tell, owner=self)

    def take(self) -> None:
        """Take the item in front and open it into the form."""
        row = self.view.current()
        if row is None or self._busy:
            return

        def claimed() -> ContactRow:
            self._contacts.claim(row.contact_id)
            return next(each for each in self._contacts.mine() if each.contact_id == row.contact_id)

        self._run(claimed, self._open)

    def _open(self, row: ContactRow) -> None:
        self._done(None)
        self.asked_to_open.emit(IntakePage(self._seat, contact=row, open_case=self._open_case))

    def _take_rows(self, rows: tuple[ContactRow, ...]) -> None:
        self._rows = rows
        self._show()
        self.titled.emit()

    def _show(self) -> None:
        self.which.set_segments(self._segments())
        which = self.which.value()
        which = VOICEMAIL if which is None else which
        self.model.set_rows([row for row in self._rows if _belongs(row, which)])
        late = sum(row.is_late for row in self._rows)
        self._hint.setText(tr("{n} past their time", n=late) if late else "")
        sentences = {
            VOICEMAIL: tr("No voicemail waits to be heard."),
            LETTER: tr("No letter waits to be read."),
            OTHER: tr("Nothing else waits."),
        }
        self.view.empty.say(sentences[str(which)], tr("New ones appear here by themselves."), icon="inbox")
        self.handlers_changed.emit()

    def _segments(self) -> list[Segment]:
        titles = ((VOICEMAIL, tr("Voicemails")), (LETTER, tr("Letters")), (OTHER, tr("Other")))
        return [Segment(name, f"{title} {sum(_belongs(row, name) for row in self._rows)}") for name, title in titles]

    def _step(self, direction: int) -> None:
        self.view.step(direction)

    def _release(self) -> None:
        row = self.view.current()
        if row is not None:
            self._run(lambda: self._contacts.release(row.contact_id), self._done)

    def _call_back(self) -> None:
        row = self.view.current()
        if row is None:
            return
        dialog = _CallBackDialog(self._seat.desk.codes.choices("followup_outcome"), self)
        dialog.which.changed.connect(
            lambda code: self._run(lambda: self._contacts.call_back(row.contact_id, str(code)), self._called_back)
        )
        dialog.open()

    def _called_back(self, attempt: int | None) -> None:
        if attempt is None:
            step = tr("Today's call-back")
            kept = tr("{step}: kept on this computer; it is sent when the server is back.", step=step)
            self._seat.messages.note(kept)
        self._done(attempt)

    def _any_outcome(self) -> None:
        dialog = OutcomeDialog(self._seat.desk.codes, self)
        dialog.chosen.connect(self._outcome)
        dialog.open()

    def _outcome_by_code(self, code: str) -> None:
        entry = self._seat.desk.codes.entry("contact_outcome", code)
        if entry is not None:
            self._outcome(entry)

    def _outcome(self, entry: CodeEntry) -> None:
        row = self.view.current()
        if row is None:
            return
        if needs_case(entry):
            # About a case that is there: the form finds it.
            self.take()
            return
        self._run(lambda: self._contacts.finish(row.contact_id, entry.code), self._done)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._busy:
            return
        self._busy = True
        self._seat.tasks.run(work, done, self._refused, owner=self)

    def _done(self, _: object) -> None:
        self._busy = False
        self.reload()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        self._tell(error)
        self.reload()

    def _heard_news(self, changes: object) -> None:
        del changes  # whatever changed at the intake is one short question
        self.reload()

    def _tell(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        elif not isinstance(error, OutageError):
            raise error


class _CallBackDialog(QDialog):
    """How today's call-back went, by one key."""

    def __init__(self, outcomes: tuple[CodeEntry, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Today's call-back"))
        self.setMinimumWidth(px(420))
        layout = QVBoxLayout(self)
        space(layout, 12, 20)
        layout.addWidget(words(tr("Today's call-back"), "title"))
        self.which = Segments([Segment(entry.code, entry.title) for entry in outcomes])
        layout.addWidget(self.which)
        layout.addWidget(words(tr("Up to three tries, on different days."), "hint"))
        self.which.changed.connect(lambda _: self.accept())
        self.which.setFocus()


def _belongs(row: ContactRow, which: object) -> bool:
    return row.behaviour == which or (which == OTHER and row.behaviour not in {VOICEMAIL, LETTER})
