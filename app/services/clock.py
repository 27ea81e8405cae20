"""The time, as something that can be handed in: a deadline is only testable when the clock can be set."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return this instant, with a time zone."""

    def today(self) -> date:
        """Return the legal day, counted in the installation's zone."""


@dataclass(frozen=True)
class SystemClock:
    """The clock of this machine."""

    zone: ZoneInfo = LEGAL_ZONE

    def now(self) -> datetime:
        """Return this instant in UTC."""
        return datetime.now(UTC)  # noqa: TID251 the one place that reads the machine's clock

    def today(self) -> date:
        """Return the day in the installation's zone."""
        return self.now().astimezone(self.zone).date()


@dataclass
class SetClock:
    """A clock that stands where it was put, until it is moved: for tests, the tour and training."""

    instant: datetime
    zone: ZoneInfo = LEGAL_ZONE

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def today(self) -> date:
        """Return the day it was set to, in the installation's zone."""
        return self.instant.astimezone(self.zone).date()
