"""A form being filled in, as a value: what changed between two states, and the state after a change."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from app.models.words import tr

#: What a field of a form may hold: what JSON can say. Dates, money and codes travel as text.
Value: TypeAlias = bool | int | float | str | Sequence["Value"] | Mapping[str, "Value"] | None

_SHORT_TEXT = 48


class Stage(StrEnum):
    """How far a draft has come."""

    OPEN = "open"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    THROWN_AWAY = "thrown_away"


@dataclass(frozen=True, kw_only=True)
class Splice:
    """A change inside a text: at character ``at``, ``removed`` characters gave way to ``text``.

    Positions count Python characters; Qt counts UTF-16 units, see :meth:`from_utf16`.
    """

    at: int
    removed: int
    text: str

    @staticmethod
    def from_utf16(before: str, at: int, removed: int, text: str) -> "Splice":
        """Return the splice for positions counted in UTF-16 units, as Qt's documents do (emoji, rare characters)."""
        units = before.encode("utf-16-le", "surrogatepass")
        start = len(units[: 2 * at].decode("utf-16-le", "surrogatepass"))
        gone = len(units[2 * at : 2 * (at + removed)].decode("utf-16-le", "surrogatepass"))
        return Splice(at=start, removed=gone, text=text)

    def applied_to(self, before: str) -> str:
        """Return ``before`` with the change.

        Raises:
            ValueError: The change lies outside the text.
        """
        if self.at < 0 or self.removed < 0 or self.at + self.removed > len(before):
            raise ValueError("splice outside the text")
        return before[: self.at] + self.text + before[self.at + self.removed :]


@dataclass(frozen=True, kw_only=True)
class Damage:
    """What could not be put back in its place after the disk damaged a journal.

    Attributes:
        lost_bytes: Encrypted bytes that no longer verify.
        pieces: Typed pieces that survived but whose place is gone: field and text.
    """

    lost_bytes: int
    pieces: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The sentence for the person who typed it."""
        if self.pieces:
            return tr(
                "The disk damaged a part of this draft. Everything readable is here, but {n} pieces lost their place: "
                "they are listed below the form; compare before you save.",
                n=len(self.pieces),
            )
        return tr("The disk damaged a part of this draft. Everything readable is here; read it through before saving.")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An unfinished form.

    Attributes:
        draft_id: Its own id; a form that creates a case may use it as the id of the case.
        page: Which kind of page it is typed in.
        title: How lists call it.
        fields: Every field touched so far.
        place: Where the person was: cursor, tab, scroll position; whatever the page wants back.
        stage: How far it has come.
        command_id: The command it will be saved with, the same at every try, until that command is refused.
        opened_at: First keystroke.
        changed_at: Last keystroke.
        typed_since: Whether something was typed after it was handed over.
        damage: Set when the disk damaged its journal.
    """

    draft_id: UUID
    page: str
    command_id: UUID
    opened_at: datetime
    changed_at: datetime
    title: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    place: Mapping[str, Value] = field(default_factory=dict)
    stage: Stage = Stage.OPEN
    typed_since: bool = False
    damage: Damage | None = None

    def age(self, now: datetime) -> timedelta:
        """Return how long ago it was last touched."""
        return now - self.changed_at

    def with_changes(self, changes: Mapping[str, Value | Splice], at: datetime) -> "Draft":
        """Return the draft after ``changes``; a :class:`Splice` changes a text inside, a value replaces.

        Raises:
            ValueError: A splice lies outside its text.
        """
        fields = dict(self.fields)
        for name, change in changes.items():
            if isinstance(change, Splice):
                before = fields.get(name, "")
                if not isinstance(before, str):
                    raise ValueError("a splice changes a text only")  # noqa: TRY004 the value is wrong, not its type
                fields[name] = change.applied_to(before)
            else:
                fields[name] = change
        typed_since = self.typed_since or (self.stage is Stage.HANDED_OVER and fields != self.fields)
        return replace(self, fields=fields, changed_at=at, typed_since=typed_since)

    def moved(self, stage: Stage, at: datetime, command_id: UUID | None = None) -> "Draft":
        """Return the draft at ``stage``, with a fresh ``command_id`` if the next save is another one."""
        return replace(self, stage=stage, command_id=command_id or self.command_id, changed_at=at, typed_since=False)


def whole(draft: Draft) -> dict[str, Any]:
    """Return the record that says everything about ``draft``."""
    record: dict[str, Any] = {
        "is": "all",
        "page": draft.page,
        "opened": draft.opened_at.isoformat(),
        "changed": draft.changed_at.isoformat(),
        "title": draft.title,
        "fields": draft.fields,
        "place": draft.place,
        "stage": draft.stage.value,
        "typed_since": draft.typed_since,
        "command": str(draft.command_id),
    }
    if draft.damage:
        record["damage"] = {"lost": draft.damage.lost_bytes, "pieces": draft.damage.pieces}
    return record


def change(old: Draft, new: Draft) -> dict[str, Any]:
    """Return the smallest record that leads from ``old`` to ``new``."""
    # Page and command stand in every record, so that a journal without its beginning still says what it is.
    record: dict[str, Any] = {
        "is": "part",
        "page": new.page,
        "changed": new.changed_at.isoformat(),
        "command": str(new.command_id),
    }
    sets: dict[str, Any] = {}
    cuts: list[list[Any]] = []
    for name, value in new.fields.items():
        before = old.fields.get(name)
        if name in old.fields and before == value and type(before) is type(value):
            continue
        if isinstance(before, str) and isinstance(value, str) and len(value) > _SHORT_TEXT:
            cut = _difference(before, value)
            cuts.append([name, cut.at, cut.removed, cut.text, _mark(before)])
        else:
            sets[name] = value
    if sets:
        record["set"] = sets
    if cuts:
        record["cut"] = cuts
    if old.title != new.title:
        record["title"] = new.title
    if old.place != new.place:
        record["place"] = new.place
    if old.stage is not new.stage:
        record["stage"] = new.stage.value
    if old.typed_since is not new.typed_since:
        record["typed_since"] = new.typed_since
    return record


def replayed(draft_id: UUID, records: Sequence[dict[str, Any] | None], lost_bytes: int = 0) -> Draft | None:
    """Return the draft that a journal's ``records`` tell, or ``None`` if nothing of it is readable.

    ``None`` among the records is a place where some are lost: later values count, later changes inside a text are
    applied only to the very text they were typed into, otherwise kept as pieces.
    """
    draft: Draft | None = None
    pieces: list[tuple[str, str]] = []
    for record in records:
        if record is None:
            continue
        if record["is"] == "all":
            draft = _from_whole(draft_id, record)
            pieces = []
        else:
            draft, astray = _after(draft or _blank(draft_id, record), record)
            pieces += astray
    if draft is None:
        return None
    if lost_bytes or pieces:
        kept = draft.damage or Damage(lost_bytes=0)
        draft = replace(draft, damage=Damage(lost_bytes=kept.lost_bytes + lost_bytes, pieces=(*kept.pieces, *pieces)))
    return draft


def _from_whole(draft_id: UUID, record: dict[str, Any]) -> Draft:
    damage = record.get("damage")
    return Draft(
        draft_id=draft_id,
        page=record["page"],
        opened_at=datetime.fromisoformat(record["opened"]),
        changed_at=datetime.fromisoformat(record["changed"]),
        title=record["title"],
        fields=record["fields"],
        place=record["place"],
        stage=Stage(record["stage"]),
        typed_since=record["typed_since"],
        command_id=UUID(record["command"]),
        damage=Damage(lost_bytes=damage["lost"], pieces=tuple((name, text) for name, text in damage["pieces"]))
        if damage
        else None,
    )


def _blank(draft_id: UUID, record: dict[str, Any]) -> Draft:
    at = datetime.fromisoformat(record["changed"])
    return Draft(
        draft_id=draft_id, page=record["page"], command_id=UUID(record["command"]), opened_at=at, changed_at=at
    )


def _after(draft: Draft, record: dict[str, Any]) -> tuple[Draft, list[tuple[str, str]]]:
    fields = dict(draft.fields) | record.get("set", {})
    astray: list[tuple[str, str]] = []
    for name, at, removed, text, mark in record.get("cut", ()):
        before = fields.get(name)
        if isinstance(before, str) and _mark(before) == mark:
            fields[name] = Splice(at=at, removed=removed, text=text).applied_to(before)
        elif text:
            astray.append((name, text))
    after = replace(
        draft,
        fields=fields,
        changed_at=datetime.fromisoformat(record["changed"]),
        command_id=UUID(record["command"]),
        title=record.get("title", draft.title),
        place=record.get("place", draft.place),
        stage=Stage(record.get("stage", draft.stage)),
        typed_since=record.get("typed_since", draft.typed_since),
    )
    return after, astray


def _difference(before: str, after: str) -> Splice:
    """Return what lies between the longest common beginning and the longest common end."""
    shorter = min(len(before), len(after))
    head = _longest(shorter, lambda n: before[:n] == after[:n])
    tail = _longest(shorter - head, lambda n: before[len(before) - n :] == after[len(after) - n :])
    return Splice(at=head, removed=len(before) - head - tail, text=after[head : len(after) - tail])


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the greatest n up to ``most`` for which ``holds(n)``; true for all smaller ones."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _mark(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
