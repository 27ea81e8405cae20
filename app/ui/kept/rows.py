"""How unfinished work is written in a list: when, who, the first words; names and numbers masked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.models.words import mark, tr
from app.services.clock import LEGAL_ZONE
from app.services.drafts.commands import Item
from app.services.kept_work import Kept, KeptDraft
from app.ui.tables.rows import Column
from app.ui.theme import Tone


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """A draft, or a save without a draft that the server refused later."""

    key: UUID
    at: datetime
    who: str
    words: str
    remark: str
    draft: KeptDraft | None = None
    item: Item | None = None


def rows_of(kept: Kept) -> list[KeptRow]:
    """Give everything that is kept, the newest first."""
    drafts = [
        KeptRow(
            key=each.draft_id,
            at=each.changed_at,
            who=" · ".join(part for part in (each.who, each.against) if part) or tr("nobody named yet"),
            words=each.first_words,
            remark=each.trouble,
            draft=each,
        )
        for each in kept.drafts
    ]
    refused = [
        KeptRow(
            key=item.command.command_id,
            at=item.queued_at,
            who=tr("refused by the server"),
            words=item.command.title,
            remark=item.answer.text if item.answer else "",
            item=item,
        )
        for item in kept.refused
    ]
    return sorted([*drafts, *refused], key=lambda row: row.at, reverse=True)


def columns() -> tuple[Column[KeptRow], ...]:
    """Make the columns of the list."""
    return (
        Column("at", mark("Last typed"), lambda row: _when(row.at), lambda row: row.at, width=100),
        Column("who", mark("Who, against whom"), lambda row: row.who, width=210),
        Column("words", mark("First words"), lambda row: row.words, width=240, stretches=True),
        Column(
            "remark",
            mark("Remark"),
            lambda row: row.remark,
            width=150,
            tone=lambda row: Tone.SOON if row.remark else None,
            icon=lambda row: "warning" if row.remark else "",
            tip=lambda row: row.remark,
        ),
    )


def _when(at: datetime) -> str:
    return at.astimezone(LEGAL_ZONE).strftime("%m-%d %H:%M")
