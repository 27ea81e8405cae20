"""A connection that does not wait for ever: a server that takes the line and then says nothing is given up."""

import time
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from typing_extensions import override

from app.services.database.knock import is_answering

LOOK_AFTER_S = 8.0
"""A question unanswered this long is a reason to see whether the server still answers anybody."""
KNOCK_S = 4.0
PATIENCE_S = 75.0
"""No question of a person takes longer: the server itself ends them after 60 s."""
WORKERS_PATIENCE_S = 660.0
"""A worker's rounds may take ten minutes."""

Found = TypeVar("Found")


class SilentServerError(psycopg.OperationalError):
    """The line stands, but nobody answers on it; whether what was asked has happened is not known."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that looks, while it waits, whether the server is still there.

    TCP itself finds a peer that is gone. It does not find one whose system takes every byte while the server behind it
    stands still: a frozen process, a disk that hangs, a gateway that has lost its other side.

    Attributes:
        patience_s: How long one answer may take at most, in seconds.
    """

    patience_s = PATIENCE_S

    @override
    def wait(self, gen: PQGen[Found], interval: float = 0.1, timeout: float | None = None) -> Found:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        began = time.monotonic()
        while True:
            try:
                return super().wait(gen, interval, LOOK_AFTER_S)
            except errors._WaitTimeout:  # noqa: SLF001 how the driver says that the time asked for is over
                late = time.monotonic() - began > self.patience_s
                if late or not is_answering(self.info.host, self.info.port, KNOCK_S):
                    self.pgconn.finish()
                    raise SilentServerError from None
