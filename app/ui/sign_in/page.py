"""Signing in: the office, the staff number, the password; what goes wrong is said beside what has to be mended."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.models.vocabulary import ROLE_TITLES, Role
from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.services.office_choices import OfficeChoice, PracticePerson
from app.ui.sign_in.door import Door
from app.ui.sign_in.frame import card
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, clear_errors, find_field
from app.ui.widgets.labels import words

ASK_AFTER_MS = 150


class SignInPage(QWidget):
    """Asks who sits down at the desk.

    Attributes:
        signed_in: Emitted with the opened desk.
        password_due: Emitted with office, staff number and one-use password when an own password has to be chosen.
        office_wanted: Emitted when another office is to be added.
    """

    signed_in = Signal(object)
    password_due = Signal(object, str, str)
    office_wanted = Signal()

    def __init__(self, door: Door, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._tasks = tasks
        self._choices: Sequence[OfficeChoice] = door.offices()
        self._office = Options([(choice.key, choice.name) for choice in self._choices])
        self._number = LineEdit()
        self._password = LineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._remember = QCheckBox(tr("Remember the password on this computer"))
        self._remember.setVisible(door.may_remember())
        self._memory = words("", "hint", wraps=True)
        self._banner = Banner(Tone.SOON)
        self._enter = Button(tr("Sign in"), self._submit, kind="primary", keys="Enter")
        self._without = QWidget()
        self._here = Button(tr("Work on this computer only"), self._submit_here, keys="F8")
        self._practice = QWidget()
        self._people = QVBoxLayout(self._practice)
        space(self._people, 2)
        self._lay_out()
        self._number.entered.connect(self._password.setFocus)
        self._password.entered.connect(self._submit)
        self._number.editingFinished.connect(self._recall)
        self._office.chosen.connect(self._office_changed)
        self._office_changed()
        if door.may_remember():  # the system's keyring takes a while to be found: the page is painted first
            QTimer.singleShot(ASK_AFTER_MS, self, self._ask_where_passwords_lie)

    def office(self) -> OfficeChoice | None:
        """Give the office chosen."""
        return next((choice for choice in self._choices if choice.key == self._office.value()), None)

    def propose(self, office: OfficeChoice, staff_number: str = "", sentence: str = "") -> None:
        """Have ``office`` chosen and ``staff_number`` filled in; say ``sentence`` above."""
        self._office.set_value(office.key)
        self._office_changed()
        if staff_number:
            self._number.setText(staff_number)
        self._banner.say(sentence)
        self._begin()

    def _lay_out(self) -> None:
        office = Field("office", tr("Office"), self._office, above=True)
        office.setVisible(len(self._choices) > 1)
        self._name = words(kind="title", wraps=True)
        self._name.setVisible(len(self._choices) <= 1)
        self._memory.hide()
        another = Button(tr("Another office …"), self.office_wanted.emit, kind="link")
        layout = QVBoxLayout(self)
        space(layout, 12)
        layout.addWidget(
            card(
                self._banner,
                self._name,
                office,
                Field("staff_number", tr("Staff number"), self._number, above=True),
                Field("password", tr("Password"), self._password, above=True),
                self._remember,
                self._memory,
                self._enter,
                self._without,
                self._practice,
            )
        )
        below = QVBoxLayout(self._without)
        space(below, 8)
        below.addWidget(self._here)
        said = tr("You can take contacts down; they are kept on this computer and sent when the server is back.")
        below.addWidget(words(said, "hint", wraps=True))
        self._without.hide()
        QShortcut(QKeySequence("F8"), self, self._submit_here, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        layout.addWidget(another)
        self.setFocusProxy(self._number)

    def _office_changed(self) -> None:
        office = self.office()
        if office is None:
            return
        self._name.setText(office.name)
        if not self._number.text():
            self._number.setText(office.staff_number)
        while self._people.count():
            entry = self._people.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()
        self._practice.setVisible(bool(office.people))
        if office.people:
            hint = tr("Practice office: everybody's password is {password}.", password=office.practice_password)
            self._people.addWidget(words(hint, "hint", wraps=True))
        for person in office.people:
            text = tr(
                "{number}  {name} · {office}", number=person.staff_number, name=person.name, office=_offices(person)
            )
            self._people.addWidget(
                Button(text, partial(self.take, person.staff_number, office.practice_password), kind="link")
            )
        self._begin()

    def take(self, number: str, password: str) -> None:
        """Fill in ``number`` and ``password`` and sign in."""
        self._number.setText(number)
        self._password.setText(password)
        self._submit()

    def _begin(self) -> None:
        empty = self._password if self._number.text() else self._number
        self.setFocusProxy(empty)
        if self.isVisible():
            empty.setFocus()

    def _ask_where_passwords_lie(self) -> None:
        self._tasks.run(self._door.memory, self._show_memory, owner=self)

    def _recall(self) -> None:
        office, number = self.office(), self._number.text().strip()
        if office is None or not number or self._password.text() or not self._door.may_remember():
            return
        self._tasks.run(lambda: self._door.recall(office, number), self._recalled, owner=self)

    def _show_memory(self, sentence: str) -> None:
        self._memory.setText(sentence)
        self._memory.setVisible(bool(sentence))

    def _recalled(self, password: str) -> None:
        if password and not self._password.text():
            self._password.setText(password)
            self._remember.setChecked(True)

    def _submit(self) -> None:
        office, number, password = self.office(), self._number.text().strip(), self._password.text()
        clear_errors(self)
        self._banner.say("")
        self._without.hide()
        if not number:
            self._refuse(UserError(tr("Type your staff number."), field="staff_number"))
            return
        if office is None or not self._enter.isEnabled():
            return
        self._set_busy(busy=True)
        remember = self._remember.isChecked()
        self._tasks.run(
            lambda: self._door.sign_in(office, number, password, remember=remember),
            self._entered,
            self._failed,
            owner=self,
        )

    def _submit_here(self) -> None:
        """Go on without the server, once it has been tried in vain."""
        office, number, password = self.office(), self._number.text().strip(), self._password.text()
        if self._without.isHidden() or office is None or not self._enter.isEnabled():
            return
        clear_errors(self)
        self._set_busy(busy=True)
        self._tasks.run(
            lambda: self._door.sign_in_here(office, number, password), self._entered, self._failed, owner=self
        )

    def _entered(self, desk: object) -> None:
        self._password.clear()
        self.signed_in.emit(desk)

    def _failed(self, error: BaseException) -> None:
        from app.services.bootstrap import PasswordChangeNeeded  # heavy, and loaded by the work that failed

        self._set_busy(busy=False)
        if isinstance(error, PasswordChangeNeeded):
            self.password_due.emit(self.office(), self._number.text().strip(), self._password.text())
        elif isinstance(error, UserError):
            self._refuse(error)
        elif isinstance(error, OutageError):
            self._banner.say(tr("The server cannot be reached just now."), tr("Try again"), self._submit)
            self._without.show()
        else:
            raise error

    def _refuse(self, error: UserError) -> None:
        field = find_field(self, error.field or "")
        if field is None:
            self._banner.say(error.text)
            return
        field.set_error(error.text)
        field.focus_editor()
        if error.field == "password":
            self._password.selectAll()

    def _set_busy(self, *, busy: bool) -> None:
        self._enter.setEnabled(not busy)
        self._here.setEnabled(not busy)
        self._enter.setText(tr("Signing in …") if busy else f"{tr('Sign in')}  Enter")


def _offices(person: PracticePerson) -> str:
    titles = [tr(ROLE_TITLES[Role(name)]) for name in person.roles if name in set(Role)]
    return tr(", ").join(titles)
