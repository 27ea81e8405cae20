"""What the window remembers for each person: its place, theme, scale, columns, sort and splits."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.ui.theme import Look, Shade


class WindowState:
    """Remembers for one person at this computer; every person finds the window as they left it."""

    def __init__(self, settings: QSettings, person: str) -> None:
        """Take where to keep it and ``person``, a name that says nobody's staff number (the opaque login)."""
        self._settings = settings
        self._person = person

    def keep_window(self, window: QMainWindow) -> None:
        """Remember where ``window`` stands."""
        self._set("window/geometry", window.saveGeometry())

    def restore_window(self, window: QMainWindow) -> bool:
        """Put ``window`` where it stood; tells whether that was known."""
        kept = self._get("window/geometry")
        return isinstance(kept, QByteArray) and window.restoreGeometry(kept)

    def keep_look(self, look: Look) -> None:
        """Remember theme and scale."""
        self._set("look/shade", look.shade.value)
        self._set("look/scale", look.scale)

    def restore_look(self, look: Look) -> None:
        """Put on the theme and scale this person wore last."""
        shade = str(self._get("look/shade") or Shade.SYSTEM)
        look.wear(shade=Shade(shade) if shade in set(Shade) else Shade.SYSTEM, scale=self._number("look/scale", 100))

    def language(self) -> str:
        """Give the language this person chose; empty when none was."""
        return str(self._get("look/language") or "")

    def keep_language(self, language: str) -> None:
        """Remember the language."""
        self._set("look/language", language)

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        """Remember the state of a header or splitter under ``name``."""
        self._set(f"state/{name}", value)

    def bytes(self, name: str) -> QByteArray:
        """Give the state kept under ``name``, empty when there is none."""
        kept = self._get(f"state/{name}")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_text(self, name: str, value: str) -> None:
        """Remember a word under ``name``."""
        self._set(f"text/{name}", value)

    def text(self, name: str, usual: str = "") -> str:
        """Give the word kept under ``name``."""
        return str(self._get(f"text/{name}") or usual)

    def follow_splitter(self, name: str, splitter: QSplitter) -> bool:
        """Put ``splitter`` as it stood and remember every move; tells whether it had been moved."""
        kept = self.bytes(f"split/{name}")
        splitter.splitterMoved.connect(lambda: self.keep_bytes(f"split/{name}", splitter.saveState()))
        return not kept.isEmpty() and splitter.restoreState(kept)

    def _set(self, name: str, value: object) -> None:
        self._settings.setValue(f"{self._person}/{name}", value)

    def _get(self, name: str) -> object:
        return self._settings.value(f"{self._person}/{name}")

    def _number(self, name: str, usual: int) -> int:
        kept = str(self._get(name) or "")
        return int(kept) if kept.isdigit() else usual
