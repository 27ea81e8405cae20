"""Recording how a paper was served: on whom, how, when, with what result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.clock import LEGAL_ZONE, Clock
from app.services.codebook import CodeEntry
from app.services.papers.prepared import Addressee
from app.ui.papers.editors import HourEntry
from app.ui.papers.paper_words import RESULTS, addressee_words, name_words
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, clear_errors
from app.ui.widgets.labels import StateWord, words
from app.ui.widgets.segments import Segment, Segments

_LABEL = 84
_BY_POST = "post"
_WAYS_ALREADY = {"post": "posted"}


@dataclass(frozen=True, kw_only=True)
class ServiceEntry:
    """What was typed about one service."""

    addressee: Addressee
    way: str
    result: str
    at: datetime
    mail_number: str
    note: str


class ServeDialog(QDialog):
    """One service of one paper; what cannot be saved is said beside its field and the dialog stays.

    Attributes:
        entered: Emitted with the :class:`ServiceEntry` on Enter or the button.
    """

    entered = Signal(object)

    def __init__(
        self,
        title: str,
        addressees: Sequence[Addressee],
        ways: Sequence[CodeEntry],
        clock: Clock,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Record the service"))
        self._addressees = {one.id: one for one in addressees}
        self._clock = clock
        open_first = sorted(addressees, key=lambda one: one.has_got)
        self.whom = Options([(one.id, name_words(one)) for one in open_first])
        self.way = Options([(entry.code, entry.title) for entry in ways])
        self.outcome = Segments([Segment(code, tr(word)) for code, word in RESULTS.items()])
        self.at = HourEntry(clock, past=True)
        self.at.set_value(clock.now())
        self.mail_number = LineEdit(placeholder="XA12345678944")
        self.note = LineEdit()
        self._mail = Field("mail_number", tr("Mail number"), self.mail_number, label_width=_LABEL)
        self.way.set_value("direct")
        self.outcome.set_value("delivered")
        self.way.chosen.connect(lambda _: self._way_chosen())
        layout = QVBoxLayout(self)
        space(layout, 12, 24)
        layout.addWidget(words(title, "title", wraps=True))
        for field in (
            Field("addressee_id", tr("On whom"), self.whom, label_width=_LABEL),
            Field("way", tr("How"), self.way, label_width=_LABEL),
            Field("result", tr("Result"), self.outcome, label_width=_LABEL),
            Field("at", tr("When"), self.at, label_width=_LABEL),
            self._mail,
            Field("note", tr("Note"), self.note, hint=tr("Who took it in, or why it failed"), label_width=_LABEL),
        ):
            layout.addWidget(field)
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), self.reject))
        self.save = Button(tr("Record"), self._enter, kind="primary", keys="Enter")
        self.save.setDefault(True)
        row.addWidget(self.save)
        layout.addLayout(row)
        self.setMinimumWidth(px(480))
        self._way_chosen()
        self.whom.setFocus()

    def _way_chosen(self) -> None:
        by_post = self.way.value() == _BY_POST
        self._mail.setVisible(by_post)
        self.outcome.set_value(_WAYS_ALREADY.get(str(self.way.value()), "delivered"))

    def _enter(self) -> None:
        clear_errors(self)
        at = self.at.value()
        if at is None:
            wrong = next(field for field in self.findChildren(Field) if field.name == "at")
            wrong.set_error(self.at.problem() or tr("Type day and time."))
            wrong.focus_editor()
            return
        self.entered.emit(
            ServiceEntry(
                addressee=self._addressees[self.whom.value()],
                way=str(self.way.value()),
                result=str(self.outcome.value()),
                at=min(at, self._clock.now()) if at.date() == self._clock.today() else at,
                mail_number=self.mail_number.text().strip() if self._mail.isVisibleTo(self) else "",
                note=self.note.text().strip(),
            )
        )


class ServiceList(QWidget):
    """Each addressee with what was tried, the newest try last."""

    def __init__(
        self, addressees: Sequence[Addressee], ways: Sequence[CodeEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named = {entry.code: entry.title for entry in ways}
        layout = QVBoxLayout(self)
        space(layout, 12)
        for one in addressees:
            head = QHBoxLayout()
            space(head, 8)
            head.addWidget(words(name_words(one), wraps=True), 1)
            head.addWidget(StateWord(*addressee_words(one)))
            block = QVBoxLayout()
            space(block, 4)
            block.addLayout(head)
            for record in one.served:
                said = (
                    f"{record.at.astimezone(LEGAL_ZONE):%m-%d %H:%M}",
                    named.get(record.way, record.way),
                    tr(RESULTS.get(record.result, record.result)),
                    record.mail_number,
                    record.person,
                    record.note,
                )
                block.addWidget(words(" · ".join(filter(None, said)), "hint", wraps=True))
            layout.addLayout(block)
