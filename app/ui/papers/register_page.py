"""The register of papers: every issued paper this person sees, newest first, and what still has to be served."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.models.vocabulary import PaperState
from app.models.words import mark, tr
from app.services.errors import OutageError, UserError
from app.services.papers.register import PaperRow
from app.services.papers.service import Papers
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.papers.page import PaperPage
from app.ui.papers.paper_words import served_words
from app.ui.papers.preview import Preview
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, space
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments
from app.ui.widgets.split import Split

_ALL, _TO_SERVE = "all", "to_serve"


class PaperRegister(Page):
    """What was issued, where it is, who still has to get it."""

    where = Where.PAPER
    icon = "papers"
    place = CommandId.GO_PAPERS

    def __init__(self, seat: Seat) -> None:
        super().__init__("papers")
        self._seat = seat
        self._papers: Papers | None = None
        self._only = _ALL
        self._peeked: UUID | None = None
        self._heading = words(kind="title")
        self.which = Segments()
        self.which.changed.connect(self._choose)
        self._model: RowsModel[PaperRow] = RowsModel(self._columns(), lambda row: row.id, self)
        self.feed: RowsFeed[PaperRow] = RowsFeed(self._model, seat.tasks, self._fetch)
        self.list: RowsView[PaperRow] = RowsView(
            self._model, "papers", seat.state, feed=self.feed, label=tr("Register of papers")
        )
        self.list.opened.connect(self._open)
        self.list.peeked.connect(self._peek)
        self.feed.failed.connect(self._failed)
        self.preview = Preview()
        self.preview.hide()
        head = QHBoxLayout()
        space(head, 16)
        head.addWidget(self._heading)
        head.addWidget(self.which)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, 12, (16, 12, 16, 12))
        layout.addLayout(head)
        layout.addWidget(Split("register", seat.state, [self.list, self.preview], sizes=[760, 420]), 1)
        self.retranslate()
        seat.news.changed.connect(lambda _: self._stale())
        self._is_stale = False
        self.feed.reload()

    @override
    def title(self) -> str:
        return tr("Papers")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            **self.preview.handlers(),
            CommandId.FILTER: self.list.start_filter,
            CommandId.REFRESH: self.feed.reload,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }

    @override
    def come_to_front(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.feed.reload()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def retranslate(self) -> None:
        self._heading.setText(tr("Register of papers"))
        self.which.set_segments([Segment(_ALL, tr("All papers"), "0"), Segment(_TO_SERVE, tr("To be served"), "1")])
        self.which.set_value(self._only)
        self.list.empty.say(
            tr("No papers yet"),
            tr("Papers are made from their case; what is issued stands here."),
            icon="papers",
        )
        self.list.retranslate()

    def _columns(self) -> list[Column[PaperRow]]:
        return [
            Column("number", mark("Document number"), lambda row: row.number, width=250, sortable=False),
            Column("form", mark("Paper"), self._form, width=190, sortable=False),
            Column("case", mark("Case"), lambda row: row.case_number, width=110, number=True, sortable=False),
            Column(
                "issued",
                mark("Issued on"),
                lambda row: row.issued_on.isoformat() if row.issued_on else "",
                width=96,
                number=True,
                sortable=False,
            ),
            Column(
                "served",
                mark("Service"),
                lambda row: served_words(row)[0],
                width=140,
                tone=self._tone,
                icon=lambda row: served_words(row)[1],
                tip=lambda row: row.void_reason,
                stretches=True,
                sortable=False,
            ),
        ]

    def _form(self, row: PaperRow) -> str:
        return self._seat.desk.codes.title("paper_form", row.form)

    def _tone(self, row: PaperRow) -> Tone | None:
        return served_words(row)[2] if row.state is PaperState.VOIDED or row.to_serve else Tone.MUTED

    def _fetch(self, want: Want[PaperRow]) -> Batch[PaperRow]:
        page = self._service().register(
            after=want.after, words=want.words, to_serve_only=self._only == _TO_SERVE, count=want.count
        )
        return Batch(page.rows, page.more)

    def _service(self) -> Papers:
        if self._papers is None:
            self._papers = Papers(self._seat.desk)
        return self._papers

    def _choose(self, which: object) -> None:
        self._only = str(which)
        self.feed.reload()

    def _open(self, row: PaperRow) -> None:
        self._seat.open_page(PaperPage(self._seat, paper_id=row.id))

    def _peek(self, row: PaperRow) -> None:
        """Show the stored paper at the right, or put it away again."""
        if self._peeked == row.id and self.preview.isVisible():
            self.preview.hide()
            return
        self._peeked = row.id
        self.preview.say(tr("The paper is being fetched…"))
        self.preview.show()
        service = self._service()
        self._seat.tasks.run(lambda: service.bytes_of(row.id), self.preview.show_pdf, self._failed, owner=self)

    def _step(self, direction: int) -> None:
        row = self.list.step(direction)
        if row is not None and self.preview.isVisible():
            self._peeked = None
            self._peek(row)

    def _failed(self, error: object) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
        elif isinstance(error, BaseException) and not isinstance(error, OutageError):
            raise error

    def _stale(self) -> None:
        if self.isVisible():
            self.feed.reload()
        else:
            self._is_stale = True
