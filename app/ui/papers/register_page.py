"""The register of papers: every issued paper this person sees, newest first, and what still has to be served."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from app.models.vocabulary import PaperState
from app.models.words import mark, tr
from app.services.papers.register import PaperRow
from app.services.papers.service import Papers
from app.ui.commands import CommandId, Where
from app.ui.list_page import ListPage
from app.ui.papers.page import PaperPage
from app.ui.papers.paper_words import served_words
from app.ui.papers.preview import Preview
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, Want
from app.ui.tables.rows import Column
from app.ui.theme import Tone, space
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments

SIZES = (760, 420)
_ALL, _TO_SERVE = "all", "to_serve"


class PaperRegister(ListPage[PaperRow]):
    """What was issued, where it is, who still has to get it."""

    where = Where.PAPER
    icon = "papers"
    place = CommandId.GO_PAPERS
    peeks = True

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "papers")
        self._papers: Papers | None = None
        self._only = _ALL
        self._heading = words(kind="title")
        self.which = Segments()
        self.which.changed.connect(self._choose)
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Register of papers"))
        self.preview = Preview()
        head = QHBoxLayout()
        space(head, 16)
        head.addWidget(self._heading)
        head.addWidget(self.which)
        head.addStretch(1)
        self.lay_out(self.preview, SIZES, above=[head])
        self.retranslate()
        self.feed.reload()

    @override
    def title(self) -> str:
        return tr("Papers")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {**self.preview.handlers(), **super().handlers()}

    @override
    def retranslate(self) -> None:
        self._heading.setText(tr("Register of papers"))
        self.which.set_segments([Segment(_ALL, tr("All papers"), "0"), Segment(_TO_SERVE, tr("To be served"), "1")])
        self.which.set_value(self._only)
        super().retranslate()

    @override
    def nothing(self) -> tuple[str, str]:
        if self._only == _TO_SERVE:
            return tr("No paper waits to be served"), ""
        return tr("No papers yet"), tr("Papers are made from their case; what is issued stands here.")

    @override
    def look(self, row: PaperRow) -> None:
        self.preview.say(tr("The paper is being fetched…"))
        paper_id, service = row.id, self._service()
        self.read_about(row, lambda: service.bytes_of(paper_id), self.preview.show_pdf)

    @override
    def open_row(self, row: PaperRow) -> None:
        self._seat.open_page(PaperPage(self._seat, paper_id=row.id))

    def _columns(self) -> list[Column[PaperRow]]:
        return [
            Column("number", mark("Number of the paper"), lambda row: row.number, width=250, sortable=False),
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
        self.say_empty()
        self.feed.reload()
