"""A draft's way from the form to the confirmed save, and back when the server refuses."""

import contextlib
from dataclasses import replace
from uuid import UUID

from app.services.drafts.commands import Command, Item, Standing
from app.services.drafts.draft import Draft, Stage
from app.services.drafts.folder import KeepingError
from app.services.drafts.journal import DraftStore
from app.services.drafts.outbox import FAILED, Outbox, Send
from app.services.errors import StaleError, UserError

_STALE = "stale"


def save(store: DraftStore, outbox: Outbox, command: Command, send: Send) -> Item:
    """Save what was typed in a draft: ``DONE``, or ``WAITING`` on this computer while the server is away.

    A draft has its command id from the beginning, so a second Ctrl+S or a save after a crash is the same save. What was
    typed while the save was on its way stays in the draft, which then is open again after a ``DONE``.

    Args:
        store: The person's drafts.
        outbox: The person's outbox.
        command: What the form says; its ``draft_id`` names the draft, whose command id it gets.
        send: Sends one command (``outbox.Send``).

    Raises:
        StaleError: Somebody changed the same thing; the draft is open again with all that was typed.
        UserError: Refused; the draft is open again with all that was typed.
        KeepingError: Neither kept nor sent; the draft is open and in memory.
    """
    draft_id = command.draft_id
    if draft_id is not None:
        draft = store.load(draft_id)
        command = replace(command, command_id=draft.command_id)
        # On a second Ctrl+S the first save is still on its way, and what was typed since is not in it.
        if draft.stage is not Stage.HANDED_OVER:
            with contextlib.suppress(KeepingError):
                store.hand_over(draft_id)
    try:
        item = outbox.submit(command, send)
    except KeepingError:
        if draft_id is not None:
            with contextlib.suppress(KeepingError):
                store.take_back(draft_id, same_save=True)
        raise
    if item.standing is Standing.ATTENTION:
        with contextlib.suppress(KeepingError):
            reopen(store, outbox, item)
        raise _refusal(item)
    if item.standing is Standing.DONE and draft_id is not None:
        with contextlib.suppress(KeepingError):
            _put_away(store, store.load(draft_id))
    return item


def reopen(store: DraftStore, outbox: Outbox, item: Item) -> Draft | None:
    """Take a refused command's draft back into the hands of its author and the command out of the outbox.

    Returns the draft, or ``None`` if there is none any more: then the command stays, because its payload is all there
    is.
    """
    draft_id = item.command.draft_id
    if draft_id is None:
        return None
    # Where this program failed nobody knows whether the command arrived: the next try must be the same save.
    is_unknown = item.answer is not None and item.answer.code == FAILED
    try:
        draft = store.take_back(draft_id, same_save=is_unknown)
    except KeyError:
        return None
    if outbox.find(item.command.command_id) is not None:
        outbox.drop(item.command.command_id)
    return draft


def settle(store: DraftStore, outbox: Outbox) -> tuple[UUID, ...]:
    """Bring drafts and outbox in step, after a start or a replay; returns the drafts that were put away as sent.

    A kill between two steps of :func:`save` leaves one of them behind; this completes it.
    """
    by_draft = {item.command.draft_id: item for item in outbox.items() if item.command.draft_id is not None}
    put_away = []
    for draft in store.drafts(Stage.OPEN, Stage.HANDED_OVER):
        item = by_draft.get(draft.draft_id)
        if item is None or item.command.command_id != draft.command_id:
            if draft.stage is Stage.HANDED_OVER:
                # It never reached the outbox, or the disk lost it there: the next save is the same save.
                store.take_back(draft.draft_id, same_save=True)
        elif item.standing is Standing.DONE and _put_away(store, draft):
            put_away.append(draft.draft_id)
    return tuple(put_away)


def _put_away(store: DraftStore, draft: Draft) -> bool:
    """Put a saved draft away, unless its author typed on meanwhile: then it stays open, and its next save is new."""
    if draft.typed_since:
        store.take_back(draft.draft_id)
        return False
    store.sent(draft.draft_id)
    return True


def _refusal(item: Item) -> UserError:
    answer = item.answer
    text, code, field = (answer.text, answer.code, answer.field) if answer else ("", "", None)
    kind = StaleError if code == _STALE else UserError
    return kind(text, field=field, code=code)
