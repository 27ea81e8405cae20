"""Parts of a page side by side or one over the other; the person moves the line, and finds it there again."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
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

        The first part takes the room that is left; where there is too little, all give in proportion. ``name`` is what
        the line's place is kept under once the person has moved it.
        """
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(px(9))
        for part in parts:
            self.addWidget(part)
        self._parts = tuple(parts)
        self._usual = tuple(sizes)
        for place in range(self.count()):
            self.setStretchFactor(place, 0 if place else 1)
        self._is_usual = not state.follow_splitter(name, self)
        self._shared: tuple[object, ...] = ()
        self.splitterMoved.connect(self._moved)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    @override
    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:  # a part was shown or put away
            self._share()
        return answered

    def _moved(self) -> None:
        self._is_usual = False

    def _share(self) -> None:
        """Give the parts their usual sizes, until the person has moved the line."""
        whole = self.width() if self.orientation() is Qt.Orientation.Horizontal else self.height()
        there = tuple(not part.isHidden() for part in self._parts)
        wanted = [px(size) for size in self._usual]
        now = (whole, there, *wanted)
        if not self._is_usual or not wanted or now == self._shared:
            return
        self._shared = now
        total = sum(size for size, here in zip(wanted, there, strict=True) if here)
        if total > whole:
            self.setSizes([size * whole // total for size in wanted])
        else:
            self.setSizes([wanted[0] + whole - total, *wanted[1:]])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setHandleWidth(px(9))
            self._share()
