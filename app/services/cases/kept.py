"""Steps on this computer: what is typed into a step's form and not sent yet, and what waits for the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from app.services.bootstrap import Desk
from app.services.drafts import lifecycle
from app.services.drafts.commands import Item, Standing
from app.services.drafts.draft import Draft, Stage, Value

STEP_PAGE = "step"


@dataclass(frozen=True, kw_only=True)
class TypedStep:
    """A step's form that was begun here and not sent.

    Attributes:
        fields: What stands in it, as typed.
    """

    draft_id: UUID
    command: str
    typed_at: datetime
    fields: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class WaitingStep:
    """A step that was taken here and is not at the server yet."""

    command: str
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefusedStep:
    """A step that was sent later and refused; its form is open again with all that was typed."""

    command: str
    sentence: str


class KeptSteps:
    """What this computer keeps of one case's steps."""

    def __init__(self, desk: Desk, case_id: UUID) -> None:
        self._desk = desk
        self._case_id = case_id

    def typed(self) -> dict[str, TypedStep]:
        """Return the forms that were begun and not sent, by step; the newest of each. Waits for the disk."""
        found: dict[str, TypedStep] = {}
        for draft in reversed(self._desk.drafts.drafts(Stage.OPEN)):
            if draft.page == STEP_PAGE and draft.place.get("case") == str(self._case_id):
                self._desk.drafts.open(draft.draft_id, STEP_PAGE)
                step = _typed(draft)
                found[step.command] = step
        return found

    def keep(self, draft_id: UUID, command: str, fields: Mapping[str, Value], *, title: str) -> TypedStep:
        """Note what stands in a step's form; returns at once, on disk within 300 ms."""
        drafts = self._desk.drafts
        drafts.open(draft_id, STEP_PAGE)
        place = {"case": str(self._case_id), "command": command}
        drafts.append(draft_id, fields, place=place, title=title)
        return TypedStep(draft_id=draft_id, command=command, typed_at=self._desk.clock.now(), fields=dict(fields))

    def throw_away(self, draft_id: UUID) -> None:
        """Put away what was typed into a form, because the person begins anew. Waits for the disk."""
        self._desk.drafts.throw_away(draft_id)

    def waiting(self) -> tuple[WaitingStep, ...]:
        """Return the steps of this case that wait to be sent, oldest first."""
        return tuple(
            WaitingStep(command=item.command.kind, taken_at=item.queued_at)
            for item in self._desk.outbox.waiting()
            if self._is_about(item)
        )

    def take_refused(self) -> tuple[RefusedStep, ...]:
        """Take back what was sent later and refused: its form is open again. Waits for the disk."""
        found = []
        for item in self._desk.outbox.attention():
            if self._is_about(item) and lifecycle.reopen(self._desk.drafts, self._desk.outbox, item) is not None:
                sentence = item.answer.text if item.answer else ""
                found.append(RefusedStep(command=item.command.kind, sentence=sentence))
        return tuple(found)

    def _is_about(self, item: Item) -> bool:
        command = item.command
        if command.draft_id is None or item.standing is Standing.DONE:
            return False
        payload: Mapping[str, Any] = command.payload
        return command.subject == self._case_id or payload.get("case_id") == str(self._case_id)


def new_draft() -> UUID:
    """Return the id of a form that is begun now."""
    return uuid4()


def _typed(draft: Draft) -> TypedStep:
    return TypedStep(
        draft_id=draft.draft_id,
        command=str(draft.place.get("command") or ""),
        typed_at=draft.changed_at,
        fields=draft.fields,
    )
