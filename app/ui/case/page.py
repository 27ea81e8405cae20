"""One case: head, timeline, next steps, ledger and papers; every step by key, each in one dialog."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout
from typing_extensions import override

from app.models.clock_reading import ClockReading
from app.models.vocabulary import Permission
from app.models.words import tr
from app.services.blobs import Blobs
from app.services.cases.clocks import shown
from app.services.cases.forms import PARTY, REVEAL
from app.services.cases.service import Cases, CaseSheet
from app.services.errors import OutageError, UserError
from app.services.identity import Identity, PlainParty
from app.ui.case import party_form
from app.ui.case.amend import Amendment
from app.ui.case.editors import Stock
from app.ui.case.form_dialog import FormDialog
from app.ui.case.header import CaseHeader
from app.ui.case.lines import LinesDialog, event_lines, timeline_entries
from app.ui.case.step_column import StepColumn
from app.ui.case.step_commands import PRESET, STEP_COMMANDS
from app.ui.case.tabs import CaseTabs
from app.ui.case.words import clock_said, paper_title, state_word
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.page import Page
from app.ui.papers.chooser import choose_paper
from app.ui.papers.page import PaperPage
from app.ui.seat import Seat
from app.ui.tables.timeline import Timeline, TimelineEntry, timeline_model
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.split import Split

PLAIN_MS = 60_000
STEPS_WIDTH = 316


class CasePage(Page):
    """Shows a case and takes its steps.

    Attributes:
        sheet: The case as read last; ``None`` until it is here.
        dialog: The dialog that is open, if one is.
    """

    where = Where.CASE
    icon = "papers"

    def __init__(self, seat: Seat, case_id: UUID, number: str = "") -> None:
        super().__init__(f"case:{case_id}")
        self._seat = seat
        self._cases = Cases(seat.desk)
        self._case_id = case_id
        self._number = number
        self._changed = False
        self._in_front = True
        self._wanted = ""
        self.sheet: CaseSheet | None = None
        self.dialog: QDialog | None = None
        self._banner = Banner(Tone.SOON)
        self.head = CaseHeader(seat.desk.codes)
        self._entries = timeline_model(self)
        self.timeline = Timeline(self._entries)
        self.tabs = CaseTabs(seat.desk.codes, seat.state)
        self.steps = StepColumn(seat.desk.codes, self.open_step)
        left = Split("case/left", seat.state, [self.timeline, self.tabs], sizes=(320, 230), upright=True)
        split = Split("case", seat.state, [left, self.steps], sizes=(980, STEPS_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, (8, 8, 8, 8))
        layout.addWidget(self._banner)
        layout.addWidget(self.head)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.timeline)
        self._hide_again = QTimer(self)
        self._hide_again.setSingleShot(True)
        self._hide_again.setInterval(PLAIN_MS)
        self._hide_again.timeout.connect(self._show)
        self.head.clock_asked.connect(self._explain)
        self.head.reveal_asked.connect(self._reveal)
        self.timeline.opened.connect(self._read_event)
        self.tabs.opened.connect(self._open_case)
        self.tabs.paper_opened.connect(self._open_paper)
        seat.news.changed.connect(self._heard)
        seat.news.caught_up.connect(self._caught_up)
        self.load()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return self._number or tr("Case")

    @override
    def mark(self) -> str:
        """Say whether there is news behind the tab."""
        return "●" if self._changed else ""

    def load(self) -> None:
        """Read the case again; what is shown stays until it is here."""
        case_id = self._case_id
        self._seat.tasks.run(lambda: self._cases.sheet(case_id), self._take, self._not_read, owner=self)

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the steps that are legal now, and those of the page."""
        found: dict[CommandId, Callable[[], None]] = {CommandId.REFRESH: self.load}
        if self.sheet is None:
            return found
        for name, steps in STEP_COMMANDS.items():
            step = next((each for each in steps if self.sheet.step(each) is not None), None)
            if step is not None:
                found[name] = partial(self.open_step, step, PRESET.get((name, step)))
        if self.sheet.readings:
            found[CommandId.EXPLAIN_CLOCK] = self._explain_first
        if self.sheet.detail.parties and self._seat.desk.session.may(Permission.REVEAL):
            found[CommandId.REVEAL] = self._reveal
        if self.sheet.may_amend:
            found[CommandId.AMEND] = self._amend
            found[CommandId.ADD_PARTY] = self._add_party
        if self.sheet.may_attach:
            found[CommandId.ATTACH] = self._choose_file
        if self._seat.desk.session.may(Permission.PAPER):
            found[CommandId.MAKE_PAPER] = lambda: choose_paper(self._seat, self._case_id, self)
        return found

    @override
    def come_to_front(self) -> None:
        """Be looked at: what changed meanwhile is read again."""
        self._in_front = True
        if self._changed:
            self._changed = False
            self.titled.emit()
            self.load()
        self.timeline.setFocus()

    @override
    def go_to_back(self) -> None:
        """Be hidden: plain names are masked again."""
        self._in_front = False
        self._show()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.tabs.retranslate()
        if self.sheet is not None:
            self.sheet = self._cases.sheet_of(self.sheet.detail)
        self._show()

    def open_step(self, step: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open a step's dialog, or say why it cannot be taken yet."""
        sheet = self.sheet
        found = sheet.step(step) if sheet is not None else None
        if sheet is None or found is None:
            return
        if found.why_not:
            self._seat.messages.note(found.why_not)
            return
        if step == "take":
            unit = sheet.detail.case.handling_unit_id
            self._seat.tasks.run(
                lambda: self._cases.colleagues(unit), partial(self._open_taking, preset), self._not_read, owner=self
            )
            return
        self._open_form(step, preset)

    def open_when_here(self, step: str) -> None:
        """Open a step's dialog now, or as soon as the case has been read."""
        if self.sheet is None:
            self._wanted = step
        elif self.sheet.step(step) is None:
            self._seat.messages.note(tr("This step is not possible in the present state."))
        else:
            self.open_step(step)

    def _open_taking(self, preset: Mapping[str, Any] | None, colleagues: tuple[tuple[UUID, str], ...]) -> None:
        self._open_form("take", preset, colleagues)

    def _open_form(
        self, step: str, preset: Mapping[str, Any] | None = None, colleagues: tuple[tuple[UUID, str], ...] = ()
    ) -> None:
        sheet = self.sheet
        found = sheet.step(step) if sheet is not None else None
        if sheet is None or found is None:
            return
        values = self._cases.usual_values(sheet, step) | dict(preset or {})
        if step == "take":
            values["handler_id"] = self._seat.desk.session.person_id
        hints = []
        if found.clock is not None:
            said = clock_said(found.clock)
            hints.append(tr("{clock}: {left}, by {day}", clock=said.name, left=said.left, day=said.due))
        if found.needs_approval:
            hints.append(tr("It takes effect when a second person has approved it."))
        if found.form.paper:
            paper = paper_title(self._seat.desk.codes, found.form.paper)
            hints.append(tr("Then make the paper: {paper}", paper=paper))
        stock = self._stock(sheet, colleagues)
        submit = partial(self._submit, step)
        dialog = FormDialog(found.form, values, stock, self._seat.tasks, submit, self, hints=tuple(hints))
        dialog.taken.connect(partial(self._taken, tr(found.form.title)))
        dialog.stale.connect(lambda _: self._came_late(dialog))
        self._show_dialog(dialog)

    def _submit(self, step: str, values: Mapping[str, Any]) -> dict[str, Any]:
        if self.sheet is None:
            raise UserError(tr("The case is not here yet."))
        return self._cases.step(self._case_id, self.sheet.detail.case.version, step, values)

    def _came_late(self, dialog: FormDialog) -> None:
        """Somebody was quicker: the page shows what stands now, the dialog keeps what was typed."""

        def say(sheet: CaseSheet) -> None:
            self._take(sheet)
            last = sheet.detail.events[0] if sheet.detail.events else None
            dialog.say(
                tr(
                    "{who} changed this case meanwhile; it now stands at “{state}”. Nothing was sent, your text is "
                    "kept. If the step still fits, press again.",
                    who=(last.who if last else None) or tr("Somebody"),
                    state=state_word(sheet.detail.case.state),
                )
            )

        case_id = self._case_id
        self._seat.tasks.run(lambda: self._cases.sheet(case_id), say, self._not_read, owner=self)

    def _taken(self, title: str, answer: object) -> None:
        waits = isinstance(answer, dict) and "approval" in answer
        self._seat.messages.note(
            tr("{step}: waits for the approval of a second person.", step=title)
            if waits
            else tr("{step}: recorded.", step=title)
        )
        self.load()

    def _amend(self) -> None:
        if self.sheet is None:
            return
        amendment = Amendment(self._seat, self._cases, self.sheet, self._stock(self.sheet), self)
        amendment.read_again.connect(self._take)
        amendment.dialog.taken.connect(partial(self._taken, amendment.dialog.windowTitle()))
        self._show_dialog(amendment.dialog)

    def _add_party(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return

        def submit(values: Mapping[str, Any]) -> dict[str, Any]:
            return self._cases.put_party(self._case_id, sheet.detail.case.version, party_form.party_of(values))

        values = {"role": "complainant", "relation": "self"}
        dialog = FormDialog(PARTY, values, self._stock(sheet), self._seat.tasks, submit, self)
        dialog.taken.connect(partial(self._taken, dialog.windowTitle()))
        dialog.stale.connect(lambda _: self._came_late(dialog))
        self._show_dialog(dialog)

    def _reveal(self) -> None:
        if self.sheet is None or not self.sheet.detail.parties:
            return
        identity = Identity(self._seat.desk)

        def submit(values: Mapping[str, Any]) -> PlainParty:
            return identity.reveal(values["party_id"], values["reason"])

        values = {"party_id": self.sheet.detail.parties[0].id}
        dialog = FormDialog(REVEAL, values, self._stock(self.sheet), self._seat.tasks, submit, self)
        dialog.taken.connect(self._show_plain)
        self._show_dialog(dialog)

    def _show_plain(self, plain: PlainParty) -> None:
        self.head.show_plain(plain)
        self._hide_again.start()

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, tr("Attach a file"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda path: self.attach(Path(path)))
        self._show_dialog(chooser)

    def attach(self, path: Path) -> None:
        """Send a file and attach it to the case."""
        sheet = self.sheet
        if sheet is None:
            return
        blobs = Blobs(self._seat.desk)

        def send() -> dict[str, Any]:
            stored = blobs.put(path)
            version = self._cases.detail(self._case_id).case.version
            return self._cases.add_material(
                self._case_id, version, blob_id=stored, title=path.name, kind=path.suffix.lstrip(".").lower() or "file"
            )

        self._seat.tasks.run(
            send,
            partial(self._taken, tr("Attach a file")),
            self._not_read,
            owner=self,
            busy=lambda busy: self._banner.say(tr("Sending {file}", file=path.name) if busy else ""),
        )

    def _explain_first(self) -> None:
        if self.sheet is not None and self.sheet.readings:
            self._explain((shown(self.sheet.readings) or self.sheet.readings)[0])

    def _explain(self, reading: ClockReading) -> None:
        said = clock_said(reading)
        self._show_dialog(LinesDialog(tr("Why this date: {clock}", clock=said.name), said.lines, self))

    def _read_event(self, entry: TimelineEntry) -> None:
        if self.sheet is None:
            return
        event = next((row for row in self.sheet.detail.events if row.seq == entry.key), None)
        if event is None:
            return
        if event.event == "linked" and event.payload.get("case"):
            self._open_case(UUID(event.payload["case"]))
            return
        if event.payload.get("paper"):
            self._open_paper(UUID(event.payload["paper"]))
            return
        desk = self._seat.desk
        lines = event_lines(event, self.sheet.detail, desk.codes, desk.law)
        self._show_dialog(LinesDialog(entry.title, lines, self))

    def _open_case(self, case_id: UUID) -> None:
        self._seat.open_page(CasePage(self._seat, case_id))

    def _open_paper(self, paper_id: UUID) -> None:
        self._seat.open_page(PaperPage(self._seat, paper_id=paper_id))

    def _show_dialog(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _: self._dialog_gone(dialog))
        dialog.open()

    def _dialog_gone(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        self.timeline.setFocus()

    def _stock(self, sheet: CaseSheet, colleagues: tuple[tuple[UUID, str], ...] = ()) -> Stock:
        desk = self._seat.desk
        return Stock(codes=desk.codes, law=desk.law, clock=desk.clock, detail=sheet.detail, colleagues=colleagues)

    def _take(self, sheet: CaseSheet) -> None:
        self.sheet = sheet
        self._number = sheet.detail.case.number
        self._banner.say("")
        self._show()
        self.titled.emit()
        self.handlers_changed.emit()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.open_when_here(wanted)

    def _show(self) -> None:
        if self.sheet is None:
            return
        desk = self._seat.desk
        today: date = desk.clock.today()
        self.head.show_sheet(self.sheet, today)
        self.head.show_reveal(
            f"{tr('Show')}  {key_text(command(CommandId.REVEAL))}",
            possible=bool(self.sheet.detail.parties) and desk.session.may(Permission.REVEAL),
        )
        self._entries.set_rows(timeline_entries(self.sheet.detail, desk.codes, desk.law, today))
        self.tabs.show_sheet(self.sheet, today)
        self.steps.show_sheet(self.sheet, today)

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
            if self.sheet is None:
                self._banner.say(error.text)
        elif isinstance(error, OutageError):
            self._banner.say(
                tr("The server cannot be reached; this is how the case stood last."), tr("Again"), self.load
            )
        else:
            raise error

    def _heard(self, changes: tuple[Any, ...]) -> None:
        if any(getattr(change, "subject", None) in {self._case_id, None} for change in changes):
            self._caught_up()

    def _caught_up(self) -> None:
        if self._in_front:
            self.load()
        else:
            self._changed = True
            self.titled.emit()
