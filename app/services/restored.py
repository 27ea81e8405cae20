"""After a restore: what this desk was told is done and the brought-back office has never heard of is open again."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE
from app.services.drafts.commands import Item, Standing
from app.services.drafts.folder import KeepingError

NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore took away from this desk's last 24 hours.

    Attributes:
        backup_of: When the backup was made that the office came back from, where that is known.
        reopened: How many drafts are open again; their next save is the same save as before.
        gone: Steps without a draft, by their titles: they have to be made once more.
    """

    backup_of: datetime | None = None
    reopened: int = 0
    gone: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence for the person; empty when nothing is missing."""
        if not self.reopened and not self.gone:
            return ""
        when = (
            self.backup_of.astimezone(LEGAL_ZONE).strftime("%m-%d %H:%M") if self.backup_of else tr("an earlier time")
        )
        parts = [tr("The office's data was brought back from a backup of {when}.", when=when)]
        if self.reopened:
            parts.append(
                tr(
                    "{n} saves from after it are open again with all that was typed: save them once more.",
                    n=self.reopened,
                )
            )
        if self.gone:
            named = "; ".join([*self.gone[:NAMED], *(["…"] if len(self.gone) > NAMED else [])])
            parts.append(tr("These steps have to be made again: {steps}", steps=named))
        return " ".join(parts)


def look_for_a_restore(desk: Desk) -> Restored:
    """Compare what this desk knows as done with what the office knows, and open again what it lacks; asks the server.

    Nothing happens twice: a draft that is open again keeps the id of its save, so that an office that has it after all
    answers with what it answered before.

    Raises:
        OutageError: The server is away; nothing was changed.
    """
    done = [item for item in desk.outbox.items() if item.standing is Standing.DONE]
    if not done:
        return Restored()
    answer = desk.database.call("known_commands", [item.command.command_id for item in done])
    known = set(answer["known"])
    missing = [item for item in done if str(item.command.command_id) not in known]
    if not missing:
        return Restored()
    made_at = answer["restored_from"]
    reopened = [_is_open_again(desk, item) for item in missing]
    return Restored(
        backup_of=datetime.fromisoformat(made_at) if made_at else None,
        reopened=sum(reopened),
        gone=_titles([item for item, is_open in zip(missing, reopened, strict=True) if not is_open]),
    )


def _is_open_again(desk: Desk, item: Item) -> bool:
    draft_id = item.command.draft_id
    is_open = False
    if draft_id is not None:
        with contextlib.suppress(KeyError, KeepingError):
            draft = desk.drafts.load(draft_id)
            # Typed into since then, or saved anew: it is open or on its way already, under another id.
            if draft.command_id == item.command.command_id:
                desk.drafts.take_back(draft_id, same_save=True)
            is_open = True
    desk.outbox.drop(item.command.command_id)
    return is_open


def _titles(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.command.title or tr("a step without a name") for item in items)
