"""An enterprise at the right of the register: what it is, what the office has had to do with it, what is open."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.models.vocabulary import STATE_TITLES, CaseState
from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.enterprises import EnterpriseCard
from app.ui.theme import space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll, clear_lines
from app.ui.widgets.labels import named, rule, words

MOST_CASES = 20
Action = tuple[str, str, Callable[[], None]]


class CardPanel(QFrame):
    """Shows an enterprise's card."""

    def __init__(
        self, codes: CodeBook, open_case: Callable[[UUID, str], object] | None, parent: QWidget | None = None
    ) -> None:
        """Take the office's lists and what opens a case; ``None`` where there are no case pages."""
        super().__init__(parent)
        self._codes = codes
        self._open_case = open_case
        self.setProperty("kind", "card")
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        space(self._lines, 8, (16, 12, 16, 12))
        layout = QVBoxLayout(self)
        space(layout, 0, 1)
        layout.addWidget(Scroll(self._inside))

    def show_card(self, card: EnterpriseCard, actions: Sequence[Action]) -> None:
        """Show a card and what can be done with the entry."""
        clear_lines(self._lines)
        row, draft, counts = card.row, card.draft, card.counts
        self._lines.addWidget(words(row.name, "title", wraps=True))
        if card.merged_into:
            self._lines.addWidget(words(tr("Is a double of {name}.", name=card.merged_into), wraps=True))
        for title, keys, do in actions:
            self._lines.addWidget(Button(title, do, keys=keys))
        self._say(
            (tr("Short name"), draft.short_name),
            (tr("Credit code"), draft.uscc),
            (tr("Address"), draft.address),
            (tr("Phone"), draft.phone),
            (tr("Represented by"), draft.legal_representative),
            (tr("Industry"), self._codes.title("industry", draft.industry)),
            (tr("Authority"), self._codes.unit_name(draft.authority_id)),
            (tr("Branch of"), card.parent),
            (tr("Liaison"), "、".join(card.liaisons) or tr("none; a clerk enters its replies")),
        )
        self._lines.addWidget(rule())
        rate = f"{counts.agreed * 100 / counts.concluded:.0f} %" if counts.concluded else "—"
        self._say(
            (tr("Cases"), tr("{n}, {open} open", n=counts.cases, open=counts.open_cases)),
            (
                tr("Mediation"),
                tr("{agreed} of {n} agreed, {rate}", agreed=counts.agreed, n=counts.concluded, rate=rate),
            ),
            (
                tr("Orders"),
                tr(
                    "{n}: {open} under way, {settled} settled, {failed} not, {expired} expired",
                    n=counts.orders,
                    open=counts.open_orders,
                    settled=counts.settled,
                    failed=counts.failed,
                    expired=counts.expired,
                ),
            ),
        )
        self._lines.addWidget(words(tr("Counted over the cases you may see."), "hint"))
        self._say(
            (tr("Branches"), "\n".join(branch.name for branch in card.branches)),
            (tr("Doubles"), "\n".join(double.name for double in card.doubles)),
        )
        if card.open_cases:
            self._lines.addWidget(rule())
            self._lines.addWidget(words(tr("Open cases"), "heading"))
        for case in card.open_cases[:MOST_CASES]:
            day = case.received_at.astimezone(LEGAL_ZONE).date()
            self._lines.addWidget(
                self._case(case.id, case.number, f"{tr(STATE_TITLES[CaseState(case.state)])} · {day:%m-%d}")
            )
        self._lines.addStretch(1)

    def _case(self, case_id: UUID, number: str, said: str) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        space(layout, 8)
        open_case = self._open_case
        if open_case is not None:
            layout.addWidget(Button(number, lambda: open_case(case_id, number), kind="link"))
        else:
            layout.addWidget(words(number))
        layout.addWidget(words(said, "hint"), 1)
        return line

    def _say(self, *pairs: tuple[str, str]) -> None:
        for name, value in pairs:
            if value:
                self._lines.addWidget(named(name, value))
