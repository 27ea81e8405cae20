"""Hears that something changed on another desk, and asks under this desk's own rights what it was."""

import contextlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from app.services.database.connect import Database
from app.services.errors import OutageError, UserError

ASK_AT_MOST_EVERY_S = 0.2
RETRY_AFTER_S = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Change:
    """Something this desk may see has changed.

    Attributes:
        subject: Id of the case, contact or order; ``None``: read everything again, the position was lost.
        what: ``case``, ``contact``, ``order`` or ``everything``.
    """

    subject: UUID | None
    what: str


class Live:
    """Listens on the desk's unguessable channels with a connection of its own, on a thread of its own.

    A wake-up has no contents; the listener then asks ``changes_since`` its position, at most every 200 ms and with a
    little jitter, so that two hundred desks do not ask in one breath. After a lost line it listens again and asks from
    the old position, so that no commit is skipped.

    Args:
        database: The desk's way to the server.
        changed: Told of each change; called on the listener's thread.
        line: Told when the line goes (``False``) and comes back (``True``); called on the listener's thread.
        own: Tells whether a command was given at this desk; such changes are not told again.
    """

    def __init__(
        self,
        database: Database,
        changed: Callable[[Change], None],
        line: Callable[[bool], None],
        own: Callable[[UUID], bool] = lambda _: False,
    ) -> None:
        self._database = database
        self._changed = changed
        self._line = line
        self._own = own
        self._stop = threading.Event()
        self._position: str | None = None
        self._stands = True
        self._connection: psycopg.Connection[object] | None = None
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening and wait for the thread."""
        self._stop.set()
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                connection.cancel_safe(timeout=2)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                with self._database.connection(autocommit=True) as connection:
                    self._connection = connection
                    failures = 0
                    self._listen(connection)
            except (psycopg.Error, OutageError, UserError):
                self._say(stands=False)
                wait = RETRY_AFTER_S[min(failures, len(RETRY_AFTER_S) - 1)]
                failures += 1
                self._stop.wait(wait * random.uniform(0.8, 1.2))  # noqa: S311 jitter, nothing secret
            finally:
                self._connection = None

    def _listen(self, connection: "psycopg.Connection[object]") -> None:
        channels = self._tune(connection, [])
        self._ask(connection)
        self._say(stands=True)
        while not self._stop.is_set():
            woken = False
            for _ in connection.notifies(timeout=1.0, stop_after=1):
                woken = True
            if self._stop.is_set():
                return
            if woken:
                # What comes in the same breath is one question.
                time.sleep(ASK_AT_MOST_EVERY_S * random.uniform(0.5, 1.0))  # noqa: S311 jitter, nothing secret
                self._ask(connection)
                channels = self._tune(connection, channels)

    def _tune(self, connection: "psycopg.Connection[object]", heard: list[str]) -> list[str]:
        """Listen to the channels this login has now; they get other names when somebody leaves a scope."""
        row = connection.execute("SELECT office.my_channels()").fetchone()
        channels: list[str] = list(row[0]) if isinstance(row, tuple) and row[0] else []
        for channel in set(heard) - set(channels):
            connection.execute(sql.SQL("UNLISTEN {}").format(sql.Identifier(channel)))
        for channel in set(channels) - set(heard):
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        return channels

    def _ask(self, connection: "psycopg.Connection[object]") -> None:
        row = connection.execute("SELECT office.changes_since(%s)", (self._position,)).fetchone()
        if not isinstance(row, tuple) or not isinstance(row[0], dict):
            return
        found = row[0]
        self._position = found["position"]
        if not found["complete"]:
            self._changed(Change(None, "everything"))
        for change in found["changes"]:
            command = change.get("command")
            if command is None or not self._own(UUID(command)):
                self._changed(Change(UUID(change["subject"]), change["what"]))

    def _say(self, *, stands: bool) -> None:
        if stands != self._stands:
            self._stands = stands
            self._line(stands)
