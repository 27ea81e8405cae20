"""Around the form: who is on the line above it, how whole it is below it, what stands there once it is saved."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.identity_numbers import Phone
from app.models.masking import mask_phone
from app.models.words import tr
from app.services.clock import Clock
from app.services.completeness import Completeness, Level
from app.services.intake import Saved
from app.ui.theme import Tone, colour, px, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Drawing, words

TICK_MS = 1000


class CallLine(QWidget):
    """Who is on the line, from where, how long; and the two keys that may be needed in a hurry."""

    def __init__(self, clock: Clock, other: Callable[[], None], urgent: Callable[[], None]) -> None:
        super().__init__()
        self._clock = clock
        self._since: datetime | None = None
        self._who = words(tr("New contact"), "title")
        self._from = words(kind="hint")
        self._long = words(kind="label")
        self.other = Button(tr("No case"), other, kind="quiet", keys="Alt+O")
        self.urgent = Button(tr("Emergency"), urgent, kind="danger", icon="urgent", keys="F12")
        for button in (self.other, self.urgent):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        layout = QHBoxLayout(self)
        space(layout, 8)
        layout.addWidget(self._who)
        layout.addWidget(self._from)
        layout.addWidget(self._long)
        layout.addStretch(1)
        layout.addWidget(self.other)
        layout.addWidget(self.urgent)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)

    def begin(self, at: datetime) -> None:
        """Count from ``at``."""
        if self._since is None:
            self._since = at
            self._ticks.start()
            self._tick()

    def reset(self, heading: str) -> None:
        """Begin anew under ``heading``."""
        self._since = None
        self._ticks.stop()
        self._long.setText("")
        self._from.setText("")
        self._who.setText(heading)

    def show_phone(self, heading: str, phone: Phone) -> None:
        """Show whose number it is, masked, and where it is at home."""
        self._who.setText(f"{heading} {mask_phone(phone.value)}")
        self._from.setText(phone.problem or " ".join(part for part in (phone.place, phone.operator) if part))
        set_tone(self._from, Tone.SOON if phone.problem else None)

    def _tick(self) -> None:
        if self._since is not None:
            seconds = max(0, round((self._clock.now() - self._since).total_seconds()))
            self._long.setText(f"· {seconds // 60:02d}:{seconds % 60:02d}")


class Gauge(QWidget):
    """How much of what the law wants is there, as a bar; the words stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Show ``share``, 0 to 1."""
        self._share = share
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(px(96), px(8))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, 0, self.width(), self.height())
        painter.setBrush(colour(self.palette(), "line"))
        painter.drawRoundedRect(box, px(4), px(4))
        if self._share > 0:
            painter.setBrush(colour(self.palette(), Tone.DONE if self._share >= 1 else Tone.SOON))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self._share, self.height()), px(4), px(4))
        painter.end()


class Footer(QWidget):
    """How whole the case is, and the ways to save it."""

    def __init__(self, save: Callable[[], None], go_on: Callable[[], None], finish: Callable[[], None]) -> None:
        super().__init__()
        self._gauge = Gauge()
        self._words = words(kind="hint", wraps=True)
        self.save = Button(tr("Save"), save, icon="save", keys="Ctrl+S")
        self.go_on = Button(tr("Save and distribute"), go_on, kind="primary", keys="F8")
        self.finish = Button(tr("Answered"), finish, kind="primary", keys="Ctrl+Enter")
        for button in (self.save, self.go_on, self.finish):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        space(layout, 8, (0, 8, 12, 0))
        layout.addWidget(self._gauge)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.go_on)
        layout.addWidget(self.finish)

    def show_state(self, read: Completeness, *, answerable: bool, may_distribute: bool) -> None:
        """Show how whole it is and which buttons apply."""
        self._gauge.setVisible(bool(read.wanted))
        self._gauge.show_share(read.share)
        self._words.setText(read.sentence if read.wanted else tr("One line and a code are enough for a question."))
        set_tone(self._words, Tone.SOON if read.of(Level.STATUTORY) else None)
        self.finish.setVisible(answerable)
        self.go_on.setVisible(may_distribute and not answerable)

    def take_focus(self) -> None:
        """Take the focus to the main way of saving."""
        shown = [button for button in (self.finish, self.go_on, self.save) if button.isVisible()]
        shown[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 the runner calls it with one bool
        """Say that saving takes a moment."""
        for button in (self.save, self.go_on, self.finish):
            button.setEnabled(not busy)

    def text(self) -> str:
        """Give the words beside the bar."""
        return self._words.text()


class _ReadOut(QLabel):
    """Words that are read out to the last one: as high as they need, whatever the scale becomes."""

    def __init__(self, tone: Tone | None = None) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed))
        set_tone(self, tone)

    @override
    def heightForWidth(self, width: int) -> int:
        # A layout asks for the width of the whole panel, though the words stand in the middle of it.
        return super().heightForWidth(min(width, self._wide()))

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._wide(), self.heightForWidth(self._wide()))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _wide(self) -> int:
        panel = self.parentWidget()
        return min(px(520), max(panel.width() - px(48), px(200))) if panel is not None else px(520)


class SavedPanel(QWidget):
    """The case is saved: its number, the words to close the call with, and what comes next."""

    def __init__(self, new: Callable[[], None], show: Callable[[], None]) -> None:
        super().__init__()
        self._drawing = Drawing("done", Tone.DONE, 32)
        self._number = words(kind="figure")
        self._closing = _ReadOut()
        self._trouble = _ReadOut(Tone.SOON)
        self.new = Button(tr("New contact"), new, kind="primary", icon="add", keys="F2")
        self.open = Button(tr("Open the case"), show, icon="papers")
        layout = QVBoxLayout(self)
        space(layout, 16, 24)
        layout.addStretch(2)
        for part in (self._drawing, self._number, self._closing, self._trouble):
            layout.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        row.addWidget(self.new)
        row.addWidget(self.open)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)

    def show_saved(self, saved: Saved, closing: str, *, can_open: bool) -> None:
        """Show what became of the save."""
        waits = saved.is_waiting
        self._drawing.show_drawing("waiting" if waits else "done", Tone.SOON if waits else Tone.DONE)
        self._number.setText(tr("Kept on this computer") if waits else saved.number)
        self._closing.setText(closing)
        self._trouble.setText(saved.trouble)
        self._trouble.setVisible(bool(saved.trouble))
        self.open.setVisible(can_open and not waits and bool(saved.number))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for label in (self._closing, self._trouble):
            label.updateGeometry()

    def text(self) -> str:
        """Give what stands there, for tests."""
        return f"{self._number.text()}\n{self._closing.text()}\n{self._trouble.text()}"
