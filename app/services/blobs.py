"""Files of the office: sent in chunks over a line that may break, read back whole or not at all."""

import contextlib
import hashlib
import io
import mimetypes
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.errors import OutageError, UserError

CHUNK = 1 << 20
TRIES = 3
_WHOLE_ALREADY = -1
_PLAIN = "application/octet-stream"

#: Told how many bytes of how many are through.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class BlobFacts:
    """What is known of a stored file."""

    blob_id: UUID
    media_type: str
    size: int
    root: str
    chunks: int


@dataclass(frozen=True, kw_only=True)
class BlobFile:
    """A stored file as it lies on this computer for a moment."""

    path: Path
    facts: BlobFacts


class Blobs:
    """Sends files to the office and reads them back. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._database = desk.database

    def put(
        self,
        source: Path | bytes,
        media_type: str = "",
        *,
        blob_id: UUID | None = None,
        progress: Progress | None = None,
    ) -> UUID:
        """Store a file and return its id; attach it by a command afterwards.

        Args:
            source: A file, or its bytes.
            media_type: Its format; guessed from the file's name if not given.
            blob_id: Keep and hand in the same id to go on where an earlier try stopped, also after a restart.
            progress: Told from this thread how far it has come.

        Raises:
            UserError: It is too large, changed while it was sent, or cannot be read.
            OutageError: The line broke again and again; the next try with the same ``blob_id`` goes on from there.
        """
        blob_id = blob_id or uuid4()
        if isinstance(source, Path) and not media_type:
            media_type = mimetypes.guess_type(source.name)[0] or ""
        with _opened(source) as file:
            root, size = _root(file)
            for tried in range(1, TRIES + 1):
                try:
                    self._send(file, blob_id, media_type or _PLAIN, root, size, progress)
                except OutageError:
                    if tried == TRIES:
                        raise
                else:
                    break
        return blob_id

    def facts(self, blob_id: UUID, *, to_save: bool = False) -> BlobFacts:
        """Return what is known of a stored file; from now on it may be read. The audit tells opening from saving.

        Raises:
            UserError: It does not exist, or one may not see what holds it.
        """
        found = self._database.call("blob_facts", blob_id, to_save)
        if found is None:
            raise UserError(tr("This file does not exist, or you may not see it."), code="not_found")
        return BlobFacts(blob_id=blob_id, **found)

    def chunks(self, facts: BlobFacts) -> Iterator[bytes]:
        """Yield a stored file piece by piece, checked at its end.

        Raises:
            UserError: It is not what was stored.
        """
        hashes = hashlib.sha256()
        for place in range(facts.chunks):
            piece = self._database.call("get_chunk", facts.blob_id, place)
            if piece is None:
                raise UserError(tr("This file does not exist, or you may not see it."), code="not_found")
            piece = bytes(piece)
            hashes.update(hashlib.sha256(piece).digest())
            yield piece
        if hashes.hexdigest() != facts.root:
            raise UserError(
                tr("The file is damaged in the store. Ask the administrator for the backup."), code="damaged"
            )

    def read_bytes(self, blob_id: UUID, *, to_save: bool = False) -> bytes:
        """Return a whole file, for what is played or shown from memory, or saved as a copy."""
        return b"".join(self.chunks(self.facts(blob_id, to_save=to_save)))

    @contextlib.contextmanager
    def read(self, blob_id: UUID, *, suffix: str = "", progress: Progress | None = None) -> Iterator[BlobFile]:
        """Give a file in a private folder for the time of the block; it is deleted afterwards.

        Args:
            blob_id: Which file.
            suffix: How its name shall end, such as ``.pdf``; guessed from its format if not given.
            progress: Told from this thread how far it has come.
        """
        facts = self.facts(blob_id)
        ending = suffix or mimetypes.guess_extension(facts.media_type) or ""
        with tempfile.TemporaryDirectory(prefix="hotline-desk-") as folder:
            path = Path(folder) / f"file{ending}"
            done = 0
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                for piece in self.chunks(facts):
                    out.write(piece)
                    done += len(piece)
                    if progress is not None:
                        progress(done, facts.size)
            yield BlobFile(path=path, facts=facts)

    def _send(
        self, file: BinaryIO, blob_id: UUID, media_type: str, root: str, size: int, progress: Progress | None
    ) -> None:
        """Send what the server does not have yet."""
        have = self._database.call("begin_blob", blob_id, media_type, size, root)
        if have == _WHOLE_ALREADY:
            if progress is not None:
                progress(size, size)
            return
        file.seek(have * CHUNK)
        place = have
        while piece := file.read(CHUNK):
            self._database.call("put_chunk", blob_id, place, piece)
            place += 1
            if progress is not None:
                progress(min(place * CHUNK, size), size)
        self._database.call("finish_blob", blob_id)


def root_of(source: Path | bytes) -> str:
    """Return the hash a file is stored under: the hash of its chunks' hashes."""
    with _opened(source) as file:
        return _root(file)[0]


def _root(file: BinaryIO) -> tuple[str, int]:
    hashes, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        hashes.update(hashlib.sha256(piece).digest())
        size += len(piece)
    return hashes.hexdigest(), size


@contextlib.contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise UserError(tr("The file cannot be read. Check that it may be opened, and try again.")) from error
    with file:
        yield file
