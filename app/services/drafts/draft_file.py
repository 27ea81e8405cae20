"""One draft on disk: a journal that grows with what changed, written anew when it has grown far beyond its content."""

import json
import logging
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from app.models.words import tr
from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.draft import Draft, change, replayed, whole
from app.services.drafts.folder import KeepingError, keeping, write_atomically
from app.services.drafts.keys import PersonKeys
from app.services.drafts.records import Contents, RecordFile, read_file
from app.services.errors import UserError

#: A journal is written anew when it is longer than this and than several times its content.
ROOMY_BYTES: Final = 64 << 10
ROOMY_TIMES: Final = 8

_log = logging.getLogger(__name__)


class DraftFile:
    """The file of one draft, made by its first write. Not thread-safe: its owner takes turns.

    Attributes:
        kept: What needs no writing: the untouched beginning, or what was last written.
        is_on_disk: Whether there is a file.
    """

    def __init__(self, path: Path, keys: PersonKeys, kept: Draft) -> None:
        """Begin a draft that has no file yet."""
        self.kept = kept
        self.is_on_disk = False
        self._path = path
        self._keys = keys
        self._file: RecordFile | None = None

    @classmethod
    def reopen(cls, path: Path, keys: PersonKeys, draft_id: UUID) -> "DraftFile":
        """Go on with a draft found on disk; a damaged file, or one under an earlier key, is replaced by a sound one.

        Raises:
            UserError: It cannot be read.
            KeepingError: The disk does not let it be read or replaced.
        """
        try:
            file, contents = RecordFile.reopen(path, keys)
        except ClosedBoxError as error:
            raise unreadable() from error
        draft = _told_by(draft_id, contents)
        if draft is None:
            file.close()
            raise unreadable()
        if contents.lost_bytes or file.key_id != keys.current.key_id:
            file.close()
            if contents.lost_bytes:
                # What was damaged stays for whoever can read more out of it.
                with keeping():
                    write_atomically(path.with_suffix(".damaged"), path.read_bytes())
            file = RecordFile.create(path, keys.current, _bytes(whole(draft)))
        found = cls(path, keys, draft)
        found.is_on_disk = True
        found._file = file
        return found

    def write(self, draft: Draft) -> None:
        """Bring the file from what is kept to ``draft``; returns when that is on disk.

        Raises:
            KeepingError: The file is as it was.
        """
        if not self.is_on_disk:
            file = RecordFile.create(self._path, self._keys.current, _bytes(whole(draft)))
            self.is_on_disk = True
        else:
            file = self._file or RecordFile.reopen(self._path, self._keys)[0]
            file.append([_bytes(change(self.kept, draft))])
        self._file = file
        self.kept = draft
        if file.size > ROOMY_BYTES:
            self._write_anew(file, _bytes(whole(draft)))

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write_anew(self, file: RecordFile, record: bytes) -> None:
        """Replace a journal by its content; if the disk refuses, the long one goes on."""
        if file.size <= ROOMY_TIMES * len(record):
            return
        self.close()
        try:
            self._file = RecordFile.create(self._path, self._keys.current, record)
        except KeepingError:
            _log.warning("a long journal could not be written anew")


def read_draft(path: Path, keys: PersonKeys, draft_id: UUID) -> Draft | None:
    """Return a draft on disk, changing nothing; ``None`` if it does not open.

    Raises:
        KeepingError: The disk does not let it be read.
    """
    try:
        return _told_by(draft_id, read_file(path, keys))
    except ClosedBoxError:
        return None


def unreadable() -> UserError:
    """Return the error for a draft that does not open."""
    return UserError(
        tr(
            "This draft does not open. It is kept as it is: if your password was reset, the administrator can recover "
            "it; otherwise the disk has damaged it."
        ),
        code="draft_unreadable",
    )


def _told_by(draft_id: UUID, contents: Contents) -> Draft | None:
    records = [json.loads(plain) if plain is not None else None for plain in contents.records]
    return replayed(draft_id, records, contents.lost_bytes)


def _bytes(record: dict[str, Any]) -> bytes:
    # surrogatepass: an input method may leave half a character behind while it composes.
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")
