"""The player of a voicemail: its shape, where it stands, and keys that work while another field is typed into."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.errors import UserError
from app.services.media.audio import Recording, playable
from app.ui.commands import CommandId
from app.ui.media.command_button import CommandButton, hint
from app.ui.media.peaks import PeakReader
from app.ui.media.playback import SPEEDS, STEP_MS, Playback
from app.ui.media.time_words import clock_words
from app.ui.media.waveform import WaveformStrip
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Tone, px, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import words


class Player(QFrame):
    """Plays one recording above the form. It never takes the focus by itself.

    Attributes:
        handlers_changed: :meth:`handlers` would answer differently than before.
        heard: Nine tenths of the recording were played; emitted once a recording.
        stamped: The place as text for the facts: ``[01:23]`` and a space behind it.
        failed: A sentence: it cannot be played; it is shown here as well.
    """

    handlers_changed = Signal()
    heard = Signal()
    stamped = Signal(str)
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._reading: Task[Recording] | None = None
        self._trouble = ""
        self._remark = ""
        self._share = 0.0
        self._is_silent = False
        self.playback = Playback(self)
        self.strip = WaveformStrip(self)
        self._peaks = PeakReader(self)
        self._build()
        self._keep_widths()
        self._connect()
        self.clear()
        self.retranslate()

    def load(self, data: bytes, *, remark: str = "") -> None:
        """Take the bytes of another recording; ``remark`` is shown below it (it was cut short)."""
        self._prepare(lambda: playable(data), remark)

    def load_file(self, path: Path, *, remark: str = "") -> None:
        """Take a recording that lies in a file; it is read whole, the file is not held open."""
        self._prepare(lambda: playable(path.read_bytes()), remark)

    def clear(self) -> None:
        """Be empty again."""
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        self._trouble = self._remark = ""
        self._peaks.stop()
        self.playback.clear()
        self.strip.show_recording(0)
        self._show_loaded()

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say which commands the player answers now: none while it is empty."""
        if not self.playback.length_ms:
            return {}
        return {
            CommandId.PLAYER_PLAY: self.toggle,
            CommandId.PLAYER_BACK: self.back,
            CommandId.PLAYER_FORWARD: self.forward,
            CommandId.PLAYER_SLOWER: self.slower,
            CommandId.PLAYER_FASTER: self.faster,
            CommandId.PLAYER_LOOP: self.loop,
            CommandId.PLAYER_STAMP: self.stamp,
        }

    def toggle(self) -> None:
        """Play or pause."""
        self.playback.toggle()

    def back(self) -> None:
        """Go back five seconds."""
        self.playback.step(-STEP_MS)

    def forward(self) -> None:
        """Go on five seconds."""
        self.playback.step(STEP_MS)

    def slower(self) -> None:
        """Play at the next lower speed."""
        self.playback.faster(-1)

    def faster(self) -> None:
        """Play at the next higher speed."""
        self.playback.faster()

    def loop(self) -> None:
        """Repeat the last five seconds, or stop repeating."""
        self.playback.loop_last()

    def stamp(self) -> None:
        """Give the place as text to whoever writes it down."""
        if self.playback.length_ms:
            self.stamped.emit(f"[{clock_words(self.playback.position_ms)}] ")

    def retranslate(self) -> None:
        """Say everything again in the language spoken now."""
        for button in self._buttons:
            button.retranslate()
        self._speed.setToolTip("\n".join((hint(CommandId.PLAYER_FASTER), hint(CommandId.PLAYER_SLOWER))))
        self._speed.setAccessibleName(tr("Speed"))
        self.strip.setAccessibleName(tr("Place in the recording"))
        self._say()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._keep_widths()

    def _build(self) -> None:
        self.setProperty("kind", "card")
        self.setAccessibleName(tr("Recording"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._play = CommandButton(CommandId.PLAYER_PLAY, self.toggle, size=20)
        self._loop = CommandButton(CommandId.PLAYER_LOOP, self.loop)
        self._stamp = CommandButton(CommandId.PLAYER_STAMP, self.stamp)
        self._buttons = (
            self._play,
            CommandButton(CommandId.PLAYER_BACK, self.back),
            CommandButton(CommandId.PLAYER_FORWARD, self.forward),
            self._loop,
            self._stamp,
        )
        self._speed = Button("1×", self._next_speed, kind="quiet")
        self._place = words("00:00")
        self._length = words("00:00", tone=Tone.MUTED)
        self._state = words(kind="hint", wraps=True)
        self._share_words = words(kind="hint")
        row = QHBoxLayout()
        space(row, 4)
        for part in self._buttons[:3]:
            row.addWidget(part)
        row.addWidget(self._place)
        row.addWidget(self.strip, 1)
        for other in (self._length, self._speed, self._loop, self._stamp):
            row.addWidget(other)
        below = QHBoxLayout()
        space(below, 8)
        below.addWidget(self._state, 1)
        below.addWidget(self._share_words)
        layout = QVBoxLayout(self)
        space(layout, 4, (8, 8, 8, 8))
        layout.addLayout(row)
        layout.addLayout(below)

    def _keep_widths(self) -> None:
        """Leave room for every speed, so that the shape does not jump when another one is taken."""
        widest = max(self._speed.fontMetrics().horizontalAdvance(f"{speed:g}×") for speed in SPEEDS)
        self._speed.setMinimumWidth(widest + px(18))

    def _connect(self) -> None:
        playback = self.playback
        playback.moved.connect(self._show_place)
        playback.playing_changed.connect(self._show_playing)
        playback.speed_changed.connect(lambda speed: self._speed.setText(f"{speed:g}×"))
        playback.loop_changed.connect(self._show_loop)
        playback.heard_more.connect(self._show_share)
        playback.heard.connect(self.heard)
        playback.silent.connect(self._show_silence)
        playback.failed.connect(self._fail)
        self.strip.chosen.connect(playback.seek)
        self.strip.stepped.connect(lambda steps: playback.step(steps * STEP_MS))
        self.strip.toggled.connect(self.toggle)
        self._peaks.grown.connect(self.strip.show_peaks)

    def _prepare(self, work: Callable[[], Recording], remark: str) -> None:
        self.clear()
        self._remark = remark
        self._reading = self._runner.run(work, self._take, self._refuse, owner=self)

    def _take(self, recording: Recording) -> None:
        self._reading = None
        self.playback.load(recording)
        self.strip.show_recording(self.playback.length_ms)
        self._peaks.read(recording)
        self._show_loaded()

    def _refuse(self, error: BaseException) -> None:
        self._reading = None
        if isinstance(error, UserError):
            self._fail(error.text)
        elif isinstance(error, OSError):
            self._fail(tr("The file cannot be read. Check that it may be opened, and try again."))
        else:
            raise error

    def _fail(self, sentence: str) -> None:
        self.clear()
        self._trouble = sentence
        self._say()
        self.failed.emit(sentence)

    def _show_loaded(self) -> None:
        is_loaded = bool(self.playback.length_ms)
        for part in (*self._buttons, self._speed, self.strip):
            part.setEnabled(is_loaded)
        self._length.setText(clock_words(self.playback.length_ms))
        self._say()
        self.handlers_changed.emit()

    def _show_place(self, position_ms: int) -> None:
        self._place.setText(clock_words(position_ms))
        self.strip.show_position(position_ms)

    def _show_playing(self, is_playing: bool) -> None:  # noqa: FBT001 Qt's signal carries a bool
        self._play.draw("pause" if is_playing else "play")

    def _show_loop(self, loop: tuple[int, int] | None) -> None:
        self._loop.setProperty("checked", loop is not None)
        self._loop.draw("repeat", Tone.ACCENT if loop else Tone.MUTED)
        self.strip.show_loop(loop)

    def _show_share(self, share: float) -> None:
        self._share = share
        self._say_share()

    def _show_silence(self, is_silent: bool) -> None:  # noqa: FBT001 Qt's signal carries a bool
        self._is_silent = is_silent
        self._say()

    def _next_speed(self) -> None:
        """Go through the speeds by mouse: behind the highest comes the lowest."""
        before = self.playback.speed
        self.faster()
        if self.playback.speed == before:
            self.playback.slowest()

    def _say(self) -> None:
        """Say what is to be known: trouble before remarks, remarks before the missing headset."""
        headset = tr("Nothing is audible: connect a headset.") if self._is_silent and self.playback.length_ms else ""
        text = self._trouble or self._remark or headset
        set_tone(self._state, Tone.LATE if self._trouble else Tone.SOON if self._remark else None)
        self._state.setText(text)
        self._say_share()

    def _say_share(self) -> None:
        percent = int(self._share * 100)
        is_enough = self.playback.is_heard
        text = tr("Heard") if is_enough else tr("{percent} % heard", percent=percent)
        self._share_words.setText(text if self.playback.length_ms else "")
        set_tone(self._share_words, Tone.DONE if is_enough else None)
