"""What has been taken in before, so that a second delivery of the same recording is not counted twice."""

import json
import os
from pathlib import Path
from typing import Protocol


class TakenMemory(Protocol):
    """Remembers deliveries by content hash and source id; a desk keeps a file, the worker may ask the database."""

    def knows(self, sha256: str, source_id: str | None) -> bool:
        """Tell whether this content came before under the same source id, or where one of the two names none."""

    def remember(self, sha256: str, source_id: str | None) -> None:
        """Keep this delivery for good."""


class TakenFile:
    """A memory in one file that only grows; it holds hashes and source ids, never names or numbers.

    A line that was torn by a crash is passed over: its recording is offered again and then known by the database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: dict[str, set[str | None]] = {}
        for line in self._lines():
            self._note(line)

    def knows(self, sha256: str, source_id: str | None) -> bool:
        """Tell whether this content came before under the same source id, or where one of the two names none.

        Two callers who both leave two seconds of digital silence send equal bytes: different ids keep them apart.
        """
        ids = self._ids.get(sha256)
        return ids is not None and (source_id is None or source_id in ids or None in ids)

    def remember(self, sha256: str, source_id: str | None) -> None:
        """Keep this delivery for good; it is on the disk when this returns."""
        ids = self._ids.setdefault(sha256, set())
        if source_id in ids:
            return
        ids.add(source_id)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"sha256": sha256, "source_id": source_id}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _lines(self) -> list[str]:
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        if text and not text.endswith("\n"):
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n")  # the next line must not continue a torn one
        return text.splitlines()

    def _note(self, line: str) -> None:
        try:
            said = json.loads(line)
            self._ids.setdefault(said["sha256"], set()).add(said["source_id"])
        except (ValueError, TypeError, KeyError):
            return
