"""Below the timeline: what was registered, the ledger, the transfers, the materials and papers."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QTabWidget, QVBoxLayout, QWidget

from app.models.words import mark, tr
from app.services.cases.detail import CaseDetail
from app.services.cases.forms import ABOUT, RELATIONS, RESULTS, SIDES, STAGES
from app.services.cases.service import CaseSheet
from app.services.cases.telling import FIELDS, PARTS, choice, money
from app.services.codebook import CodeBook
from app.ui.case.words import moment_word, state_word
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, space
from app.ui.widgets.fields import Scroll, clear_lines
from app.ui.widgets.labels import words
from app.ui.window_state import WindowState

OPEN_ORDERS = {"sent", "seen", "answered"}
ORDER_WORDS = {
    "sent": mark("Sent"),
    "seen": mark("Seen"),
    "answered": mark("Answered"),
    "settled": mark("Settled"),
    "failed": mark("Not settled"),
    "expired": mark("Expired"),
}
PAPER_WORDS = {
    "draft": mark("Draft"),
    "approved": mark("Approved"),
    "issued": mark("Issued"),
    "voided": mark("Voided"),
}

ELSEWHERE = {
    "no": mark("No"),
    "court": mark("Court"),
    "arbitration": mark("Arbitration"),
    "association": mark("Association"),
    "other_office": mark("Other office"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of one of the lists: when, what, with whom, which state.

    Attributes:
        opens: What Enter opens: a case's id, or ``None``.
        paper: The paper that Enter opens, or ``None``.
        file: The stored file that Enter opens, or ``None``.
    """

    key: Hashable
    when: str
    what: str
    about: str = ""
    state: str = ""
    amount: str = ""
    tone: Tone | None = None
    opens: object = None
    paper: object = None
    file: object = None


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
        self._facts = _Facts(codes)
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
        self._sums.setText(_sums(detail))
        self._ledger.set_rows(_ledger(detail, self._codes, today))
        self._moves.set_rows(_moves(detail, self._codes, today))
        self._files.set_rows(_files(detail, self._codes, today))
        counts = ("", len(detail.ledger), self._moves.rowCount(), self._files.rowCount())
        for place, (title, count) in enumerate(zip(self._titles(), counts, strict=True)):
            self.setTabText(place, f"{title} {count}" if count else title)

    def retranslate(self) -> None:
        """Say everything again."""
        for place, title in enumerate(self._titles()):
            self.setTabText(place, title)
        reasons = (tr("No amount has been entered"), tr("Nothing has moved yet"), tr("No material and no paper yet"))
        for view, reason in zip(self._views, reasons, strict=True):
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


class _Facts(QWidget):
    """What was registered: the story large, then label and words in two columns."""

    def __init__(self, codes: CodeBook) -> None:
        super().__init__()
        self._codes = codes
        self._story = words(wraps=True)
        self._grid = QGridLayout()
        space(self._grid, 6)
        layout = QVBoxLayout(self)
        space(layout, 8, (12, 8, 12, 8))
        layout.addWidget(self._story)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def show_detail(self, detail: CaseDetail) -> None:
        clear_lines(self._grid)
        self._story.setText(detail.case.facts)
        rows = [(label, text) for label, text in self._rows(detail) if text]
        half = (len(rows) + 1) // 2
        for place, (label, text) in enumerate(rows):
            column = 0 if place < half else 2
            self._grid.addWidget(words(label, "label"), place % half, column)
            self._grid.addWidget(words(text, wraps=True), place % half, column + 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def _rows(self, detail: CaseDetail) -> Sequence[tuple[str, str]]:
        c, codes = detail.case, self._codes
        claims = "、".join(
            " ".join(part for part in (codes.title("claim", row.code), money(row.amount), row.note) if part)
            for row in detail.claims
        )
        consents = (
            c.consent_publish,
            c.consent_entrust,
            c.mediation_consent_complainant,
            c.mediation_consent_respondent,
        )
        return (
            (tr("Claim"), claims),
            (tr(FIELDS["object_code"]), codes.title("object_category", c.object_code)),
            (tr(FIELDS["problem_code"]), codes.title("problem_category", c.problem_code)),
            (tr(FIELDS["occurred_on"]), str(c.occurred_on or "")),
            (tr(FIELDS["amount_involved"]), money(c.amount_involved)),
            (tr(FIELDS["payment_method"]), codes.title("payment_method", c.payment_method)),
            (tr(FIELDS["order_number"]), c.order_number or ""),
            (tr(FIELDS["for_daily_life"]), _yes(c.for_daily_life)),
            (tr(FIELDS["handled_elsewhere"]), tr(ELSEWHERE.get(c.handled_elsewhere or "", c.handled_elsewhere or ""))),
            (tr(FIELDS["known_since"]), str(c.known_since or "")),
            (tr(FIELDS["tried_trader"]), _yes(c.tried_trader)),
            (tr("Publication"), _yes(consents[0])),
            (tr("Entrusted mediation"), _yes(consents[1])),
            (tr("Mediation: complainant"), _yes(consents[2])),
            (tr("Mediation: respondent"), _yes(consents[3])),
            (tr(FIELDS["respondent_address"]), c.respondent_address),
            (tr(FIELDS["respondent_phone"]), c.respondent_phone),
            (tr(FIELDS["answer"]), c.answer),
        )


def _yes(value: bool | None) -> str:  # noqa: FBT001 the value is what is said
    return tr("Not asked") if value is None else tr("Yes") if value else tr("No")


def _sums(detail: CaseDetail) -> str:
    sums = detail.sums
    parts = [
        tr("Recovered {sum}", sum=money(sums.recovered)),
        tr("of it performed {sum}", sum=money(sums.performed)),
        tr("multiplied damages {sum}", sum=money(sums.multiplied)) if sums.multiplied else "",
        tr("mental harm {sum}", sum=money(sums.mental)) if sums.mental else "",
        tr("waits for a second person {sum}", sum=money(sums.unconfirmed)) if sums.unconfirmed else "",
    ]
    return " · ".join(part for part in parts if part)


def _ledger(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    replaced = {row.corrects_id for row in detail.ledger}
    found = []
    for row in reversed(detail.ledger):
        waits = row.needs_confirmation and row.confirmed_by is None
        state = tr("corrected") if row.id in replaced else tr("waits for a second person") if waits else tr("valid")
        what = [choice(STAGES, row.stage), codes.title("remedy", row.remedy)]
        if row.part != "loss":
            what.append(tr(PARTS[row.part]))
        performed = tr("on {day}", day=row.performed_on) if row.performed_on else ""
        found.append(
            Line(
                key=row.id,
                when=moment_word(row.entered_at, today),
                what=" · ".join(what),
                amount=f"{row.amount:,.2f}",
                state=state,
                tone=Tone.MUTED if row.id in replaced else Tone.SOON if waits else None,
                about=" · ".join(part for part in (performed, row.reason, row.who) if part),
            )
        )
    return found


def _moves(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    found = [
        Line(
            key=("move", row.seq),
            when=moment_word(row.at, today),
            what=tr("Returned to {unit}", unit=codes.unit_name(row.to_unit_id))
            if row.is_return
            else tr("Distributed to {unit}", unit=codes.unit_name(row.to_unit_id)),
            about=" · ".join(
                part for part in (codes.title("return_reason", row.reason), row.note, row.who or "") if part
            ),
        )
        for row in detail.distributions
    ]
    found += [
        Line(
            key=row.id,
            when=moment_word(row.sent_at, today),
            what=tr("Order {number}", number=row.number),
            state=tr(ORDER_WORDS.get(row.state, row.state)),
            tone=Tone.ACCENT if row.state in OPEN_ORDERS else None,
            about=" · ".join(part for part in (row.enterprise, money(row.offered), row.proposal) if part),
        )
        for row in detail.orders
    ]
    found += [
        Line(
            key=row.id,
            when=moment_word(row.source_deadline, today) if row.source_deadline else "",
            what=f"{codes.title('source', row.source)} {row.number}",
            state=tr("written back") if row.written_back_at else tr("to be written back"),
            about=tr("reply due {day}", day=row.reply_due) if row.reply_due else "",
        )
        for row in detail.refs
    ]
    found += [
        Line(
            key=row.id,
            when="",
            what=row.number,
            state=state_word(row.state),
            about=choice(RELATIONS, row.relation),
            opens=row.id,
        )
        for row in detail.links
    ]
    return found


def _files(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    found = [
        Line(
            key=row.id,
            when=moment_word(row.drafted_at, today),
            what=codes.title("paper_form", row.form),
            state=tr(PAPER_WORDS.get(row.state, row.state)),
            about=" · ".join(part for part in (row.number, row.who) if part),
            paper=row.id,
        )
        for row in detail.papers
    ]
    found += [
        Line(
            key=row.id,
            when=moment_word(row.at, today),
            what=f"{choice(ABOUT, row.about)} · {choice(SIDES, row.side)}",
            state=f"{codes.title('service_way', row.way)} · {choice(RESULTS, row.result)}",
            about=" · ".join(part for part in (row.mail_number, row.note, row.who) if part),
        )
        for row in detail.services
    ]
    found += [
        Line(
            key=row.id,
            when=moment_word(row.added_at, today),
            what=row.title,
            state=tr("File"),
            about=row.who or "",
            file=row.blob_id,
        )
        for row in detail.materials
    ]
    attached = {row.blob_id for row in detail.materials}
    found += [
        Line(
            key=row.id,
            when=moment_word(row.received_at, today),
            what=codes.title("channel", row.channel),
            state=tr("Recording") if row.behaviour == "voicemail" else tr("Original"),
            about=row.note,
            file=row.blob_id,
        )
        for row in detail.contacts
        if row.blob_id is not None and row.blob_id not in attached
    ]
    return found
