"""What was registered of a case: the story large, then label and words in two columns."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.models.vocabulary import Kind
from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.forms import ELSEWHERE
from app.services.cases.telling import FIELDS, choice, money
from app.services.codebook import CodeBook
from app.ui.case.words import masked, respondent_label
from app.ui.theme import space
from app.ui.widgets.fields import clear_lines
from app.ui.widgets.labels import words


class Facts(QWidget):
    """What was registered: the story large, then label and words in two columns."""

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._story = words(wraps=True)
        self._grid = QGridLayout()
        space(self._grid, 6)
        layout = QVBoxLayout(self)
        space(layout, 8, (12, 8, 12, 8))
        layout.addWidget(self._story)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def show_detail(self, detail: CaseDetail) -> None:
        """Show what was registered of a case."""
        clear_lines(self._grid)
        self._story.setText(detail.case.facts)
        rows = [(label, text) for label, text in self._rows(detail) if text]
        half = (len(rows) + 1) // 2
        for place, (label, text) in enumerate(rows):
            column = 0 if place < half else 2
            self._grid.addWidget(words(label, "label"), place % half, column)
            self._grid.addWidget(words(text, wraps=True), place % half, column + 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def _rows(self, detail: CaseDetail) -> Sequence[tuple[str, str]]:
        c, codes = detail.case, self._codes
        claims = "、".join(
            " ".join(part for part in (codes.title("claim", row.code), money(row.amount), row.note) if part)
            for row in detail.claims
        )
        side = respondent_label(c.kind)
        consents: tuple[tuple[str, str], ...] = (
            (tr("Publication"), _yes(c.consent_publish)),
            (tr("Entrusted mediation"), _yes(c.consent_entrust)),
            (tr("Mediation: complainant"), _yes(c.mediation_consent_complainant)),
            (tr("Mediation: respondent"), _yes(c.mediation_consent_respondent)),
        )
        # Only a complaint is mediated and published.
        consents = consents if c.kind == Kind.COMPLAINT else ()
        people = [(tr("Person"), masked(party)) for party in detail.parties] if len(detail.parties) > 1 else []
        return (
            *people,
            (tr("Claim"), claims),
            (tr(FIELDS["object_code"]), codes.title("object_category", c.object_code)),
            (tr(FIELDS["problem_code"]), codes.title("problem_category", c.problem_code)),
            (tr(FIELDS["occurred_on"]), str(c.occurred_on or "")),
            (tr(FIELDS["amount_involved"]), money(c.amount_involved)),
            (tr(FIELDS["payment_method"]), codes.title("payment_method", c.payment_method)),
            (tr(FIELDS["order_number"]), c.order_number or ""),
            (tr(FIELDS["for_daily_life"]), _yes(c.for_daily_life)),
            (tr(FIELDS["handled_elsewhere"]), choice(ELSEWHERE, c.handled_elsewhere)),
            (tr(FIELDS["known_since"]), str(c.known_since or "")),
            (tr(FIELDS["tried_trader"]), _yes(c.tried_trader)),
            *consents,
            (tr("{side}: address", side=side), c.respondent_address),
            (tr("{side}: phone", side=side), c.respondent_phone),
            (tr(FIELDS["answer"]), c.answer),
        )


def _yes(value: bool | None) -> str:  # noqa: FBT001 the value is what is said
    return tr("Not asked") if value is None else tr("Yes") if value else tr("No")
