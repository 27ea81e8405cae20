"""Every form is a draft from its first keystroke: kept encrypted on this computer until its save is confirmed."""

import contextlib
import errno
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from app.services.clock import Clock
from app.services.drafts.draft import Draft, Splice, Stage, Value
from app.services.drafts.draft_file import DraftFile, read_draft, unreadable
from app.services.drafts.folder import FolderLock, KeepingError, Reserve, keeping, private_folder
from app.services.drafts.keys import PersonKeys
from app.services.drafts.records import key_id_of
from app.services.drafts.writer import BATCH_S, PROMISE_S, BatchWriter, Covered

#: What was sent or thrown away can be brought back this long.
KEPT_AFTERWARDS: Final = timedelta(hours=24)
#: Held back for the case that others fill the disk: many hours of typing.
RESERVE_BYTES: Final = 1 << 20

_REFILL_EVERY_S = 5.0
_SUFFIX = ".draft"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A draft file that does not open: locked away by a password reset, or its beginning is damaged."""

    draft_id: UUID
    is_locked: bool


@dataclass
class _Open:
    """A draft in use: as it stands in the window, and its file."""

    typed: Draft
    file: DraftFile


class DraftStore:
    """The drafts of one person on this computer; several side by side, one window at a time.

    Every method may be called from any thread. :meth:`open` of a new draft and :meth:`append` return at once; the
    others wait for the disk.
    """

    def __init__(
        self,
        folder: Path,
        keys: PersonKeys,
        clock: Clock,
        *,
        trouble: Callable[[KeepingError | None], None] | None = None,
        trace: Callable[[Covered], None] | None = None,
        batch_s: float = BATCH_S,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        """Open the drafts in a person's ``folder``.

        Args:
            folder: The person's own folder (``folder.person_folder``).
            keys: The person's opened keys.
            clock: Tells when a draft was touched.
            trouble: Told from the writer's thread when this computer cannot keep what is typed (or only in its
                reserve), and ``None`` when all is well again.
            trace: Told how old the oldest keystroke of each finished write was.
            batch_s: How long a keystroke waits for others, in seconds.
            reserve_bytes: Disk space held back for a full disk.

        Raises:
            UserError: Another window has them open.
            KeepingError: The folder cannot be made or read.
        """
        self._folder = private_folder(folder / "drafts")
        self._keys = keys
        self._clock = clock
        self._listener = trouble or (lambda _: None)
        self._standing: KeepingError | None = None
        self._trace = trace or (lambda _: None)
        self._lock = FolderLock(self._folder / "lock")
        # Files change under the first, what is typed under the second, taken in this order; typing never waits for
        # the disk because the second is never held while the disk works.
        self._files = threading.RLock()
        self._state = threading.Lock()
        self._open: dict[UUID, _Open] = {}
        self._known = set(self._names())
        self._reserve = Reserve(self._folder / "reserve", reserve_bytes)
        self._reserve_spent_at: float | None = None
        if not self._reserve.is_held:
            self._reserve_spent_at = time.monotonic()
            self._trouble(KeepingError(OSError(errno.ENOSPC, "full")))
        self._writer = BatchWriter(self._write_changed, trouble=self._trouble, trace=self._covered, batch_s=batch_s)

    def watch(self, trouble: Callable[[KeepingError | None], None]) -> None:
        """Tell ``trouble`` from now on, from any thread; at once where something is wrong with the disk already."""
        self._listener = trouble
        if self._standing is not None:
            trouble(self._standing)

    def spend_reserve(self) -> bool:
        """Give the space held back to whatever has to be written now; False where there is none."""
        if not self._reserve.spend():
            return False
        self._reserve_spent_at = time.monotonic()
        self._trouble(KeepingError(OSError(errno.ENOSPC, "full"), is_kept=True))
        return True

    def open(self, draft_id: UUID, page: str, *, title: str = "") -> Draft:
        """Begin a draft, or go on with the one that is there; a new one is on disk from its first change.

        Raises:
            UserError: It is there but cannot be read.
            KeepingError: It is there but the disk does not give it back.
        """
        now = self._clock.now()
        with self._state:
            if draft_id in self._open:
                return self._open[draft_id].typed
            if draft_id not in self._known:
                draft = Draft(
                    draft_id=draft_id, page=page, title=title, command_id=uuid4(), opened_at=now, changed_at=now
                )
                self._open[draft_id] = _Open(draft, DraftFile(self._path(draft_id), self._keys, draft))
                return draft
        return self._reopened(draft_id).typed

    def append(
        self,
        draft_id: UUID,
        changes: Mapping[str, Value | Splice] | None = None,
        *,
        place: Mapping[str, Value] | None = None,
        title: str | None = None,
    ) -> None:
        """Note what was typed into an opened draft; returns at once, on disk within 300 ms.

        Args:
            draft_id: An opened draft.
            changes: New values of fields, or splices inside texts.
            place: Where the person is now (cursor, tab, scroll position); replaces the place before.
            title: How lists shall call the draft.

        Raises:
            KeyError: The draft is not open.
            ValueError: A splice lies outside its text.
        """
        # Lists and mappings may change under the form's hands: keep them as they are now.
        held = {name: new if isinstance(new, Splice) else _frozen(new) for name, new in (changes or {}).items()}
        with self._state:
            opened = self._open[draft_id]
            now = self._clock.now()
            draft = opened.typed
            if draft.stage in (Stage.SENT, Stage.THROWN_AWAY):
                draft = draft.moved(Stage.OPEN, now, uuid4())
            draft = draft.with_changes(held, now)
            if place is not None:
                draft = replace(draft, place={name: _frozen(value) for name, value in place.items()})
            if title is not None:
                draft = replace(draft, title=title)
            opened.typed = draft
        self._writer.soon()

    def flush(self) -> None:
        """Return when everything typed so far is on disk.

        Raises:
            KeepingError: It is not; it is kept in memory and tried again.
        """
        self._writer.now()

    def load(self, draft_id: UUID) -> Draft:
        """Return a draft as typed so far, from this window or from before a crash.

        Raises:
            KeyError: There is no such draft.
            UserError: It is there but cannot be read.
        """
        with self._state:
            if draft_id in self._open:
                return self._open[draft_id].typed
            if draft_id not in self._known:
                raise KeyError(draft_id)
        draft = self._read(draft_id)
        if draft is None:
            raise unreadable()
        return draft

    def drafts(self, *stages: Stage) -> tuple[Draft, ...]:
        """Return every readable draft in one of ``stages`` (default: open and handed over), last touched first."""
        wanted = stages or (Stage.OPEN, Stage.HANDED_OVER)
        with self._state:
            found: list[Draft | None] = [
                opened.typed
                for opened in self._open.values()
                if opened.file.is_on_disk or opened.typed is not opened.file.kept
            ]
            closed = self._known - set(self._open)
        found += [self._read(draft_id) for draft_id in closed]
        kept = [draft for draft in found if draft is not None and draft.stage in wanted]
        return tuple(sorted(kept, key=lambda draft: draft.changed_at, reverse=True))

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Return the drafts that are here and do not open; nothing of them is ever deleted."""
        with self._state:
            closed = sorted(self._known - set(self._open))
        found = []
        for draft_id in closed:
            if self._read(draft_id) is None:
                with keeping():
                    key_id = key_id_of(self._path(draft_id).read_bytes())
                is_locked = key_id is not None and self._keys.find(key_id) is None
                found.append(Unreadable(draft_id=draft_id, is_locked=is_locked))
        return tuple(found)

    def use_keys(self, keys: PersonKeys) -> None:
        """Read with ``keys`` from now on: an earlier password's lock has been opened."""
        with self._files:
            self._keys = keys

    def is_in_use(self, draft_id: UUID) -> bool:
        """Tell whether a draft was opened in this window since it began."""
        with self._state:
            return draft_id in self._open

    def hand_over(self, draft_id: UUID) -> Draft:
        """Mark a draft as handed to the outbox under its command id; returns when that is on disk.

        Raises:
            KeepingError: The mark is not on disk yet; the save itself may go on.
        """
        return self._moved(draft_id, Stage.HANDED_OVER)

    def take_back(self, draft_id: UUID, *, same_save: bool = False) -> Draft:
        """Reopen a draft whose save was refused, or that was sent or thrown away, with all that was typed.

        Args:
            draft_id: The draft.
            same_save: Keep the command id, because nobody knows whether the save arrived; otherwise the next save is
                another one, with a fresh id.

        Raises:
            KeyError: There is no such draft.
            KeepingError: That it is open again is not on disk yet.
        """
        return self._moved(draft_id, Stage.OPEN, None if same_save else uuid4())

    def sent(self, draft_id: UUID) -> None:
        """Put a draft away after its save was confirmed; it can be brought back for 24 hours."""
        self._put_away(draft_id, Stage.SENT)

    def throw_away(self, draft_id: UUID) -> None:
        """Put a draft away because the person said so; it can be brought back for 24 hours."""
        self._put_away(draft_id, Stage.THROWN_AWAY)

    def sweep(self) -> int:
        """Delete what was put away more than 24 hours ago and return how many drafts that were."""
        now = self._clock.now()
        old = [d for d in self.drafts(Stage.SENT, Stage.THROWN_AWAY) if d.age(now) > KEPT_AFTERWARDS]
        with self._files:
            for draft in old:
                self._shut(draft.draft_id)
                with keeping():
                    self._path(draft.draft_id).unlink(missing_ok=True)
                with self._state:
                    self._known.discard(draft.draft_id)
        return len(old)

    def close(self) -> None:
        """Write what is left and let the next window in.

        Raises:
            KeepingError: The last keystrokes could not be written.
        """
        try:
            self._writer.close()
        finally:
            with self._files:
                for draft_id in list(self._open):
                    self._shut(draft_id)
            self._lock.release()

    def _moved(self, draft_id: UUID, stage: Stage, command_id: UUID | None = None) -> Draft:
        with self._state:
            opened = self._open.get(draft_id)
            if opened is None and draft_id not in self._known:
                raise KeyError(draft_id)
        opened = opened or self._reopened(draft_id)
        with self._state:
            draft = opened.typed.moved(stage, self._clock.now(), command_id)
            opened.typed = draft
        self._writer.soon()
        self.flush()
        return draft

    def _put_away(self, draft_id: UUID, stage: Stage) -> None:
        self._moved(draft_id, stage)
        with self._files, self._state:
            opened = self._open[draft_id]
            # Whatever was typed in between has opened it again.
            if opened.typed is opened.file.kept:
                opened.file.close()
                del self._open[draft_id]

    def _shut(self, draft_id: UUID) -> None:
        with self._state:
            opened = self._open.pop(draft_id, None)
        if opened is not None:
            opened.file.close()

    def _path(self, draft_id: UUID) -> Path:
        return self._folder / f"{draft_id}{_SUFFIX}"

    def _names(self) -> Iterator[UUID]:
        with keeping():
            found = [path.stem for path in self._folder.glob(f"*{_SUFFIX}")]
        for stem in found:
            # Somebody may have copied a file aside under another name; it is not one of ours then.
            with contextlib.suppress(ValueError):
                yield UUID(stem)

    def _read(self, draft_id: UUID) -> Draft | None:
        with self._files:
            return read_draft(self._path(draft_id), self._keys, draft_id)

    def _reopened(self, draft_id: UUID) -> _Open:
        with self._files:
            file = DraftFile.reopen(self._path(draft_id), self._keys, draft_id)
            with self._state:
                return self._open.setdefault(draft_id, _Open(file.kept, file))

    def _write_changed(self) -> None:
        """Write what differs between typed and kept; trouble with one draft does not keep the others waiting."""
        trouble: KeepingError | None = None
        with self._files:
            with self._state:
                opened = list(self._open.values())
                changed = [(each, each.typed) for each in opened if each.typed is not each.file.kept]
            for each, typed in changed:
                try:
                    self._write(each.file, typed)
                except KeepingError as error:
                    trouble = error
                else:
                    with self._state:
                        self._known.add(typed.draft_id)
            if changed:
                # Forms left half-way may be hundreds in a day: only what is being written keeps its file open.
                for each in opened:
                    if all(each is not one for one, _ in changed):
                        each.file.close()
            self._refill()
        if trouble is not None:
            raise trouble

    def _write(self, file: DraftFile, typed: Draft) -> None:
        """Write one draft, in the reserve if the disk is full."""
        try:
            file.write(typed)
        except KeepingError as error:
            if not error.is_full or not self.spend_reserve():
                raise
            file.write(typed)

    def _trouble(self, error: KeepingError | None) -> None:
        self._standing = error
        self._listener(error)

    def _refill(self) -> None:
        spent_at = self._reserve_spent_at
        if spent_at is not None and time.monotonic() - spent_at > _REFILL_EVERY_S:
            self._reserve_spent_at = time.monotonic()
            if self._reserve.refill():
                self._reserve_spent_at = None
                self._trouble(None)

    def _covered(self, covered: Covered) -> None:
        if covered.waited_s > PROMISE_S:
            _log.warning("a keystroke waited %d ms for the disk", round(covered.waited_s * 1000))
        self._trace(covered)


def _frozen(value: Value) -> Value:
    if value is None or isinstance(value, str | bool | int):
        return value
    frozen: Value = json.loads(json.dumps(value, allow_nan=False))
    return frozen
