"""What states, sides and results of papers are called and how they look."""

from app.models.vocabulary import PaperState
from app.models.words import mark, tr
from app.services.papers.prepared import Addressee
from app.services.papers.register import PaperRow
from app.services.papers.rules import Side
from app.ui.theme import Tone

STATES: dict[PaperState, tuple[str, str, Tone]] = {
    PaperState.DRAFT: (mark("Draft"), "edit", Tone.MUTED),
    PaperState.APPROVED: (mark("Approved"), "decision", Tone.ACCENT),
    PaperState.ISSUED: (mark("Issued"), "issue", Tone.ACCENT),
    PaperState.VOIDED: (mark("Voided"), "decline", Tone.LATE),
}
SIDES: dict[Side, str] = {
    Side.COMPLAINANT: mark("Complainant"),
    Side.RESPONDENT: mark("Respondent"),
    Side.REPORTER: mark("Reporter"),
    Side.UNIT: mark("Authority"),
}
RESULTS: dict[str, str] = {
    "delivered": mark("Delivered"),
    "posted": mark("Posted"),
    "failed": mark("Not reached"),
    "returned": mark("Came back"),
}


def served_words(row: PaperRow) -> tuple[str, str, Tone]:
    """Say how far the service of a paper has come: words, drawing, tone."""
    if row.state is PaperState.VOIDED:
        return tr("Voided"), "decline", Tone.LATE
    if not row.to_serve:
        return tr("For the file"), "closed", Tone.MUTED
    if row.is_served:
        return tr("Served"), "done", Tone.DONE
    if row.served:
        return tr("Served {n} of {all}", n=row.served, all=row.to_serve), "letter", Tone.SOON
    if row.posted:
        return tr("Posted"), "letter", Tone.SOON
    return tr("To be served"), "waiting", Tone.SOON


def addressee_words(one: Addressee) -> tuple[str, str, Tone]:
    """Say how far the service on one addressee has come."""
    if one.has_got:
        return tr("Served"), "done", Tone.DONE
    if one.served:
        last = one.served[-1].result
        return tr(RESULTS[last]), "letter" if last == "posted" else "alert", Tone.SOON
    return tr("To be served"), "waiting", Tone.SOON


def name_words(one: Addressee) -> str:
    """Name an addressee: the side, and the name where it may be shown."""
    return f"{tr(SIDES[one.side])}　{one.name}".rstrip("　")
