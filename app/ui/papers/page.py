"""A paper: its fields at the left, the paper itself at the right; issued, printed, saved, served, voided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.vocabulary import PaperState, Permission
from app.models.words import spoken, tr
from app.services.documents.fields import PaperData
from app.services.errors import StaleError, UserError
from app.services.papers.prepared import Addressee, Issued, PaperSheet
from app.services.papers.service import Papers
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.papers.handing_out import HandingOut
from app.ui.papers.panels import DraftPanel, IssuedPanel, name_of
from app.ui.papers.preview import Preview
from app.ui.papers.serve import ServeDialog, ServiceEntry
from app.ui.papers.void import VoidDialog
from app.ui.seat import Seat
from app.ui.tasks import Task
from app.ui.theme import space
from app.ui.widgets.split import Split

PREVIEW_PAUSE_MS = 250
COPY_MARK = "副本"
_ELSEWHERE = "not_now"  # issued or voided meanwhile, perhaps by an answer of ours that was lost on the line


@dataclass(frozen=True)
class Printed:
    """A draft as printed for looking at, and what keeps it from being issued."""

    pdf: bytes
    troubles: Mapping[str, str]


class PaperPage(Page):
    """One paper of one case."""

    where = Where.PAPER
    icon = "papers"

    def __init__(
        self,
        seat: Seat,
        *,
        case_id: UUID | None = None,
        form: str = "",
        paper_id: UUID | None = None,
    ) -> None:
        """Make ``form`` for ``case_id``, or open the paper ``paper_id``."""
        super().__init__(f"paper:{paper_id}" if paper_id else f"paper:{case_id}:{form}")
        self._seat = seat
        self._papers: Papers | None = None
        self._case_id, self._form_code, self._paper_id = case_id, form, paper_id
        self.sheet: PaperSheet | None = None
        self.panel: DraftPanel | IssuedPanel | None = None
        self._printing: Task[Printed] | None = None
        self._touched = False
        self._busy = False
        self._wants_issue = False
        self._spoken = spoken()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self._print_preview)
        self.preview = Preview()
        self.out = HandingOut(self, seat)
        self._place = QVBoxLayout()
        left = QWidget()
        left.setLayout(self._place)
        space(self._place, 0)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(Split("paper", seat.state, [left, self.preview], sizes=[560, 620]))
        self._load()

    @override
    def title(self) -> str:
        if self.sheet is None:
            return tr("Paper")
        return f"{name_of(self.sheet)} {self.sheet.case_number}" if self.sheet.is_open else self.sheet.number

    @override
    def mark(self) -> str:
        return "✎" if self._touched else ""

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        found: dict[CommandId, Callable[[], None]] = dict(self.preview.handlers())
        if self.sheet is None:
            return found
        found[CommandId.PREVIEW_PAPER] = self._look
        found[CommandId.NEXT_PART] = self._other_part
        found[CommandId.REFRESH] = self._refresh
        found[CommandId.PRINT_PAPER] = self.print_paper
        found[CommandId.SAVE_PAPER] = self.save_as
        if self.sheet.is_open:
            found[CommandId.SAVE] = self.keep
            found[CommandId.ISSUE_PAPER] = self.issue
        elif self.sheet.state is PaperState.ISSUED:
            if self.sheet.addressees:
                found[CommandId.SERVE_PAPER] = self.serve
            found[CommandId.VOID_PAPER] = self.void
        return found

    @override
    def come_to_front(self) -> None:
        if self.panel is not None:
            self.panel.begin()

    @override
    def leave(self) -> bool:
        if self._touched:
            self._seat.desk.drafts.flush()
        return True

    @override
    def retranslate(self) -> None:
        if self.sheet is not None and self._spoken != spoken():
            self._spoken = spoken()
            self._show(replace(self.sheet, data=self._data()))

    def keep(self) -> None:
        """Keep the draft with the case, for colleagues to go on with."""
        sheet, data, chosen = self.sheet, self._data(), self._chosen()
        if sheet is not None and not self._busy:
            service = self._service()
            self._run(lambda: service.draft(sheet, data, chosen), self._kept)

    def issue(self) -> None:
        """Number and issue; where something is missing or cannot be read, go there and say it."""
        sheet, panel = self.sheet, self.panel
        if sheet is None or not isinstance(panel, DraftPanel) or self._busy:
            return
        if unreadable := panel.form.problems():
            panel.form.say(unreadable, {})
            panel.form.go_to(next(iter(unreadable)))
            return
        self._wants_issue = True
        service, data, chosen = self._service(), panel.data(), panel.chosen()
        self._run(lambda: _issue_or_say(service, sheet, data, chosen), self._issued)

    def print_paper(self) -> None:
        """Print what is shown through the system's dialog."""
        self.out.print_pdf(self.preview.pdf, self.preview.page_count, self.title())

    def print_copy(self) -> None:
        """Print the stored paper with the mark of a copy on every page."""
        sheet = self.sheet
        if sheet is not None and not self._busy:
            service, pages = self._service(), self.preview.page_count
            self._run(
                lambda: service.print_copy(sheet.id, COPY_MARK),
                lambda pdf: self.out.print_pdf(pdf, pages, self.title()),
            )

    def save_as(self) -> None:
        """Save what is shown as a PDF file."""
        self.out.save_as(self.preview.pdf, f"{self.title()}.pdf")

    def serve(self) -> None:
        """Record a service of the paper."""
        sheet = self.sheet
        if sheet is None or not sheet.addressees:
            return
        dialog = ServeDialog(
            f"{name_of(sheet)}　{sheet.number}",
            sheet.addressees,
            self._seat.desk.codes.choices("service_way"),
            self._seat.desk.clock,
            self,
        )
        dialog.entered.connect(lambda entry: self._serve(dialog, sheet, entry))
        dialog.open()

    def void(self) -> None:
        """Void the paper with a reason."""
        sheet = self.sheet
        if sheet is None:
            return
        dialog, service = VoidDialog(sheet.number, self), self._service()
        dialog.given.connect(
            lambda reason: self._run(
                lambda: service.void(sheet.id, reason, expected_version=sheet.version),
                lambda _: self._done_with(dialog, sheet.id),
                owner=dialog,
            )
        )
        dialog.open()

    def _service(self) -> Papers:
        if self._papers is None:
            self._papers = Papers(self._seat.desk)
        return self._papers

    def _load(self) -> None:
        if not self.preview.pdf:
            self.preview.say(tr("The paper is being laid out…"))
        case_id, form, paper_id = self._case_id, self._form_code, self._paper_id

        def lay_out() -> tuple[PaperSheet, bytes]:
            service = self._service()
            if paper_id is None and case_id is None:
                raise ValueError("a new paper belongs to a case")
            sheet = service.open(paper_id) if paper_id else service.prepare(case_id or UUID(int=0), form)
            return (service.typed(sheet), b"") if sheet.is_open else (sheet, service.bytes_of(sheet.id))

        self._seat.tasks.run(lay_out, self._laid_out, self._not_laid_out, owner=self)

    def _laid_out(self, found: tuple[PaperSheet, bytes]) -> None:
        sheet, pdf = found
        self._show(sheet)
        if pdf:
            self.preview.show_pdf(pdf)
        else:
            self._print_preview()

    def _not_laid_out(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            raise error
        self.preview.say(error.text)
        self._seat.messages.note(error.text)

    def _done_with(self, dialog: QDialog, paper_id: UUID) -> None:
        dialog.accept()
        self._paper_id = paper_id
        self._load()

    def _refresh(self) -> None:
        """Read an issued paper again; lay a draft out again as the case says it now."""
        if self.sheet is None or not self.sheet.is_open:
            self._load()
            return
        self._show(replace(self.sheet, data=self.sheet.proposed))
        self._changed()

    def _show(self, sheet: PaperSheet) -> None:
        self.sheet = sheet
        if sheet.version is not None:
            self._paper_id = sheet.id
        if self.panel is not None:
            self._place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = self._draft_panel(sheet) if sheet.is_open else self._issued_panel(sheet)
        self._place.addWidget(self.panel)
        self.panel.show()
        if self.isVisible():
            self.panel.begin()
        self.titled.emit()
        self.handlers_changed.emit()

    def _draft_panel(self, sheet: PaperSheet) -> DraftPanel:
        service = self._service()
        panel = DraftPanel(
            sheet,
            self._seat.desk.clock,
            lambda data, chosen: service.addressed(sheet, data, chosen),
            issue=self.issue,
            keep=self.keep,
        )
        panel.typed.connect(self._changed)
        return panel

    def _issued_panel(self, sheet: PaperSheet) -> IssuedPanel:
        may_void = sheet.state is PaperState.ISSUED and self._seat.desk.session.may(Permission.CORRECT)
        return IssuedPanel(
            sheet,
            self._seat.desk.codes.choices("service_way"),
            serve=self.serve,
            print_paper=self.print_paper,
            print_copy=self.print_copy,
            void=self.void if may_void else None,
        )

    def _data(self) -> PaperData:
        if isinstance(self.panel, DraftPanel):
            return self.panel.data()
        return self.sheet.data if self.sheet else {}

    def _chosen(self) -> tuple[Addressee, ...]:
        return self.panel.chosen() if isinstance(self.panel, DraftPanel) else ()

    def _changed(self) -> None:
        """Keep what is typed on this computer at once; print it when the typing pauses."""
        if self.sheet is None:
            return
        self._wants_issue = False
        if not self._touched:
            self._touched = True
            self.titled.emit()
        self._service().type_on(self.sheet, self._data())
        self._pause.start()

    def _print_preview(self) -> None:
        sheet, panel = self.sheet, self.panel
        if sheet is None or not isinstance(panel, DraftPanel):
            return
        data, service = panel.data(), self._service()
        if self._printing is not None:
            self._printing.drop()
        self._printing = self._seat.tasks.run(
            lambda: Printed(service.preview(sheet, data).pdf, service.troubles(sheet, data)), self._printed, owner=panel
        )

    def _printed(self, found: Printed) -> None:
        self.preview.show_pdf(found.pdf)
        if isinstance(self.panel, DraftPanel):
            self.panel.say(found.troubles, wants_issue=self._wants_issue)

    def _issued(self, found: Issued | dict[str, str]) -> None:
        panel, sheet = self.panel, self.sheet
        if not isinstance(found, Issued):
            if isinstance(panel, DraftPanel):
                panel.say(found, wants_issue=True)
                panel.form.go_to(next(iter(found)))
            return
        self._touched = False
        self._pause.stop()
        if sheet is not None:
            service = self._service()
            self._seat.tasks.run(lambda: service.typed_is_done(sheet), lambda _: None, owner=self)
        self.preview.show_pdf(found.pdf)
        self._seat.messages.note(tr("Issued as {number}", number=found.number))
        self._paper_id = found.paper_id
        self._load()

    def _kept(self, sheet: PaperSheet) -> None:
        self._touched = False
        self.sheet = sheet
        self._paper_id = sheet.id
        self._service().type_on(sheet, self._data())
        self.titled.emit()
        self._seat.messages.note(tr("The draft is kept with the case."))

    def _serve(self, dialog: ServeDialog, sheet: PaperSheet, entry: ServiceEntry) -> None:
        service = self._service()
        self._run(
            lambda: service.record_service(
                sheet,
                entry.addressee,
                way=entry.way,
                result=entry.result,
                at=entry.at,
                mail_number=entry.mail_number,
                note=entry.note,
            ),
            lambda _: self._done_with(dialog, sheet.id),
            owner=dialog,
        )

    def _look(self) -> None:
        self.preview.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _other_part(self) -> None:
        if self.preview.view.hasFocus() and self.panel is not None:
            self.panel.begin()
        else:
            self._look()

    def _run(self, work: Callable[[], object], done: Callable[..., None], owner: QWidget | None = None) -> None:
        """Do something at the server; a refusal is said beside its field, on the dialog it came from."""
        self._busy = True
        place = owner or self

        def over(answer: object) -> None:
            self._busy = False
            done(answer)

        def failed(error: BaseException) -> None:
            self._busy = False
            if isinstance(error, StaleError):
                self._stale()
            elif isinstance(error, UserError):
                self._seat.messages.refuse(place, error)
                if error.code == _ELSEWHERE and self.sheet is not None:
                    self._paper_id = self.sheet.id
                    self._load()
            else:
                raise error

        self._seat.tasks.run(work, over, failed, owner=place)

    def _stale(self) -> None:
        """Somebody else changed the draft: what is typed here stays, over the newer version."""
        sheet, mine, service = self.sheet, self._data(), self._service()
        if sheet is None:
            return
        self._paper_id = sheet.id

        def take(newer: PaperSheet) -> None:
            if not newer.is_open:
                self._load()
                return
            self._show(replace(newer, data=mine))
            self._seat.messages.note(
                tr("Somebody else changed this draft meanwhile. Yours is shown; check it and go on.")
            )
            self._print_preview()

        self._seat.tasks.run(lambda: service.open(sheet.id), take, owner=self)


def _issue_or_say(
    service: Papers, sheet: PaperSheet, data: PaperData, chosen: tuple[Addressee, ...]
) -> Issued | dict[str, str]:
    """Issue a paper, or say by field what keeps it from being issued."""
    return service.troubles(sheet, data) or service.issue(sheet, data, chosen)
