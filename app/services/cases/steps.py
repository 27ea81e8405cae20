"""What may be done with a case next, by whom, until when, and why something is not possible yet."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.models.clock_reading import ClockReading
from app.models.transitions import ANSWERABLE, Transition, steps_from
from app.models.vocabulary import Permission
from app.models.words import mark, tr
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import StepForm
from app.services.cases.forms import FORMS
from app.services.codebook import CodeBook
from app.services.session import Session

SEND_ORDER = Transition("send_order", "complaint", "*", "=", "order_sent", Permission.ORDER.value)
NOTICED = {"complaint", "report"}  # what is distributed by a notice (form 3)
ORDER_STATES = {"distributed", "accepted", "mediating"}

CONSENT = mark("Mediation needs the recorded consent of both sides (Order 121 Art. 18).")
ARRANGE_FIRST = mark("Appoint a mediation first.")
NOTICES = mark("The notices have not been served yet; record them, then close.")
ORDER_OPEN = mark("A settlement order is still open for this case.")
APPROVAL = mark("A second person still has to decide on this step.")
EXTENDED = mark("The verification has been extended already; the law allows it once.")
OWN_ENTRY = mark("Somebody other than who entered it confirms an amount.")
NO_ENTERPRISE = mark("The enterprise is not in the register yet; choose it first.")

CONCLUDED = ("record_service", "enter_ledger", "close")
AHEAD: dict[str, tuple[str, ...]] = {
    "registered": ("distribute", "answer"),
    "returned": ("distribute", "answer"),
    "distributed": ("accept", "verify", "answer", "distribute"),
    "accepted": ("record_service", "record_consent", "arrange_mediation"),
    "mediating": ("record_service", "hold_mediation", "agree"),
    "testing": ("end_testing",),
    "suspended": ("resume",),
    "verifying": ("file",),
    "closed": ("confirm_ledger", "follow_up"),
    **dict.fromkeys(("agreed", "settled", "terminated", "declined", "withdrawn"), CONCLUDED),
    **dict.fromkeys(("guided", "filed", "not_filed", "no_authority", "answered"), ("close",)),
}


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """A legal step, as the right column shows it.

    Attributes:
        deadline: Its last day; ``None`` where no clock runs for it.
        clock: The reading the deadline comes from.
        why_not: A sentence why it cannot be taken yet; empty when it can.
        needs_approval: Whether a second person decides before it takes effect.
        is_main: Whether it is the one that usually comes now.
    """

    form: StepForm
    event: str
    permission: Permission
    deadline: date | None
    clock: ClockReading | None
    why_not: str
    needs_approval: bool
    is_main: bool = False

    @property
    def command(self) -> str:
        """The verb of the write door."""
        return self.form.command


def next_steps(
    detail: CaseDetail, session: Session, codes: CodeBook, readings: tuple[ClockReading, ...] = ()
) -> tuple[NextStep, ...]:
    """List the steps this person may take with the case now, in the table's order; those beside the way come last."""
    c = detail.case
    legal = [row for row in steps_from(c.kind, c.state) if row.command in FORMS]
    if c.kind == "complaint" and c.state in ORDER_STATES:
        legal.append(SEND_ORDER)
    found = [
        _step(detail, session, readings, row)
        for row in legal
        if holds(session, codes, row.permission, _unit_for(detail, row))
        and _makes_sense(detail, session, codes, row.command)
    ]
    main = _main(detail, {step.command for step in found if not step.why_not})
    marked = [replace(step, is_main=step.command == main) for step in found]
    return tuple(sorted(marked, key=lambda step: (not step.is_main, step.form.aside)))


def _main(detail: CaseDetail, possible: set[str]) -> str:
    """Name the step that usually comes now: the first of the state's way that is not behind the case yet."""
    ahead = AHEAD.get(detail.case.state, ())
    if detail.case.kind in ANSWERABLE:  # what can be answered is answered before it is sent on
        ahead = tuple(sorted(ahead, key=lambda command: command != "answer"))
    for command in ahead:
        if command in possible and not _is_behind(detail, command):
            return command
    return ""


def _is_behind(detail: CaseDetail, command: str) -> bool:
    c = detail.case
    both = c.mediation_consent_complainant is not None and c.mediation_consent_respondent is not None
    told = c.told_on is not None
    behind = {
        "record_service": (c.decided_on is None or told)
        if c.outcome != "terminated"
        else c.notices_served_on is not None,
        "record_consent": both,
        "hold_mediation": bool(detail.mediations) and all(row.held_at is not None for row in detail.mediations),
        "enter_ledger": bool(detail.ledger) or c.outcome not in {"agreed", "self_settled"},
        "follow_up": any(row.outcome == "reached" for row in detail.follow_ups),
    }
    return behind.get(command, False)


def holds(session: Session, codes: CodeBook, permission: str, unit_id: UUID | None) -> bool:
    """Whether the person holds a right at a unit: at it or anywhere above it. The database decides again."""
    above = {right.unit_id for right in session.rights if right.permission == permission}
    unit = codes.unit(unit_id)
    while unit is not None:
        if unit.id in above:
            return True
        unit = codes.unit(unit.parent_id)
    return False


def may(detail: CaseDetail, session: Session, codes: CodeBook, command: str) -> bool:
    """Whether one of the ways that have no form of their own (amend, a person, a file) is open to this person."""
    row = next((each for each in steps_from(detail.case.kind, detail.case.state) if each.command == command), None)
    return row is not None and holds(session, codes, row.permission, _unit_for(detail, row))


def _unit_for(detail: CaseDetail, row: Transition) -> UUID | None:
    c = detail.case
    return {"registering": c.registering_unit_id, "deciding": c.deciding_authority_id}.get(row.at, c.handling_unit_id)


def _makes_sense(detail: CaseDetail, session: Session, codes: CodeBook, command: str) -> bool:
    """Leave out what is legal but empty: taking over one's own case, distributing where nobody is below."""
    c = detail.case
    sense = {
        "distribute": bool(codes.below(c.handling_unit_id)),
        "return": bool(detail.distributions),
        "take": c.handler_id != session.person_id,
        "take_up": c.deciding_authority_id is None,
        "confirm_ledger": any(row.needs_confirmation and row.confirmed_by is None for row in detail.ledger),
    }
    return sense.get(command, True)


def _step(detail: CaseDetail, session: Session, readings: tuple[ClockReading, ...], row: Transition) -> NextStep:
    form = FORMS[row.command]
    if row.command == "distribute" and detail.case.kind not in NOTICED:
        form = replace(form, paper="")
    clock = next(
        (reading for key in form.clock for reading in readings if reading.key == key and reading.stopped_on is None),
        None,
    )
    return NextStep(
        form=form,
        event=row.event,
        permission=Permission(row.permission),
        deadline=clock.due_on if clock else None,
        clock=clock,
        why_not=tr(reason) if (reason := _why_not(detail, session, row.command)) else "",
        needs_approval=row.command in {rule.command for rule in detail.rules},
    )


def _why_not(detail: CaseDetail, session: Session, command: str) -> str:
    """Name what stands in the way, as far as a desk can know; the database checks everything again."""
    c = detail.case
    waiting = {row.command for row in detail.waiting_approvals}
    both = c.mediation_consent_complainant and c.mediation_consent_respondent
    reasons = {
        "arrange_mediation": (CONSENT, not both),
        "hold_mediation": (ARRANGE_FIRST, not detail.mediations),
        "agree": (ARRANGE_FIRST, not detail.mediations),
        "extend_verification": (EXTENDED, any(row.event == "verification_extended" for row in detail.events)),
        "send_order": (ORDER_OPEN, detail.open_order is not None),
        "close": (NOTICES, c.outcome in {"declined", "terminated"} and c.notices_served_on is None),
        "confirm_ledger": (
            OWN_ENTRY,
            all(row.entered_by == session.person_id for row in detail.ledger if row.confirmed_by is None),
        ),
    }
    reason, stands = reasons.get(command, ("", False))
    if stands:
        return reason
    if command == "send_order" and c.enterprise_id is None:
        return NO_ENTERPRISE
    if command == "close" and detail.open_order is not None:
        return ORDER_OPEN
    if command in waiting or (command == "close" and waiting):
        return APPROVAL
    return ""
