"""What lies unfinished on this computer: a person's drafts, refused saves, and what an earlier password still locks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.models.masking import mask_name, mask_phone
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.cases.kept import STEP_PAGE
from app.services.drafts import keys, recovery
from app.services.drafts.commands import Item
from app.services.drafts.draft import Draft, Stage
from app.services.drafts.keys import PersonKeys
from app.services.drafts.recovery import RecoveryNote
from app.services.intake import DRAFT_PAGE

FIRST_WORDS = 40
_OFFERED = frozenset({DRAFT_PAGE, STEP_PAGE})
_STORIES = ("facts", "text", "minutes", "agreement", "answer", "reason", "note")


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A contact or a case's step that was begun and not saved, as a list may show it.

    Attributes:
        who: Name and number of the caller, masked; of a step the case's number and what it is called.
        trouble: A sentence when the disk damaged a part of it.
        in_use: Whether it was open in this window before.
    """

    draft: Draft
    who: str
    against: str
    first_words: str
    trouble: str
    in_use: bool

    @property
    def draft_id(self) -> UUID:
        """Its id."""
        return self.draft.draft_id

    @property
    def changed_at(self) -> datetime:
        """When it was last typed into."""
        return self.draft.changed_at


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Everything of one person that lies here.

    Attributes:
        refused: Saves without a draft that the server refused later.
        locked: How many drafts an earlier password locks.
        locked_saves: How many outboxes an earlier password locks.
        damaged: How many drafts cannot be read at all; their files are left as they are.
    """

    drafts: tuple[KeptDraft, ...] = ()
    refused: tuple[Item, ...] = ()
    locked: int = 0
    locked_saves: int = 0
    damaged: int = 0

    @property
    def is_locked(self) -> bool:
        """Whether something waits for an earlier password or the administrator's key."""
        return bool(self.locked or self.locked_saves)


class KeptWork:
    """Finds, opens and puts away what is kept; every method waits for the disk: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self) -> Kept:
        """Return what lies here.

        Raises:
            KeepingError: The disk does not give it back.
        """
        desk = self._desk
        shut = desk.drafts.unreadable()
        return Kept(
            drafts=tuple(self._shown(draft) for draft in desk.drafts.drafts(Stage.OPEN) if draft.page in _OFFERED),
            refused=tuple(item for item in desk.outbox.attention() if item.command.draft_id is None),
            locked=sum(each.is_locked for each in shut),
            locked_saves=desk.outbox.locked_files,
            damaged=sum(not each.is_locked for each in shut),
        )

    def put_away(self, draft_id: UUID) -> None:
        """Put a draft away; it can be brought back for a day."""
        self._desk.drafts.throw_away(draft_id)

    def bring_back(self, draft_id: UUID) -> None:
        """Take a draft out again that was put away."""
        self._desk.drafts.take_back(draft_id)

    def dismiss(self, item: Item) -> None:
        """Forget a refused save that has been dealt with otherwise."""
        self._desk.outbox.drop(item.command.command_id)

    def open_with(self, earlier_password: str) -> None:
        """Open what is locked with the password of that time; today's password locks it from now on.

        Raises:
            UserError: The earlier password opens nothing that is locked.
            KeepingError: Nothing was changed.
        """
        self._open(lambda password: keys.open_earlier(self._desk.folder, self._desk.keys, earlier_password, password))

    def open_by_recovery(self, key_file: Path, passphrase: str) -> None:
        """Open what is locked with the administrator's recovery key, on the record.

        Raises:
            UserError: The file is no recovery key, its passphrase is wrong, or it belongs to another centre.
            OutageError: The server is away, so that it cannot be put on the record; nothing was opened.
        """
        private = recovery.read_recovery_key(key_file, passphrase or None)
        desk = self._desk
        self._open(lambda password: recovery.recover(desk.folder, desk.keys, private, password, record=self._record))

    def _open(self, work: Callable[[str], PersonKeys]) -> None:
        desk = self._desk
        opened = desk.database.lend_password(work)
        desk.drafts.use_keys(opened)
        desk.outbox.use_keys(opened)
        desk.keys, desk.locked_drafts = opened, opened.locked

    def _record(self, note: RecoveryNote) -> None:
        self._desk.command(
            "recover_drafts",
            {"keys": note.keys, "drafts": note.drafts, "outboxes": note.outboxes},
            subject=self._desk.session.person_id,
        )

    def _shown(self, draft: Draft) -> KeptDraft:
        def said(name: str) -> str:
            value = draft.fields.get(name)
            return value.strip() if isinstance(value, str) else ""

        facts = " ".join(next((said(name) for name in _STORIES if said(name)), "").split())
        who = " ".join(part for part in (mask_name(said("name")), mask_phone(said("phone"))) if part)
        return KeptDraft(
            draft=draft,
            who=draft.title if draft.page == STEP_PAGE else who,
            against=said("respondent") or said("shop"),
            first_words=facts[:FIRST_WORDS] + ("…" if len(facts) > FIRST_WORDS else "") or tr("nothing written yet"),
            trouble=draft.damage.text if draft.damage else "",
            in_use=self._desk.drafts.is_in_use(draft.draft_id),
        )
