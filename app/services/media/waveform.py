"""The shape of a recording: the loudest moment of each fiftieth of a second, gathered while it is decoded."""

import numpy as np
from numpy.typing import NDArray

PEAKS_PER_SECOND = 50


class Waveform:
    """Gathers peaks from decoded sound piece by piece; a piece of a second takes some microseconds."""

    def __init__(self, sample_rate: int) -> None:
        """Expect mono sound of ``sample_rate`` samples a second."""
        self._step = max(1, sample_rate // PEAKS_PER_SECOND)
        self._rest: NDArray[np.int16] = np.empty(0, np.int16)
        self._parts: list[NDArray[np.float32]] = []

    def add(self, samples: bytes) -> None:
        """Take in the next signed 16-bit samples, in the machine's byte order."""
        sound = np.concatenate((self._rest, np.frombuffer(samples[: len(samples) // 2 * 2], np.int16)))
        whole = len(sound) // self._step * self._step
        if whole:
            loudness = np.abs(sound[:whole].reshape(-1, self._step).astype(np.int32)).max(axis=1)
            self._parts.append(loudness.astype(np.float32) / np.float32(32768))
        self._rest = sound[whole:].copy()

    def peaks(self) -> NDArray[np.float32]:
        """Return the peaks so far, :data:`PEAKS_PER_SECOND` a second, from 0 (silence) to 1 (full scale)."""
        if len(self._parts) > 1:
            self._parts = [np.concatenate(self._parts)]
        return self._parts[0] if self._parts else np.empty(0, np.float32)


def columns(peaks: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Reduce ``peaks`` to ``count`` columns of a drawing, each as high as the loudest moment in it."""
    if not len(peaks) or count < 1:
        return np.zeros(max(0, count), np.float32)
    edges = np.linspace(0, len(peaks), count + 1).astype(np.intp)
    starts = np.minimum(edges[:-1], len(peaks) - 1)
    return np.maximum.reduceat(peaks, starts)
