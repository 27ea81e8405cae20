"""Fills a list page after page, off the window's thread; the old rows stay until the new ones are here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.ui.tables.rows import RowsModel
from app.ui.tasks import Task, TaskRunner

Row = TypeVar("Row")
PAGE = 100


@dataclass(frozen=True)
class Want(Generic[Row]):
    """What a list asks for.

    Attributes:
        after: The last row that is here; ``None`` for the first page.
        column: The name of the column to sort by; empty for the list's own order.
        descending: Largest first.
        words: What was typed to filter by.
        at: What was typed to jump to (a number, a date); the page begins there.
        count: How many rows make a page.
    """

    after: Row | None = None
    column: str = ""
    descending: bool = False
    words: str = ""
    at: str = ""
    count: int = PAGE


@dataclass(frozen=True)
class Batch(Generic[Row]):
    """A page of rows, and whether the list goes on behind them."""

    rows: Sequence[Row]
    more: bool


Fetch = Callable[[Want[Row]], Batch[Row]]


class RowsFeed(QObject, Generic[Row]):
    """Asks for rows whenever the list needs them: first page, next page, other order, other filter.

    Attributes:
        filled: Emitted when rows have come; they are in the model.
        failed: Emitted with the exception when they could not be had; the old rows stand.
        busy: Emitted with ``True`` when asking takes longer than 150 ms, with ``False`` when it is over.
    """

    filled = Signal()
    failed = Signal(object)
    busy = Signal(bool)

    def __init__(self, model: RowsModel[Row], tasks: TaskRunner, fetch: Fetch[Row]) -> None:
        """Take ``fetch``, which runs on another thread and must not touch Qt."""
        super().__init__(model)
        self._model = model
        self._tasks = tasks
        self._fetch = fetch
        self._want: Want[Row] = Want()
        self._task: Task[Batch[Row]] | None = None
        model.more_wanted.connect(self._next)

    @property
    def want(self) -> Want[Row]:
        """The order and filter in force."""
        return self._want

    def reload(self) -> None:
        """Read the list again from its beginning."""
        self._ask(replace(self._want, after=None), self._replace)

    def order(self, column: str, *, descending: bool) -> None:
        """Have the list in another order."""
        self._want = replace(self._want, column=column, descending=descending)
        self.reload()

    def filter(self, words: str) -> None:
        """Have only the rows that ``words`` find."""
        self._want = replace(self._want, words=words, at="")
        self.reload()

    def jump(self, to: str) -> None:
        """Have the list begin at ``to``; empty begins at the top again."""
        self._want = replace(self._want, at=to)
        self.reload()

    def _next(self) -> None:
        rows = self._model.rows()
        if rows:
            self._ask(replace(self._want, after=rows[-1]), self._append)

    def _ask(self, want: Want[Row], take: Callable[[Batch[Row]], None]) -> None:
        if self._task is not None:
            self._task.drop()
            self.busy.emit(False)
        self._task = self._tasks.run(lambda: self._fetch(want), take, self._refused, owner=self, busy=self.busy.emit)

    def _replace(self, batch: Batch[Row]) -> None:
        self._model.set_rows(batch.rows, more=batch.more)
        self.filled.emit()

    def _append(self, batch: Batch[Row]) -> None:
        self._model.add(batch.rows, more=batch.more)
        self.filled.emit()

    def _refused(self, error: BaseException) -> None:
        self._model.give_up_more()
        self.failed.emit(error)
