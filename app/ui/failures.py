"""What becomes of an exception: words beside a field, the outage line, or a report with everything typed kept first."""

import contextlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.ui.messages import Messages
from app.ui.tasks import TaskRunner
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import words

LOG = logging.getLogger(__name__)


class Failures:
    """Decides by the kind of the exception, never by its text.

    Args of the constructor: ``messages`` speaks, ``flush`` writes every draft to disk before anything is shown,
    ``outage`` tells the window that the server is away.
    """

    def __init__(
        self,
        messages: Messages,
        window: QWidget,
        flush: Callable[[], None],
        outage: Callable[[], None],
    ) -> None:
        self._messages = messages
        self._window = window
        self._flush = flush
        self._outage = outage
        self._report: ReportDialog | None = None

    def take(self, error: BaseException, owner: QObject | None = None) -> None:
        """Deal with ``error``, which befell ``owner``."""
        if isinstance(error, UserError):
            self._messages.refuse(owner if isinstance(owner, QWidget) else self._window, error)
        elif isinstance(error, OutageError):
            self._outage()
        else:
            with contextlib.suppress(OutageError):  # a full disk: the writer goes on trying, and says so itself
                self._flush()
            LOG.error("a mistake of ours", exc_info=error)
            self._show(account(error))

    def install(self, tasks: TaskRunner) -> None:
        """Take what nobody caught, on any thread."""

        def here(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
            else:
                self.take(error)

        def elsewhere(caught: threading.ExceptHookArgs) -> None:
            error = caught.exc_value
            if error is not None:
                tasks.post(lambda: self.take(error))

        sys.excepthook = here
        threading.excepthook = elsewhere

    def _show(self, text: str) -> None:
        if self._report is None:
            self._report = ReportDialog(text, self._window)
            self._report.finished.connect(self._closed)
            self._report.open()

    def _closed(self) -> None:
        self._report = None


def account(error: BaseException) -> str:
    """Write where ``error`` happened, without the values it carries: they could be somebody's name or number."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename.rpartition('/app/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    first = [account(cause), "then"] if cause is not None else []
    return "\n".join([*first, type(error).__name__, *lines])


class ReportDialog(QDialog):
    """Says that the desk made a mistake, that nothing is lost, and what may be sent to whom can mend it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The desk made a mistake"))
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(tr("Error report"))
        layout = QVBoxLayout(self)
        space(layout, 12, 24)
        layout.addWidget(words(tr("The desk made a mistake"), "heading"))
        said = words(
            tr(
                "Everything typed is kept on this computer. You can go on working; if it happens again, start the "
                "desk anew. The report holds no names or numbers of people: copy it for whoever looks after the desk."
            ),
            wraps=True,
        )
        layout.addWidget(said)
        layout.addWidget(self._text)
        row = QHBoxLayout()
        space(row, 8)
        row.addWidget(Button(tr("Copy the report"), self._copy, icon="copy"))
        row.addStretch(1)
        go_on = Button(tr("Go on working"), self.accept, kind="primary")
        go_on.setDefault(True)
        row.addWidget(go_on)
        layout.addLayout(row)
        self.resize(px(560), px(360))
        go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
