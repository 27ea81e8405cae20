"""Changing one's own password: the present one, and the new one twice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.words import mark, tr
from app.services.errors import OutageError, UserError
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, command
from app.ui.seat import Seat
from app.ui.sign_in.door import LEAST_PASSWORD
from app.ui.theme import space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import in_a_row
from app.ui.widgets.sheet import Ask, Line, Sheet


class OwnPassword(QWidget):
    """The three fields and the key.

    Attributes:
        done: Emitted when the new password holds.
    """

    done = Signal()

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._busy = False
        self.sheet = Sheet(
            [
                Line(name="given", title=mark("Present one"), ask=Ask.SECRET, needed=True),
                Line(name="chosen", title=mark("New password"), ask=Ask.SECRET, needed=True),
                Line(name="again", title=mark("Once more"), ask=Ask.SECRET, needed=True),
            ],
            seat.desk.clock,
        )
        self.sheet.field("chosen").set_hint(
            tr("At least {n} characters; a sentence you can remember is best.", n=LEAST_PASSWORD)
        )
        keys = key_text(command(CommandId.SAVE))
        layout = QVBoxLayout(self)
        space(layout, 8)
        layout.addWidget(self.sheet)
        layout.addWidget(in_a_row(Button(tr("Change the password"), self.save, kind="primary", keys=keys)))

    def save(self) -> None:
        """Take the new password at the server and for what is kept on this computer."""
        problem = self.sheet.problem() or self._unfit()
        if problem is not None:
            self.sheet.refuse(problem)
            return
        if self._busy:
            return
        self._busy = True
        values = self.sheet.values()
        seat = self._seat
        seat.tasks.run(
            lambda: seat.computer.change_password(seat.desk, values["given"], values["chosen"]),
            lambda _: self._changed(),
            self._failed,
            owner=self,
        )

    def _unfit(self) -> UserError | None:
        values = self.sheet.values()
        if len(values["chosen"]) < LEAST_PASSWORD:
            return UserError(tr("At least {n} characters, please.", n=LEAST_PASSWORD), field="chosen")
        if values["chosen"] == values["given"]:
            return UserError(tr("Choose another one than the present one."), field="chosen")
        if values["chosen"] != values["again"]:
            return UserError(tr("The two are not the same."), field="again")
        return None

    def _changed(self) -> None:
        self._busy = False
        self.sheet.put({})
        self._seat.messages.note(tr("Changed. Drafts on this computer are locked with the new password from now on."))
        self.done.emit()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, UserError):
            if not self.sheet.refuse(error):
                self._seat.messages.note(error.text)
        elif isinstance(error, OutageError):
            self._seat.messages.note(str(error) or tr("The server cannot be reached."))
        else:
            raise error
