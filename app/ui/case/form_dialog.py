"""One dialog for every step: its fields come from the table of steps, its errors stand beside them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.cases.fields import Ask, StepForm
from app.services.cases.payload import is_asked
from app.services.drafts.draft import Value
from app.services.errors import OutageError, StaleError, UserError
from app.ui.case.editors import Editor, Stock, make_editor
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, px, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Field, Scroll, clear_errors, in_lines
from app.ui.widgets.labels import words

LABEL_WIDTH = 104
MOST_LABEL = 168
ABOVE = {Ask.TEXT, Ask.GROUND}
REFERENCES = {Ask.CLAIM, Ask.ENTRY, Ask.PAPER}
WIDTH = 600
MOST_HIGH = 640
Submit = Callable[[Mapping[str, Any]], Any]


class Keeper(Protocol):
    """Keeps what is typed into a form on this computer."""

    @property
    def fields(self) -> Mapping[str, Value]:
        """What was typed before; empty for a new form."""

    def keep(self, fields: Mapping[str, Value]) -> None:
        """Note what stands there now; returns at once."""

    def begin_anew(self) -> None:
        """Put away what was typed before."""


class FormDialog(QDialog):
    """Asks what a step needs and takes it; what was typed stays until the step is taken or given up.

    Attributes:
        taken: Emitted with the answer once the step has been taken.
        stale: Emitted with the error when somebody changed the same thing meanwhile; the dialog stays as it is.
    """

    taken = Signal(object)
    stale = Signal(object)

    def __init__(
        self,
        form: StepForm,
        values: Mapping[str, Any],
        stock: Stock,
        tasks: TaskRunner,
        submit: Submit,
        parent: QWidget,
        *,
        hints: tuple[str, ...] = (),
        keeper: Keeper | None = None,
    ) -> None:
        """Take the ``form``, what stands in it at first, and ``submit``, which runs on another thread.

        What ``keeper`` has from before stands in the fields instead, and every keystroke goes to it.
        """
        super().__init__(parent)
        self._keeper = keeper
        self._usual = dict(values)
        self._form = form
        self._tasks = tasks
        self._submit = submit
        self._busy = False
        self.setWindowTitle(tr(form.title))
        self.setMinimumWidth(px(480))
        self._editors: dict[str, Editor] = {}
        self._fields: dict[str, Field] = {}
        body = QWidget()
        self._lines = QVBoxLayout(body)
        space(self._lines, 12, (24, 16, 24, 8))
        self._lines.addWidget(words(tr(form.title), "title"))
        for hint in hints:
            self._lines.addWidget(words(hint, "hint", wraps=True))
        self._again = in_lines(
            words(tr("What you typed here before is here again."), "hint"),
            Button(tr("Begin anew"), self.begin_anew, kind="link"),
        )
        self._again.setVisible(keeper is not None and bool(keeper.fields))
        self._lines.addWidget(self._again)
        self._add_fields(stock)
        self._trouble = words(wraps=True)
        set_tone(self._trouble, Tone.LATE)
        self._trouble.hide()
        self._lines.addWidget(self._trouble)
        self._lines.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, 0)
        scroll = Scroll(body)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._buttons())
        self._fill()
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.submit)
        width = px(WIDTH)
        body.ensurePolished()
        height = self._lines.totalHeightForWidth(width) if self._lines.hasHeightForWidth() else body.sizeHint().height()
        self.resize(width, min(height + px(64), px(MOST_HIGH)))
        self._focus_first(values)
        for editor in self._editors.values():
            if editor.changed is not None:
                editor.changed.connect(self._typed)

    def values(self) -> dict[str, Any]:
        """Give what stands in the fields that are asked for."""
        return {name: editor.get() for name, editor in self._editors.items()}

    def field(self, name: str) -> Field:
        """Give a field."""
        return self._fields[name]

    def editor(self, name: str) -> Editor:
        """Give a field's editor."""
        return self._editors[name]

    def trouble(self) -> str:
        """Give the sentence that belongs to no field; empty when none stands."""
        return self._trouble.text()

    def submit(self) -> None:
        """Take the step with what stands here."""
        if self._busy:
            return
        clear_errors(self)
        self.say("")
        for name, editor in self._editors.items():
            problem = editor.problem() if not self._fields[name].isHidden() else ""
            if problem:
                self._fields[name].set_error(problem)
                self._fields[name].focus_editor()
                return
        values = self.values()
        self._typed()
        self._set_busy(True)
        self._tasks.run(lambda: self._submit(values), self._done, self._failed, owner=self)

    def begin_anew(self) -> None:
        """Put away what was typed before; the usual values stand again."""
        if self._keeper is not None:
            self._keeper.begin_anew()
        self._again.hide()
        self._fill()
        self._focus_first(self._usual)

    def say(self, sentence: str) -> None:
        """Say something that belongs to no field."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _fill(self) -> None:
        kept = self._keeper.fields if self._keeper is not None else {}
        for name, editor in self._editors.items():
            editor.put(self._usual.get(name))
        self._at_first = self._as_typed()
        for name, editor in self._editors.items():
            if name in kept:
                editor.put_typed(kept[name])
        self._show_asked()

    def _typed(self) -> None:
        if self._keeper is not None:
            kept, now = self._keeper.fields, self._as_typed()
            self._keeper.keep({name: now[name] for name in now if name in kept or now[name] != self._at_first[name]})

    def _as_typed(self) -> dict[str, Value]:
        return {name: editor.as_typed() for name, editor in self._editors.items()}

    def _add_fields(self, stock: Stock) -> None:
        beside = [tr(field.title) for field in self._form.fields if field.ask not in ABOVE]
        widest = max((self.fontMetrics().horizontalAdvance(label) for label in beside), default=0)
        width = min(max(LABEL_WIDTH, round(widest / px(100) * 100) + 4), MOST_LABEL)
        for field in self._form.fields:
            editor = make_editor(field, stock)
            shown = Field(
                field.name,
                tr(field.title),
                editor.widget,
                hint=tr(field.hint) if field.hint else "",
                above=field.ask in ABOVE,
                label_width=width,
            )
            self._editors[field.name] = editor
            self._fields[field.name] = shown
            self._lines.addWidget(shown)
            if editor.changed is not None:
                editor.changed.connect(self._show_asked)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        space(row, 8, (24, 8, 24, 16))
        row.addStretch(1)
        row.addWidget(Button(tr("Cancel"), self.reject, keys="Esc"))
        self._do = Button(
            tr(self._form.title), self.submit, kind="danger" if self._form.ends else "primary", keys="Ctrl+Enter"
        )
        self._do.setDefault(True)
        row.addWidget(self._do)
        return row

    def _show_asked(self) -> None:
        values = self.values()
        for field in self._form.fields:
            self._fields[field.name].setVisible(is_asked(field, values))

    def _focus_first(self, values: Mapping[str, Any]) -> None:
        """Go to the first thing that has to be typed, else to the button, so that Enter takes the step."""
        empty = [f.name for f in self._form.fields if f.needed and values.get(f.name) is None]
        texts = [f.name for f in self._form.fields if values.get(f.name) is None and f.ask not in REFERENCES]
        for name in (*empty, *texts):
            if not self._fields[name].isHidden():
                self._fields[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._do.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 the state itself
        self._busy = busy
        self._do.setEnabled(not busy)

    def _done(self, answer: object) -> None:
        self._set_busy(False)
        self.accept()
        self.taken.emit(answer)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, StaleError):
            self.stale.emit(error)
        elif isinstance(error, UserError):
            self._refuse(error)
        elif isinstance(error, OutageError):
            self.say(tr("The server cannot be reached, and this needs it. What you typed is kept; press again later."))
        else:
            raise error

    def _refuse(self, error: UserError) -> None:
        field = self._fields.get(error.field or "")
        if field is None or field.isHidden():
            self.say(error.text)
            return
        field.set_error(error.text)
        field.focus_editor()
