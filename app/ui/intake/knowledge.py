"""The cards at the right: this caller, the same matter, the trader, the next step; they never take the focus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models import clock_words
from app.models.clock_reading import ClockReading
from app.models.rates import rate, shown
from app.models.words import tr
from app.services.callers import CallerCard, KnownCase
from app.services.codebook import UnitRow
from app.services.completeness import LEVEL_TITLES, Completeness, Level
from app.services.traders import TraderCard
from app.ui.theme import Tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card, CardStack
from app.ui.widgets.labels import words


@dataclass(frozen=True)
class Line:
    """A line of a card: words, or with ``act`` a button."""

    text: str
    kind: str = ""
    tone: Tone | None = None
    act: Callable[[], None] | None = None
    tip: str = ""


class Lines(QWidget):
    """The body of a card: some lines, shown anew when they change."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        space(self._layout, 4)
        self._lines: tuple[Line, ...] = ()

    def say(self, lines: Sequence[Line]) -> None:
        """Show ``lines`` instead; the focus stays where it is unless its line has gone."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        while (item := self._layout.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for line in lines:
            made: QWidget
            if line.act is not None:
                made = Button(line.text, line.act, kind="link")
            else:
                made = words(line.text, line.kind, line.tone, wraps=True)
            made.setToolTip(line.tip)
            self._layout.addWidget(made)

    def text(self) -> str:
        """Give what the card says, for tests."""
        return "\n".join(line.text for line in self._lines)


class Knowledge(CardStack):
    """What the desk knows, filled while one types.

    Attributes:
        case_asked: Emitted with the :class:`KnownCase` the person wants to see.
    """

    case_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.caller, self.same, self.trader, self.next_step = Lines(), Lines(), Lines(), Lines()
        self._named: dict[str, Card] = {
            "caller": self.add(tr("This caller"), self.caller),
            "same": self.add(tr("Perhaps the same"), self.same),
            "trader": self.add(tr("Enterprise"), self.trader),
            "next": self.add(tr("Basis and next step"), self.next_step),
        }
        self.forget()

    def forget(self) -> None:
        """Know nothing: a new contact."""
        self.show_caller(None)
        self.show_same(())
        self.show_trader(None)

    def show_caller(self, card: CallerCard | None) -> None:
        """Show who has called by this number."""
        if card is None:
            self.caller.say([Line(tr("Type the number: who has called before is shown here."), "hint")])
            self._named["caller"].set_title(tr("This caller"))
            return
        lines = [Line(tr(", ").join(card.names))] if card.names else []
        if card.trouble:
            lines.append(Line(card.trouble, "hint", Tone.SOON))
        lines += [self._line(case) for case in card.cases]
        if not lines:
            lines.append(Line(tr("Nobody has called by this number before."), "hint"))
        self.caller.say(lines)
        aside = tr("{n} cases · {open} open", n=len(card.cases), open=card.open_cases) if card.cases else ""
        self._named["caller"].set_title(tr("This caller"), aside, Tone.SOON if card.open_cases else None)

    def show_same(self, cases: Sequence[KnownCase]) -> None:
        """Show what may be the same matter."""
        self.same.say([self._line(case) for case in cases])
        self._named["same"].setVisible(bool(cases))

    def show_trader(self, card: TraderCard | None) -> None:
        """Show what the office knows of the trader."""
        self._named["trader"].setVisible(card is not None)
        if card is None:
            self.trader.say(())
            return
        success = shown(rate(card.agreed, card.concluded), suffix=" %")
        trader = card.trader
        lines = [
            Line(trader.short_name or trader.name, "title"),
            Line(
                tr(
                    "Open {open} · in a year {year} · mediated {rate}",
                    open=card.open_cases,
                    year=card.year_cases,
                    rate=success,
                )
            ),
        ]
        if trader.answers_orders:
            lines.append(Line(tr("Answers settlement orders."), "", Tone.DONE))
        if trader.uscc:
            lines.append(Line(trader.uscc, "hint"))
        self.trader.say(lines)

    def show_next(self, reading: ClockReading | None, read: Completeness, receiver: UnitRow | None) -> None:
        """Show until when what is due and why, what is still missing, and where the matter goes."""
        lines: list[Line] = []
        if reading is not None:
            why = "\n".join(clock_words.why(reading))
            lines.append(Line(clock_words.title(reading.key), "label"))
            lines.append(Line(tr("At the latest {day}", day=reading.due_on.isoformat()), "title", tip=why))
            lines.append(Line(clock_words.summary(reading), "hint", tip=why))
        for level in (Level.STATUTORY, Level.ADVISED):
            missing = read.of(level)
            if missing:
                what = tr(", ").join(each.words for each in missing)
                tone = Tone.SOON if level is Level.STATUTORY else None
                tip = "\n".join(each.sentence for each in missing)
                lines.append(Line(tr("{level}: {what}", level=tr(LEVEL_TITLES[level]), what=what), "", tone, tip=tip))
        if receiver is not None:
            lines.append(Line(tr("Goes to {unit}: the trader's place (Art. 13)", unit=receiver.short_name)))
        if not lines:
            lines.append(Line(tr("A question is answered at once; no term runs."), "hint"))
        self.next_step.say(lines)

    def _line(self, case: KnownCase) -> Line:
        parts = (case.number, case.enterprise, case.matter, case.state_title, case.why)
        return Line(" · ".join(part for part in parts if part), act=partial(self.case_asked.emit, case))
