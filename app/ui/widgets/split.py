"""Parts of a page side by side or one over the other; the person moves the line, and finds it there again."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QWidget
from typing_extensions import override

from app.ui.theme import px
from app.ui.window_state import WindowState


class Split(QSplitter):
    """Parts with a movable line between them."""

    def __init__(
        self,
        name: str,
        state: WindowState,
        parts: Sequence[QWidget],
        *,
        sizes: Sequence[int] = (),
        upright: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the ``parts``, left to right (``upright``: top to bottom), and their usual sizes at 100 %.

        The first part takes the room that is left; ``name`` is what the line's place is kept under.
        """
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(9))
        for part in parts:
            self.addWidget(part)
        if sizes:
            self.setSizes([px(size) for size in sizes])
        for place in range(self.count()):
            self.setStretchFactor(place, 0 if place else 1)
        state.follow_splitter(name, self)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setHandleWidth(px(9))
