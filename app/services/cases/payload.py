"""From what was typed into a step's form to the payload of its command, and what stands in the form at first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from app.models.clock_reading import ClockReading
from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import Ask, StepField, StepForm
from app.services.cases.forms import SIDES
from app.services.codebook import CodeBook
from app.services.drafts.commands import plain
from app.services.errors import UserError
from app.services.law import LawBook

APART = ("multiplied", "mental")
BEHIND_ACCEPTANCE = {"terminated", "withdrawn_after", "self_settled"}


def is_asked(field: StepField, values: Mapping[str, Any]) -> bool:
    """Whether a field is asked for, with what stands in the others."""
    if field.shown_for is None:
        return True
    name, wanted = field.shown_for
    return values.get(name) in wanted


def payload_of(
    form: StepForm, values: Mapping[str, Any], *, codes: CodeBook, law: LawBook, ids: Mapping[str, UUID] | None = None
) -> dict[str, Any]:
    """Make the payload of a step.

    Args:
        form: The step.
        values: What was typed, by field: text, ``Decimal``, ``date``, ``datetime``, ``bool``, ``UUID`` or the path of
            a file, which stays a path.
        codes: The office's lists.
        law: The law in force, for the ground a sub-reason belongs to.
        ids: The ids of what the step makes.

    Raises:
        UserError: Something needed is missing; it names the field.
    """
    payload: dict[str, Any] = {name: str(made) for name, made in (ids or {}).items()}
    for field in form.fields:
        if not is_asked(field, values):
            continue
        value = values.get(field.name)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            if field.needed:
                raise UserError(tr("This is needed here."), field=field.name, code="needed")
            continue
        payload[field.name] = plain(value)
        if field.ask is Ask.GROUND:
            payload |= _ground(law, field.source, str(value))
    if "remedy" in payload:
        remedy = codes.entry("remedy", payload["remedy"])
        payload["part"] = remedy.behaviour if remedy and remedy.behaviour in APART else "loss"
    return payload


def usual_values(
    form: StepForm, detail: CaseDetail, readings: tuple[ClockReading, ...], *, me: str, now: datetime
) -> dict[str, Any]:
    """Say what stands in a step's form before anything is typed."""
    rows = {
        "request_identity_proof": {
            "due_on": next((reading.due_on for reading in readings if reading.key == "identity_proof"), None)
        },
        "record_consent": _next_consent(detail),
        "send_order": {
            "facts": detail.case.facts,
            "amount": next((claim.amount for claim in detail.claims if claim.amount), None),
            "shares_identity": bool(detail.case.consent_share_identity),
        },
        "arrange_mediation": {"mode": "on_site", "mediators": me},
        "hold_mediation": {"mediation_id": _newest_mediation(detail), "held_at": now},
        "agree": {"mediation_id": _newest_mediation(detail), "waiver": ""},
        "settle": {"how": "phone"},
        "withdraw": {"outcome": "withdrawn"},
        "record_service": _next_service(detail) | {"at": now},
        "enter_ledger": _next_entry(detail),
        "confirm_ledger": {"entry_id": next((row.id for row in detail.ledger if _unconfirmed(row)), None)},
        "follow_up": {"outcome": "reached"},
        "link": {"relation": "related"},
    }
    return rows.get(form.command, {})


def sides(detail: CaseDetail) -> tuple[tuple[str, str], ...]:
    """Give the sides there are: a report has a reporter, everything else a complainant and a respondent."""
    return SIDES[2:] if detail.case.kind == "report" else SIDES[:2]


def _ground(law: LawBook, kind: str, code: str) -> dict[str, str]:
    row = law.ground(kind, code)
    return {"ground": row.parent, "sub_ground": code} if row is not None and row.parent else {"ground": code}


def _next_consent(detail: CaseDetail) -> dict[str, Any]:
    c = detail.case
    asked = c.mediation_consent_complainant is None
    return {"about": "mediation", "side": "complainant" if asked else "respondent", "agrees": True, "how": "phone"}


def _next_service(detail: CaseDetail) -> dict[str, Any]:
    c = detail.case
    told = {(row.about, row.side) for row in detail.services if row.result == "delivered"}
    about, side = "decision", "complainant"
    if c.kind == "report":
        about, side = ("result" if c.verified_on else "answer"), "reporter"
    elif c.outcome in BEHIND_ACCEPTANCE:
        about = "termination"
        side = "respondent" if (about, side) in told else side
    elif c.state == "mediating":
        about = "appointment"
        side = "respondent" if (about, side) in told else side
    elif c.decided_on is None:
        about = "answer"
    return {"about": about, "side": side, "way": "phone", "result": "delivered"}


def _next_entry(detail: CaseDetail) -> dict[str, Any]:
    claim = detail.claims[0] if detail.claims else None
    stages = {row.stage for row in detail.ledger}
    ended = detail.case.concluded_on is not None
    stage = "performed" if "agreed" in stages else "agreed" if ended else "offered"
    agreed = next((row for row in reversed(detail.ledger) if row.stage == "agreed"), None)
    return {
        "claim_id": claim.id if claim else None,
        "stage": stage,
        "remedy": agreed.remedy if agreed else "refund",
        "amount": agreed.amount if agreed else (claim.amount if claim else None),
    }


def _newest_mediation(detail: CaseDetail) -> UUID | None:
    waiting = [row for row in detail.mediations if row.held_at is None]
    rows = waiting or list(detail.mediations)
    return rows[-1].id if rows else None


def _unconfirmed(row: Any) -> bool:
    return bool(row.needs_confirmation and row.confirmed_by is None)
