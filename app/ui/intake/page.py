"""The intake page: one contact from pick-up to the closing words, without the mouse and without waiting."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout
from typing_extensions import override

from app.models import words as language
from app.models.vocabulary import KIND_TITLES, Permission
from app.models.words import tr
from app.services.callers import Callers, KnownCase
from app.services.codebook import CodeEntry
from app.services.contacts import ContactRow
from app.services.drafts.draft import Draft
from app.services.errors import OutageError, UserError
from app.services.intake import Intake, Saved
from app.services.registration import ANSWERED_AT_ONCE, NewCase
from app.ui.commands import CommandId, Where
from app.ui.intake.arrival import Arrival
from app.ui.intake.asides import Asides
from app.ui.intake.dialogs import DistributeDialog, ReadBackDialog
from app.ui.intake.drafting import Drafting, Place, cursor_in, place_of, put_cursor
from app.ui.intake.endings import Endings, Present
from app.ui.intake.saving import Done, Saving
from app.ui.intake.script import closing_words, read_back
from app.ui.intake.settle_first import SettleFirst
from app.ui.intake.sheet import Acts, Sheet
from app.ui.intake.thinking import Thinking
from app.ui.media.drop import ArrivalDrop
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.theme import space

CONTACT = "contact_id"
LINKED = "linked_case"
_FIELDS = {
    "amount_involved": "amount",
    "ck_cases_amount_involved": "amount",
    "enterprise_id": "respondent",
    "object_code": "object",
    "problem_code": "problem",
    "violation_code": "violation",
    "respondent_name": "respondent",
    "uq_external_ref_number": "source_number",
}
OpenCase = Callable[[UUID], None]


class IntakePage(Page):
    """A contact being taken in."""

    where = Where.INTAKE
    icon = "intake"
    place = CommandId.GO_INTAKE

    def __init__(
        self,
        seat: Seat,
        *,
        contact: ContactRow | None = None,
        draft: Draft | None = None,
        open_case: OpenCase | None = None,
    ) -> None:
        """Open an empty form, one over a ``contact`` taken from a queue, or a ``draft`` as it was left."""
        drafting = Drafting(seat.desk, draft)
        super().__init__(f"intake:{contact.contact_id if contact else drafting.draft_id}")
        self._seat = seat
        self._drafting = drafting
        self._begins = draft is None  # what is taken from a queue begins with the story too, a draft where it was left
        self._open_case = open_case
        self._intake = Intake(seat.desk)
        self._callers = Callers(seat.desk)
        self._linked: tuple[UUID, str] | None = None
        self._saved: Saved | None = None
        self._spoken = language.spoken()
        self._whole = QVBoxLayout(self)
        space(self._whole, 0, (16, 8, 8, 8))
        self._arrival = Arrival(seat, self)
        self._arrival.found.connect(self._take_over)
        self._arrival.caller_known.connect(self._caller_known)
        self._arrival.failed.connect(self._tell)
        self.player, self.scan = self._arrival.player, self._arrival.scan
        self._drop = ArrivalDrop(self, seat.tasks)
        self._saving = Saving(seat, self, self._present, self._case, self._show_busy)
        self._saving.begins.connect(self._on_disk)
        self._saving.done.connect(self._kept)
        self._saving.failed.connect(self._refused)
        self._endings = Endings(seat, self, self._present)
        self._endings.begins.connect(self._on_disk)
        self._endings.ended.connect(self._ended)
        self._endings.failed.connect(self._refused)
        self._asides = Asides(seat, self, self._present)
        self._asides.linked.connect(self._linked_to)
        self._settle = SettleFirst(seat, self, self._present)
        self._settle.ended.connect(self._settled)
        self._build()
        self.player.handlers_changed.connect(self.handlers_changed)
        self.player.stamped.connect(self._stamp)
        self.scan.handlers_changed.connect(self.handlers_changed)
        seat.news.caught_up.connect(self._line_is_back)
        if draft is not None:
            self._restore(draft)
        if contact is not None:
            self._take_over(contact)
        self.thinking.think()

    @override
    def title(self) -> str:
        """Give the beginning of the facts, or what the page is for."""
        if self._saved is not None:
            return self._saved.number or tr("Kept here")
        facts = self.form.facts.text().strip()
        return (facts[:10] + "…" if len(facts) > 10 else facts) or tr("Intake")  # noqa: PLR2004 ten characters fit a tab

    @override
    def mark(self) -> str:
        """Mark an unfinished form."""
        return "✎" if self._drafting.is_touched and self._saved is None else ""

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed here and nothing taken over."""
        return not self._drafting.is_touched and self._arrival.row is None and self._saved is None

    @property
    def draft_id(self) -> UUID:
        """The draft's id, which is also the id of the case it becomes."""
        return self._drafting.draft_id

    @property
    def saved(self) -> Saved | None:
        """What became of the last save, while it is shown."""
        return self._saved

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer what can be done now: the form's commands, or a new contact after a save."""
        own: dict[CommandId, Callable[[], None]] = {CommandId.NEW_CONTACT: self._new_contact}
        own |= dict(self.player.handlers()) | dict(self.scan.handlers())
        if self._saved is not None:
            return own | self.knowledge.handlers()
        own |= {
            CommandId.SAVE: self.save,
            CommandId.EMERGENCY: self._asides.emergency,
            CommandId.NAMELESS: self._asides.nameless,
            CommandId.READ_BACK: self._read_back,
            CommandId.ATTACH: self.form.materials.choose,
            CommandId.LINK_CASE: self._asides.link,
            CommandId.DISCARD: self._discard,
        }
        own |= self._endings.handlers()
        if self._seat.desk.session.may(Permission.ORDER):
            own[CommandId.OUTCOME_SETTLE] = self._settle.ask
        if self._intake.may_distribute():
            own[CommandId.SAVE_AND_DISTRIBUTE] = self.save_and_distribute
        if self.form.kind in ANSWERED_AT_ONCE:
            own[CommandId.FINISH_CONSULTATION] = self.finish
        return own | self.knowledge.handlers()

    @override
    def come_to_front(self) -> None:
        """Put the hands where the story is written."""
        begins, self._begins = self._begins, False
        if self._saved is None and (begins or self.focusWidget() is None or self.is_untouched):
            self.form.focus_facts()

    @override
    def leave(self) -> bool:
        if self._drafting.is_touched and self._saved is None and not self._saving.is_busy:
            draft_id = self._drafting.draft_id
            seat, contact, open_case = self._seat, self._arrival.row, self._open_case

            def back() -> None:
                draft = seat.desk.drafts.load(draft_id)
                seat.open_page(IntakePage(seat, draft=draft, contact=contact, open_case=open_case))

            seat.messages.note(tr("Kept as a draft; it comes back at the next sign-in."), undo=back)
        return True

    @override
    def retranslate(self) -> None:
        """Build the form anew in the other language, with all that was typed."""
        if language.spoken() == self._spoken:
            return
        self._spoken = language.spoken()
        values, trader = self.form.inputs.values(), self.form.against.trader
        self._build()
        self.form.put(values)
        if trader is not None:
            self.form.against.show_trader(trader)
        self._arrival.retranslate()
        self.thinking.think()

    def save(self) -> None:
        """Save; a second press while the first is under way does nothing."""
        self._save()

    def save_and_distribute(self) -> None:
        """Ask where it goes, then save and send it there."""
        if self._saving.is_busy or not self._readable():
            return
        trader = self.form.against.trader
        proposed = self._intake.proposed_receiver(trader.authority_id if trader else None)
        dialog = DistributeDialog(self._intake.receivers(), proposed, self)
        dialog.chosen.connect(lambda unit: self._save(distribute_to=unit))
        dialog.open()

    def finish(self) -> None:
        """The question is answered: save it closed and stand ready for the next call."""
        self._save(closes=True)

    def _save(self, *, distribute_to: UUID | None = None, closes: bool = False) -> None:
        if not self._endings.is_busy and self._saved is None and self._readable():
            self._saving.save(distribute_to=distribute_to, closes=closes)

    def _build(self) -> None:
        """Make form and cards, in the language spoken now."""
        while (item := self._whole.takeAt(0)) is not None:
            gone = item.widget()
            if isinstance(gone, Sheet):
                gone.let_go()
                gone.hide()
                gone.deleteLater()
        acts = Acts(
            end=self._endings.choose,
            emergency=self._asides.emergency,
            save=self.save,
            save_and_distribute=self.save_and_distribute,
            finish=self.finish,
            new=self._new_contact,
            show_case=self._show_saved_case,
        )
        self._sheet = Sheet(self._seat, self._drop, self.player, self.scan, acts)
        self.form, self.knowledge, self.panel = self._sheet.form, self._sheet.knowledge, self._sheet.panel
        self.call, self.footer = self._sheet.call, self._sheet.footer
        self.thinking = Thinking(self._seat, self._sheet, self._case)
        self._whole.addWidget(self._sheet)
        self.form.changed.connect(self._changed)
        self.form.shape_changed.connect(self.handlers_changed)
        self.form.materials.changed.connect(self._saving.files_moved)
        self.knowledge.case_asked.connect(self._case_asked)
        self._sheet.show_medium(self._arrival.row)

    def _present(self) -> Present:
        return Present(
            form=self.form,
            drafting=self._drafting,
            row=self._arrival.row,
            caller=self.thinking.caller,
            is_saving=self._saving.is_busy,
        )

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 the runner calls it with one bool
        self.footer.show_busy(busy)

    def _on_disk(self) -> None:
        """Make sure that there is a draft, also of a form nobody typed into."""
        if not self._drafting.is_touched:
            self._keep({})

    def _ended(self, entry: CodeEntry) -> None:
        self._begin_anew()
        self._seat.messages.note(tr("Noted: {outcome}", outcome=entry.title))

    def _settled(self, sentence: str) -> None:
        self._begin_anew()
        self._seat.messages.note(sentence)

    def _tell(self, error: BaseException) -> None:
        """Say what can be said; what is a mistake of ours goes on to the report."""
        if isinstance(error, OutageError):
            self._seat.messages.note(tr("The server cannot be reached just now. What you typed is kept here."))
        elif isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        else:
            raise error

    def _restore(self, draft: Draft) -> None:
        self.form.put(draft.fields)
        self.call.begin(draft.opened_at)
        place = place_of(draft)
        widget = self.form.inputs.widget(place.name) if place else None
        if place is not None and widget is not None:
            QTimer.singleShot(0, self, lambda: put_cursor(widget, place.at))
        linked = draft.fields.get(LINKED)
        if isinstance(linked, Mapping):
            self._linked = (UUID(str(linked["id"])), str(linked["number"]))
        if draft.damage is not None:
            self._seat.messages.note(draft.damage.text)
        enterprise = self.form.against.enterprise_id()
        if enterprise is not None:
            self.thinking.ask_trader(enterprise, show=True)
        if self.form.who.phone.value():
            self.thinking.number_known(str(self.form.who.phone.value()))
        contact = draft.fields.get(CONTACT)
        if isinstance(contact, str):
            self._arrival.look_for(UUID(contact))

    def _take_over(self, row: ContactRow) -> None:
        """Open a waiting contact into the form: its sound above it, its scan beside it, its number filled in."""
        self._arrival.open(row, ask_caller=not self.form.who.phone.text())
        self.form.opening.set_code(row.channel)
        self._drafting.begin_at(self._seat.desk.clock.now())
        self._keep({CONTACT: str(row.contact_id), "way": row.behaviour, "channel": row.channel})
        self._sheet.show_medium(self._arrival.row)
        self.handlers_changed.emit()

    def _stamp(self, text: str) -> None:
        self.form.facts.insertPlainText(text)

    def _caller_known(self, number: str) -> None:
        if number:
            self.form.who.phone.set_value(number)
            self.thinking.number_known(number)

    def _changed(self, name: str, value: object) -> None:
        self._keep({name: value})

    def _keep(self, changes: Mapping[str, object]) -> None:
        first = not self._drafting.is_touched
        focused = QApplication.focusWidget()
        name = self.form.inputs.name_of(focused)
        where = Place(name=name, at=cursor_in(self.form.inputs.widget(name))) if name else None
        self._drafting.keep(changes, where, self.title())  # type: ignore[arg-type]  # inputs give plain values
        if first:
            self.call.begin(self._drafting.opened_at)
        self.titled.emit()

    def _case(self) -> NewCase:
        case = self.form.case(self._drafting.draft_id, self._drafting.opened_at, self._arrival.row)
        return replace(case, linked_case_id=self._linked[0]) if self._linked else case

    def _readable(self) -> bool:
        unreadable = self.form.unreadable()
        if unreadable is not None:
            self.form.refuse(*unreadable)
        return unreadable is None

    def _kept(self, done: Done) -> None:
        """The save is done or kept: stand ready for the next call, or show what became of it."""
        saved, case = done.saved, done.case
        if done.is_quick:
            self._begin_anew()
            kept = tr("Kept on this computer; it is sent when the server is back.")
            said = tr("{kind} {number} saved.", kind=tr(KIND_TITLES[case.kind]), number=saved.number)
            self._seat.messages.note(kept if saved.is_waiting else said)
            return
        self._saved = saved
        received = self._intake.received(case.channel, case.contact.arrival)
        unit = self._seat.desk.codes.unit_name(saved.distributed_to) if saved.distributed_to else ""
        reading = self._intake.first_clock(case.kind, received.at)
        self.panel.show_saved(saved, closing_words(case, saved, reading, unit), can_open=self._open_case is not None)
        self._sheet.show_panel()
        self.titled.emit()
        self.handlers_changed.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            name = _FIELDS.get(error.field or "", error.field or "")
            if not self.form.refuse(name, error.text):
                self._seat.messages.refuse(self, UserError(error.text, code=error.code))
                self.form.focus_facts()
        else:
            self._tell(error)

    def _line_is_back(self) -> None:
        self.form.materials.send_waiting()

    def _read_back(self) -> None:
        case = self._case()
        received = self._intake.received(case.channel, case.contact.arrival)
        reading = self._intake.first_clock(case.kind, received.at)
        ReadBackDialog(read_back(case, self._seat.desk.codes, reading), self.save, self).open()

    def _linked_to(self, case: KnownCase) -> None:
        self._linked = (case.case_id, case.number)
        self._keep({LINKED: {"id": str(case.case_id), "number": case.number}})
        self._seat.messages.note(tr("Linked with {number}.", number=case.number))

    def _discard(self) -> None:
        drafting = self._drafting
        if not drafting.is_touched:
            return
        self._seat.tasks.run(drafting.throw_away, lambda _: None, self._tell, owner=self)
        values, row = self.form.inputs.values(), self._arrival.row
        self._begin_anew()

        def back() -> None:
            if row is not None:
                self._arrival.open(row, ask_caller=False)
            self.form.put(values)
            self._keep(values)
            self._sheet.show_medium(self._arrival.row)

        self._seat.messages.note(tr("The draft is put away."), undo=back)

    def _new_contact(self) -> None:
        if self._saved is not None:
            self._begin_anew()
        elif self.is_untouched:
            self.form.focus_facts()
        else:
            self.asked_to_open.emit(IntakePage(self._seat, open_case=self._open_case))

    def _begin_anew(self) -> None:
        """Stand ready for the next call."""
        self._drafting = Drafting(self._seat.desk)
        self._linked, self._saved = None, None
        self._arrival.clear()
        self.form.put({})
        self.call.reset(tr("New contact"))
        self._sheet.show_medium(self._arrival.row)
        self._sheet.show_form()
        self.form.focus_facts()
        self.thinking.forget()
        self.titled.emit()
        self.handlers_changed.emit()

    def _case_asked(self, case: KnownCase) -> None:
        if self._open_case is not None:
            self._open_case(case.case_id)
        else:
            self._seat.messages.note(self._callers.progress(case))

    def _show_saved_case(self) -> None:
        if self._saved is not None and self._open_case is not None:
            self._open_case(self._saved.subject)
