"""The top of the form: which way it came, what kind of matter it is, and the fields of that way only."""

from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.vocabulary import KIND_TITLES, Kind
from app.models.words import mark, tr
from app.services.clock import LEGAL_ZONE, Clock
from app.services.codebook import CodeBook, CodeEntry
from app.ui.intake.inputs import Inputs
from app.ui.theme import space
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.entries import DateEntry
from app.ui.widgets.fields import Field, in_a_row, in_lines
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments

WAYS = (
    ("phone", mark("Phone")),
    ("letter", mark("Letter")),
    ("voicemail", mark("Voicemail")),
    ("walk_in", mark("Walk-in")),
    ("web", mark("Web")),
    ("email", mark("E-mail")),
    ("transfer", mark("Transfer")),
)


class Opening(QWidget):
    """Channel and kind by one key each.

    Attributes:
        way_changed: Emitted with the channel's behaviour.
        kind_changed: Emitted with the :class:`Kind`.
        kind_chosen: Emitted after the person chose a kind: the hands go back to the facts.
    """

    way_changed = Signal(str)
    kind_changed = Signal(object)
    kind_chosen = Signal()

    def __init__(self, inputs: Inputs, codes: CodeBook, clock: Clock) -> None:
        super().__init__()
        self._codes = codes
        self.way = Segments([Segment(name, tr(title)) for name, title in WAYS])
        self.way.setAccessibleName(tr("Channel"))
        self.way.set_value("phone")
        self.channel = Options()
        self.channel.setAccessibleName(tr("Which way exactly"))
        self.kind = Segments([Segment(kind.value, tr(KIND_TITLES[kind])) for kind in Kind])
        self.kind.setAccessibleName(tr("Kind"))
        self.kind.set_value(Kind.CONSULTATION.value)
        layout = QVBoxLayout(self)
        space(layout, 6)
        layout.addWidget(Field("channel", tr("Channel"), in_a_row(self.way, self.channel, stretch=0)))
        layout.addWidget(Field("kind", tr("Kind"), self.kind))
        self._own: dict[str, QWidget] = {
            "letter": self._letter(inputs, clock),
            "web": self._sent(inputs, clock),
            "transfer": self._transfer(inputs, clock),
        }
        for widget in self._own.values():
            layout.addWidget(widget)
        inputs.one_of("way", self.way)
        inputs.options("channel", self.channel)
        inputs.one_of("kind", self.kind)
        self.way.changed.connect(self.show_way)
        self.kind.changed.connect(self._chosen)
        self.show_way()

    def show_way(self) -> None:
        """Show the fields of the channel chosen, and no others."""
        way = self.behaviour()
        kept = self.channel.value()
        entries = self._entries(way)
        self.channel.set_rows([(entry.code, entry.title) for entry in entries])
        self.channel.set_value(kept)
        self.channel.setVisible(len(entries) > 1)
        shown = "web" if way == "email" else way
        for name, widget in self._own.items():
            widget.setVisible(name == shown)
        self.way_changed.emit(way)

    def code(self) -> str:
        """Give the channel's code."""
        return str(self.channel.value() or self.behaviour())

    def behaviour(self) -> str:
        """Give the channel's fixed word."""
        way = self.way.value()
        return way if isinstance(way, str) else "phone"

    def set_code(self, code: str) -> None:
        """Show a channel by its code."""
        entry = self._codes.entry("channel", code)
        self.way.set_value(entry.behaviour if entry else "phone")
        self.show_way()
        self.channel.set_value(code)

    def chosen_kind(self) -> Kind:
        """Give the kind; a form always has one."""
        kind = self.kind.value()
        return Kind(kind) if isinstance(kind, str) else Kind.CONSULTATION

    def _entries(self, way: str) -> list[CodeEntry]:
        return [entry for entry in self._codes.choices("channel") if entry.behaviour == way]

    def _chosen(self) -> None:
        if self.kind.value() is None:
            self.kind.set_value(Kind.CONSULTATION.value)
        self.kind_changed.emit(self.chosen_kind())
        self.kind_chosen.emit()

    def _letter(self, inputs: Inputs, clock: Clock) -> QWidget:
        postmark, arrived = DateEntry(clock), DateEntry(clock)
        mail, pages = LineEdit(placeholder=tr("Registered-mail number")), LineEdit(placeholder=tr("Pages"))
        pages.setMaxLength(4)
        for name, edit in (
            ("postmarked_on", postmark),
            ("arrived_on", arrived),
            ("mail_number", mail),
            ("pages", pages),
        ):
            inputs.line(name, edit)
        today = clock.now().astimezone(LEGAL_ZONE).date()
        return in_lines(
            Field("postmarked_on", tr("Postmark"), postmark),
            Field("arrived_on", tr("Arrived"), arrived, label_width=0),
            Field("mail_number", tr("Mail no."), mail, label_width=0),
            Field("pages", tr("Pages"), pages, label_width=0),
            words(tr("Registered {day}", day=today.isoformat()), "hint"),
        )

    def _sent(self, inputs: Inputs, clock: Clock) -> QWidget:
        sent = DateEntry(clock)
        inputs.line("submitted_on", sent)
        return in_lines(Field("submitted_on", tr("Sent on"), sent))

    def _transfer(self, inputs: Inputs, clock: Clock) -> QWidget:
        number = LineEdit(placeholder=tr("Number at the source"))
        handed, deadline = DateEntry(clock), DateEntry(clock, past=False)
        for name, edit in (("source_number", number), ("handed_on", handed), ("source_deadline", deadline)):
            inputs.line(name, edit)
        return in_lines(
            Field("source_number", tr("Source no."), number),
            Field("handed_on", tr("Handed over"), handed, label_width=0),
            Field("source_deadline", tr("Answer by"), deadline, label_width=0),
        )


def end_of(day: date) -> datetime:
    """Return the last minute of a day in the legal zone: until then a source waits for an answer."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=LEGAL_ZONE)
