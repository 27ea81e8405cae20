"""A sheet of fields as a table: what is asked, how, and when; it reads and shows values by name."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.clock import Clock
from app.services.errors import UserError
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry
from app.ui.widgets.fields import Field, clear_errors
from app.ui.widgets.picker import FoundPicker
from app.ui.widgets.segments import Segment, Segments, yes_no

LABEL_WIDTH = 96
Rows = Sequence[tuple[Any, str]]


class Ask(StrEnum):
    """How a field is asked."""

    LINE = "line"
    SECRET = "secret"  # noqa: S105 a way to ask
    TEXT = "text"
    LIST = "list"
    FEW = "few"
    SEVERAL = "several"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    OWN = "own"


CHIPS = frozenset({Ask.FEW, Ask.SEVERAL, Ask.YES_NO})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One field.

    Attributes:
        name: What errors and values call it.
        title: Its label (marked).
        ask: How it is asked.
        rows: What a list or chips choose from, in the language of now.
        hint: A hint below it (marked).
        needed: Whether it must not be empty.
        future: Whether a day without a year lies ahead.
        shown: Tells from the values whether it is asked now.
        make: Makes an editor of the caller's own with ``value()`` and ``set_value()``, for ``Ask.OWN``.
    """

    name: str
    title: str
    ask: Ask = Ask.LINE
    rows: Callable[[], Rows] = tuple
    hint: str = ""
    needed: bool = False
    future: bool = False
    shown: Callable[[Mapping[str, Any]], bool] | None = None
    make: Callable[[], QWidget] | None = None


class Sheet(QWidget):
    """The fields of one thing, below each other.

    Attributes:
        changed: Emitted when the person changed something.
    """

    changed = Signal()

    def __init__(self, lines: Sequence[Line], clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = {line.name: line for line in lines}
        self._clock = clock
        self._hidden: set[str] = set()
        self._locked: set[str] = set()
        self._put: dict[str, Any] = {}
        self._fields: dict[str, Field] = {}
        layout = QVBoxLayout(self)
        space(layout, 10)
        for line in lines:
            field = self._make(line)
            self._fields[line.name] = field
            layout.addWidget(field)
        layout.addStretch(1)
        self._show_asked()

    def values(self) -> dict[str, Any]:
        """Give what stands in the fields."""
        return {name: _read(field.editor) for name, field in self._fields.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Show ``values``; what is not named becomes empty."""
        clear_errors(self)
        for name, field in self._fields.items():
            _write(field.editor, values.get(name))
        self._put = self.values()
        self._show_asked()

    def is_changed(self) -> bool:
        """Tell whether something else stands here than was put."""
        return self.values() != self._put

    def field(self, name: str) -> Field:
        """Give a field."""
        return self._fields[name]

    def lock(self, *names: str) -> None:
        """Let exactly these fields be read only."""
        self._locked = set(names)
        for name, field in self._fields.items():
            field.editor.setEnabled(name not in self._locked)

    def hide_fields(self, *names: str) -> None:
        """Leave exactly these fields out."""
        self._hidden = set(names)
        self._show_asked()

    def problem(self) -> UserError | None:
        """Say what is missing or cannot be read, in the order of the fields."""
        values = self.values()
        for name, field in self._fields.items():
            if not self._is_asked(name, values):
                continue
            trouble = getattr(field.editor, "problem", str)()
            if trouble:
                return UserError(trouble, field=name)
            if self._lines[name].needed and values[name] in (None, "", ()):
                return UserError(tr("This is needed here."), field=name)
        return None

    def refuse(self, error: UserError) -> bool:
        """Say ``error`` beside its field; tells whether there is one here."""
        field = self._fields.get(error.field or "")
        if field is None or field.isHidden():
            return False
        field.set_error(error.text)
        field.focus_editor()
        return True

    def focus_first(self) -> None:
        """Bring the focus to the first field that can be changed."""
        for field in self._fields.values():
            if not field.isHidden() and field.editor.isEnabled():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def retitle(self) -> None:
        """Say labels, hints and choices again; what stands in the fields stays."""
        for name, line in self._lines.items():
            field = self._fields[name]
            field.set_label(tr(line.title))
            field.set_hint(tr(line.hint) if line.hint else "")
            if isinstance(field.editor, Options):
                field.editor.set_rows(line.rows())
            elif isinstance(field.editor, Segments) and field.property("said") != _said(line):
                field.editor.set_segments(_segments(line))
                field.setProperty("said", _said(line))
            # Room for labels and lists follows the scale.
            field.label.setMinimumWidth(px(LABEL_WIDTH))
        self._chain()

    def _make(self, line: Line) -> Field:
        editor = self._editor(line)
        for name in ("textEdited", "typed", "chosen", "changed"):
            signal = getattr(editor, name, None)
            if signal is not None:
                signal.connect(self._edited)
        field = Field(
            line.name, tr(line.title), editor, hint=tr(line.hint) if line.hint else "", label_width=LABEL_WIDTH
        )
        field.setProperty("said", _said(line))
        return field

    def _editor(self, line: Line) -> QWidget:
        if line.make is not None:
            return line.make()
        made: QWidget
        if line.ask is Ask.TEXT:
            made = TextEdit(least=4, most=16)
        elif line.ask is Ask.LIST:
            made = Options(line.rows())
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.setMinimumWidth(px(120))
        elif line.ask in (Ask.FEW, Ask.YES_NO):
            made = Segments(_segments(line))
        elif line.ask is Ask.SEVERAL:
            made = Segments(_segments(line), several=True)
            made.setProperty("several", True)
        elif line.ask is Ask.MONEY:
            made = MoneyEntry()
        elif line.ask is Ask.DAY:
            made = DateEntry(self._clock, past=not line.future)
        else:
            made = LineEdit()
            if line.ask is Ask.SECRET:
                made.setEchoMode(LineEdit.EchoMode.Password)
            if line.ask is Ask.NUMBER:
                made.setProperty("digits", True)
        return made

    def _chain(self) -> None:
        """Let Tab follow the reading order, also where chips were made anew."""
        stops = [stop for field in self._fields.values() for stop in _stops(field.editor)]
        for first, second in itertools.pairwise(stops):
            QWidget.setTabOrder(first, second)

    def _edited(self) -> None:
        self._show_asked()
        self.changed.emit()

    def _is_asked(self, name: str, values: Mapping[str, Any]) -> bool:
        shown = self._lines[name].shown
        return name not in self._hidden and (shown is None or shown(values))

    def _show_asked(self) -> None:
        values = self.values()
        for name, field in self._fields.items():
            field.setVisible(self._is_asked(name, values))


def _segments(line: Line) -> Sequence[Segment]:
    if line.ask is Ask.YES_NO:
        return yes_no(tr("Yes"), tr("No"))
    return [Segment(value, words) for value, words in line.rows()]


def _said(line: Line) -> str:
    return "|".join(segment.words for segment in _segments(line)) if line.ask in CHIPS else ""


def _stops(editor: QWidget) -> list[QWidget]:
    return list(editor.findChildren(QToolButton)) if isinstance(editor, Segments) else [editor]


def _read(editor: QWidget) -> Any:
    if isinstance(editor, Segments):
        return tuple(editor.values()) if editor.property("several") else editor.value()
    if isinstance(editor, TextEdit):
        return editor.text().strip()
    if hasattr(editor, "value"):
        return editor.value()
    if isinstance(editor, LineEdit):
        text = editor.text()
        if editor.property("digits"):
            return int(text) if text.strip().isdecimal() else None
        return text if editor.echoMode() is LineEdit.EchoMode.Password else text.strip()
    raise TypeError(editor)


def _write(editor: QWidget, value: Any) -> None:
    if isinstance(editor, Segments):
        editor.set_values(() if value is None else value if editor.property("several") else [value])
    elif isinstance(editor, TextEdit):
        editor.set_text(value or "")
    elif hasattr(editor, "set_value"):
        editor.set_value(value)
    elif isinstance(editor, FoundPicker):
        editor.set_pick(value)
    elif isinstance(editor, LineEdit):
        editor.setText("" if value is None else str(value))
        editor.setCursorPosition(0)
