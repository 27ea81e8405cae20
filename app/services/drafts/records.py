"""One encrypted file that only grows, by whole records: cut or damaged anywhere, the rest still comes back.

A file is a header (which key, which salt) and frames. A frame is marker, length, number, checksum of these, then nonce,
ciphertext and tag; the tag also covers header, file name and number, so frames cannot be swapped, repeated or moved.
An incomplete last frame is a write that never ended and is dropped; anything else that does not verify is damage, is
skipped by searching for the next marker that does, and is reported.
"""

import contextlib
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.services.drafts import boxes
from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.folder import keeping, open_private, write_atomically, write_whole
from app.services.drafts.keys import KEY_ID_BYTES, DataKey, PersonKeys

_MAGIC = b"HDR1"
_MARK = b"\xf0\x9f\xa7\xbe"
_HEAD = struct.Struct(">4sII")
_CHECK = struct.Struct(">I")
_FRAME_BYTES = _HEAD.size + _CHECK.size
HEADER_BYTES = len(_MAGIC) + KEY_ID_BYTES + boxes.SALT_BYTES + _CHECK.size
_LONGEST = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a file still holds.

    Attributes:
        records: The plain records in order; ``None`` stands where one or more are lost to damage.
        whole_bytes: Length of the file up to the end of the last readable record.
        next_number: A record number that no frame of the file can have used.
        lost_bytes: Bytes that belonged to records and cannot be read any more; 0 for a merely unfinished write.
        torn_bytes: Bytes of an unfinished last write.
    """

    records: tuple[bytes | None, ...]
    whole_bytes: int
    next_number: int
    lost_bytes: int = 0
    torn_bytes: int = 0


def key_id_of(data: bytes) -> bytes | None:
    """Return which key a file needs, or ``None`` if its header is cut or damaged."""
    head, check = data[: HEADER_BYTES - _CHECK.size], data[HEADER_BYTES - _CHECK.size : HEADER_BYTES]
    if len(data) < HEADER_BYTES or not head.startswith(_MAGIC) or _CHECK.unpack(check)[0] != zlib.crc32(head):
        return None
    return head[len(_MAGIC) : len(_MAGIC) + KEY_ID_BYTES]


def read_records(data: bytes, key: DataKey, name: str) -> Contents:
    """Return everything readable in a file's bytes ``data``, whatever happened to it.

    Args:
        data: The file as found.
        key: The key its header names (:func:`key_id_of`).
        name: What the file is called; a renamed file does not open.
    """
    header, secret = data[:HEADER_BYTES], _file_key(data[:HEADER_BYTES], key)
    records: list[bytes | None] = []
    position = whole = HEADER_BYTES
    expected = lost = 0
    while position < len(data):
        found = _frame_at(data, position, expected, secret, header, name)
        if found is None:
            position, found = _next_frame(data, position + 1, expected, secret, header, name)
            if found is None:
                break
            lost += position - whole
        number, plain, end = found
        if number != expected:
            records.append(None)
        records.append(plain)
        expected, position, whole = number + 1, end, end
    rest = len(data) - whole
    if rest and not _is_unfinished(data, whole):
        records.append(None)
        after = expected + rest // _FRAME_BYTES + 1
        return Contents(records=tuple(records), whole_bytes=whole, next_number=after, lost_bytes=lost + rest)
    return Contents(records=tuple(records), whole_bytes=whole, next_number=expected, lost_bytes=lost, torn_bytes=rest)


class RecordFile:
    """A file open for growing. Not thread-safe: its owner takes turns."""

    def __init__(self, path: Path, key: DataKey, descriptor: int, header: bytes, size: int, count: int) -> None:
        self.path = path
        self.key_id = key.key_id
        self._descriptor = descriptor
        self._header = header
        self._secret = _file_key(header, key)
        self._size = size
        self._count = count

    @property
    def size(self) -> int:
        """Length in bytes of what is safely on disk."""
        return self._size

    @classmethod
    def create(cls, path: Path, key: DataKey, first: bytes) -> "RecordFile":
        """Put a file holding the record ``first`` at ``path``, in one step, replacing what was there.

        Raises:
            KeepingError: What was there is untouched.
        """
        head = _MAGIC + key.key_id + os.urandom(boxes.SALT_BYTES)
        header = head + _CHECK.pack(zlib.crc32(head))
        data = header + _frame(first, 0, _file_key(header, key), header, path.name)
        write_atomically(path, data)
        with keeping():
            descriptor = open_private(path, os.O_RDWR)
        return cls(path, key, descriptor, header, len(data), 1)

    @classmethod
    def reopen(cls, path: Path, keys: PersonKeys) -> tuple["RecordFile", Contents]:
        """Open a file found on disk; an unfinished last write is cut off.

        Raises:
            ClosedBoxError: Its key is not among ``keys``, or its header is damaged.
            KeepingError: The disk does not let it be read or cut.
        """
        with keeping():
            data = path.read_bytes()
        key = _key_for(data, keys)
        contents = read_records(data, key, path.name)
        with keeping():
            descriptor = open_private(path, os.O_RDWR)
            if contents.torn_bytes:
                os.ftruncate(descriptor, contents.whole_bytes)
                os.fsync(descriptor)
        size = len(data) - contents.torn_bytes
        return cls(path, key, descriptor, data[:HEADER_BYTES], size, contents.next_number), contents

    def append(self, records: Sequence[bytes]) -> None:
        """Add ``records`` and return once they are on the disk, all of them, or raise and leave the file as it was.

        Raises:
            KeepingError: Nothing was added.
        """
        frames = b"".join(
            _frame(plain, self._count + step, self._secret, self._header, self.path.name)
            for step, plain in enumerate(records)
        )
        with keeping():
            try:
                # A try before may have left half a frame; after a failed fsync nothing beyond the size is trusted.
                os.ftruncate(self._descriptor, self._size)
                os.lseek(self._descriptor, self._size, os.SEEK_SET)
                write_whole(self._descriptor, frames)
                os.fsync(self._descriptor)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._descriptor, self._size)
                raise
        self._size += len(frames)
        self._count += len(records)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def read_file(path: Path, keys: PersonKeys) -> Contents:
    """Return what the file at ``path`` still holds, changing nothing.

    Raises:
        ClosedBoxError: Its key is not among ``keys``, or its header is damaged.
        KeepingError: The disk does not let it be read.
    """
    with keeping():
        data = path.read_bytes()
    return read_records(data, _key_for(data, keys), path.name)


def _key_for(data: bytes, keys: PersonKeys) -> DataKey:
    key_id = key_id_of(data)
    key = keys.find(key_id) if key_id is not None else None
    if key is None:
        raise ClosedBoxError
    return key


def _file_key(header: bytes, key: DataKey) -> bytes:
    return boxes.derive(key.secret, header, b"records")


def _frame(plain: bytes, number: int, secret: bytes, header: bytes, name: str) -> bytes:
    box = boxes.seal(secret, plain, _about(header, name, number))
    head = _HEAD.pack(_MARK, len(box), number)
    return head + _CHECK.pack(zlib.crc32(head)) + box


def _about(header: bytes, name: str, number: int) -> bytes:
    return header + number.to_bytes(4, "big") + name.encode()


def _length_at(data: bytes, position: int) -> tuple[int, int] | None:
    """Return length and number of the frame that starts at ``position``, if its head verifies."""
    if position + _FRAME_BYTES > len(data):
        return None
    mark, length, number = _HEAD.unpack_from(data, position)
    (check,) = _CHECK.unpack_from(data, position + _HEAD.size)
    if mark != _MARK or length > _LONGEST or check != zlib.crc32(data[position : position + _HEAD.size]):
        return None
    return length, number


def _frame_at(
    data: bytes, position: int, least: int, secret: bytes, header: bytes, name: str
) -> tuple[int, bytes, int] | None:
    head = _length_at(data, position)
    if head is None:
        return None
    length, number = head
    start, end = position + _FRAME_BYTES, position + _FRAME_BYTES + length
    if number < least or end > len(data):
        return None
    try:
        return number, boxes.unseal(secret, data[start:end], _about(header, name, number)), end
    except ClosedBoxError:
        return None


def _next_frame(
    data: bytes, position: int, least: int, secret: bytes, header: bytes, name: str
) -> tuple[int, tuple[int, bytes, int] | None]:
    while (position := data.find(_MARK, position)) >= 0:
        found = _frame_at(data, position, least, secret, header, name)
        if found is not None:
            return position, found
        position += 1
    return len(data), None


def _is_unfinished(data: bytes, position: int) -> bool:
    """Tell a write that never ended from damage: half a head, half a body, or blocks the disk never filled."""
    rest = data[position:]
    if not rest.strip(b"\0"):
        return True
    if len(rest) < _FRAME_BYTES:
        return _MARK.startswith(rest[: len(_MARK)])
    head = _length_at(data, position)
    return head is not None and position + _FRAME_BYTES + head[0] > len(data)
