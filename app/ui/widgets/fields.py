"""A field: its label, what is typed into, a hint, and in words what is wrong with it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.theme import Tone, px, restyle, space
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import words

LABEL_WIDTH = 72


class Field(QWidget):
    """A label at the left of an editor (or above it), the hint or the error below; the label is the editor's buddy."""

    def __init__(
        self,
        name: str,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        above: bool = False,
        label_width: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take ``name``, by which errors find the field, ``label`` in the language spoken, and the ``editor``.

        ``label_width`` is in pixels at 100 %; 0 lets the label take what it needs.
        """
        super().__init__(parent)
        self.name = name
        self.editor = editor
        self._hint = hint
        self.label = words(label, "label")
        self.label.setBuddy(editor)
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)
        self._below = words(hint, "hint", wraps=True)
        if not hint:  # shown before it has a parent it would be a window of its own for a moment
            self._below.hide()
        self._width = LABEL_WIDTH if label_width is None else label_width
        right = QVBoxLayout()
        space(right, 2)
        if editor.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
            right.addWidget(editor, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            right.addWidget(editor)
        right.addWidget(self._below)
        if above:
            self._label_above(right)
        else:
            self._label_beside(right)

    @property
    def error(self) -> str:
        """What is wrong, in words; empty when nothing is known to be."""
        return self._below.text() if self.property("state") == "wrong" else ""

    def set_error(self, sentence: str) -> None:
        """Say what is wrong beside the editor; the text stays as typed. Empty takes it back."""
        wrong = bool(sentence)
        self.setProperty("state", "wrong" if wrong else "")
        restyle(self.editor, "state", "wrong" if wrong else "")
        restyle(self._below, "tone", Tone.LATE.value if wrong else "")
        self._below.setText(sentence or self._hint)
        self._below.setVisible(bool(sentence or self._hint))
        self.editor.setAccessibleDescription(sentence or self._hint)

    def set_hint(self, sentence: str) -> None:
        """Show another hint below the editor, unless an error stands there."""
        self._hint = sentence
        if not self.error:
            self._below.setText(sentence)
            self._below.setVisible(bool(sentence))

    def set_label(self, label: str) -> None:
        """Give the field another label."""
        self.label.setText(label)
        self.editor.setAccessibleName(label)

    def focus_editor(self) -> None:
        """Bring the focus to where one types."""
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self, px(16), px(24))
            above = above.parentWidget()

    def _label_beside(self, right: QVBoxLayout) -> None:
        layout = QHBoxLayout(self)
        space(layout, 8)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if self._width:
            self.label.setMinimumWidth(px(self._width))
        if not isinstance(self.editor, QLabel):  # words have no frame to come level with
            self.label.setContentsMargins(0, px(5), 0, 0)
        layout.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)

    def _label_above(self, right: QVBoxLayout) -> None:
        layout = QVBoxLayout(self)
        space(layout, 4)
        layout.addWidget(self.label)
        layout.addLayout(right)


def find_field(page: QWidget, name: str) -> Field | None:
    """Find the field ``name`` on ``page``."""
    return next((field for field in page.findChildren(Field) if field.name == name), None)


def clear_errors(page: QWidget) -> None:
    """Take back every error on ``page``."""
    for field in page.findChildren(Field):
        if field.error:
            field.set_error("")


def in_a_row(*widgets: QWidget, gap: float = 8, stretch: int | None = None) -> QWidget:
    """Put ``widgets`` side by side; the one at ``stretch`` takes the room that is left."""
    row = QWidget()
    layout = QHBoxLayout(row)
    space(layout, gap)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == stretch else 0)
    if stretch is None:
        layout.addStretch(1)
    row.setFocusProxy(widgets[0])
    return row


def in_lines(*widgets: QWidget, gap: float = 8) -> QWidget:
    """Put ``widgets`` side by side, going on in the next line where there is no room."""
    block = QWidget()
    layout = Flow(block)
    space(layout, gap)
    for widget in widgets:
        layout.addWidget(widget)
    return block


def clear_lines(layout: QLayout) -> None:
    """Take everything out of ``layout``; what stood there is gone at once."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Scroll(QScrollArea):
    """A page's part that may be higher than the window; what gets the focus comes into sight."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside.setProperty("kind", "plain")
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @override
    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar, px(120))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        answered = super().eventFilter(watched, event)
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what is shown now may be wider than before
        return answered
