"""The one sentence for a caller who asks how it stands; said after the caller is known, it names nobody."""

from datetime import date

from app.models.clock_reading import ClockReading
from app.models.vocabulary import CaseState, Kind
from app.models.words import mark, tr
from app.services.cases.clocks import shown
from app.services.cases.detail import CaseDetail
from app.services.codebook import CodeBook

KINDS = {
    Kind.CONSULTATION: mark("your question"),
    Kind.COMPLAINT: mark("your complaint"),
    Kind.REPORT: mark("your report"),
}
STANDS = {
    CaseState.REGISTERED: mark("has been registered and is on its way to the competent authority"),
    CaseState.RETURNED: mark("is being passed to the authority that is competent"),
    CaseState.DISTRIBUTED: mark("lies with {unit}, which decides whether to accept it"),
    CaseState.ACCEPTED: mark("was accepted on {accepted} by {authority}; mediation is being prepared by {unit}"),
    CaseState.MEDIATING: mark("was accepted on {accepted} by {authority}; {unit} is mediating"),
    CaseState.TESTING: mark("waits for the result of a test, which does not count into the term; {unit} handles it"),
    CaseState.SUSPENDED: mark("is suspended for the moment; {unit} handles it"),
    CaseState.AGREED: mark("has ended on {concluded} with an agreement of both sides"),
    CaseState.SETTLED: mark("has ended on {concluded}, because both sides settled it themselves"),
    CaseState.TERMINATED: mark("has ended on {concluded}: the mediation was terminated; other ways stay open to you"),
    CaseState.DECLINED: mark("was not accepted on {concluded}; {authority} tells you the ground"),
    CaseState.WITHDRAWN: mark("was withdrawn on {concluded}"),
    CaseState.GUIDED: mark("belongs to another body; you were told where to go on {concluded}"),
    CaseState.VERIFYING: mark("is being verified by {unit}"),
    CaseState.FILED: mark("has been verified; a case was filed on {concluded}"),
    CaseState.NOT_FILED: mark("has been verified; no case was filed"),
    CaseState.NO_AUTHORITY: mark("belongs to another body; you were told where to go"),
    CaseState.ANSWERED: mark("was answered on {concluded}"),
    CaseState.CLOSED: mark("was closed on {closed}"),
}


def progress_sentence(detail: CaseDetail, codes: CodeBook, readings: tuple[ClockReading, ...]) -> str:
    """Say how a case stands in one sentence that can be read out."""
    c = detail.case
    authority = codes.unit(c.deciding_authority_id)
    handling = codes.unit(c.handling_unit_id)
    stands = tr(
        STANDS[CaseState(c.state)],
        unit=handling.name if handling else "",
        authority=authority.name if authority else "",
        accepted=_day(c.accepted_on),
        concluded=_day(c.concluded_on),
        closed=_day(c.closed_on),
    )
    running = shown(readings)
    what = {"kind": tr(KINDS.get(Kind(c.kind), mark("your matter"))), "number": c.number, "stands": stands}
    received = _day(c.received_on)
    if running and c.concluded_on is None:
        said = tr(
            "{kind} of {received}, number {number}, {stands}; the next step is due by {due}.",
            received=received,
            due=_day(running[0].due_on),
            **what,
        )
    else:
        said = tr("{kind} of {received}, number {number}, {stands}.", received=received, **what)
    return said[:1].upper() + said[1:]


def _day(day: date | None) -> str:
    return tr("{month}/{day}", month=day.month, day=day.day, year=day.year) if day else ""
