"""Works the real window as a person does: by keys only, looking at what the window shows before going on."""

import time
from collections.abc import Callable, Hashable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from app.ui.tour.camera import Camera
from app.ui.widgets.fields import Field
from app.ui.widgets.picker import Picker
from app.ui.widgets.segments import Segments

PATIENCE_S = 30.0
TABS = 120
SHORT_MS = 600
_PAUSE_MS = 2


class StuckError(AssertionError):
    """The window did not show what it should have: says what was waited for and where the focus stood."""


class Driver:
    """Presses keys in whatever window is in front, and takes a picture a step.

    Args:
        out: Where the pictures go; made when missing. ``None`` takes none.
        is_busy: Tells whether work is under way on other threads; without it nothing is waited for.
    """

    def __init__(self, out: Path | None, is_busy: Callable[[], bool] | None = None) -> None:
        self._camera = Camera(out)
        self._is_busy = is_busy or (lambda: False)

    @property
    def steps(self) -> list[dict[str, str]]:
        """The steps of which there is a picture: ``name`` and ``picture``."""
        return self._camera.steps

    @property
    def window(self) -> QWidget:
        """The window in front."""
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        if window is None:
            shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow()]
            if not shown:
                raise StuckError("no window is shown")
            window = shown[-1]
        if QApplication.activeWindow() is not window:
            # Without a window manager nobody gives a window the keys but the window itself.
            window.activateWindow()
            QTest.qWaitForWindowActive(window, 2000)
        return window

    def key(self, keys: str, times: int = 1) -> None:
        """Press one key or chord, spelt as in the F1 sheet ("Ctrl+S", "F2", "Tab"), so many ``times``."""
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs lack it
        for _ in range(times):
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
        """Go to the field ``name``, replace what stands there with ``text`` and leave it.

        A moment is two entries side by side, spelt ``"1130 @ 1000"``: the day, then the hour.
        """
        self.tab_to(name)
        day, _, hour = text.partition(" @ ")
        for part in filter(None, (day, hour)):
            self.key("Ctrl+A")
            self.type(part)
            if leave:
                self.key(leave)

    def press_in(self, name: str, *keys: str) -> None:
        """Go to the field ``name`` and press ``keys`` there: a choice's own key, Space on a tick."""
        self.tab_to(name)
        for key in keys:
            self.key(key)

    def pick(self, name: str, value: Hashable) -> None:
        """Choose ``value`` in the field ``name``: by its own key in a row of choices, by the arrow in a list."""
        field = self.tab_to(name)
        editor = field.editor
        if editor.value() == value:  # type: ignore[attr-defined]  # every choice has one
            return
        if isinstance(editor, Segments):
            self.key(editor.key_of(value))
        else:
            self.key("Home")
            for _ in range(TABS):
                if editor.value() == value:  # type: ignore[attr-defined]  # as above
                    return
                self.key("Down")
            raise StuckError(f"the field {name} does not offer {value!r}")

    def choose(self, name: str, text: str) -> None:
        """Go to the picker ``name``, type until it offers the wanted row and take the first."""
        self.tab_to(name)
        self.key("Ctrl+A")
        self.type(text)
        picker = QApplication.focusWidget()
        if not isinstance(picker, Picker):
            raise StuckError(f"nothing is picked from in the field {name}")
        self.wait(f"an offer for {text} in the field {name}", picker.offered)
        self.key("Return")

    def switch_to(self, key: str) -> None:
        """Go back to the row of choices above a list and press a choice's own ``key``."""
        for _ in range(TABS):
            focus = QApplication.focusWidget()
            if focus is not None and focus.property("kind") == "segment":
                self.key(key)
                self.settle()
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

    def begin(self, what: str, key: str) -> None:
        """Press ``key`` and wait for the dialog it opens."""
        before = QApplication.activeModalWidget()
        self.key(key)
        self.wait(f"the dialog of {what}", lambda: QApplication.activeModalWidget() not in {None, before})
        self.settle()

    def finish(self, what: str, key: str = "Ctrl+Return") -> None:
        """Press ``key`` in the dialog in front and wait until it has gone."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            raise StuckError(f"no dialog is open for {what}")
        self.key(key)
        self.wait(f"{what} to be taken", lambda: QApplication.activeModalWidget() is not dialog)
        self.settle()

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

    def settle(self) -> None:
        """Wait until nothing is under way: no work on other threads, no short pause before some."""
        self.breathe()
        self.wait("the window to come to rest", lambda: not self._is_busy() and not self._is_about_to())

    def rest(self, seconds: float) -> None:
        """Let the window work for a while, where what is waited for cannot be seen from here."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.breathe()

    def breathe(self) -> None:
        """Let the window handle what has come in."""
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _PAUSE_MS)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QTest.qWait(_PAUSE_MS)

    def shot(self, name: str) -> None:
        """Take a picture of the window in front, once it has come to rest, and note the step."""
        self.settle()
        self._camera.take(name, self.window)

    def field(self, name: str) -> Field | None:
        """Give the field ``name`` that can be seen; pages in other tabs may have one of the same name."""
        return next((f for f in self.window.findChildren(Field) if f.name == name and f.isVisible()), None)

    def fields(self) -> list[str]:
        """Name the fields of the window in front."""
        return [field.name for field in self.window.findChildren(Field) if field.isVisible()]

    def _is_about_to(self) -> bool:
        """Whether a pause is running at whose end a page asks or writes something (a look, a filter, a preview)."""
        timers = self.window.findChildren(QTimer)
        return any(each.isActive() and each.isSingleShot() and each.interval() < SHORT_MS for each in timers)

    def _where(self) -> str:
        """Say where one is, and keep a picture of it beside the others."""
        self._camera.keep("stuck.png", self.window)
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
