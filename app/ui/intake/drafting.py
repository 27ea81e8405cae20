"""The form's draft: on disk from the first keystroke, given back after a crash with the cursor where it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.services.bootstrap import Desk
from app.services.drafts.draft import Draft, Stage, Value
from app.services.intake import DRAFT_PAGE


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the person was: the input's name and the cursor in it."""

    name: str
    at: int


class Drafting:
    """Keeps one form; ``draft_id`` is also the id of the case it becomes."""

    def __init__(self, desk: Desk, draft: Draft | None = None) -> None:
        self._desk = desk
        self.draft_id: UUID = draft.draft_id if draft else uuid4()
        self._opened_at: datetime | None = draft.opened_at if draft else None
        if draft is not None:
            desk.drafts.open(draft.draft_id, DRAFT_PAGE)

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed."""
        return self._opened_at is not None

    @property
    def opened_at(self) -> datetime:
        """When the person began to type, by this computer's clock; now for an untouched form."""
        return self._opened_at or self._desk.clock.now()

    def begin_at(self, at: datetime) -> None:
        """Note that the contact began at ``at``, before anything was typed."""
        self._opened_at = self._opened_at or at

    def keep(self, changes: Mapping[str, Value], place: Place | None, title: str) -> None:
        """Note changes; returns at once."""
        if self._opened_at is None:
            self._opened_at = self._desk.clock.now()
        self._desk.drafts.open(self.draft_id, DRAFT_PAGE)
        where: dict[str, Value] | None = {"field": place.name, "at": place.at} if place else None
        self._desk.drafts.append(self.draft_id, changes, place=where, title=title)

    def throw_away(self) -> None:
        """Put it away; it can be brought back for a day. Waits for the disk."""
        if self.is_touched:
            self._desk.drafts.throw_away(self.draft_id)


def open_drafts(desk: Desk) -> tuple[Draft, ...]:
    """Return the unfinished forms of this person, newest first. Waits for the disk."""
    return tuple(draft for draft in desk.drafts.drafts(Stage.OPEN) if draft.page == DRAFT_PAGE)


def place_of(draft: Draft) -> Place | None:
    """Return where the person was in ``draft``."""
    name, at = draft.place.get("field"), draft.place.get("at")
    return Place(name=name, at=at) if isinstance(name, str) and isinstance(at, int) else None


def cursor_in(widget: QWidget | None) -> int:
    """Give the cursor's place in what is typed into."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().position()
    return widget.cursorPosition() if isinstance(widget, QLineEdit) else 0


def put_cursor(widget: Any, at: int) -> None:
    """Go to ``widget`` with the cursor at ``at``."""
    widget.setFocus()
    if isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(at, len(widget.toPlainText())))
        widget.setTextCursor(cursor)
    elif isinstance(widget, QLineEdit):
        widget.setCursorPosition(at)
