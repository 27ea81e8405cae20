"""A password for one use, shown once: with how to pass it on, and a key that copies it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.models.words import tr
from app.services.people import FirstPassword
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, command
from app.ui.theme import Tone, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import in_a_row
from app.ui.widgets.labels import words


class FirstPasswordCard(QFrame):
    """Hidden until there is a password, and empty again as soon as one goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setProperty("state", "front")
        self._first: FirstPassword | None = None
        self._title = words(kind="heading")
        self._password = words(kind="figure")
        set_tone(self._password, Tone.ACCENT)
        self._sentence = words(wraps=True)
        self._copy = Button("", self.copy, icon="copy")
        self._away = Button("", self.put_away, kind="link")
        layout = QVBoxLayout(self)
        space(layout, 6, 12)
        for widget in (self._title, self._password, self._sentence, in_a_row(self._copy, self._away)):
            layout.addWidget(widget)
        self.hide()

    def password(self) -> str:
        """Give the password that is shown; empty when none is."""
        return self._first.password if self._first is not None else ""

    def show_password(self, first: FirstPassword) -> None:
        """Show a password."""
        self._first = first
        self.retitle()
        self.show()

    def put_away(self) -> None:
        """Forget the password; it is kept nowhere."""
        self._first = None
        self._password.clear()
        self.hide()

    def copy(self) -> None:
        """Put the password on the clipboard."""
        if self._first is not None:
            QGuiApplication.clipboard().setText(self._first.password)

    def retitle(self) -> None:
        """Say everything again."""
        self._copy.setText(f"{tr('Copy')}  {key_text(command(CommandId.COPY))}")
        self._away.setText(tr("Put away"))
        if self._first is None:
            return
        self._title.setText(tr("First password of {number}", number=self._first.staff_number))
        self._password.setText(self._first.password)
        self._sentence.setText(
            tr(
                "Shown only now. Read it out or hand it over on paper, never by message. It is for one sign-in within "
                "{n} days; at that sign-in the person chooses an own password that nobody else knows.",
                n=self._first.valid_days,
            )
        )
