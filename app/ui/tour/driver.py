"""Works the real window as a person does: by keys only, looking at what the window shows before going on."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.ui.widgets.fields import Field

PATIENCE_S = 30.0
TABS = 120
_PAUSE_MS = 10


class StuckError(AssertionError):
    """The window did not show what it should have: says what was waited for and where the focus stood."""


class Driver:
    """Presses keys in whatever window is in front, and takes a picture a step.

    Args:
        out: Where the pictures go; made when missing. ``None`` takes none.
    """

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self.steps: list[dict[str, str]] = []
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)

    @property
    def window(self) -> QWidget:
        """The window in front."""
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        if window is None:
            shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow()]
            if not shown:
                raise StuckError("no window is shown")
            window = shown[-1]
            # Without a window manager nobody gives a window the keys but the window itself.
            window.activateWindow()
            QTest.qWaitForWindowActive(window, 2000)
        return window

    def key(self, keys: str) -> None:
        """Press one key or chord, spelt as in the F1 sheet ("Ctrl+S", "F2", "Tab")."""
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs lack it
        self._press(combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type ``text`` where the focus is; Chinese arrives as an input method commits it."""
        for letter in text:
            if letter == "\n":
                self._press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
            else:
                QTest.keyClick(self._target(), letter) if letter.isascii() else self._commit(letter)  # type: ignore[call-overload]  # Qt takes a letter
        self.breathe()

    def tab_to(self, name: str) -> Field:
        """Press Tab until the focus is in the field ``name``."""
        field = self.field(name)
        if field is None:
            raise StuckError(f"there is no field {name} here; there are {self.fields()}")
        for way in ("Tab", "Shift+Tab"):
            for _ in range(TABS):
                focus = QApplication.focusWidget()
                if focus is not None and (focus is field.editor or field.isAncestorOf(focus)):
                    return field
                self.key(way)
        raise StuckError(f"Tab never reaches the field {name}")

    def fill(self, name: str, text: str, *, leave: str = "Tab") -> None:
        """Go to the field ``name``, replace what stands there with ``text`` and leave it."""
        self.tab_to(name)
        self.key("Ctrl+A")
        self.type(text)
        if leave:
            self.key(leave)

    def press_in(self, name: str, *keys: str) -> None:
        """Go to the field ``name`` and press ``keys`` there: a choice's own key, Space on a tick."""
        self.tab_to(name)
        for key in keys:
            self.key(key)

    def switch_to(self, key: str) -> None:
        """Go back to the row of choices above a list and press a choice's own ``key``."""
        for _ in range(TABS):
            focus = QApplication.focusWidget()
            if focus is not None and focus.property("kind") == "segment":
                self.key(key)
                return
            self.key("Shift+Tab")
        raise StuckError("there is no row of choices here")

    def to_list(self) -> None:
        """Go on to the list below."""
        for _ in range(TABS):
            if isinstance(QApplication.focusWidget(), QTableView):
                return
            self.key("Tab")
        raise StuckError("there is no list here")

    def choose(self, name: str, text: str) -> None:
        """Go to the picker ``name``, type until it offers the wanted row and take the first."""
        self.tab_to(name)
        self.key("Ctrl+A")
        self.type(text)
        self.rest(0.3)
        self.key("Return")

    def wait(self, what: str, until: Callable[[], object]) -> None:
        """Look at the window until ``until`` holds.

        Raises:
            StuckError: It did not within half a minute.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not until():
            if time.monotonic() > deadline:
                raise StuckError(f"waited for {what}; {self._where()}")
            self.breathe()

    def rest(self, seconds: float) -> None:
        """Let the window work for a while, as somebody who thinks does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.breathe()

    def breathe(self) -> None:
        """Let the window handle what has come in."""
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _PAUSE_MS)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QTest.qWait(_PAUSE_MS)

    def shot(self, name: str) -> None:
        """Take a picture of the window in front and note the step."""
        self.rest(0.25)
        if self._out is None:
            return
        place = len(self.steps) + 1
        picture = f"{place:02d}-{name}.png"
        QGuiApplication.sync()
        self._picture().save(str(self._out / picture))
        self.steps.append({"name": name, "picture": picture})

    def _picture(self) -> QPixmap:
        """Give the window in front, over the one it stands before, as a screen would show both."""
        front = self.window
        parent = front.parentWidget()
        if not front.isModal() or parent is None:
            return front.grab()
        behind = parent.window()
        picture = behind.grab()
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 60))
        place = QPoint((behind.width() - front.width()) // 2, (behind.height() - front.height()) // 2)
        painter.drawPixmap(place, front.grab())
        painter.end()
        return picture

    def field(self, name: str) -> Field | None:
        """Give the field ``name`` that can be seen; pages in other tabs may have one of the same name."""
        return next((f for f in self.window.findChildren(Field) if f.name == name and f.isVisible()), None)

    def fields(self) -> list[str]:
        """Name the fields of the window in front."""
        return [field.name for field in self.window.findChildren(Field) if field.isVisible()]

    def _where(self) -> str:
        """Say where one is, and keep a picture of it beside the others."""
        if self._out is not None:
            self._picture().save(str(self._out / "stuck.png"))
        focus = QApplication.focusWidget()
        return (
            f"the focus is in {type(focus).__name__} {focus.accessibleName() if focus else ''}; fields {self.fields()}"
        )

    def _target(self) -> QWidget:
        window = self.window
        return QApplication.focusWidget() or window

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self._target(), key, modifiers)
        self.breathe()

    def _commit(self, letter: str) -> None:
        # An input method hands over finished characters, not keys.
        event = QInputMethodEvent()
        event.setCommitString(letter)
        QApplication.sendEvent(self._target(), event)
