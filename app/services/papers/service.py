"""Papers of a case: which are due, what stands on them, number and issue, print, service, the register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from app.models.tables.paper import Paper as PaperRecord
from app.models.words import tr
from app.services.blobs import Blobs
from app.services.bootstrap import Desk
from app.services.documents.copies import overlay_copy_mark
from app.services.documents.fields import PaperData
from app.services.documents.press import Paper as Print, PaperPress
from app.services.documents.templates import OWN
from app.services.drafts.draft import Stage
from app.services.errors import UserError
from app.services.papers import issuing
from app.services.papers.facts import CaseFacts, read_facts
from app.services.papers.prepared import Addressee, Issued, Offer, PaperSheet
from app.services.papers.register import PAGE, PaperRow, RegisterPage, papers_of, read_register
from app.services.papers.rules import RULES, PaperRule, rule_of
from app.services.papers.sheets import Sheets, addressed
from app.services.papers.stored import kept, plain, to_keep

TYPED_IN = "paper"
_VERSION = "version of the draft"
_NAMES = UUID("0d3c4c57-6a8e-5f0a-8a0c-3b1f6e1a7c11")


class Papers:
    """The papers of the cases this person sees. Every method but :meth:`preview` waits for the server.

    Args:
        desk: The signed-in desk.
        press: Prints the forms; the desk's own unless a test hands in another.
    """

    def __init__(self, desk: Desk, press: PaperPress | None = None) -> None:
        self._desk = desk
        self._press = press or desk.press
        self._sheets = Sheets(desk, self._press.forms)

    def offered(self, case_id: UUID) -> tuple[Offer, ...]:
        """Return every form of the case's rule in the rule's order, then the centre's own records.

        Each comes with the reason why it is not due, if so.

        Raises:
            UserError: The case does not exist, or one may not see it.
        """
        with self._desk.database.read() as connection:
            facts = read_facts(connection, case_id, self._desk.codes)
            made = papers_of(connection, case_id)
        forms = {form.code for rule_set in (facts.rule_set or "", OWN) for form in self._press.forms.all(rule_set)}
        return tuple(
            Offer(
                form=rule.form,
                number=place if rule.is_national else 0,
                title=self.title(rule.form),
                why_not=self._why_not(rule, facts, forms),
                papers=tuple(row for row in made if row.form == rule.form),
                expected=rule.expected,
            )
            for place, rule in enumerate(RULES, start=1)
        )

    def prepare(self, case_id: UUID, form: str) -> PaperSheet:
        """Lay a form out with what the case says; an open draft of this form is gone on with.

        Names come through the audited door, once a call.

        Raises:
            UserError: The form is not due, or one may not make papers of this case.
        """
        return self._sheets.prepare(case_id, form)

    def open(self, paper_id: UUID) -> PaperSheet:
        """Return a paper as it stands: a draft with its fields and plain names, an issued one with its service.

        Raises:
            UserError: It does not exist, or one may not see it.
        """
        return self._sheets.open(paper_id)

    def preview(self, sheet: PaperSheet, data: PaperData) -> Print:
        """Print a draft for looking at: blanks where something is missing; asks nobody, takes some 20 ms.

        Raises:
            ValueError: A value is of the wrong kind.
        """
        return self._press.render(
            sheet.form,
            data,
            number=sheet.number,
            issued_on=self._desk.clock.today(),
            letterhead=sheet.letterhead,
            draft=True,
        )

    def troubles(self, sheet: PaperSheet, data: PaperData) -> dict[str, str]:
        """Say by field, in words, what keeps the paper from being issued: what is missing, what no font can draw."""
        return issuing.troubles(self._press, sheet, data)

    def addressed(self, sheet: PaperSheet, data: PaperData, chosen: Sequence[Addressee]) -> PaperData:
        """Return ``data`` with the line of address following the chosen addressees."""
        return addressed(sheet, {**data, "addressee": sheet.proposed.get("addressee")}, chosen)

    def draft(
        self,
        sheet: PaperSheet,
        data: PaperData | None = None,
        addressees: Sequence[Addressee] | None = None,
    ) -> PaperSheet:
        """Keep the paper with its case; names, phones and addresses are not stored with it but fetched again.

        Raises:
            StaleError: Somebody else changed it meanwhile.
            UserError: The database refuses it.
        """
        given = sheet.data if data is None else data
        values = {**given, **{name: sheet.proposed.get(name) for name in sheet.fixed}}
        goes_to = tuple(sheet.addressees if addressees is None else addressees)
        answer = self._desk.command(
            "draft_paper",
            {
                "case_id": sheet.case_id,
                "form": sheet.form.code,
                "template_version": sheet.template_version,
                "data": to_keep(sheet.form, rule_of(sheet.form.code), values),
                "addressees": [
                    {
                        "id": found.id,
                        "side": found.side,
                        "party_id": found.party_id,
                        "unit_id": found.unit_id,
                        "copies": found.copies,
                    }
                    for found in goes_to
                ],
            },
            subject=sheet.id,
            expected_version=sheet.version,
        )
        return replace(sheet, version=answer["version"], data=MappingProxyType(values), addressees=goes_to)

    def issue(
        self,
        sheet: PaperSheet,
        data: PaperData | None = None,
        addressees: Sequence[Addressee] | None = None,
    ) -> Issued:
        """Keep, number, print, store and issue a paper; whatever fails leaves the number free.

        It is printed once before with the widest number there can be, so that what cannot be printed is said while
        the number series is not locked; then number, print and file happen in one transaction.

        Raises:
            UserError: A field is missing or cannot be drawn, the text names the reporter, or it is not due any more.
            StaleError: Somebody else changed it meanwhile.
            OutageError: The server went away; open it again to see whether it was issued.
        """
        if sheet.version is None or data is not None or addressees is not None:
            sheet = self.draft(sheet, data, addressees)
        return issuing.issue(self._desk, self._press, sheet, sheet.data)

    def typed(self, sheet: PaperSheet) -> PaperSheet:
        """Return ``sheet`` with what was typed into it on this computer and not kept with the case yet.

        Raises:
            KeepingError: What was typed cannot be read from this computer's disk.
        """
        draft = self._desk.drafts.open(typed_id(sheet), TYPED_IN, title=f"{sheet.form.title} {sheet.case_number}")
        fields = dict(draft.fields)
        if draft.stage is not Stage.OPEN or fields.pop(_VERSION, None) != (sheet.version or 0):
            return sheet
        return replace(sheet, data=MappingProxyType({**sheet.data, **kept(sheet.form, fields)}))

    def type_on(self, sheet: PaperSheet, data: PaperData) -> None:
        """Keep what is typed on this computer, encrypted, at once; names too, which never go with the draft."""
        values = plain(sheet.form, data)
        emptied = {field.name: "" for field in sheet.form.fields if field.name not in values}
        self._desk.drafts.append(typed_id(sheet), {**emptied, **values, _VERSION: sheet.version or 0})

    def typed_is_done(self, sheet: PaperSheet) -> None:
        """Put away what was typed: the paper is issued."""
        self._desk.drafts.sent(typed_id(sheet))

    def void(self, paper_id: UUID, reason: str, *, expected_version: int | None = None) -> int:
        """Void an issued paper; its number stays in the register. Return the paper's new version.

        Raises:
            UserError: No reason is given, it is not issued, or one may not correct.
        """
        answer = self._desk.command(
            "void_paper", {"reason": reason}, subject=paper_id, expected_version=expected_version
        )
        return int(answer["version"])

    def bytes_of(self, paper_id: UUID) -> bytes:
        """Return an issued paper as it was stored, never printed again.

        Raises:
            UserError: It is not issued, one may not see it, or the store is damaged.
        """
        table = PaperRecord.__table__
        with self._desk.database.read() as connection:
            row = connection.execute(select(table.c.blob_id, table.c.sha256).where(table.c.id == paper_id)).first()
        if row is None or row.blob_id is None:
            raise UserError(tr("This paper has not been issued, or you may not see it."), code="not_found")
        pdf = Blobs(self._desk).read_bytes(row.blob_id)
        if sha256(pdf).hexdigest() != row.sha256:
            raise UserError(
                tr("The file is damaged in the store. Ask the administrator for the backup."), code="damaged"
            )
        return pdf

    def print_copy(self, paper_id: UUID, mark: str) -> bytes:
        """Return an issued paper with ``mark`` (副本, 复印件) framed on every page; the stored one stays as it is."""
        return overlay_copy_mark(self.bytes_of(paper_id), mark, self._press.fonts)

    def record_service(
        self,
        sheet: PaperSheet,
        addressee: Addressee,
        *,
        way: str,
        result: str,
        at: datetime | None = None,
        mail_number: str = "",
        note: str = "",
        receipt_blob_id: UUID | None = None,
    ) -> int:
        """Record a try to serve an issued paper on one addressee; the clocks read it. Return the case's new version.

        Args:
            sheet: The paper.
            addressee: On whom.
            way: Code of the list ``service_way``.
            result: delivered, posted, failed or returned.
            at: When; now where it is not given.
            mail_number: Number of the registered letter.
            note: Who took it in, why it failed.
            receipt_blob_id: The signed receipt as a file.

        Raises:
            UserError: The paper is not issued, the time lies in the future, or one may not serve.
        """
        payload = {
            "id": uuid4(),
            "paper_id": sheet.id,
            "addressee_id": addressee.id,
            "about": sheet.about or sheet.form.code,
            "side": addressee.side,
            "way": way,
            "result": result,
            "at": at,
            "mail_number": mail_number,
            "note": note,
            "receipt_blob_id": receipt_blob_id,
        }
        answer = self._desk.command(
            "record_service", {k: v for k, v in payload.items() if v not in {None, ""}}, subject=sheet.case_id
        )
        return int(answer["version"])

    def register(
        self, *, after: PaperRow | None = None, words: str = "", to_serve_only: bool = False, count: int = PAGE
    ) -> RegisterPage:
        """Return a page of the register of issued papers, newest first."""
        with self._desk.database.read() as connection:
            return read_register(connection, after=after, words=words, to_serve_only=to_serve_only, count=count)

    def of_case(self, case_id: UUID) -> tuple[PaperRow, ...]:
        """Return every paper of a case, in the order they came."""
        with self._desk.database.read() as connection:
            return papers_of(connection, case_id)

    def title(self, form: str) -> str:
        """Return a form's title in the reader's language."""
        return self._desk.codes.title("paper_form", form)

    def _why_not(self, rule: PaperRule, facts: CaseFacts, forms: set[str]) -> str:
        if refused := rule.why_not(facts):
            return tr(refused)
        return "" if rule.form in forms else tr("The forms of the rule this case is handled under are not here yet.")


def typed_id(sheet: PaperSheet) -> UUID:
    """Return the id of what is typed into a form of a case on this computer."""
    return uuid5(_NAMES, f"{sheet.case_id}/{sheet.form.code}")
