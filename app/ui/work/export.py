"""A work list leaves as a file: where to, what for, then row by row while the desk goes on working."""

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.models.words import mark, tr
from app.services.cases.fields import Ask, StepField, StepForm
from app.services.cases.list_file import Listed, ListFile
from app.services.errors import OutageError, UserError
from app.services.exports import Leave
from app.ui.case.editors import Stock
from app.ui.case.form_dialog import FormDialog
from app.ui.seat import Seat

ChooseFile = Callable[[str], str]
FORM = StepForm(
    command="export_list",
    title=mark("Export the list"),
    fields=(
        StepField(
            name="reason",
            title=mark("What the file is for"),
            ask=Ask.TEXT,
            needed=True,
            hint=mark("Every row of the list as it stands leaves; the office keeps the reason with your name."),
        ),
    ),
)


class ListExport(QObject):
    """Takes the list of one page out.

    Attributes:
        dialog: Asks the reason while it is open.
    """

    def __init__(self, seat: Seat, page: QWidget, choose_file: ChooseFile | None = None) -> None:
        super().__init__(page)
        self._seat = seat
        self._page = page
        self._choose_file = choose_file or self._ask_for_file
        self._file = ListFile(seat.desk)
        self._stopped = threading.Event()
        self._busy = False
        self.dialog: FormDialog | None = None

    def begin(self, listed: Listed) -> None:
        """Ask where to and what for, then write; one export at a time."""
        if self._busy:
            self._seat.messages.note(tr("The list is still being written."))
            return
        name = tr("Work list {day}.xlsx", day=f"{self._seat.desk.clock.today():%Y-%m-%d}")
        chosen = self._choose_file(name)
        if not chosen:
            return
        desk = self._seat.desk
        stock = Stock(codes=desk.codes, law=desk.law, clock=desk.clock)

        def submit(values: Mapping[str, Any]) -> Leave:
            return self._file.leave(listed, values["reason"])

        dialog = FormDialog(FORM, {}, stock, self._seat.tasks, submit, self._page)
        dialog.taken.connect(partial(self._write, listed, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._dialog_gone)
        self.dialog = dialog
        dialog.open()

    def stop(self) -> None:
        """Stop what is under way; no file is made."""
        self._stopped.set()

    def _write(self, listed: Listed, path: Path, leave: Leave) -> None:
        self._stopped.clear()
        self._busy = True
        tasks, stopped = self._seat.tasks, self._stopped

        def told(n: int) -> bool:
            tasks.post(lambda: self._say(n, leave.rows, path))
            return not stopped.is_set()

        tasks.run(
            lambda: self._file.write(listed, leave, path, told),
            lambda n: self._written(n, path),
            self._failed,
            owner=self,
        )

    def _say(self, n: int, of: int, path: Path) -> None:
        if self._busy and n < of:
            self._seat.messages.note(
                tr("{n} of {all} rows written to {file} …", n=f"{n:,}", all=f"{of:,}", file=path.name)
            )

    def _written(self, n: int, path: Path) -> None:
        self._busy = False
        self._seat.messages.note(tr("{n} rows written to {file}.", n=n, file=path.name))

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, OutageError):
            self._seat.messages.note(tr("The server cannot be reached; no file was made."))
        elif isinstance(error, UserError):
            self._seat.messages.note(error.text)
        else:
            raise error

    def _dialog_gone(self) -> None:
        self.dialog = None
        self._page.setFocus()

    def _ask_for_file(self, name: str) -> str:
        kinds = "XLSX (*.xlsx);;CSV (*.csv)"
        return QFileDialog.getSaveFileName(self._page, tr("Export the list"), str(Path.home() / name), kinds)[0]
