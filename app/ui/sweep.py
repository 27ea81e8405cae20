"""Rings of Python objects are swept up on the window's thread only: a widget that dies on another takes Qt along."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500
WHOLE_EVERY = 120  # sweeps: a whole one takes a tenth of a second, so it comes once a minute at most


class Sweep(QObject):
    """Does what Python's own collector does by itself, but never on a worker's thread.

    The collector runs wherever the next object happens to be made. A ring that holds a window's part, swept up while a
    worker reads from the server, would destroy that part on the worker's thread, which Qt does not survive.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since_whole = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        gc.disable()
        self._timer.start()

    def sweep(self) -> None:
        """Sweep up the oldest generation that has grown past its threshold."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > threshold
        ]
        self._since_whole += 1
        if due:
            generation = due[-1] if self._since_whole >= WHOLE_EVERY else min(due[-1], 1)
            gc.collect(generation)
            self._since_whole = 0 if generation > 1 else self._since_whole

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()
