"""Plays one recording from memory: position, speed, loops, and what of it was really heard."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QElapsedTimer, QIODevice, QObject, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

from app.models.words import tr
from app.services.media.audio import Recording
from app.services.media.heard import Heard

SPEEDS: Final = (0.75, 1.0, 1.25, 1.5, 2.0)
STEP_MS: Final = 5000
_TICK_MS: Final = 50
_JITTER_MS: Final = 400  # the position comes in the steps of the decoder's frames

_NOT_READY: Final = (QMediaPlayer.MediaStatus.NoMedia, QMediaPlayer.MediaStatus.LoadingMedia)


class Playback(QObject):
    """The sound of one recording. It works without a sound device too: time passes, nothing is audible.

    Attributes:
        moved: The position in milliseconds, some twenty times a second while playing.
        playing_changed: Whether it plays now.
        speed_changed: The speed, one of :data:`SPEEDS`.
        loop_changed: The part that is repeated as ``(start_ms, end_ms)``, or ``None``.
        heard_more: The part of the recording that was played so far, from 0 to 1.
        heard: Emitted once a recording, when nine tenths of it were played.
        silent: Whether there is no device to hear it on.
        failed: A sentence: this recording cannot be played.
    """

    moved = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    loop_changed = Signal(object)
    heard_more = Signal(float)
    heard = Signal()
    silent = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._devices: QMediaDevices | None = None
        self._buffer: QBuffer | None = None
        self._length_ms = 0
        self._position_ms = 0
        self._speed = 1.0
        self._loop: tuple[int, int] | None = None
        self._heard = Heard(0)
        self._heard_said = False
        self._plays = False
        self._since_tick = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tick)

    @property
    def length_ms(self) -> int:
        """Length of the recording in milliseconds; 0 without one."""
        return self._length_ms

    @property
    def position_ms(self) -> int:
        """Where it stands, in milliseconds."""
        return self._position_ms

    @property
    def speed(self) -> float:
        """How fast it plays: 1 is as it was spoken."""
        return self._speed

    @property
    def loop(self) -> tuple[int, int] | None:
        """The part that is repeated, in milliseconds."""
        return self._loop

    @property
    def is_playing(self) -> bool:
        """Whether it plays now."""
        return self._plays

    @property
    def is_heard(self) -> bool:
        """Whether this recording counts as heard."""
        return self._heard_said

    def load(self, recording: Recording) -> None:
        """Take another recording; it stands at its beginning, at the speed used last."""
        self.clear()
        player = self._made()
        self._length_ms = round(recording.duration_s * 1000)
        self._heard = Heard(self._length_ms)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(recording.data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        player.setSourceDevice(self._buffer, QUrl(f"recording{recording.media_type.extension}"))
        player.setPlaybackRate(self._speed)
        self.moved.emit(0)
        self._look_for_device()

    def clear(self) -> None:
        """Stop, and forget the recording."""
        self.pause()
        self._end_loop()
        self._heard = Heard(0)
        self._length_ms = 0
        if self._player is not None and self._buffer is not None:
            self._player.stop()
            self._player.setSource(QUrl())
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        self._position_ms = 0
        self._heard_said = False
        self.heard_more.emit(0.0)

    def play(self) -> None:
        """Play on from where it stands; from the beginning when it stands at the end."""
        if self._player is None or not self._length_ms or self._plays:
            return
        if self._position_ms >= self._length_ms:
            self.seek(0)
        self._plays = True
        self._player.play()
        self._catch_up()
        self._since_tick.start()
        self._ticks.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if not self._plays:
            return
        self._tick()
        self._stand_still()
        if self._player is not None:
            self._player.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self._plays:
            self.pause()
        else:
            self.play()

    def seek(self, position_ms: int) -> None:
        """Go to ``position_ms`` milliseconds, kept within the recording; a loop that does not hold it ends."""
        if self._player is None or not self._length_ms:
            return
        if self._loop and not self._loop[0] <= position_ms <= self._loop[1]:
            self._end_loop()
        self._go_to(min(max(position_ms, 0), self._length_ms))

    def step(self, by_ms: int) -> None:
        """Go on, or back where ``by_ms`` is negative."""
        self.seek(self._position_ms + by_ms)

    def set_speed(self, speed: float) -> None:
        """Play at ``speed``, one of :data:`SPEEDS`, without changing the pitch of the voice."""
        self._speed = speed
        if self._player is not None:
            self._player.setPlaybackRate(speed)
        self.speed_changed.emit(speed)

    def faster(self, steps: int = 1) -> None:
        """Take the next higher speed, or the next lower one where ``steps`` is −1."""
        here = SPEEDS.index(self._speed)
        self.set_speed(SPEEDS[min(max(here + steps, 0), len(SPEEDS) - 1)])

    def slowest(self) -> None:
        """Take the lowest speed."""
        self.set_speed(SPEEDS[0])

    def loop_last(self) -> None:
        """Repeat the five seconds before this place until called again; then play on behind them."""
        if self._loop:
            self._end_loop()
            return
        if self._player is None or not self._length_ms:
            return
        end = max(self._position_ms, min(1000, self._length_ms))
        self._loop = (max(0, end - STEP_MS), end)
        self.loop_changed.emit(self._loop)
        self._go_to(self._loop[0])
        self.play()

    def _made(self) -> QMediaPlayer:
        """Make the player when there is something to play: it takes 40 ms to load."""
        if self._player is None:
            self._player = QMediaPlayer(self)
            self._output = QAudioOutput(self)
            self._devices = QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self._look_for_device)
            self._player.setAudioOutput(self._output)
            if self._player.pitchCompensationAvailability() != QMediaPlayer.PitchCompensationAvailability.Unavailable:
                self._player.setPitchCompensation(True)
            self._player.mediaStatusChanged.connect(self._media_changed)
            self._player.errorOccurred.connect(self._break_off)
        return self._player

    def _look_for_device(self) -> None:
        """Follow a headset that is plugged in or pulled out."""
        device = QMediaDevices.defaultAudioOutput()
        if self._output is not None and self._output.device() != device:
            self._output.setDevice(device)
        self.silent.emit(device.isNull())

    def _go_to(self, position_ms: int) -> None:
        self._position_ms = position_ms
        self._since_tick.restart()
        if self._plays:
            self._catch_up()
        self.moved.emit(position_ms)

    def _catch_up(self) -> None:
        """Bring the sound to where the player stands; as long as it is still being opened it would not listen."""
        if self._player is not None and self._player.mediaStatus() not in _NOT_READY:
            self._player.setPosition(self._position_ms)

    def _tick(self) -> None:
        """Look where the sound is, and note what was heard since the last look."""
        if self._player is None or not self._plays or self._player.mediaStatus() in _NOT_READY:
            return
        before, now = self._position_ms, min(self._player.position(), self._length_ms)
        at_most = before + self._since_tick.restart() * self._speed + _JITTER_MS
        if before < now <= at_most:
            self._hear(before, now)
        elif now < before and before - now < _JITTER_MS:
            now = before  # a seek lands a decoder's frame early
        self._position_ms = now
        self.moved.emit(now)
        if self._loop and now >= self._loop[1]:
            self._go_to(self._loop[0])

    def _hear(self, start_ms: int, end_ms: int) -> None:
        self._heard.play(start_ms, end_ms)
        self.heard_more.emit(self._heard.share)
        if self._heard.is_enough and not self._heard_said:
            self._heard_said = True
            self.heard.emit()

    def _stand_still(self) -> None:
        self._ticks.stop()
        self._plays = False
        self.playing_changed.emit(False)

    def _end_loop(self) -> None:
        if self._loop:
            self._loop = None
            self.loop_changed.emit(None)

    def _media_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.EndOfMedia and self._plays and self._length_ms:
            if self._position_ms >= self._length_ms - STEP_MS:
                self._hear(self._position_ms, self._length_ms)
            self._position_ms = self._length_ms
            self.moved.emit(self._length_ms)
            self._stand_still()
            if self._loop:
                self._go_to(self._loop[0])
                self.play()
        elif status is QMediaPlayer.MediaStatus.LoadedMedia and self._plays:
            self._catch_up()
        elif status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._break_off()

    def _break_off(self) -> None:
        if self._plays:
            self._stand_still()
        if self._length_ms:
            self.failed.emit(tr("The recording cannot be played. Save it and open it with another program."))
