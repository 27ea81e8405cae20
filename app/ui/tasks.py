"""The only door to other threads: work is done away from the window, its answer comes back to the window's thread."""

import queue
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

Answer = TypeVar("Answer")
BUSY_AFTER_MS = 150
WORKERS = 4


class _Landing(QObject):
    """Lives on the window's thread; its one signal fetches whatever workers have laid down."""

    arrived = Signal()


class Task(Generic[Answer]):
    """One piece of work under way; :meth:`drop` when its answer is no longer wanted."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._dropped = False
        self._future: Future[Answer] | None = None

    def drop(self) -> None:
        """Forget the answer; work that has not begun does not begin."""
        self._dropped = True
        if self._future is not None:
            self._future.cancel()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self._dropped and shiboken6.isValid(self._owner)

    def _begin(self, future: "Future[Answer]") -> None:
        self._future = future


class TaskRunner:
    """Runs blocking work in a small pool and hands the answers to the window's thread.

    ``work`` must not touch Qt. ``done`` and ``failed`` run on the window's thread, and only while ``owner`` lives.
    """

    def __init__(self, unexpected: Callable[[BaseException, QObject], None], workers: int = WORKERS) -> None:
        """Take ``unexpected``, which is told of a failure that the caller gave no ``failed`` for."""
        self._unexpected = unexpected
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="desk")
        self._laid_down: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._landing = _Landing()
        self._landing.arrived.connect(self._fetch, Qt.ConnectionType.QueuedConnection)
        self._under_way = 0
        self._closed = False

    @property
    def under_way(self) -> int:
        """How many pieces of work have not come back yet."""
        return self._under_way

    def run(
        self,
        work: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        owner: QObject,
        busy: Callable[[bool], None] | None = None,
    ) -> Task[Answer]:
        """Do ``work`` on another thread, then call ``done`` with its answer or ``failed`` with its exception here.

        Args:
            work: Blocking code without Qt.
            done: Takes the answer, on the window's thread.
            failed: Takes the exception; without it the runner's ``unexpected`` does.
            owner: The widget or object the answer is for; when it is gone the answer is dropped.
            busy: Called with ``True`` when the work takes longer than 150 ms, then with ``False`` when it is over.
        """
        task: Task[Answer] = Task(owner)
        if self._closed:
            task.drop()
            return task
        waiting = self._wait(task, busy) if busy else None
        self._under_way += 1
        future = self._pool.submit(work)
        task._begin(future)  # noqa: SLF001 the runner is the task's other half
        future.add_done_callback(
            lambda ended: self.post(lambda: self._finish(ended, task, done, failed, waiting)),
        )
        return task

    def post(self, closure: Callable[[], None]) -> None:
        """Have ``closure`` called on the window's thread soon; may be called from any thread."""
        self._laid_down.put(closure)
        if shiboken6.isValid(self._landing):
            self._landing.arrived.emit()

    def close(self) -> None:
        """Take no more work, forget what has not begun, wait for what has, and drop every answer."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        while not self._laid_down.empty():
            self._laid_down.get_nowait()
        self._under_way = 0

    def _wait(self, task: Task[Answer], busy: Callable[[bool], None]) -> "_Waiting":
        return _Waiting(self._landing, task, busy)

    def _fetch(self) -> None:
        while not self._laid_down.empty():
            self._laid_down.get_nowait()()

    def _finish(
        self,
        future: "Future[Answer]",
        task: Task[Answer],
        done: Callable[[Answer], None],
        failed: Callable[[BaseException], None] | None,
        waiting: "_Waiting | None",
    ) -> None:
        self._under_way -= 1
        if waiting is not None:
            waiting.over()
        if not task.is_wanted or future.cancelled():
            return
        try:
            answer = future.result()
        except CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 a worker's failure of any kind belongs to whoever asked
            if failed is not None:
                failed(error)
            else:
                self._unexpected(error, task._owner)  # noqa: SLF001 the runner is the task's other half
            return
        done(answer)


class _Waiting:
    """Says "busy" once the work has taken 150 ms, and takes it back."""

    def __init__(self, parent: QObject, task: Task[Answer], busy: Callable[[bool], None]) -> None:
        self._task = task
        self._busy = busy
        self._shown = False
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self._timer.start(BUSY_AFTER_MS)

    def _show(self) -> None:
        if self._task.is_wanted:
            self._shown = True
            self._busy(True)

    def over(self) -> None:
        self._timer.stop()
        self._timer.deleteLater()
        if self._shown and self._task.is_wanted:
            self._busy(False)
