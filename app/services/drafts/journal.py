"""Every form is a draft from its first keystroke: kept encrypted on this computer until its save is confirmed."""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from app.models.words import tr
from app.services.clock import Clock
from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.draft import Draft, Splice, Stage, Value, change, replayed, whole
from app.services.drafts.folder import FolderLock, KeepingError, Reserve, keeping, private_folder, write_atomically
from app.services.drafts.keys import PersonKeys
from app.services.drafts.records import Contents, RecordFile, key_id_of, read_file
from app.services.drafts.writer import BATCH_S, PROMISE_S, BatchWriter, Covered
from app.services.errors import UserError

#: What was sent or thrown away can be brought back this long.
KEPT_AFTERWARDS: Final = timedelta(hours=24)
#: A journal is written anew when it is longer than this and than several times its content.
ROOMY_BYTES: Final = 64 << 10
ROOMY_TIMES: Final = 8
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
    """A draft in use.

    Attributes:
        typed: As it stands in the window.
        kept: What needs no writing: the untouched beginning, or what was last written.
        is_on_disk: Whether it has a file.
        file: The file while it is open.
    """

    typed: Draft
    kept: Draft
    is_on_disk: bool = False
    file: RecordFile | None = None


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
        self._trouble = trouble or (lambda _: None)
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
        self._writer = BatchWriter(self._write_changed, trouble=trouble, trace=self._covered, batch_s=batch_s)

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
                self._open[draft_id] = _Open(typed=draft, kept=draft)
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
            draft = opened.typed.with_changes(held, self._clock.now())
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
            raise _unreadable()
        return draft

    def drafts(self, *stages: Stage) -> tuple[Draft, ...]:
        """Return every readable draft in one of ``stages`` (default: open and handed over), last touched first."""
        wanted = stages or (Stage.OPEN, Stage.HANDED_OVER)
        with self._state:
            touched = [opened for opened in self._open.values() if opened.is_on_disk or opened.typed is not opened.kept]
            found: list[Draft | None] = [opened.typed for opened in touched]
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
        with self._files:
            self._shut(draft_id)

    def _shut(self, draft_id: UUID) -> None:
        with self._state:
            opened = self._open.pop(draft_id, None)
        if opened is not None and opened.file is not None:
            opened.file.close()

    def _path(self, draft_id: UUID) -> Path:
        return self._folder / f"{draft_id}{_SUFFIX}"

    def _names(self) -> list[UUID]:
        with keeping():
            return [UUID(path.stem) for path in self._folder.glob(f"*{_SUFFIX}")]

    def _read(self, draft_id: UUID) -> Draft | None:
        with self._files:
            try:
                return _draft_in(draft_id, read_file(self._path(draft_id), self._keys))
            except ClosedBoxError:
                return None

    def _reopened(self, draft_id: UUID) -> _Open:
        """Take a draft from disk into use; a damaged or old file is replaced by a sound one."""
        path = self._path(draft_id)
        with self._files:
            try:
                file, contents = RecordFile.reopen(path, self._keys)
            except ClosedBoxError as error:
                raise _unreadable() from error
            draft = _draft_in(draft_id, contents)
            if draft is None:
                file.close()
                raise _unreadable()
            if contents.lost_bytes or file.key_id != self._keys.current.key_id:
                file.close()
                if contents.lost_bytes:
                    # What was damaged stays for whoever can read more out of it.
                    with keeping():
                        write_atomically(path.with_suffix(".damaged"), path.read_bytes())
                file = RecordFile.create(path, self._keys.current, _bytes(whole(draft)))
            with self._state:
                return self._open.setdefault(draft_id, _Open(typed=draft, kept=draft, is_on_disk=True, file=file))

    def _write_changed(self) -> None:
        """Write what differs between typed and written."""
        with self._files:
            with self._state:
                changed = [(opened, opened.typed) for opened in self._open.values() if opened.typed is not opened.kept]
            for opened, typed in changed:
                try:
                    self._write(opened, typed)
                except KeepingError as error:
                    if not error.is_full or not self._reserve.spend():
                        raise
                    self._write(opened, typed)
                    self._reserve_spent_at = time.monotonic()
                    self._trouble(KeepingError(OSError(), is_kept=True))
            self._refill()

    def _write(self, opened: _Open, typed: Draft) -> None:
        path = self._path(typed.draft_id)
        if not opened.is_on_disk:
            file = RecordFile.create(path, self._keys.current, _bytes(whole(typed)))
            with self._state:
                self._known.add(typed.draft_id)
            opened.is_on_disk = True
        else:
            file = opened.file or RecordFile.reopen(path, self._keys)[0]
            file.append([_bytes(change(opened.kept, typed))])
        opened.file = file
        opened.kept = typed
        self._tidy(opened, file, typed)

    def _tidy(self, opened: _Open, file: RecordFile, typed: Draft) -> None:
        """Write a journal anew that has grown far beyond its content; if that fails, the long one goes on."""
        if file.size <= ROOMY_BYTES:
            return
        record = _bytes(whole(typed))
        if file.size <= ROOMY_TIMES * len(record):
            return
        opened.file = None
        file.close()
        try:
            opened.file = RecordFile.create(file.path, self._keys.current, record)
        except KeepingError:
            _log.warning("a long journal could not be written anew")

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


def _draft_in(draft_id: UUID, contents: Contents) -> Draft | None:
    records = [json.loads(plain) if plain is not None else None for plain in contents.records]
    return replayed(draft_id, records, contents.lost_bytes)


def _bytes(record: dict[str, Any]) -> bytes:
    # surrogatepass: an input method may leave half a character behind while it composes.
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _frozen(value: Value) -> Value:
    if value is None or isinstance(value, str | bool | int):
        return value
    frozen: Value = json.loads(json.dumps(value, allow_nan=False))
    return frozen


def _unreadable() -> UserError:
    return UserError(
        tr(
            "This draft does not open. It is kept as it is: if your password was reset, the administrator can recover "
            "it; otherwise the disk has damaged it."
        ),
        code="draft_unreadable",
    )
