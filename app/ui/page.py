"""What a page must provide so that the window can carry it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.ui.commands import CommandId, Where, command


class Page(QWidget):
    """One tab: a case, a form, a list. Subclasses say who they are and which commands they answer.

    Attributes:
        handlers_changed: Emit when :meth:`handlers` would answer differently than before.
        titled: Emit when :meth:`title`, :attr:`icon` or :meth:`mark` would.
        asked_to_open: Emit with another :class:`Page` to have it opened in a tab of its own.
        asked_to_close: Emit when the page has nothing left to do.
    """

    handlers_changed = Signal()
    titled = Signal()
    asked_to_open = Signal(object)
    asked_to_close = Signal()

    where: Where
    icon: str = "papers"
    place: CommandId | None = None

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Take ``key``, which names what the page shows ("work", "case:<uuid>"): one tab a key."""
        super().__init__(parent)
        self.key = key
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def title(self) -> str:
        """Give the tab's words, in the language spoken now: the place's own, until a page knows better."""
        return tr(command(self.place).title) if self.place is not None else ""

    def mark(self) -> str:
        """Give what stands behind the title: a number, "✎" for a draft, "●" for news; empty for nothing."""
        return ""

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say which commands are answered now, and how."""
        return {}

    def come_to_front(self) -> None:
        """Be looked at from now on: what was marked stale is read again, the focus goes where work begins."""

    def go_to_back(self) -> None:
        """Be hidden from now on."""

    def leave(self) -> bool:
        """Get ready to be closed and keep what was typed; ``False`` stops it (and has said why)."""
        return True

    def retranslate(self) -> None:
        """Say everything again: the language, theme or scale has changed."""
