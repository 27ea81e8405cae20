"""The lines of the case page's lists: amounts, hand-overs and orders, papers, services and files."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from app.models.words import mark, tr
from app.services.cases.detail import CaseDetail
from app.services.cases.forms import RELATIONS, RESULTS, SERVED, STAGES, TOLD
from app.services.cases.telling import PARTS, choice, money
from app.services.codebook import CodeBook
from app.ui.case.words import moment_word, state_word
from app.ui.theme import Tone

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


def sums_line(detail: CaseDetail) -> str:
    """Say what the ledger adds up to."""
    sums = detail.sums
    parts = [
        tr("Recovered {sum}", sum=money(sums.recovered)),
        tr("of it performed {sum}", sum=money(sums.performed)),
        tr("multiplied damages {sum}", sum=money(sums.multiplied)) if sums.multiplied else "",
        tr("mental harm {sum}", sum=money(sums.mental)) if sums.mental else "",
        tr("waits for a second person {sum}", sum=money(sums.unconfirmed)) if sums.unconfirmed else "",
    ]
    return " · ".join(part for part in parts if part)


def ledger_lines(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    """Say the amounts, the newest first."""
    replaced = {row.corrects_id for row in detail.ledger}
    found = []
    for row in reversed(detail.ledger):
        waits = row.needs_confirmation and row.confirmed_by is None
        state = tr("corrected") if row.id in replaced else tr("waits for a second person") if waits else tr("valid")
        what = [choice(STAGES, row.stage), codes.title("remedy", row.remedy)]
        if row.part != "loss":
            what.append(tr(PARTS[row.part]))
        performed = tr("on {day}", day=row.performed_on) if row.performed_on else ""
        proof = tr("with proof") if row.proof_blob_id else ""
        found.append(
            Line(
                key=row.id,
                when=moment_word(row.entered_at, today),
                what=" · ".join(what),
                amount=f"{row.amount:,.2f}",
                state=state,
                tone=Tone.MUTED if row.id in replaced else Tone.SOON if waits else None,
                about=" · ".join(part for part in (performed, proof, row.reason, row.who) if part),
            )
        )
    return found


def move_lines(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    """Say the hand-overs, the orders, the numbers elsewhere and the linked cases."""
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


def file_lines(detail: CaseDetail, codes: CodeBook, today: date) -> list[Line]:
    """Say the papers, how they were served, and the files."""
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
            what=f"{choice(TOLD, row.about)} · {choice(SERVED, row.side)}",
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
