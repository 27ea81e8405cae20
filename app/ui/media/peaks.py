"""Decodes a recording once, besides playing it, to draw its shape."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

from app.services.media.audio import Recording
from app.services.media.waveform import Waveform

_RATE: Final = 8000  # telephone sound; a drawing needs no more
_BUFFERS_A_TURN: Final = 16  # about a second of sound, well under a millisecond of work
_SHOWN_EVERY: Final = 32  # turns between two drawings while a long recording is decoded


class PeakReader(QObject):
    """Reads the peaks of one recording at a time; decoding runs on Qt's own threads.

    Attributes:
        grown: The peaks so far (see :class:`app.services.media.waveform.Waveform`).
        finished: All peaks are there, or the rest cannot be decoded.
    """

    grown = Signal(object)
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decoder: QAudioDecoder | None = None
        self._buffer: QBuffer | None = None
        self._waveform = Waveform(_RATE)
        self._turns = 0
        self._ended = False
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._take)

    def read(self, recording: Recording) -> None:
        """Begin with another recording; the one before is forgotten."""
        self.stop()
        self._waveform = Waveform(_RATE)
        self._turns = 0
        self._ended = False
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(recording.data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        layout = QAudioFormat()
        layout.setSampleRate(_RATE)
        layout.setChannelCount(1)
        layout.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        decoder = QAudioDecoder(self)
        decoder.setAudioFormat(layout)
        decoder.setSourceDevice(self._buffer)
        decoder.bufferReady.connect(self._soon)
        decoder.finished.connect(self._end)
        decoder.error.connect(self._end)
        self._decoder = decoder
        decoder.start()

    def stop(self) -> None:
        """Read no further."""
        self._next_turn.stop()
        if self._decoder is not None:
            self._decoder.disconnect(self)
            self._decoder.stop()
            self._decoder.deleteLater()
            self._decoder = None
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None

    def _soon(self) -> None:
        if not self._next_turn.isActive():
            self._next_turn.start(0)

    def _take(self) -> None:
        """Take a few pieces, then let the window breathe."""
        decoder = self._decoder
        if decoder is None:
            return
        for _ in range(_BUFFERS_A_TURN):
            if not decoder.bufferAvailable():
                break
            self._waveform.add(bytes(decoder.read().constData()))
        self._turns += 1
        if decoder.bufferAvailable():
            self._next_turn.start(0)
        elif self._ended:
            self._finish()
            return
        if self._turns % _SHOWN_EVERY == 0:
            self.grown.emit(self._waveform.peaks())

    def _end(self) -> None:
        self._ended = True
        self._soon()

    def _finish(self) -> None:
        self.grown.emit(self._waveform.peaks())
        self.stop()
        self.finished.emit()
