"""Below the timeline: what was registered, the ledger, the transfers, the materials and papers."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.models.vocabulary import Kind
from app.models.words import mark, tr
from app.services.cases.service import CaseSheet
from app.services.codebook import CodeBook
from app.ui.case.facts import Facts
from app.ui.case.tab_lines import Line, file_lines, ledger_lines, move_lines, sums_line
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import space
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import words
from app.ui.window_state import WindowState

LEDGER = 1


def _columns(*names: str) -> tuple[Column[Line], ...]:
    every = {
        "when": Column[Line]("when", mark("When"), lambda row: row.when, width=110, sortable=False),
        "what": Column[Line]("what", mark("What"), lambda row: row.what, width=220, sortable=False),
        "amount": Column[Line](
            "amount", mark("Amount"), lambda row: row.amount, width=120, number=True, sortable=False
        ),
        "state": Column[Line](
            "state", mark("State"), lambda row: row.state, width=150, tone=lambda row: row.tone, sortable=False
        ),
        "about": Column[Line]("about", mark("Details"), lambda row: row.about, stretches=True, sortable=False),
    }
    return tuple(every[name] for name in names)


class CaseTabs(QTabWidget):
    """The tabs of a case.

    Attributes:
        opened: Emitted with a case's id when Enter opens one.
        paper_opened: Emitted with a paper's id when Enter opens one.
        material_opened: Emitted with a file's id and title when Enter opens one.
    """

    opened = Signal(object)
    paper_opened = Signal(object)
    material_opened = Signal(object, str)

    def __init__(self, codes: CodeBook, state: WindowState) -> None:
        super().__init__()
        self._codes = codes
        self.setDocumentMode(True)
        self._facts = Facts(codes)
        self._sums = words(kind="hint", wraps=True)
        self._ledger = RowsModel(_columns("when", "what", "amount", "state", "about"), lambda row: row.key, self)
        self._moves = RowsModel(_columns("when", "what", "state", "about"), lambda row: row.key, self)
        self._files = RowsModel(_columns("when", "what", "state", "about"), lambda row: row.key, self)
        self._views = [
            RowsView(model, name, state, label=name)
            for model, name in ((self._ledger, "ledger"), (self._moves, "moves"), (self._files, "files"))
        ]
        for view in self._views:
            view.opened.connect(self._open)
        ledger = QWidget()
        layout = QVBoxLayout(ledger)
        space(layout, 4, (0, 4, 0, 0))
        layout.addWidget(self._sums)
        layout.addWidget(self._views[0], 1)
        for part in (Scroll(self._facts), ledger, self._views[1], self._views[2]):
            self.addTab(part, "")
        self.retranslate()

    def show_sheet(self, sheet: CaseSheet, today: date) -> None:
        """Show a case."""
        detail = sheet.detail
        self._facts.show_detail(detail)
        self._sums.setText(sums_line(detail))
        self._ledger.set_rows(ledger_lines(detail, self._codes, today))
        self._moves.set_rows(move_lines(detail, self._codes, today))
        self._files.set_rows(file_lines(detail, self._codes, today))
        counts = ("", len(detail.ledger), self._moves.rowCount(), self._files.rowCount())
        for place, (title, count) in enumerate(zip(self._titles(), counts, strict=True)):
            self.setTabText(place, f"{title} {count}" if count else title)
        # Only a complaint has claims and payments.
        self.setTabVisible(LEDGER, detail.case.kind == Kind.COMPLAINT)

    def retranslate(self) -> None:
        """Say everything again."""
        for place, title in enumerate(self._titles()):
            self.setTabText(place, title)
        reasons = (tr("No amount has been entered"), tr("Nothing has moved yet"), tr("No material and no paper yet"))
        for view, reason, title in zip(self._views, reasons, self._titles()[1:], strict=True):
            view.setAccessibleName(title)
            view.retranslate()
            view.empty.say(reason)

    def _titles(self) -> tuple[str, ...]:
        return tr("Registered facts"), tr("Ledger"), tr("Transfers"), tr("Materials and papers")

    def _open(self, row: Line) -> None:
        if row.opens is not None:
            self.opened.emit(row.opens)
        elif row.paper is not None:
            self.paper_opened.emit(row.paper)
        elif row.file is not None:
            self.material_opened.emit(row.file, row.what)
