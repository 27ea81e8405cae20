"""The head of a case: number, state, who has it, its clocks, the people masked."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.models.clock_reading import ClockReading
from app.models.words import tr
from app.services.cases.clocks import shown
from app.services.cases.service import CaseSheet
from app.services.cases.telling import ROLES
from app.services.codebook import CodeBook
from app.services.identity import PlainParty
from app.ui.case.words import clock_said, kind_word, masked, moment_word, respondent_label, state_look, state_word
from app.ui.theme import Tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.clock_badge import ClockBadge
from app.ui.widgets.fields import in_lines
from app.ui.widgets.labels import Mark, OneLine, StateWord, words

CLOCKS = 3


class CaseHeader(QFrame):
    """Says what a case is at a glance.

    Attributes:
        clock_asked: Emitted with the reading whose last day is to be explained.
        reveal_asked: Emitted when the plain name or number is wanted.
    """

    clock_asked = Signal(object)
    reveal_asked = Signal()

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._readings: tuple[ClockReading, ...] = ()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._number = words(kind="heading")
        self._kind = words(kind="label")
        self._state = StateWord()
        self._mark = Mark(tone=Tone.LATE)
        self._owner = words(kind="hint")
        self._badges = [ClockBadge() for _ in range(CLOCKS)]
        for place, badge in enumerate(self._badges):
            badge.asked.connect(lambda place=place: self._ask_clock(place))
        self._others = words(kind="hint", tone=Tone.SOON)
        self._people = OneLine()
        self._reveal = Button("", self.reveal_asked.emit, kind="link", icon="reveal")
        self._against = OneLine()
        # What grows in its line pushes the clocks to the right; where there is no room they stand in the next one.
        self._owner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        top = in_lines(
            self._number, self._kind, self._state, self._mark, self._owner, self._others, *self._badges, gap=12
        )
        bottom = QHBoxLayout()
        space(bottom, 12)
        bottom.addWidget(self._people, 3)
        bottom.addWidget(self._reveal)
        bottom.addWidget(self._against, 2)
        layout = QVBoxLayout(self)
        space(layout, 4, (12, 8, 12, 8))
        layout.addWidget(top)
        layout.addLayout(bottom)

    @property
    def badges(self) -> list[ClockBadge]:
        """The clocks that show."""
        return [badge for badge in self._badges if not badge.isHidden()]

    def said(self) -> dict[str, str]:
        """Give what the first line says: number, kind, channel and state, each in its words."""
        kind, channel, *_ = [*self._kind.text().split(" · "), ""]
        return {"number": self._number.text(), "kind": kind, "channel": channel, "state": self._state.text()}

    def people(self) -> str:
        """Give the line that names the people."""
        return self._people.text()

    def show_sheet(self, sheet: CaseSheet, today: date) -> None:
        """Show a case."""
        c = sheet.detail.case
        self._number.setText(c.number)
        received = tr("received {when}", when=moment_word(c.received_at, today))
        self._kind.setText(" · ".join((kind_word(c.kind), self._codes.title("channel", c.channel), received)))
        icon, tone = state_look(c.state)
        self._state.show_state(state_word(c.state), icon, tone)
        self._mark.setText(self._codes.title("emergency", c.emergency))
        self._mark.setVisible(bool(c.emergency))
        owner = [self._codes.unit_name(c.handling_unit_id), c.handler or tr("nobody has taken it yet")]
        self._owner.setText(" · ".join(part for part in owner if part))
        authority = self._codes.unit(c.deciding_authority_id)
        self._owner.setToolTip(tr("Deciding authority: {unit}", unit=authority.name) if authority else "")
        self._readings = shown(sheet.readings)
        for place, badge in enumerate(self._badges):
            badge.setVisible(place < len(self._readings))
            if place < len(self._readings):
                badge.show_clock(clock_said(self._readings[place]))
        people = [masked(party) for party in sheet.detail.parties]
        count = tr("{n} people", n=len(people)) if len(people) > 1 else ""
        self._people.setText("　".join(part for part in (count, *people) if part) or tr("No name was given"))
        self._people.setToolTip(self._people.text())
        against = c.respondent_name or c.enterprise or tr("unknown")
        self._against.setText(tr("{side}: {name}", side=respondent_label(c.kind), name=against))
        self._against.setToolTip(
            "\n".join(part for part in (against, c.respondent_address, c.respondent_phone) if part)
        )

    def others(self) -> str:
        """Give the words that say who else looks at the case; empty when nobody does."""
        return self._others.text()

    def show_others(self, names: tuple[str, ...]) -> None:
        """Say who else looks at the case now."""
        self._others.setText(tr("{who} is looking at this too", who="、".join(names)) if names else "")
        self._others.setVisible(bool(names))

    def show_reveal(self, text: str, *, possible: bool) -> None:
        """Offer the plain name by ``text``, where the person may see it."""
        self._reveal.setText(text)
        self._reveal.setVisible(possible)

    def show_plain(self, plain: PlainParty) -> None:
        """Show somebody's plain values until the case is shown anew."""
        parts = (tr(ROLES.get(plain.role, "")), plain.name, plain.phone, plain.address, plain.id_number)
        self._people.setText("　".join(part for part in parts if part))

    def _ask_clock(self, place: int) -> None:
        if place < len(self._readings):
            self.clock_asked.emit(self._readings[place])
