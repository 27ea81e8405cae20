"""Everything that can be typed into the form, as plain values: what a draft keeps and a crash gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QWidget

from app.services.drafts.draft import Value
from app.ui.widgets.choices import Options
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.fields import Field
from app.ui.widgets.picker import CodePicker
from app.ui.widgets.segments import Segments


def bare(name: str, label: str, editor: QWidget) -> Field:
    """Make a field whose label is only heard: its place in the row says what it is."""
    field = Field(name, label, editor, label_width=0)
    field.label.hide()
    return field


@dataclass(frozen=True)
class Input:
    """One thing that can be filled in.

    Attributes:
        read: Gives what stands there, also what cannot be understood.
        write: Shows a value; ``None`` empties it.
        signals: Tell that the person, or a pick, changed it.
    """

    widget: QWidget
    read: Callable[[], Value]
    write: Callable[[Any], None]
    signals: tuple[SignalInstance, ...]


class Inputs(QObject):
    """The inputs of a form by their names.

    Attributes:
        changed: Emitted with name and value after every change.
    """

    changed = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._inputs: dict[str, Input] = {}
        self._empty: dict[str, Value] = {}
        self._quiet = False

    def add(self, name: str, one: Input) -> None:
        """Know ``one`` by ``name``; what it holds now is its empty value."""
        self._inputs[name] = one
        self._empty[name] = one.read()
        for signal in one.signals:
            signal.connect(lambda *_: self._tell(name))

    def line(self, name: str, edit: LineEdit) -> None:
        """Add a line: also a date, sum or number, as typed."""
        self.add(name, Input(edit, edit.text, lambda value: edit.setText(value or ""), (edit.textChanged,)))

    def text(self, name: str, edit: TextEdit) -> None:
        """Add a text."""
        self.add(name, Input(edit, edit.text, lambda value: edit.set_text(value or ""), (edit.typed,)))

    def one_of(self, name: str, segments: Segments) -> None:
        """Add a choice that shows all its answers."""
        self.add(name, Input(segments, lambda: _plain(segments.value()), segments.set_value, (segments.changed,)))

    def some_of(self, name: str, segments: Segments) -> None:
        """Add a choice of several."""
        self.add(
            name,
            Input(
                segments,
                lambda: [_plain(value) for value in segments.values()],
                lambda value: segments.set_values(value or ()),
                (segments.changed,),
            ),
        )

    def options(self, name: str, options: Options) -> None:
        """Add a list that opens."""
        self.add(name, Input(options, lambda: _plain(options.value()), options.set_value, (options.chosen,)))

    def code(self, name: str, picker: CodePicker) -> None:
        """Add a code picker: what is picked, and what is typed while nothing is."""

        def read() -> Value:
            return {"code": picker.value(), "text": picker.text()}

        def write(value: Mapping[str, Any] | None) -> None:
            picker.set_value((value or {}).get("code"))
            if picker.value() is None:
                picker.setText((value or {}).get("text", ""))

        self.add(name, Input(picker, read, write, (picker.chosen, picker.textEdited)))

    def tick(self, name: str, box: QCheckBox) -> None:
        """Add a box to tick."""
        self.add(name, Input(box, box.isChecked, lambda value: box.setChecked(bool(value)), (box.toggled,)))

    def consent(self, name: str, control: ConsentControl) -> None:
        """Add a consent in three states."""
        self.add(name, Input(control, control.value, control.set_value, (control.changed,)))

    def values(self) -> dict[str, Value]:
        """Give everything that differs from the empty form."""
        now = {name: one.read() for name, one in self._inputs.items()}
        return {name: value for name, value in now.items() if value != self._empty[name]}

    def value(self, name: str) -> Any:
        """Give what stands in ``name``."""
        return self._inputs[name].read()

    def put(self, values: Mapping[str, Any]) -> None:
        """Show ``values``, and everything else empty. Tells nobody."""
        self._quiet = True
        try:
            for name, one in self._inputs.items():
                one.write(values.get(name, self._empty[name]))
        finally:
            self._quiet = False

    def widget(self, name: str) -> QWidget | None:
        """Give what is typed into for ``name``."""
        found = self._inputs.get(name)
        return found.widget if found else None

    def name_of(self, widget: QWidget | None) -> str:
        """Say which input ``widget`` belongs to; empty for none."""
        while widget is not None:
            for name, one in self._inputs.items():
                if one.widget is widget:
                    return name
            widget = widget.parentWidget()
        return ""

    def _tell(self, name: str) -> None:
        if not self._quiet:
            self.changed.emit(name, self._inputs[name].read())


def _plain(value: object) -> Value:
    return value if value is None or isinstance(value, str | bool | int) else str(value)
