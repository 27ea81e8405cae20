"""How far this computer's clock is from the server's, so that work done offline can be put at the right time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from app.models.words import tr
from app.services.clock import Clock

#: A desk clock further off than this is worth a sentence.
NOTICEABLE: Final = timedelta(minutes=2)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class ServerOffset:
    """What has to be added to this computer's time to get the server's.

    Attributes:
        offset: Server time minus desk time.
        uncertainty: At most this far from the truth: half the round trip.
        measured_at: Desk time of the measurement.
    """

    offset: timedelta
    uncertainty: timedelta
    measured_at: datetime

    @property
    def text(self) -> str:
        """A sentence for the person at a desk whose clock is wrong; empty while it is right enough."""
        minutes = round(abs(self.offset) / _MINUTE)
        if abs(self.offset) < NOTICEABLE:
            return ""
        if self.offset < timedelta():
            return tr(
                "This computer's clock is {minutes} minutes ahead of the server's. The server's time counts; please "
                "have the clock set.",
                minutes=minutes,
            )
        return tr(
            "This computer's clock is {minutes} minutes behind the server's. The server's time counts; please have the "
            "clock set.",
            minutes=minutes,
        )

    def server_time(self, desk_time: datetime) -> datetime:
        """Return the server's time at ``desk_time``."""
        return desk_time + self.offset

    def as_record(self) -> dict[str, Any]:
        """Return it for a file or a command."""
        return {
            "offset_s": self.offset.total_seconds(),
            "uncertainty_s": self.uncertainty.total_seconds(),
            "measured_at": self.measured_at.isoformat(),
        }

    @staticmethod
    def from_record(record: dict[str, Any]) -> "ServerOffset":
        """Return what :meth:`as_record` said."""
        return ServerOffset(
            offset=timedelta(seconds=record["offset_s"]),
            uncertainty=timedelta(seconds=record["uncertainty_s"]),
            measured_at=datetime.fromisoformat(record["measured_at"]),
        )


def measure_offset(
    ask: Callable[[], datetime], clock: Clock, *, times: int = 3, elapsed: Callable[[], float] = time.monotonic
) -> ServerOffset:
    """Ask the server ``times`` times what time it is and believe the quickest answer.

    Args:
        ask: Returns the server's ``clock_timestamp()``; raises :class:`OutageError` when there is none.
        clock: This computer's clock.
        times: How often to ask.
        elapsed: A clock that never jumps, in seconds.
    """
    best: ServerOffset | None = None
    for _ in range(times):
        before, began = clock.now(), elapsed()
        server = ask()
        half = timedelta(seconds=(elapsed() - began) / 2)
        if best is None or half < best.uncertainty:
            best = ServerOffset(offset=server - (before + half), uncertainty=half, measured_at=before)
    if best is None:
        raise ValueError("ask at least once")
    return best
