"""Watches a window at work: how late its loop is, and whether its memory grows."""

import statistics
import time

import psutil
from PySide6.QtCore import QObject, QTimer

EVERY_MS = 10
MEMORY_EVERY_S = 5.0
WARM_UP_SHARE = 0.3
LEAST_SAMPLES = 4


class LoopWatch(QObject):
    """Measures by how much a timer comes late, in milliseconds, and the process's own memory over time."""

    def __init__(self) -> None:
        super().__init__()
        self._due = time.perf_counter() + EVERY_MS / 1000
        self._late: list[float] = []
        self._memory: list[tuple[float, float]] = []
        self._own = psutil.Process()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(EVERY_MS)

    def late(self) -> tuple[float, ...]:
        """Return by how much each tick came late, in milliseconds, in order."""
        return tuple(self._late)

    def p99(self) -> float:
        """Return the 99th percentile of the lateness, in milliseconds."""
        ordered = sorted(self._late)
        return ordered[int(0.99 * (len(ordered) - 1))] if ordered else 0.0

    def slope(self) -> float:
        """Return the growth of the memory after warming up, in MB an hour."""
        kept = self._memory[int(len(self._memory) * WARM_UP_SHARE) :]
        if len(kept) < LEAST_SAMPLES:
            return 0.0
        line = statistics.linear_regression([at for at, _ in kept], [size for _, size in kept])
        return line.slope * 3600

    def _tick(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, (now - self._due) * 1000))
        self._due = now + EVERY_MS / 1000
        if not self._memory or now - self._memory[-1][0] > MEMORY_EVERY_S:
            self._memory.append((now, self._own.memory_info().rss / 1024**2))
