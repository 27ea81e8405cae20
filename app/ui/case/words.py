"""How cases are said on the window: states with their drawing, short dates, clocks, the drawings of events."""

from datetime import date, datetime, timedelta

from app.models import clock_words
from app.models.clock_reading import ClockReading, ClockState
from app.models.vocabulary import KIND_TITLES, STATE_TITLES, CaseState, Kind
from app.models.words import tr
from app.services.cases.clocks import explained, is_urgent
from app.services.cases.parts import PartyPart
from app.services.cases.telling import ROLES
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.ui.theme import Tone
from app.ui.widgets.clock_badge import ClockWords

STATE_LOOKS: dict[CaseState, tuple[str, Tone]] = {
    CaseState.REGISTERED: ("inbox", Tone.ACCENT),
    CaseState.RETURNED: ("return", Tone.SOON),
    CaseState.DISTRIBUTED: ("decision", Tone.ACCENT),
    CaseState.ACCEPTED: ("check", Tone.ACCENT),
    CaseState.MEDIATING: ("mediation", Tone.ACCENT),
    CaseState.TESTING: ("waiting", Tone.MUTED),
    CaseState.SUSPENDED: ("pause", Tone.MUTED),
    CaseState.AGREED: ("done", Tone.DONE),
    CaseState.SETTLED: ("done", Tone.DONE),
    CaseState.TERMINATED: ("decline", Tone.MUTED),
    CaseState.DECLINED: ("decline", Tone.MUTED),
    CaseState.WITHDRAWN: ("undo", Tone.MUTED),
    CaseState.GUIDED: ("right", Tone.MUTED),
    CaseState.VERIFYING: ("search", Tone.ACCENT),
    CaseState.FILED: ("law", Tone.DONE),
    CaseState.NOT_FILED: ("decline", Tone.MUTED),
    CaseState.NO_AUTHORITY: ("transfer", Tone.MUTED),
    CaseState.ANSWERED: ("done", Tone.DONE),
    CaseState.CLOSED: ("closed", Tone.MUTED),
}
KIND_ICONS = {Kind.COMPLAINT: "flag", Kind.REPORT: "shield", Kind.CONSULTATION: "info"}
EVENT_LOOKS: dict[str, tuple[str, Tone]] = {
    "registered": ("intake", Tone.MUTED),
    "contacted": ("call_back", Tone.MUTED),
    "distributed": ("distribute", Tone.MUTED),
    "taken_up": ("decision", Tone.MUTED),
    "returned": ("return", Tone.SOON),
    "taken": ("person", Tone.MUTED),
    "identity_proof_requested": ("person", Tone.MUTED),
    "withdrawn": ("undo", Tone.MUTED),
    "guided": ("right", Tone.MUTED),
    "resumed": ("mediation", Tone.MUTED),
    "verification_started": ("search", Tone.MUTED),
    "verification_extended": ("waiting", Tone.SOON),
    "no_authority": ("transfer", Tone.MUTED),
    "answered": ("done", Tone.DONE),
    "accepted": ("done", Tone.DONE),
    "declined": ("decline", Tone.LATE),
    "consent_recorded": ("check", Tone.MUTED),
    "mediation_arranged": ("calendar", Tone.MUTED),
    "mediation_held": ("mediation", Tone.MUTED),
    "testing_started": ("waiting", Tone.MUTED),
    "testing_ended": ("waiting", Tone.MUTED),
    "suspended": ("pause", Tone.MUTED),
    "agreed": ("done", Tone.DONE),
    "self_settled": ("done", Tone.DONE),
    "mediation_terminated": ("decline", Tone.LATE),
    "filed": ("law", Tone.DONE),
    "not_filed": ("decline", Tone.MUTED),
    "told": ("letter", Tone.MUTED),
    "ledger_entered": ("ledger", Tone.MUTED),
    "ledger_confirmed": ("check", Tone.MUTED),
    "closed": ("closed", Tone.DONE),
    "followed_up": ("call_back", Tone.MUTED),
    "reopened": ("reopen", Tone.SOON),
    "amended": ("edit", Tone.MUTED),
    "party_put": ("person", Tone.MUTED),
    "material_added": ("attach", Tone.MUTED),
    "noted": ("edit", Tone.MUTED),
    "linked": ("link", Tone.MUTED),
    "undone": ("undo", Tone.SOON),
    "approval_asked": ("decision", Tone.SOON),
    "approved": ("done", Tone.DONE),
    "approval_refused": ("return", Tone.LATE),
    "paper_drafted": ("papers", Tone.MUTED),
    "paper_issued": ("issue", Tone.ACCENT),
    "paper_voided": ("decline", Tone.LATE),
}


def state_word(state: str) -> str:
    """Say a state."""
    return tr(STATE_TITLES[CaseState(state)])


def state_look(state: str) -> tuple[str, Tone]:
    """Give the drawing and tone of a state."""
    return STATE_LOOKS[CaseState(state)]


def kind_word(kind: str) -> str:
    """Say a kind."""
    return tr(KIND_TITLES[Kind(kind)])


def kind_icon(kind: str) -> str:
    """Give the drawing of a kind."""
    return KIND_ICONS.get(Kind(kind), "new")


def event_look(event: str) -> tuple[str, Tone]:
    """Give the drawing and tone of an event."""
    if event.startswith("order_"):
        return ("order", Tone.MUTED)
    return EVENT_LOOKS.get(event, ("new", Tone.MUTED))


def respondent_label(kind: str) -> str:
    """Say what the other side is called: only a complaint has a respondent."""
    if kind == Kind.COMPLAINT:
        return tr("Respondent")
    return tr("Reported party") if kind == Kind.REPORT else tr("Trader concerned")


def masked(party: PartyPart) -> str:
    """Say a person of the case by role and masked values."""
    parts = (tr(ROLES.get(party.role, "")), party.shown_name, party.shown_phone, party.shown_address)
    return " ".join(part for part in parts if part)


def hour(at: datetime) -> str:
    """Write the hour in the office's zone."""
    return f"{at.astimezone(LEGAL_ZONE):%H:%M}"


def paper_title(codes: CodeBook, form: str) -> str:
    """Say a form by its name."""
    return codes.title("paper_form", form)


def day_word(day: date, today: date) -> str:
    """Say a day shortly: today, yesterday, 11-02, or whole where the year is another."""
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def moment_word(at: datetime, today: date) -> str:
    """Say an instant shortly: today with its hour, else its day."""
    day = at.astimezone(LEGAL_ZONE).date()
    return f"{day_word(day, today)} {hour(at)}" if day == today else day_word(day, today)


def clock_tone(reading: ClockReading) -> Tone:
    """Give the tone of a clock: red late, amber soon, else quiet."""
    if reading.state in {ClockState.OVERDUE, ClockState.MISSED}:
        return Tone.LATE
    return Tone.SOON if is_urgent(reading) else Tone.MUTED


def clock_said(reading: ClockReading) -> ClockWords:
    """Say a clock for its badge; the hint counts the days."""
    return ClockWords(
        name=clock_words.title(reading.key),
        left=clock_words.standing(reading),
        due=f"{reading.due_on:%m-%d}" if reading.due_on.year == reading.started_on.year else reading.due_on.isoformat(),
        tone=clock_tone(reading),
        lines=explained(reading),
    )


def number_samples() -> tuple[str, ...]:
    """Give the longest numbers of cases, for the width of a column: those of reports."""
    return ("2026-000000", "J2026-00000000")


def state_samples() -> list[str]:
    """Give every state, for the width of a column."""
    return [tr(title) for title in STATE_TITLES.values()]


def due_samples() -> tuple[str, ...]:
    """Give the longest last days a list says, for the width of a column."""
    return (
        tr("{day} · {n} days over", day=tr("Yesterday"), n=1),
        tr("{day} · {n} days over", day="12-28", n=88),
        tr("{day} · last day", day="12-31"),
    )


def moment_samples() -> tuple[str, ...]:
    """Give the longest instants a list says, for the width of a column."""
    return (f"{tr('Today')} 20:08", tr("Yesterday"), "2026-12-28")


def due_tone(due_on: date | None, today: date, soon: date) -> Tone | None:
    """Give the tone of a last day in a list: at most one coloured mark a row."""
    if due_on is None:
        return None
    return Tone.LATE if due_on < today else Tone.SOON if due_on <= soon else None


def due_word(due_on: date | None, today: date) -> str:
    """Say a last day in a list: the date, and in words where it is near or over."""
    if due_on is None:
        return ""
    left = (due_on - today).days
    if left < 0:
        return tr("{day} · {n} days over", day=day_word(due_on, today), n=-left)
    if left == 0:
        return tr("{day} · last day", day=f"{due_on:%m-%d}")
    return f"{due_on:%m-%d}" if due_on.year == today.year else due_on.isoformat()
