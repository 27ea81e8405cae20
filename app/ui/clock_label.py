"""The time of day, in the office's zone."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.models.words import tr
from app.services.clock import LEGAL_ZONE, Clock

SECOND_MS = 1000


class ClockLabel(QLabel):
    """Shows hours, minutes and seconds; moves on the full second."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        self._tick()

    def _tick(self) -> None:
        here = self._clock.now().astimezone(LEGAL_ZONE)
        self.setText(here.strftime("%H:%M:%S"))
        self.setAccessibleName(tr("Time {time}", time=here.strftime("%H:%M")))
        self._timer.start(SECOND_MS - here.microsecond // 1000)
