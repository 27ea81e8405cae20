"""The first own password: the one that was given is for one use."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.services.office_choices import OfficeChoice
from app.ui.sign_in.door import LEAST_PASSWORD, Door
from app.ui.sign_in.frame import card
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, clear_errors, find_field
from app.ui.widgets.labels import words


class NewPasswordPage(QWidget):
    """Asks for an own password, twice.

    Attributes:
        chosen: Emitted with office, staff number and the new password.
        given_up: Emitted on the way back.
    """

    chosen = Signal(object, str, str)
    given_up = Signal()

    def __init__(self, door: Door, tasks: TaskRunner, office: OfficeChoice, staff_number: str, given: str) -> None:
        super().__init__()
        self._door = door
        self._tasks = tasks
        self._office = office
        self._number = staff_number
        self._given = given
        self._first, self._again = LineEdit(), LineEdit()
        for edit in (self._first, self._again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._banner = Banner(Tone.SOON)
        self._take = Button(tr("Use this password"), self._submit, kind="primary", keys="Enter")
        self._first.entered.connect(self._again.setFocus)
        self._again.entered.connect(self._submit)
        layout = QVBoxLayout(self)
        space(layout, 12)
        layout.addWidget(
            card(
                words(tr("Choose your own password"), "title"),
                words(
                    tr(
                        "The password you were given is for one use. Nobody else knows the new one; drafts on this "
                        "computer are locked with it."
                    ),
                    "hint",
                    wraps=True,
                ),
                self._banner,
                Field(
                    "password",
                    tr("New password"),
                    self._first,
                    above=True,
                    hint=tr("At least {n} characters; a sentence you can remember is best.", n=LEAST_PASSWORD),
                ),
                Field("again", tr("Once more"), self._again, above=True),
                self._take,
            )
        )
        layout.addWidget(Button(tr("Back"), self.given_up.emit, kind="link"))
        self.setFocusProxy(self._first)

    def _submit(self) -> None:
        clear_errors(self)
        self._banner.say("")
        problem = self._problem()
        if problem is not None:
            self._refuse(problem)
            return
        if not self._take.isEnabled():
            return
        self._take.setEnabled(False)
        chosen = self._first.text()
        self._tasks.run(
            lambda: self._door.choose_password(self._office, self._number, self._given, chosen),
            lambda _: self.chosen.emit(self._office, self._number, chosen),
            self._failed,
            owner=self,
        )

    def _problem(self) -> UserError | None:
        first = self._first.text()
        if len(first) < LEAST_PASSWORD:
            return UserError(tr("At least {n} characters, please.", n=LEAST_PASSWORD), field="password")
        if first == self._given:
            return UserError(tr("Choose another one than you were given."), field="password")
        if first != self._again.text():
            return UserError(tr("The two are not the same."), field="again")
        return None

    def _failed(self, error: BaseException) -> None:
        self._take.setEnabled(True)
        if isinstance(error, UserError):
            self._refuse(error)
        elif isinstance(error, OutageError):
            self._banner.say(str(error) or tr("The server cannot be reached."), tr("Try again"), self._submit)
        else:
            raise error

    def _refuse(self, error: UserError) -> None:
        field = find_field(self, error.field or "")
        if field is None:
            self._banner.say(error.text)
            return
        field.set_error(error.text)
        field.focus_editor()
