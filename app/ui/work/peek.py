"""A look at the case in front without opening it."""

from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.cases.clocks import shown
from app.services.cases.service import CaseSheet
from app.services.cases.telling import ROLES, Teller, money
from app.services.codebook import CodeBook
from app.services.law import LawBook
from app.ui.case.words import clock_said, kind_word, moment_word, state_look, state_word
from app.ui.theme import space
from app.ui.widgets.clock_badge import ClockBadge
from app.ui.widgets.fields import Scroll, clear_lines, in_lines
from app.ui.widgets.labels import StateWord, rule, words

EVENTS = 6


class Peek(QFrame):
    """Shows a case small: what it is, its clocks, its facts, what is next, what happened last."""

    def __init__(self, codes: CodeBook, law: LawBook) -> None:
        super().__init__()
        self._codes = codes
        self._law = law
        self.setProperty("kind", "card")
        layout = QVBoxLayout(self)
        space(layout, 0, 1)
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        space(self._lines, 6, (12, 10, 12, 10))
        layout.addWidget(Scroll(self._inside))

    def show_sheet(self, sheet: CaseSheet, today: date) -> None:
        """Show a case."""
        clear_lines(self._lines)
        c = sheet.detail.case
        icon, tone = state_look(c.state)
        self._lines.addWidget(words(f"{c.number} · {kind_word(c.kind)}", "title"))
        self._lines.addWidget(StateWord(state_word(c.state), icon, tone))
        badges = [ClockBadge(clock_said(reading), stacked=True) for reading in shown(sheet.readings)]
        if badges:
            self._lines.addWidget(in_lines(*badges))
        self._lines.addWidget(words(c.facts, wraps=True))
        claims = "、".join(
            f"{self._codes.title('claim', row.code)} {money(row.amount)}".strip() for row in sheet.detail.claims
        )
        people = "　".join(
            f"{tr(ROLES.get(row.role, ''))} {row.shown_name} {row.shown_phone}" for row in sheet.detail.parties
        )
        for label, text in (
            (tr("Claim"), claims),
            (tr("Person concerned"), people),
            (tr("Respondent"), c.respondent_name),
            (
                tr("At"),
                " · ".join(part for part in (self._codes.unit_name(c.handling_unit_id), c.handler or "") if part),
            ),
        ):
            if text:
                self._lines.addWidget(words(label, "label"))
                self._lines.addWidget(words(text, wraps=True))
        steps = [tr(step.form.title) for step in sheet.steps if not step.why_not and not step.form.aside]
        self._lines.addWidget(rule())
        self._lines.addWidget(words(tr("Next steps"), "label"))
        self._lines.addWidget(words("、".join(steps) or tr("Nothing here is yours to do now."), wraps=True))
        self._lines.addWidget(words(tr("For who asks"), "label"))
        self._lines.addWidget(words(sheet.progress, wraps=True))
        self._lines.addWidget(rule())
        teller = Teller(sheet.detail, self._codes, self._law)
        for event in sheet.detail.events[:EVENTS]:
            said = " · ".join(
                part for part in (moment_word(event.at, today), teller.tell(event).title, event.who) if part
            )
            self._lines.addWidget(words(said, "hint", wraps=True))
        self._lines.addStretch(1)
