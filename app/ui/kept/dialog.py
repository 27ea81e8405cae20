"""Offers what was left unfinished: after a crash, at the next sign-in, after a password reset."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import UserError
from app.services.kept_work import Kept, KeptDraft, KeptWork
from app.ui.kept.rows import KeptRow, columns, rows_of
from app.ui.orders.dialog import AskDialog, Work
from app.ui.seat import Seat
from app.ui.tables.rows import RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, px, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, in_a_row
from app.ui.widgets.labels import words

LABEL_WIDTH = 130


class KeptDialog(QDialog):
    """The list of what is unfinished here.

    Attributes:
        continued: Emitted with the :class:`KeptDraft` to open again.
    """

    continued = Signal(object)

    def __init__(self, seat: Seat, work: KeptWork, kept: Kept, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._work = work
        self._kept = kept
        self.setWindowTitle(tr("Unfinished on this computer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model: RowsModel[KeptRow] = RowsModel(columns(), lambda row: row.key, self)
        self.view: RowsView[KeptRow] = RowsView(self.model, "kept", seat.state, label=tr("Unfinished"))
        self.view.empty.say(tr("Nothing is unfinished here."), "", icon="done")
        self._damaged = Banner(Tone.SOON)
        self._locked = Banner(Tone.SOON)
        self._key = Button(tr("Recovery key of the centre …"), self._ask_key, kind="link")
        self._all = Button(tr("Continue all"), self._continue_all, keys="Ctrl+Enter")
        self._go = Button(tr("Continue"), self._continue, kind="primary", keys="Enter")
        self._away = Button(tr("Discard this draft"), self._put_away, keys="Delete")
        self._lay_out()
        self.view.opened.connect(lambda _: self._continue())
        for keys, act in (("Delete", self._put_away), ("Ctrl+Return", self._continue_all)):
            QShortcut(QKeySequence(keys), self, act)
        self.show_kept(kept)

    def show_kept(self, kept: Kept) -> None:
        """Show what lies here now."""
        self._kept = kept
        rows = rows_of(kept)
        self.model.set_rows(rows)
        self._damaged.say(
            tr("{n} drafts are damaged and cannot be read; their files are left as they are.", n=kept.damaged)
            if kept.damaged
            else ""
        )
        self._locked.say(self._locked_sentence(), tr("Earlier password …"), self._ask_password)
        self._key.setVisible(kept.is_locked)
        for button in (self._all, self._go, self._away):
            button.setEnabled(bool(rows))
        if rows:
            self.view.select(rows[0].key)
            self.view.setFocus()

    def _locked_sentence(self) -> str:
        if not self._kept.is_locked:
            return ""
        return tr(
            "{drafts} drafts and {saves} lists of unsent saves are locked with an earlier password. They are kept: "
            "type that password, or let the administrator open them with the recovery key.",
            drafts=self._kept.locked,
            saves=self._kept.locked_saves,
        )

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        space(layout, 12, 20)
        layout.addWidget(words(tr("Unfinished on this computer"), "title"))
        hint = tr("Each opens as it was left. What you leave here is offered again at the next sign-in.")
        layout.addWidget(words(hint, "hint", wraps=True))
        for banner in (self._damaged, self._locked):
            layout.addWidget(banner)
        layout.addWidget(self._key, alignment=Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.view, 1)
        row = QHBoxLayout()
        space(row, 8)
        row.addWidget(self._away)
        row.addStretch(1)
        row.addWidget(Button(tr("Later"), self.reject, keys="Esc"))
        row.addWidget(self._all)
        row.addWidget(self._go)
        layout.addLayout(row)
        self.resize(px(780), px(420))

    def _continue(self) -> None:
        row = self.view.current()
        if row is not None and row.draft is not None:
            self.accept()
            self.continued.emit(row.draft)

    def _continue_all(self) -> None:
        drafts = [row.draft for row in reversed(self.model.rows()) if row.draft is not None]
        if drafts:
            self.accept()
        for draft in drafts:
            self.continued.emit(draft)

    def _put_away(self) -> None:
        row = self.view.current()
        if row is None:
            return
        if row.draft is not None:
            draft = row.draft
            self._run(lambda: self._work.put_away(draft.draft_id), lambda: self._offer_back(draft))
        elif row.item is not None:
            item = row.item
            self._run(lambda: self._work.dismiss(item))

    def _offer_back(self, draft: KeptDraft) -> None:
        seat, work = self._seat, self._work

        def back() -> None:
            seat.tasks.run(lambda: work.bring_back(draft.draft_id), lambda _: None, owner=seat.news)

        seat.messages.note(tr("The draft is put away."), undo=back)

    def _run(self, work: Callable[[], None], after: Callable[[], None] | None = None) -> None:
        def done(kept: Kept) -> None:
            self.show_kept(kept)
            if after is not None:
                after()

        def changed() -> Kept:
            work()
            return self._work.find()

        self._seat.tasks.run(changed, done, owner=self)

    def _ask_password(self) -> None:
        password = LineEdit()
        password.setEchoMode(LineEdit.EchoMode.Password)
        field = Field("earlier_password", tr("Earlier password"), password, label_width=LABEL_WIDTH)

        def read() -> Work:
            earlier = password.text()
            return lambda: self._work.open_with(earlier)

        self._ask(AskDialog(tr("Open with the earlier password"), [field], read, self._seat.tasks, self))

    def _ask_key(self) -> None:
        file = LineEdit(placeholder=tr("Where the key file lies"))

        def choose() -> None:
            name, _ = QFileDialog.getOpenFileName(self, tr("Recovery key of the centre"))
            if name:
                file.setText(name)

        phrase = LineEdit()
        phrase.setEchoMode(LineEdit.EchoMode.Password)
        fields = [
            Field(
                "recovery_key", tr("Key file"), in_a_row(file, Button(tr("Choose …"), choose)), label_width=LABEL_WIDTH
            ),
            Field("passphrase", tr("Its passphrase"), phrase, label_width=LABEL_WIDTH),
        ]

        def read() -> Work:
            path, spoken = file.text().strip(), phrase.text()
            if not path:
                raise UserError(tr("This is needed here."), field="recovery_key")
            return lambda: self._work.open_by_recovery(Path(path), spoken)

        hint = tr("For the administrator. That it was used, and how much it opened, is put on the record.")
        self._ask(AskDialog(tr("Open with the recovery key"), fields, read, self._seat.tasks, self, hint=hint))

    def _ask(self, dialog: AskDialog) -> None:
        dialog.taken.connect(lambda _: self._run(lambda: None))
        dialog.open()
