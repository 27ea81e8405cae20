"""The worker: any number may run, each round and each job takes effect once, and nothing on a desk waits for it."""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app.services.clock import Clock
from app.services.database.connect import Database
from app.services.database.errors import DatabaseError
from app.services.errors import OutageError, UserError
from app.services.server.jobs import HANDLERS, ROUNDS, Handler, Job, Round

SILENT_AFTER = timedelta(minutes=5)
"""How long no worker may have run before the top bar and ``server check`` say so."""

_BEAT_EVERY_S = 20.0
_LONGEST_REST_S = 30.0
_log = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker has taken the job meanwhile; this one's work on it is rolled back."""


class Worker:
    """One worker.

    Args:
        database: The office's database under a worker's login.
        name: Name of this worker, shown by ``server check``.
        clock: Names the day of the register of audit heads.
        rounds: What comes round again.
        handlers: Job kind to what does it.
        register: Folder the heads of the audit chain are written to, outside the database; ``None``: nowhere.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        clock: Clock,
        *,
        rounds: tuple[Round, ...] = ROUNDS,
        handlers: Mapping[str, Handler] = HANDLERS,
        register: Path | None = None,
    ) -> None:
        self._database = database
        self._name = name
        self._clock = clock
        self._rounds = rounds
        self._handlers = handlers
        self._register = register
        self._due = dict.fromkeys(rounds, 0.0)
        self._beat_due = 0.0

    def run(self, stop: threading.Event, *, rest_s: float = 0.5) -> None:
        """Work until ``stop`` is set; a server that is away is waited for.

        Args:
            stop: Set from outside to end.
            rest_s: Seconds to rest when nothing is due; doubled, up to 30, while the server is away.
        """
        rest = rest_s
        while not stop.is_set():
            try:
                busy = self.step()
                rest = rest_s
            except OutageError:
                busy = False
                rest = min(_LONGEST_REST_S, rest * 2)
            if not busy:
                stop.wait(rest)

    def step(self) -> bool:
        """Beat, go every round that is due, do one job; ``True`` when there was a job.

        Raises:
            OutageError: The server is away.
        """
        now = time.monotonic()
        if now >= self._beat_due:
            self._database.call("beat", self._name)
            self._beat_due = now + _BEAT_EVERY_S
        for found in self._rounds:
            if now >= self._due[found]:
                self._due[found] = now + found.every_s
                self._go(found)
        return self._do_one()

    def _go(self, found: Round) -> None:
        try:
            result = self._database.call(found.door, *found.arguments)
        except (DatabaseError, UserError) as problem:
            _log.error("round %s: %s", found.door, _code(problem))
            return
        if found.kept and result is not None and self._register is not None:
            self._hand_out(result)

    def _hand_out(self, head: dict[str, Any]) -> None:
        if self._register is None:
            return
        self._register.mkdir(parents=True, exist_ok=True)
        file = self._register / f"audit-{self._clock.today().isoformat()}.jsonl"
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(head, default=str) + "\n")

    def _do_one(self) -> bool:
        if not self._handlers:
            return False
        taken = self._database.call("take_job", self._name, list(self._handlers))
        if taken is None:
            return False
        job = Job(id=taken["id"], kind=taken["kind"], payload=taken["payload"], attempts=taken["attempts"])
        try:
            with self._database.transaction() as connection:
                self._handlers[job.kind](connection, job)
                self._finish(connection, job)
        except LeaseLostError:
            _log.warning("job %s %s: lease lost", job.kind, job.id)
        except OutageError:
            raise
        except BaseException as problem:
            # A job that fails must not stop the others: it waits and is tried again, with only a code left behind.
            with contextlib.suppress(OutageError):
                self._database.call("finish_job", job.id, self._name, _code(problem))
            _log.error("job %s %s: %s", job.kind, job.id, _code(problem))
            if not isinstance(problem, DatabaseError | UserError | OSError | ValueError | LookupError):
                raise
        return True

    def _finish(self, connection: Connection, job: Job) -> None:
        question = text("SELECT office.finish_job(:id, :worker, NULL)")
        if not connection.execute(question, {"id": job.id, "worker": self._name}).scalar_one():
            raise LeaseLostError


def silence(database: Database, clock: Clock) -> timedelta | None:
    """Return how long no worker has said it is alive; ``None`` when none ever did."""
    last = database.call("last_beat")
    return None if last is None else clock.now() - last


def _code(problem: BaseException) -> str:
    sqlstate = getattr(problem, "sqlstate", "") or getattr(problem, "code", "")
    return f"{type(problem).__name__} {sqlstate}".strip()
