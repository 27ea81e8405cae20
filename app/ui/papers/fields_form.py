"""The fields of a form as editors, in the form's order, with what is wrong beside each."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.clock import Clock
from app.services.documents.fields import Kind, Value
from app.services.papers.prepared import PaperSheet
from app.ui.papers.editors import Editor, editor_for
from app.ui.theme import space
from app.ui.widgets.fields import Field

_LABEL = 100
_LONGEST_BESIDE = 8  # characters of a label that still stands beside its editor


class FieldsForm(QWidget):
    """What stands on the paper, to be changed.

    Attributes:
        typed: Emitted after every change by hand.
    """

    typed = Signal()

    def __init__(self, sheet: PaperSheet, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self.editors: dict[str, Editor] = {}
        self.fields: dict[str, Field] = {}
        layout = QVBoxLayout(self)
        space(layout, 8)
        for asked in sheet.form.fields:
            if asked.name in sheet.fixed:
                continue
            editor = editor_for(asked, clock)
            label = asked.words()
            above = asked.kind is Kind.LONG or len(label) > _LONGEST_BESIDE
            field = Field(asked.name, label, editor.widget, above=above, label_width=_LABEL)
            editor.show(sheet.data.get(asked.name))
            editor.watch(self.typed.emit)
            self.editors[asked.name] = editor
            self.fields[asked.name] = field
            layout.addWidget(field)
        layout.addStretch(1)

    def data(self) -> dict[str, Value]:
        """Give every field that says something."""
        found = {name: editor.read() for name, editor in self.editors.items()}
        fixed = {name: self._sheet.data.get(name) for name in self._sheet.fixed}
        return {name: value for name, value in {**found, **fixed}.items() if value not in {None, "", ()}}

    def show_value(self, name: str, value: Value) -> None:
        """Show another value in one field."""
        if name in self.editors:
            self.editors[name].show(value)

    def say(self, troubles: Mapping[str, str], missing: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it; what is only ``missing`` is a hint until somebody issues."""
        for name, field in self.fields.items():
            field.set_error(self.editors[name].problem() or troubles.get(name, ""))
            field.set_hint(missing.get(name, ""))

    def go_to(self, name: str) -> None:
        """Bring the focus to a field."""
        if name in self.fields:
            self.fields[name].focus_editor()

    def problems(self) -> dict[str, str]:
        """Say by field what cannot be read."""
        return {name: sentence for name, editor in self.editors.items() if (sentence := editor.problem())}
