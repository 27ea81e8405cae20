"""Consent in three states: not asked, yes, no. What was not asked must never print as a refusal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.words import tr
from app.ui.theme import space
from app.ui.widgets.segments import Segment, Segments

NOT_ASKED = "not_asked"


class ConsentControl(QWidget):
    """Three states by the keys 0 (not asked), Y and N.

    Attributes:
        changed: Emitted with ``True``, ``False`` or ``None`` (not asked) when the person chose.
    """

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Take ``name``, what is consented to, for the screen reader."""
        super().__init__(parent)
        self._segments = Segments(
            [
                Segment(NOT_ASKED, tr("Not asked"), "0"),
                Segment("yes", tr("Yes"), "y"),
                Segment("no", tr("No"), "n"),
            ]
        )
        self._segments.setAccessibleName(name)
        self.setAccessibleName(name)
        self._segments.changed.connect(lambda: self.changed.emit(self.value()))
        layout = QHBoxLayout(self)
        space(layout, 0)
        layout.addWidget(self._segments)
        self.setFocusProxy(self._segments)
        self.set_value(None)

    def value(self) -> bool | None:
        """Give the answer; ``None``: not asked."""
        return {"yes": True, "no": False}.get(str(self._segments.value()))

    def set_value(self, value: bool | None) -> None:  # noqa: FBT001 the value is what the control is about
        """Show an answer. Tells nobody."""
        self._segments.set_value(NOT_ASKED if value is None else "yes" if value else "no")
