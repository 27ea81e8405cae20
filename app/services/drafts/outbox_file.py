"""The outbox on disk: what was kept, what became of it, and how both come back after a kill, damage or a reset."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.commands import Answer, Item, Standing, answer_record, from_record, to_record
from app.services.drafts.folder import KeepingError, keeping, write_atomically
from app.services.drafts.keys import PersonKeys
from app.services.drafts.records import RecordFile, read_file

_ROOMY_BYTES = 64 << 10


class OutboxFile:
    """The items of one person, in order, with every change on disk. Not thread-safe: its owner takes turns."""

    def __init__(self, folder: Path, keys: PersonKeys) -> None:
        """Read what is there; files under earlier keys join the current one.

        Raises:
            KeepingError: The disk does not let it be read or written.
        """
        self._path = folder / f"{keys.current.key_id.hex()}.outbox"
        self._keys = keys
        self._unwritten: list[bytes] = []
        self.items: dict[UUID, Item] = {}
        self.lost_bytes = 0
        self.locked_files = 0
        with keeping():
            found = sorted(folder.glob("*.outbox"), key=lambda path: (path == self._path, path.stat().st_mtime_ns))
        # Earlier files first: what they hold is older. The current file, read last, has the last word on each.
        joined = [path for path in found if self._join(path) and path != self._path]
        self._file = self._anew()
        for path in joined:
            with keeping():
                path.unlink()

    def put(self, item: Item, instead_of: UUID | None = None) -> None:
        """Keep ``item``, in the place of another if it replaces one; returns when it is on disk.

        Raises:
            KeepingError: It is not kept and not in the list.
        """
        record = {"is": "put", "item": to_record(item), "instead_of": str(instead_of) if instead_of else None}
        self._write([_bytes(record)])
        self._place(item, instead_of)

    def settle(self, command_id: UUID, answer: Answer, at: datetime) -> Item:
        """Note the server's answer. If the disk refuses, it is noted in memory and written with the next change."""
        record = {"is": "settled", "id": str(command_id), "answer": answer_record(answer), "at": at.isoformat()}
        self._note(record)
        self.items[command_id] = _settled(self.items[command_id], answer, at)
        return self.items[command_id]

    def failed(self, command_id: UUID) -> Item:
        """Note that this program failed on an item."""
        self._note({"is": "failed", "id": str(command_id)})
        item = self.items[command_id]
        self.items[command_id] = replace(item, failures=item.failures + 1)
        return self.items[command_id]

    def drop(self, command_id: UUID) -> None:
        """Forget an item the person has dealt with."""
        self._note({"is": "dropped", "id": str(command_id)})
        del self.items[command_id]

    def tidy(self, forget_before: datetime) -> None:
        """Forget results from before ``forget_before`` and, when the file has grown long, write it anew."""
        old = [name for name, item in self.items.items() if item.settled_at and item.settled_at < forget_before]
        for name in old:
            if self.items[name].standing is Standing.DONE:
                del self.items[name]
        if self._file.size > _ROOMY_BYTES and not any(i.standing is Standing.WAITING for i in self.items.values()):
            self._file.close()
            self._file = self._anew()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _note(self, record: Mapping[str, Any]) -> None:
        self._unwritten.append(_bytes(record))
        try:
            self._write([])
        except KeepingError:
            # Sending it again is harmless: the server knows its UUID and repeats its answer.
            return

    def _write(self, records: list[bytes]) -> None:
        self._file.append([*self._unwritten, *records])
        self._unwritten.clear()

    def _place(self, item: Item, instead_of: UUID | None) -> None:
        if instead_of not in self.items:
            self.items[item.command.command_id] = item
            return
        order = [
            (item.command.command_id, item) if name == instead_of else (name, kept) for name, kept in self.items.items()
        ]
        self.items = dict(order)

    def _anew(self) -> RecordFile:
        """Write the whole outbox in one step."""
        record = {
            "is": "all",
            "items": [to_record(i) for i in self.items.values()],
            "lost": self.lost_bytes,
        }
        file = RecordFile.create(self._path, self._keys.current, _bytes(record))
        self._unwritten.clear()
        return file

    def _join(self, path: Path) -> bool:
        try:
            contents = read_file(path, self._keys)
        except ClosedBoxError:
            self.locked_files += 1
            return False
        if contents.lost_bytes:
            # What was damaged stays for whoever can read more out of it.
            with keeping():
                write_atomically(path.with_suffix(".damaged"), path.read_bytes())
            self.lost_bytes += contents.lost_bytes
        self._replay(json.loads(plain) for plain in contents.records if plain is not None)
        return True

    def _replay(self, records: Iterable[Mapping[str, Any]]) -> None:
        for record in records:
            if record["is"] == "all":
                self.items |= {item.command.command_id: item for item in map(from_record, record["items"])}
                self.lost_bytes += record["lost"]
            elif record["is"] == "put":
                replaced = record["instead_of"]
                self._place(from_record(record["item"]), UUID(replaced) if replaced else None)
            elif (command_id := UUID(record["id"])) in self.items:
                self._apply(command_id, record)

    def _apply(self, command_id: UUID, record: Mapping[str, Any]) -> None:
        item = self.items[command_id]
        if record["is"] == "settled":
            at = datetime.fromisoformat(record["at"])
            self.items[command_id] = _settled(item, Answer(**record["answer"]), at)
        elif record["is"] == "failed":
            self.items[command_id] = replace(item, failures=item.failures + 1)
        else:
            del self.items[command_id]


def _settled(item: Item, answer: Answer, at: datetime) -> Item:
    """Return ``item`` with its answer; what is done needs no payload any more, what is refused keeps all of it."""
    if answer.is_done:
        command = replace(item.command, payload={})
        return replace(item, command=command, standing=Standing.DONE, answer=answer, settled_at=at)
    return replace(item, standing=Standing.ATTENTION, answer=answer, settled_at=at)


def _bytes(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")
