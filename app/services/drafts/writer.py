"""Batches keystrokes into one write: soon enough that a power cut costs nothing noticeable, off the window's thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.services.drafts.folder import KeepingError

#: A keystroke waits this long for others before the write that covers them starts.
BATCH_S = 0.1
#: From any keystroke to the end of the fsync that covers it; longer is logged.
PROMISE_S = 0.3
#: A full disk is tried again this often.
RETRY_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Covered:
    """A finished write, for the trace.

    Attributes:
        waited_s: Age of the oldest keystroke it covers, at the end of the fsync, in seconds.
    """

    waited_s: float


class BatchWriter:
    """Calls ``write`` from its own thread within :data:`BATCH_S` of the first change, again and again."""

    def __init__(
        self,
        write: Callable[[], None],
        *,
        batch_s: float = BATCH_S,
        retry_s: float = RETRY_S,
        trouble: Callable[[KeepingError | None], None] | None = None,
        trace: Callable[[Covered], None] | None = None,
    ) -> None:
        """Start waiting for changes.

        Args:
            write: Writes and fsyncs all that changed; raises :class:`KeepingError` and keeps it when it cannot.
            batch_s: How long a first change waits for others, in seconds.
            retry_s: How long after a failed write the next try comes, in seconds.
            trouble: Told, from the writer's thread, when writing starts to fail and (``None``) when it works again.
            trace: Told, from whichever thread wrote, how old the oldest change was.
        """
        self._write = write
        self._batch_s = batch_s
        self._retry_s = retry_s
        self._trouble = trouble or (lambda _: None)
        self._trace = trace or (lambda _: None)
        self._turn = threading.Lock()
        self._wake = threading.Condition()
        self._since: float | None = None
        self._is_closing = False
        self._failed = False
        self._thread = threading.Thread(target=self._run, name="draft journal", daemon=True)
        self._thread.start()

    def soon(self) -> None:
        """Note a change; it is on disk within the batch time plus one fsync."""
        with self._wake:
            if self._since is None:
                self._since = time.monotonic()
                self._wake.notify()
        if not self._thread.is_alive():
            # A bug has ended the writer: keep on keeping, and let the bug be seen where it can be reported.
            self.now()

    def now(self) -> None:
        """Write at once and return when it is on disk.

        Raises:
            KeepingError: It is not; it will be tried again.
        """
        with self._turn:
            with self._wake:
                since, self._since = self._since, None
            is_written = False
            try:
                self._write()
                is_written = True
            finally:
                if not is_written:
                    with self._wake:
                        self._since = since if since is not None else time.monotonic()
                        self._wake.notify()
            if since is not None:
                self._trace(Covered(waited_s=time.monotonic() - since))
            if self._failed:
                self._failed = False
                self._trouble(None)

    def close(self) -> None:
        """Write what is left and end the thread.

        Raises:
            KeepingError: What is left could not be written.
        """
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        self._thread.join()
        self.now()

    def _run(self) -> None:
        retry_s: float | None = None
        while self._is_due(retry_s):
            try:
                self.now()
                retry_s = None
            except KeepingError as error:
                retry_s = self._retry_s
                if not self._failed:
                    self._failed = True
                    self._trouble(error)

    def _is_due(self, retry_s: float | None) -> bool:
        """Wait for a change and for its time; after a failed write for ``retry_s``. False when closing."""
        with self._wake:
            self._wake.wait_for(lambda: self._since is not None or self._is_closing)
            since = self._since if self._since is not None else 0.0
            left_s = since + self._batch_s - time.monotonic() if retry_s is None else retry_s
            self._wake.wait_for(lambda: self._is_closing, timeout=max(left_s, 0.0))
            return not self._is_closing
