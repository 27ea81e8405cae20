"""The import's page: a file, which column is what, a try-out with the rows that would be refused, and the import."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.vocabulary import KIND_TITLES, Kind
from app.models.words import mark, tr
from app.services.drafts.folder import KeepingError
from app.services.errors import OutageError, UserError
from app.services.import_export.importing import Import, Order, Outcome, Reject, write_rejects
from app.services.import_export.mapping import MEANING_TITLES, NEEDED, Mappings, Meaning
from app.services.import_export.sheets import Sheet, read_sheet
from app.services.settings import data_folder
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.list_page import EDGES
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, px, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Options
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, Scroll
from app.ui.widgets.labels import words

LABEL_WIDTH = 104
MAPPINGS = "import_mappings.json"


class ImportPage(Page):
    """Brings a register in, each row once."""

    where = Where.IMPORT
    icon = "import"
    place = CommandId.GO_IMPORT

    def __init__(self, seat: Seat, mappings: Mappings | None = None) -> None:
        super().__init__("import")
        self._seat = seat
        self._mappings = mappings or Mappings(data_folder() / MAPPINGS)
        self._sheet: Sheet | None = None
        self._outcome: Outcome | None = None
        self._busy = False
        self.file = words(tr("No file yet"), "heading", wraps=True)
        self.choose = Button(tr("Choose a file …"), self.choose_file, keys=key_text(command(CommandId.CHOOSE_FILE)))
        self.source = LineEdit()
        channels = seat.desk.codes.choices("channel")
        self.channel = Options([(entry.code, entry.title) for entry in channels])
        self.channel.set_value("transfer_mailbox")
        self.kind = Options([(kind.value, tr(title)) for kind, title in KIND_TITLES.items()])
        self.columns = {meaning: Options([(None, "—")]) for meaning in Meaning}
        self.said = words(wraps=True)
        self.banner = Banner(Tone.SOON)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        self.bar.hide()
        self.model = RowsModel(self._reject_columns(), lambda row: row.line, self)
        self.rejects = RowsView(self.model, "import", seat.state, label=tr("Refused rows"))
        self.try_button = Button(tr("Try it out"), self.try_out, keys=key_text(command(CommandId.TRY_IMPORT)))
        self.run_button = Button(
            tr("Import now"), self.run, kind="primary", keys=key_text(command(CommandId.RUN_IMPORT))
        )
        self.save_button = Button(tr("Save the refused rows …"), self.save_rejects, icon="download")
        self._lay_out()
        self._show_sheet()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Import")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the import's own keys."""
        found: dict[CommandId, Callable[[], None]] = {CommandId.CHOOSE_FILE: self.choose_file}
        if self._sheet is not None and not self._busy:
            found |= {CommandId.TRY_IMPORT: self.try_out, CommandId.RUN_IMPORT: self.run}
        return found

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.rejects.retranslate()
        self.rejects.empty.say(
            tr("No row is refused"), tr("After a try-out the rows that cannot come in stand here."), icon="import"
        )

    def choose_file(self) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a file …"), "", f"{tr('Registers')} (*.xlsx *.xlsm *.csv *.txt)"
        )
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Read a file and propose which column is what."""
        self._set_busy(True)
        self._seat.tasks.run(lambda: read_sheet(path), self._read, self._failed, owner=self)

    def try_out(self) -> None:
        """Say what an import would do; change nothing."""
        sheet = self._sheet
        if sheet is None or self._busy:
            return
        order, bring = self._order(), Import(self._seat.desk)
        self._set_busy(True)
        self._seat.tasks.run(lambda: bring.try_out(sheet, order), self._tried, self._failed, owner=self)

    def run(self) -> None:
        """Take the rows in."""
        sheet = self._sheet
        if sheet is None or self._busy:
            return
        order, bring, tasks = self._order(), Import(self._seat.desk), self._seat.tasks
        self._remember(sheet, order)
        self._set_busy(True)
        self.bar.show()

        def told(through: int, of: int) -> None:
            tasks.post(lambda: self._show_progress(through, of))

        self._seat.tasks.run(lambda: bring.run(sheet, order, told), self._ran, self._failed, owner=self)

    def save_rejects(self) -> None:
        """Ask where the refused rows go, and write them."""
        sheet, outcome = self._sheet, self._outcome
        if sheet is None or outcome is None:
            return
        proposed = f"{Path(sheet.name).stem}-rejects.csv"
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the refused rows …"), proposed, "CSV (*.csv)")
        if name:
            self._seat.tasks.run(
                lambda: write_rejects(Path(name), sheet, outcome.rejects),
                lambda _: self._seat.messages.note(tr("The refused rows with their reasons are in {file}.", file=name)),
                self._failed,
                owner=self,
            )

    def _lay_out(self) -> None:
        form = QWidget()
        lines = QVBoxLayout(form)
        space(lines, 10, (16, 12, 16, 12))
        lines.addWidget(self.file)
        lines.addWidget(self.choose)
        lines.addWidget(Field("source", tr("Register"), self.source, label_width=LABEL_WIDTH))
        lines.addWidget(Field("channel", tr("Channel"), self.channel, label_width=LABEL_WIDTH))
        lines.addWidget(Field("kind", tr("Kind"), self.kind, label_width=LABEL_WIDTH))
        lines.addWidget(words(tr("Which column is what"), "heading"))
        for meaning, options in self.columns.items():
            needed = " *" if meaning in NEEDED else ""
            lines.addWidget(
                Field(meaning.value, f"{tr(MEANING_TITLES[meaning])}{needed}", options, label_width=LABEL_WIDTH)
            )
        row = QHBoxLayout()
        space(row, 8)
        row.addWidget(self.try_button)
        row.addWidget(self.run_button)
        row.addStretch(1)
        lines.addStretch(1)
        left = QFrame()
        left.setProperty("kind", "card")
        side = QVBoxLayout(left)
        space(side, 8, (1, 1, 1, 12))
        side.addWidget(Scroll(form), 1)
        foot = QHBoxLayout()
        space(foot, 8, (16, 0, 16, 0))
        foot.addLayout(row)
        side.addLayout(foot)
        right = QVBoxLayout()
        space(right, 8)
        right.addWidget(self.bar)
        top = QHBoxLayout()
        space(top, 8)
        top.addWidget(self.said, 1)
        top.addWidget(self.save_button)
        right.addLayout(top)
        right.addWidget(self.rejects, 1)
        both = QHBoxLayout()
        space(both, 12)
        both.addWidget(left, 4)
        both.addLayout(right, 7)
        layout = QVBoxLayout(self)
        space(layout, 8, EDGES)
        layout.addWidget(self.banner)
        layout.addLayout(both, 1)
        self.setFocusProxy(self.choose)
        self.retranslate()

    def _reject_columns(self) -> tuple[Column[Reject], ...]:
        return (
            Column("line", mark("Row"), lambda row: str(row.line), sort_by=lambda row: row.line, width=64, number=True),
            Column("reason", mark("Reason"), lambda row: row.reason, width=280, tip=lambda row: row.reason),
            Column(
                "cells",
                mark("What stands there"),
                lambda row: " · ".join(filter(None, (" ".join(str(cell or "").split()) for cell in row.cells))),
                stretches=True,
            ),
        )

    def _order(self) -> Order:
        mapping = {meaning: options.value() for meaning, options in self.columns.items()}
        return Order(
            source=self.source.text().strip(),
            mapping={meaning: place for meaning, place in mapping.items() if place is not None},
            channel=self.channel.value(),
            kind=Kind(self.kind.value()),
        )

    def _remember(self, sheet: Sheet, order: Order) -> None:
        try:
            self._mappings.keep(sheet.header, order.mapping)
        except KeepingError as trouble:
            self._seat.messages.note(str(trouble))

    def _read(self, sheet: Sheet) -> None:
        self._sheet, self._outcome = sheet, None
        self.source.setText(Path(sheet.name).stem)
        mapping = self._mappings.recall(sheet.header)
        for meaning, options in self.columns.items():
            options.set_rows([(None, "—"), *((place, head) for place, head in enumerate(sheet.header))])
            options.set_value(mapping.get(meaning))
        self._set_busy(False)
        self._show_sheet()

    def _show_sheet(self) -> None:
        sheet = self._sheet
        if sheet is not None:
            self.file.setText(sheet.name)
            self.said.setText(tr("{n} rows, {broken} of them broken", n=len(sheet.rows), broken=len(sheet.broken)))
        self.model.set_rows([], more=False)
        self.save_button.hide()
        self._follow()

    def _tried(self, outcome: Outcome) -> None:
        self._show_outcome(outcome, tr("Would take in {done}, here already {known}, refused {n}."))

    def _ran(self, outcome: Outcome) -> None:
        self._show_outcome(outcome, tr("Taken in {done}, here already {known}, refused {n}."))

    def _show_outcome(self, outcome: Outcome, sentence: str) -> None:
        self._outcome = outcome
        self._set_busy(False)
        self.banner.say("")
        self.said.setText(sentence.format(done=outcome.done, known=outcome.known, n=len(outcome.rejects)))
        self.model.set_rows(outcome.rejects, more=False)
        self.save_button.setVisible(bool(outcome.rejects))

    def _show_progress(self, through: int, of: int) -> None:
        self.bar.setMaximum(of)
        self.bar.setValue(through)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 the state itself
        self._busy = busy
        if not busy:
            self.bar.hide()
        self._follow()

    def _follow(self) -> None:
        ready = self._sheet is not None and not self._busy
        self.try_button.setEnabled(ready)
        self.run_button.setEnabled(ready)
        self.handlers_changed.emit()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        elif isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached. Bring the file again later: what is in is not taken twice."),
            )
        elif isinstance(error, OSError):
            self._seat.messages.note(tr("The file cannot be written there. Choose another place."))
        else:
            raise error
