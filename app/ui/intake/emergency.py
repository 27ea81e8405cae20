"""An emergency: which one, whom to call at once, and what must be asked before the caller is let go."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.codebook import CodeBook
from app.ui.intake.inputs import Inputs
from app.ui.theme import Tone, space
from app.ui.widgets.labels import StateWord, words
from app.ui.widgets.segments import Segment, Segments


class Emergency(QFrame):
    """A card above the facts; the case can be saved with any other field empty.

    Attributes:
        chosen: Emitted after a kind of emergency was chosen: the hands go back to the facts.
    """

    chosen = Signal()

    def __init__(self, inputs: Inputs, codes: CodeBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = codes
        self.setProperty("kind", "card")
        self.kind = Segments(
            [Segment(entry.code, entry.title) for entry in codes.choices("emergency")], can_be_none=True
        )
        self.kind.setAccessibleName(tr("Emergency"))
        self._call = StateWord("", "answer", Tone.LATE)
        self._ask = words(wraps=True)
        layout = QVBoxLayout(self)
        space(layout, 6, (12, 8, 12, 8))
        layout.addWidget(StateWord(tr("Emergency: what is it?"), "urgent", Tone.LATE))
        layout.addWidget(self.kind)
        layout.addWidget(self._call)
        layout.addWidget(self._ask)
        inputs.one_of("emergency", self.kind)
        self.kind.changed.connect(self._changed)
        self.show_kind()

    def code(self) -> str | None:
        """Give the code of the emergency; ``None`` for none."""
        value = self.kind.value()
        return value if isinstance(value, str) else None

    def show_kind(self) -> None:
        """Show what is to be called and asked; nothing is chosen: nothing to show."""
        entry = self._codes.entry("emergency", self.code())
        calls = list(entry.details.get("call", ())) if entry else []
        asks = list(entry.details.get("ask", ())) if entry else []
        self._call.show_state(
            tr("Have {numbers} called now, or call for them.", numbers=tr(" and ").join(calls)) if calls else "",
            "answer",
            Tone.LATE,
        )
        self._call.setVisible(bool(calls))
        self._ask.setText("\n".join(f"□ {each}" for each in asks))
        self._ask.setVisible(bool(asks))

    def _changed(self) -> None:
        self.show_kind()
        self.chosen.emit()
