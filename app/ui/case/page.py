"""One case: head, timeline, next steps, ledger and papers; every step by key, each in one dialog."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout
from typing_extensions import override

from app.models.clock_reading import ClockReading
from app.models.vocabulary import Permission
from app.models.words import tr
from app.services.cases.clocks import shown
from app.services.cases.kept import RefusedStep
from app.services.cases.service import Cases, CaseSheet, Taken
from app.services.cases.telling import command_title
from app.services.errors import OutageError, UserError
from app.services.identity import PlainParty
from app.ui.case.attach import Attaching
from app.ui.case.header import CaseHeader
from app.ui.case.kept import StepShelf
from app.ui.case.lines import LinesDialog, event_lines, timeline_entries
from app.ui.case.material import MaterialPage
from app.ui.case.presence import PresenceWatch
from app.ui.case.step_column import StepColumn
from app.ui.case.step_commands import PRESET, STEP_COMMANDS
from app.ui.case.step_dialogs import StepDialogs
from app.ui.case.tabs import CaseTabs
from app.ui.case.taking_back import TakingBack
from app.ui.case.words import clock_said
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
PRESENCE = "presence"


class CasePage(Page):
    """Shows a case and takes its steps.

    Attributes:
        sheet: The case as read last; ``None`` until it is here.
        attaching: Attaches files to it.
        shelf: What this computer keeps of its steps.
        presence: Who else looks at it.
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
        self.shelf = StepShelf(seat, case_id, self)
        self.presence = PresenceWatch(seat, case_id, self)
        self._dialogs = StepDialogs(seat, self._cases, self.shelf, self)
        self.attaching = Attaching(seat, self._cases, case_id, self)
        self._back = TakingBack(seat, self._cases, self._dialogs, self)
        self._build()
        self._hide_again = QTimer(self)
        self._hide_again.setSingleShot(True)
        self._hide_again.setInterval(PLAIN_MS)
        self._hide_again.timeout.connect(self._show)
        self._connect()
        self.load()

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open, if one is."""
        return self._dialogs.dialog

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return self._number or tr("Case")

    @override
    def mark(self) -> str:
        """Say whether a form was begun here, and whether there is news behind the tab."""
        return ("✎" if self.shelf.typed else "") + ("●" if self._changed else "")

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
        may = self._seat.desk.session.may
        others = (
            (CommandId.EXPLAIN_CLOCK, self._explain_first, bool(self.sheet.readings)),
            (CommandId.REVEAL, self._dialogs.reveal, bool(self.sheet.detail.parties) and may(Permission.REVEAL)),
            (CommandId.AMEND, self._dialogs.amend, self.sheet.may_amend),
            (CommandId.ADD_PARTY, self._dialogs.add_party, self.sheet.may_amend),
            (CommandId.ATTACH, self.attaching.choose, self.sheet.may_attach),
            (CommandId.MAKE_PAPER, self._choose_paper, may(Permission.PAPER)),
            (CommandId.UNDO, self._back.take_back, True),
        )
        return found | {name: act for name, act, can in others if can}

    @override
    def come_to_front(self) -> None:
        """Be looked at: what changed meanwhile is read again."""
        self._in_front = True
        self.presence.come()
        if self._changed:
            self._changed = False
            self.titled.emit()
            self.load()
        self.timeline.setFocus()

    @override
    def go_to_back(self) -> None:
        """Be hidden: plain names are masked again."""
        self._in_front = False
        self.presence.go()
        self._show()

    @override
    def leave(self) -> bool:
        """Be closed: what was begun stays kept and comes back with the case."""
        self.presence.go()
        if self.shelf.typed:
            self._seat.messages.note(tr("What you typed is kept and comes back with the case."))
        return True

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.tabs.retranslate()
        if self.sheet is not None:
            self.sheet = self._cases.sheet_of(self.sheet.detail)
        self._show()

    def open_step(self, step: str, preset: Mapping[str, Any] | None = None) -> None:
        """Open a step's dialog, or say why it cannot be taken yet."""
        beside = {"amend": self._dialogs.amend, "put_party": self._dialogs.add_party}
        if self.sheet is not None:
            beside.get(step, partial(self._dialogs.open_step, step, preset))()

    def open_when_here(self, step: str) -> None:
        """Open a step's dialog now, or as soon as the case has been read."""
        if self.sheet is None:
            self._wanted = step
        else:
            self.open_step(step)

    def _build(self) -> None:
        seat = self._seat
        self._banner = Banner(Tone.SOON)
        self._kept_here = Banner(Tone.SOON)
        self._refused = Banner(Tone.LATE, can_close=True)
        self.head = CaseHeader(seat.desk.codes)
        self._entries = timeline_model(self)
        self.timeline = Timeline(self._entries)
        self.tabs = CaseTabs(seat.desk.codes, seat.state)
        self.steps = StepColumn(seat.desk.codes, self.open_step)
        left = Split("case/left", seat.state, [self.timeline, self.tabs], sizes=(320, 230), upright=True)
        split = Split("case", seat.state, [left, self.steps], sizes=(980, STEPS_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, (8, 8, 8, 8))
        for part in (self._banner, self._kept_here, self._refused, self.head):
            layout.addWidget(part)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.timeline)

    def _connect(self) -> None:
        self.head.clock_asked.connect(self._explain)
        self.head.reveal_asked.connect(self._dialogs.reveal)
        self.timeline.opened.connect(self._read_event)
        self.tabs.opened.connect(self._open_case)
        self.tabs.paper_opened.connect(self._open_paper)
        self.tabs.material_opened.connect(self._open_material)
        self._dialogs.taken.connect(self._taken)
        self._dialogs.read_again.connect(self._take)
        self._dialogs.failed.connect(self._not_read)
        self._dialogs.plain.connect(self._show_plain)
        self._dialogs.closed.connect(self._dialog_closed)
        self.attaching.attached.connect(self.load)
        self.attaching.busy.connect(self._banner.say)
        self._back.taken_back.connect(self.load)
        self.shelf.changed.connect(self._show)
        self.shelf.settled.connect(self.load)
        self.shelf.refused.connect(self._say_refused)
        self.presence.changed.connect(self.head.show_others)
        self._seat.news.changed.connect(self._heard)
        self._seat.news.caught_up.connect(self._caught_up)

    def _taken(self, step: str, taken: Taken) -> None:
        title = command_title(step)
        if taken.waits_here:
            note = tr("{step}: kept on this computer; it is sent when the server is back.", step=title)
            self._seat.messages.note(note)
            self._show()
            return
        if taken.needs_approval:
            self._seat.messages.note(tr("{step}: waits for the approval of a second person.", step=title))
        else:
            undo = self._back.take_back if self._back.is_undoable(step) else None
            self._seat.messages.note(tr("{step}: recorded.", step=title), undo=undo)
        self.load()

    def _say_refused(self, step: RefusedStep) -> None:
        sentence = tr(
            "{step}: the server did not take it. {sentence} What you typed is kept.",
            step=command_title(step.command),
            sentence=step.sentence,
        )
        self._refused.say(sentence, tr("Open it again"), partial(self._open_again, step.command))
        self.load()

    def _open_again(self, step: str) -> None:
        self._refused.say("")
        self.open_step(step)

    def _choose_paper(self) -> None:
        choose_paper(self._seat, self._case_id, self)

    def _show_plain(self, plain: PlainParty) -> None:
        self.head.show_plain(plain)
        self._hide_again.start()

    def _explain_first(self) -> None:
        if self.sheet is not None and self.sheet.readings:
            self._explain((shown(self.sheet.readings) or self.sheet.readings)[0])

    def _explain(self, reading: ClockReading) -> None:
        said = clock_said(reading)
        self._dialogs.show(LinesDialog(tr("Why this date: {clock}", clock=said.name), said.lines, self))

    def _read_event(self, entry: TimelineEntry) -> None:
        """Open what an event is about: the other case, the paper, the file; else its whole text."""
        if self.sheet is None:
            return
        detail, desk = self.sheet.detail, self._seat.desk
        event = next((row for row in detail.events if row.seq == entry.key), None)
        if event is None:
            return
        if event.event == "linked" and event.payload.get("case"):
            self._open_case(UUID(event.payload["case"]))
        elif event.payload.get("paper"):
            self._open_paper(UUID(event.payload["paper"]))
        elif event.event == "material_added" and (found := detail.material_of(event.payload)) is not None:
            self._open_material(found.blob_id, found.title)
        else:
            self._dialogs.show(LinesDialog(entry.title, event_lines(event, detail, desk.codes, desk.law), self))

    def _open_case(self, case_id: UUID) -> None:
        self._seat.open_page(CasePage(self._seat, case_id))

    def _open_paper(self, paper_id: UUID) -> None:
        self._seat.open_page(PaperPage(self._seat, paper_id=paper_id))

    def _open_material(self, blob_id: UUID, title: str) -> None:
        self._seat.open_page(MaterialPage(self._seat, blob_id, title, self._number))

    def _dialog_closed(self) -> None:
        self.titled.emit()
        self._show_steps()
        self.timeline.setFocus()

    def _take(self, sheet: CaseSheet) -> None:
        self.sheet = sheet
        self._number = sheet.detail.case.number
        self._dialogs.know(sheet)
        self._back.know(sheet)
        self._banner.say("")
        self._show()
        self.titled.emit()
        self.handlers_changed.emit()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.open_step(wanted)

    def _show(self) -> None:
        waiting = "、".join(command_title(row.command) for row in self.shelf.waiting)
        self._kept_here.say(tr("Kept on this computer, waiting: {steps}", steps=waiting) if waiting else "")
        if self.sheet is None:
            return
        desk = self._seat.desk
        today: date = desk.clock.today()
        self.head.show_sheet(self.sheet, today)
        self.head.show_reveal(
            f"{tr('Show')}  {key_text(command(CommandId.REVEAL))}",
            possible=bool(self.sheet.detail.parties) and desk.session.may(Permission.REVEAL),
        )
        self.head.show_others(self.presence.others)
        self._entries.set_rows(timeline_entries(self.sheet.detail, desk.codes, desk.law, today))
        self.tabs.show_sheet(self.sheet, today)
        self._show_steps()

    def _show_steps(self) -> None:
        if self.sheet is not None:
            self.steps.show_sheet(self.sheet, self.shelf, self._seat.desk.clock.today())

    def _not_read(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.note(error.text)
            if self.sheet is None:
                self._banner.say(error.text)
        elif isinstance(error, OutageError):
            sentence = tr("The server cannot be reached; this is how the case stood last.")
            self._banner.say(sentence, tr("Again"), self.load)
        else:
            raise error

    def _heard(self, changes: tuple[Any, ...]) -> None:
        mine = [change for change in changes if getattr(change, "subject", None) in {self._case_id, None}]
        if any(change.what == PRESENCE for change in mine):
            self.presence.ask()
        if any(change.what != PRESENCE for change in mine):
            self._caught_up()

    def _caught_up(self) -> None:
        self.presence.ask()
        if self._in_front:
            self.load()
        else:
            self._changed = True
            self.titled.emit()
