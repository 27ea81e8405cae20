"""Which step of a case can be taken back by whom, and what corrects the others."""

from datetime import date
from uuid import UUID

from app.models.transitions import BESIDE, TRANSITIONS, UNDOABLE
from app.services.cases.detail import CaseDetail
from app.services.cases.parts import EventPart
from app.services.clock import LEGAL_ZONE

_UNDOABLE_EVENTS = {row.event for row in TRANSITIONS if row.command in UNDOABLE}


def last_step(detail: CaseDetail) -> EventPart | None:
    """Return the newest event that came of a step; notes, files and paper drafts beside it do not count."""
    return next((row for row in detail.events if row.event not in BESIDE), None)


def can_take_back(detail: CaseDetail, person_id: UUID, today: date) -> bool:
    """Whether somebody may take the last step back today, as far as a desk can know; the database decides again."""
    last = last_step(detail)
    return (
        last is not None
        and last.event in _UNDOABLE_EVENTS
        and last.person_id == person_id
        and last.at.astimezone(LEGAL_ZONE).date() == today
        and not any(row.event == "approved" for row in detail.events if row.command_id == last.command_id)
    )
