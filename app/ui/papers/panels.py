"""What stands at the left of a paper: fields and addressees while it is a draft, its service once it is issued."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.models.vocabulary import PaperState
from app.models.words import spoken, tr
from app.services.clock import Clock
from app.services.codebook import CodeEntry
from app.services.documents.fields import PaperData
from app.services.papers.prepared import Addressee, PaperSheet
from app.ui.papers.fields_form import FieldsForm
from app.ui.papers.paper_words import STATES, name_words
from app.ui.papers.serve import ServiceList
from app.ui.theme import space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import StateWord, rule, words


def name_of(sheet: PaperSheet) -> str:
    """Name a paper's form in the reader's language."""
    return sheet.form.title if spoken().startswith("zh") else sheet.english


class _Panel(QWidget):
    """Head, a part that scrolls, and a row of buttons."""

    def __init__(self, sheet: PaperSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self._inside = QWidget()
        self.middle = QVBoxLayout(self._inside)
        space(self.middle, 12, (0, 0, 12, 0))
        self.row = QHBoxLayout()
        space(self.row, 8)
        layout = QVBoxLayout(self)
        space(layout, 12, (16, 12, 12, 12))
        layout.addWidget(self._head())
        layout.addWidget(Scroll(self._inside), 1)
        layout.addWidget(rule())
        layout.addLayout(self.row)

    def _head(self) -> QWidget:
        sheet = self.sheet
        head = QWidget()
        layout = QVBoxLayout(head)
        space(layout, 4)
        top = QHBoxLayout()
        space(top, 8)
        top.addWidget(words(name_of(sheet), "title", wraps=True), 1)
        word, icon, tone = STATES[sheet.state]
        top.addWidget(StateWord(tr(word), icon, tone))
        layout.addLayout(top)
        number = tr("Number when issued") if sheet.is_open else sheet.number
        layout.addWidget(words(" · ".join((number, tr("case {number}", number=sheet.case_number))), "hint"))
        if sheet.void_reason:
            layout.addWidget(words(tr("Voided: {reason}", reason=sheet.void_reason), "hint", tone))
        return head


class DraftPanel(_Panel):
    """The fields of a draft and whom it goes to.

    Attributes:
        typed: Emitted after every change by hand.
    """

    typed = Signal()

    def __init__(
        self,
        sheet: PaperSheet,
        clock: Clock,
        address: Callable[[PaperData, Sequence[Addressee]], PaperData],
        *,
        issue: Callable[[], None],
        keep: Callable[[], None],
    ) -> None:
        """Take ``address``, which lets the line of address follow the chosen addressees, and what the buttons do."""
        super().__init__(sheet)
        self._address = address
        self._boxes: dict[UUID, tuple[Addressee, QCheckBox]] = {}
        self.form = FieldsForm(sheet, clock)
        self.form.typed.connect(self.typed)
        self.middle.addWidget(self.form)
        self.middle.addWidget(self._addressees())
        self.middle.addStretch(1)
        self.row.addWidget(Button(tr("Number and issue"), issue, kind="primary", keys="Ctrl+Enter"))
        self.row.addWidget(Button(tr("Keep the draft"), keep, keys="Ctrl+S"))
        self.row.addStretch(1)

    def data(self) -> PaperData:
        """Give every field that says something."""
        return self.form.data()

    def chosen(self) -> tuple[Addressee, ...]:
        """Give whom it goes to."""
        return tuple(one for one, box in self._boxes.values() if box.isChecked())

    def say(self, troubles: Mapping[str, str], *, wants_issue: bool) -> None:
        """Say what cannot be drawn at once, what is missing as a hint until somebody ``wants_issue``."""
        data = self.data()
        empty = {field.name for field in self.sheet.form.fields if field.is_empty(data.get(field.name))}
        missing = {name: text for name, text in troubles.items() if name in empty and not wants_issue}
        self.form.say({name: text for name, text in troubles.items() if name not in missing}, missing)

    def begin(self) -> None:
        """Bring the focus to the first field that says nothing yet."""
        fields = self.form.editors
        first = next((name for name, editor in fields.items() if editor.read() in {None, "", ()}), "")
        self.form.go_to(first or next(iter(fields), ""))

    def _addressees(self) -> QWidget:
        block = QWidget()
        layout = QVBoxLayout(block)
        space(layout, 4)
        layout.addWidget(words(tr("Goes to") if self.sheet.addressees else tr("For the file only"), "label"))
        for one in (*self.sheet.addressees, *self.sheet.others):
            box = QCheckBox(name_words(one))
            box.setChecked(one in self.sheet.addressees)
            box.toggled.connect(partial(self._toggled, box))
            self._boxes[one.id] = (one, box)
            layout.addWidget(box)
        layout.addWidget(words(tr("Copies: {whom}", whom="、".join(self.sheet.form.copies)), "hint", wraps=True))
        for note in self.sheet.form.notes:
            layout.addWidget(words(note, "hint", wraps=True))
        return block

    def _toggled(self, box: QCheckBox, is_on: bool) -> None:  # noqa: FBT001 Qt hands it over like this
        if not is_on and not self.chosen():
            box.setChecked(True)  # a paper goes to somebody
            return
        if "addressee" in self.form.editors:
            self.form.show_value("addressee", self._address(self.data(), self.chosen()).get("addressee"))
        self.typed.emit()


class IssuedPanel(_Panel):
    """An issued or voided paper: when and by whom, and how far its service has come."""

    def __init__(
        self,
        sheet: PaperSheet,
        ways: Sequence[CodeEntry],
        *,
        serve: Callable[[], None],
        print_paper: Callable[[], None],
        print_copy: Callable[[], None],
        void: Callable[[], None] | None,
    ) -> None:
        """Take the ways of service by name and what the buttons do; no ``void`` for those who may not correct."""
        super().__init__(sheet)
        if sheet.issued_on is not None:
            said = tr("Issued on {day} by {unit}", day=sheet.issued_on.isoformat(), unit=sheet.letterhead.authority)
            self.middle.addWidget(words(said, wraps=True))
        self.middle.addWidget(words(tr("Service") if sheet.addressees else tr("For the file only"), "label"))
        self.middle.addWidget(ServiceList(sheet.addressees, ways))
        self.middle.addStretch(1)
        if sheet.state is PaperState.ISSUED and sheet.addressees:
            self.row.addWidget(Button(tr("Record the service"), serve, kind="primary", keys="F8"))
        self.row.addWidget(Button(tr("Print"), print_paper, icon="print", keys="Ctrl+P"))
        self.row.addWidget(Button(tr("Copy with mark"), print_copy, icon="copy"))
        self.row.addStretch(1)
        if void is not None:
            self.row.addWidget(Button(tr("Void"), void, kind="danger"))

    def begin(self) -> None:
        """Bring the focus to the main thing to do."""
        self.findChildren(Button)[0].setFocus(Qt.FocusReason.OtherFocusReason)
