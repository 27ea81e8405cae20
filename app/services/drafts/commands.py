"""A command on its way to the server, and how it stands, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.models.words import tr
from app.services.drafts.draft import Value
from app.services.drafts.offset import ServerOffset


class Standing(StrEnum):
    """How a kept command stands."""

    WAITING = "waiting"
    ATTENTION = "attention"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Command:
    """One verb of the office, as the database's write door takes it.

    Attributes:
        command_id: Its UUID for ever; the same UUID is executed once.
        kind: The verb.
        subject: What it is about.
        expected_version: The version the person saw; ``None`` for something new.
        payload: Everything else, identity included.
        login: Who gave it; it is never sent under another login.
        draft_id: The draft it was typed in, if any.
        after: Further subjects whose refused commands must be dealt with first.
        title: How lists call it.
        desk_time: When the work was done by this computer's clock; the time of keeping it if not given.
    """

    command_id: UUID
    kind: str
    subject: UUID
    login: str
    expected_version: int | None = None
    payload: Mapping[str, Value] = field(default_factory=dict, repr=False)
    draft_id: UUID | None = None
    after: tuple[UUID, ...] = ()
    title: str = field(default="", repr=False)
    desk_time: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said to a command.

    Attributes:
        is_done: Whether it took effect; otherwise it was refused.
        result: What the door returned.
        version: The subject's new version.
        text: Why it was refused, as a sentence in the reader's language.
        code: The refusal code.
        field: Which field the refusal belongs to.
    """

    is_done: bool
    result: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    text: str = ""
    code: str = ""
    field: str | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """A kept command and how it stands.

    Attributes:
        command: What is to be done.
        queued_at: When it was kept, by this computer's clock.
        offset: The last measured distance to the server's clock, for work done while it was away.
        standing: Waiting, needing the person's attention, or done.
        answer: The server's last word on it.
        settled_at: When that was, by this computer's clock.
        failures: How often this program failed on it.
    """

    command: Command
    queued_at: datetime
    offset: ServerOffset | None = None
    standing: Standing = Standing.WAITING
    answer: Answer | None = None
    settled_at: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What the banner says.

    Attributes:
        waiting: Commands that will be sent when the server is there.
        attention: Commands the server refused.
        held: How many of the waiting ones wait behind a refused one.
    """

    waiting: int = 0
    attention: int = 0
    held: int = 0

    @property
    def text(self) -> str:
        """The sentence of the banner; empty when nothing is kept."""
        if self.waiting and self.attention:
            return tr(
                "Kept on this computer: {waiting} waiting to be sent, {attention} need your attention",
                waiting=self.waiting,
                attention=self.attention,
            )
        if self.waiting:
            return tr("Kept on this computer, {n} waiting to be sent", n=self.waiting)
        if self.attention:
            return tr("Kept on this computer, {n} need your attention", n=self.attention)
        return ""


def plain(value: object) -> Any:
    """Return a value, or each value of a payload, as the outbox keeps it: what JSON can say."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def to_record(item: Item) -> dict[str, Any]:
    """Return ``item`` as JSON for the outbox file."""
    command, answer = item.command, item.answer
    return {
        "id": str(command.command_id),
        "kind": command.kind,
        "subject": str(command.subject),
        "login": command.login,
        "version": command.expected_version,
        "payload": command.payload,
        "draft": str(command.draft_id) if command.draft_id else None,
        "after": [str(subject) for subject in command.after],
        "title": command.title,
        "desk_time": command.desk_time.isoformat() if command.desk_time else None,
        "queued_at": item.queued_at.isoformat(),
        "offset": item.offset.as_record() if item.offset else None,
        "standing": item.standing.value,
        "answer": answer_record(answer) if answer else None,
        "settled_at": item.settled_at.isoformat() if item.settled_at else None,
        "failures": item.failures,
    }


def from_record(record: Mapping[str, Any]) -> Item:
    """Return the item that :func:`to_record` wrote down."""
    command = Command(
        command_id=UUID(record["id"]),
        kind=record["kind"],
        subject=UUID(record["subject"]),
        login=record["login"],
        expected_version=record["version"],
        payload=record["payload"],
        draft_id=UUID(record["draft"]) if record["draft"] else None,
        after=tuple(UUID(subject) for subject in record["after"]),
        title=record["title"],
        desk_time=datetime.fromisoformat(record["desk_time"]) if record["desk_time"] else None,
    )
    return Item(
        command=command,
        queued_at=datetime.fromisoformat(record["queued_at"]),
        offset=ServerOffset.from_record(record["offset"]) if record["offset"] else None,
        standing=Standing(record["standing"]),
        answer=Answer(**record["answer"]) if record["answer"] else None,
        settled_at=datetime.fromisoformat(record["settled_at"]) if record["settled_at"] else None,
        failures=record["failures"],
    )


def answer_record(answer: Answer) -> dict[str, Any]:
    """Return ``answer`` as JSON for the outbox file."""
    return {
        "is_done": answer.is_done,
        "result": answer.result,
        "version": answer.version,
        "text": answer.text,
        "code": answer.code,
        "field": answer.field,
    }
