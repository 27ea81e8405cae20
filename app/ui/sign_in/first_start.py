"""The first start on a computer: where does the office's data live?"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.services.office_choices import NewOffice, OfficeChoice
from app.ui.sign_in.door import LEAST_PASSWORD, Door
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, clear_errors, find_field
from app.ui.widgets.labels import Drawing, words


class FirstStartPage(QWidget):
    """Offers this computer, with or without practice data, and the centre's server.

    Attributes:
        ready: Emitted with the :class:`OfficeChoice` that can be signed in to, and the first staff number.
        given_up: Emitted on the way back to signing in, where there is one.
        busy: Emitted with whether an office is being founded: the page must not be taken away meanwhile.
    """

    busy = Signal(bool)
    ready = Signal(object, str)
    given_up = Signal()

    def __init__(self, door: Door, tasks: TaskRunner, *, can_go_back: bool = False) -> None:
        super().__init__()
        self._door = door
        self._tasks = tasks
        self._banner = Banner(Tone.LATE)
        self._choices = QWidget()
        self._form = _OwnOffice()
        self._progress = _Progress()
        self._form.hide()
        self._progress.hide()
        self._form.submitted.connect(self._found)
        self._form.given_up.connect(self._show_choices)
        choices = QHBoxLayout(self._choices)
        space(choices, 16)
        self._practice = Button(tr("Try it with practice data"), self._found_practice, kind="primary")
        here = (self._practice, Button(tr("Begin empty …"), self._show_form))
        choices.addWidget(
            _choice(
                "computer",
                tr("This computer"),
                tr("A database of its own is set up here: for one desk, for training, to have a look. About a minute."),
                *here,
            ),
            1,
        )
        choices.addWidget(
            _choice(
                "server",
                tr("The centre's server"),
                tr("The administrator has given you an enrolment file: where the server is, without any password."),
                Button(tr("Choose the enrolment file …"), self._choose_file, icon="import"),
            ),
            1,
        )
        layout = QVBoxLayout(self)
        space(layout, 16)
        layout.addWidget(words(tr("Where does the office's data live?"), "title"))
        for part in (self._banner, self._choices, self._form, self._progress):
            layout.addWidget(part)
        back = Button(tr("Back"), self.given_up.emit, kind="link")
        back.setVisible(can_go_back)
        layout.addWidget(back)
        self.setFocusProxy(self._practice)

    def enrol(self, file: Path) -> None:
        """Take the enrolment file ``file`` in."""
        self._work(lambda: self._door.enrol(file), "")

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose the enrolment file"), "", tr("Enrolment files (*.json *.enrol);;All files (*)")
        )
        if name:
            self.enrol(Path(name))

    def _show_form(self) -> None:
        self._choices.hide()
        self._form.show()
        self._form.begin()

    def _show_choices(self) -> None:
        self._form.hide()
        self._progress.hide()
        self._choices.show()
        self._practice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found_practice(self) -> None:
        self._found(NewOffice(with_practice=True))

    def _found(self, new: NewOffice) -> None:
        self._choices.hide()
        self._form.hide()
        self._progress.begin()
        self.busy.emit(True)
        self._work(
            lambda: self._door.found(new, lambda said: self._tasks.post(lambda: self._progress.say(said))),
            new.staff_number,
        )

    def _work(self, work: Callable[[], OfficeChoice], staff_number: str) -> None:
        self._banner.say("")
        self._tasks.run(work, lambda office: self._done(office, staff_number), self._failed, owner=self)

    def _done(self, office: OfficeChoice, staff_number: str) -> None:
        self.busy.emit(False)
        self.ready.emit(office, staff_number)

    def _failed(self, error: BaseException) -> None:
        self.busy.emit(False)
        self._show_choices()
        if isinstance(error, UserError):
            self._banner.say(error.text)
        elif isinstance(error, OutageError):
            self._banner.say(str(error))
        else:
            raise error


class _OwnOffice(QFrame):
    """Asks what an office on this computer needs: its name, and who signs in first."""

    submitted = Signal(object)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._name, self._number, self._person, self._password, self._again = (LineEdit() for _ in range(5))
        for edit in (self._password, self._again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edits = (self._name, self._number, self._person, self._password, self._again)
        for edit, following in pairwise(edits):
            edit.entered.connect(following.setFocus)
        self._again.entered.connect(self._submit)
        layout = QVBoxLayout(self)
        space(layout, 12, 24)
        for part in (
            words(tr("An office on this computer"), "title"),
            Field("name", tr("Name of the office"), self._name, above=True),
            Field("staff_number", tr("Your staff number"), self._number, above=True),
            Field("person", tr("Your name"), self._person, above=True),
            Field(
                "password",
                tr("Your password"),
                self._password,
                above=True,
                hint=tr("At least {n} characters; a sentence you can remember is best.", n=LEAST_PASSWORD),
            ),
            Field("again", tr("Once more"), self._again, above=True),
        ):
            layout.addWidget(part)
        row = QHBoxLayout()
        space(row, 8)
        row.addWidget(Button(tr("Back"), self.given_up.emit))
        row.addStretch(1)
        row.addWidget(Button(tr("Set up"), self._submit, kind="primary", keys="Enter"))
        layout.addLayout(row)

    def begin(self) -> None:
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        clear_errors(self)
        missing = tr("This is needed.")
        for name, edit in (("name", self._name), ("staff_number", self._number), ("person", self._person)):
            if not edit.text().strip():
                self._refuse(name, missing)
                return
        if len(self._password.text()) < LEAST_PASSWORD:
            self._refuse("password", tr("At least {n} characters, please.", n=LEAST_PASSWORD))
            return
        if self._password.text() != self._again.text():
            self._refuse("again", tr("The two are not the same."))
            return
        self.submitted.emit(
            NewOffice(
                with_practice=False,
                name=self._name.text().strip(),
                staff_number=self._number.text().strip(),
                person=self._person.text().strip(),
                password=self._password.text(),
            )
        )

    def _refuse(self, name: str, sentence: str) -> None:
        field = find_field(self, name)
        if field is not None:
            field.set_error(sentence)
            field.focus_editor()


class _Progress(QFrame):
    """Says step by step what is being done."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._said = words(kind="title", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        layout = QVBoxLayout(self)
        space(layout, 16, 24)
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addWidget(words(tr("This happens once. You can leave it alone meanwhile."), "hint", wraps=True))

    def begin(self) -> None:
        self.say(tr("Setting up …"))
        self.show()

    def say(self, sentence: str) -> None:
        self._said.setText(sentence)


def _choice(icon: str, title: str, text: str, *buttons: Button) -> QFrame:
    made = QFrame()
    made.setProperty("kind", "card")
    layout = QVBoxLayout(made)
    space(layout, 12, 24)
    layout.addWidget(Drawing(icon, Tone.ACCENT, 28))
    layout.addWidget(words(title, "heading"))
    layout.addWidget(words(text, "", Tone.MUTED, wraps=True))
    layout.addStretch(1)
    for button in buttons:
        layout.addWidget(button)
    return made
