"""Which paper to make of a case: every form of the rule, what is due first, and for the others why not."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.models.words import mark, tr
from app.services.errors import UserError
from app.services.papers.prepared import Offer
from app.services.papers.service import Papers
from app.ui.papers.page import PaperPage
from app.ui.papers.paper_words import STATES, served_words
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, px, space
from app.ui.widgets.labels import words

LAST = 99


class PaperChooser(QDialog):
    """The forms of one case; Enter makes the chosen one or opens what there is of it."""

    def __init__(self, seat: Seat, case_id: UUID, offers: Sequence[Offer], parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._case_id = case_id
        self.setWindowTitle(tr("Make a paper"))
        model: RowsModel[Offer] = RowsModel(
            [
                Column("number", mark("Form number"), _number, width=56, number=True, sortable=False),
                Column("title", mark("Paper"), lambda row: row.title, width=220, tone=_quiet, sortable=False),
                Column("state", mark("State"), _state, width=380, tone=_tone, stretches=True, sortable=False),
            ],
            lambda row: row.form,
            self,
        )
        self.list: RowsView[Offer] = RowsView(model, "paper-chooser", seat.state, label=tr("Papers of the case"))
        model.set_rows(sorted(offers, key=lambda row: (not row.may_be_made, not row.expected, row.number or LAST)))
        self.list.opened.connect(self._open)
        layout = QVBoxLayout(self)
        space(layout, 12, 16)
        layout.addWidget(words(tr("Which paper?"), "title"))
        layout.addWidget(self.list, 1)
        self.resize(min(px(720), parent.width()), min(px(460), parent.height()))
        self.list.setFocus()

    def _open(self, offer: Offer) -> None:
        standing = [row for row in offer.papers if row.state != "voided"]
        if standing:
            page = PaperPage(self._seat, paper_id=standing[-1].id)
        elif offer.may_be_made:
            page = PaperPage(self._seat, case_id=self._case_id, form=offer.form)
        else:
            return
        self.accept()
        self._seat.open_page(page)


def choose_paper(seat: Seat, case_id: UUID, window: QWidget) -> None:
    """Ask which paper to make of a case and open it in a tab; what the case page's key does."""

    def ask(offers: tuple[Offer, ...]) -> None:
        PaperChooser(seat, case_id, offers, window).open()

    def failed(error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        seat.messages.note(error.text)

    seat.tasks.run(lambda: Papers(seat.desk).offered(case_id), ask, failed, owner=window)


def _number(offer: Offer) -> str:
    return str(offer.number or "")


def _state(offer: Offer) -> str:
    """Say what there is of a form, else whether it may be made, else why not."""
    if offer.papers:
        last = offer.papers[-1]
        said = served_words(last)[0] if last.number else tr(STATES[last.state][0])
        return f"{last.number} {said}".strip()
    return offer.why_not or tr("May be made")


def _tone(offer: Offer) -> Tone | None:
    if offer.papers and offer.papers[-1].number:
        return served_words(offer.papers[-1])[2]
    return None if offer.may_be_made else Tone.MUTED


def _quiet(offer: Offer) -> Tone | None:
    return None if offer.may_be_made or offer.papers else Tone.MUTED
