"""What happened at this desk, for whoever has to find a fault: never what was typed, asked or answered.

A line holds time, level, module, a constant sentence, the command's UUID, the SQLSTATE and the versions. Values get in
only by kind: numbers too short for a phone, UUIDs, enum members, types. Texts, and with them parameters, names and the
server's DETAIL, are withheld, and of an exception only types, SQLSTATE and lines of code remain.
"""

import logging
import logging.handlers
import os
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from io import FileIO, TextIOWrapper
from pathlib import Path
from typing import Final
from uuid import UUID

from typing_extensions import override

from app.services.drafts.folder import PRIVATE_FILE, private_folder

WITHHELD: Final = "(withheld)"
MOST_BYTES: Final = 1 << 20
KEPT_FILES: Final = 5

_OURS = "app"
_SHORT_NUMBER = 1_000_000
_LONG_DIGITS = re.compile(r"\d{5}")
#: Values that a call may add by name (``extra={"command": …}``), and how they must look.
_NAMED = {
    "command": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "sqlstate": re.compile(r"[0-9A-Z]{5}"),
    "code": re.compile(r"[a-z][a-z0-9_]{1,40}"),
    "kind": re.compile(r"[a-z][a-z0-9_]{1,40}"),
}


class DeskLog:
    """The log of one person on this computer: a few files of 1 MiB, the newest first to be looked at."""

    def __init__(self, folder: Path, versions: Mapping[str, str]) -> None:
        """Open the log.

        Args:
            folder: The person's own folder.
            versions: What runs: desk, Python, Qt; :meth:`note_version` adds what is learned later.

        Raises:
            KeepingError: The folder cannot be made.
        """
        self._versions = dict(versions)
        self._logger: logging.Logger | None = None
        self._handler = _PrivateFile(private_folder(folder / "log") / "desk.log")
        self._handler.setFormatter(DiscreetFormatter(self._versions))

    def attach(self, logger: logging.Logger | None = None, level: int = logging.INFO) -> None:
        """Write down what ``logger`` (default: everything) says from ``level`` on."""
        self._logger = logger or logging.getLogger()
        self._logger.addHandler(self._handler)
        self._handler.setLevel(level)
        self._level_before = self._logger.level
        self._logger.setLevel(min(level, self._logger.getEffectiveLevel()))

    def note_version(self, name: str, version: str) -> None:
        """Name another version from now on, such as the server's schema."""
        self._versions[name] = version

    def close(self) -> None:
        """End the log, at sign-out."""
        if self._logger is not None:
            self._logger.removeHandler(self._handler)
            self._logger.setLevel(self._level_before)
            self._logger = None
        self._handler.close()


class DiscreetFormatter(logging.Formatter):
    """Builds a line out of what may be told; it never formats a message the usual way."""

    def __init__(self, versions: Mapping[str, str]) -> None:
        super().__init__()
        self._versions = versions

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and one more for each exception in a chain."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        named = " ".join(f"{name}={value}" for name, value in _named(record))
        versions = " ".join(f"{name} {version}" for name, version in self._versions.items())
        line = f"{at} {record.levelname} {record.name}:{record.lineno} {_sentence(record)}"
        parts = [line, *([named] if named else []), f"[{versions}]"]
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([" ".join(parts), *exception_lines(error)])


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file of this account alone, which never disturbs the work when the disk is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)

    @override
    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
        return TextIOWrapper(FileIO(descriptor, "a"), encoding=self.encoding, write_through=True)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the line: a call is going on, and the person has been told about the disk."""


def _sentence(record: logging.LogRecord) -> str:
    is_ours = record.name == _OURS or record.name.startswith(_OURS + ".")
    sentence = record.msg
    if not is_ours or not isinstance(sentence, str) or not sentence.isascii() or _LONG_DIGITS.search(sentence):
        return WITHHELD
    if not record.args:
        return sentence.replace("\n", " ")
    try:
        if isinstance(record.args, Mapping):
            return sentence % {name: _shown(value) for name, value in record.args.items()}
        return sentence % tuple(_shown(value) for value in record.args)
    except (TypeError, ValueError, KeyError):
        return f"{sentence} {WITHHELD}".replace("\n", " ")


def _shown(value: object) -> object:
    """Return what may be told of a value: never text, never a number as long as a phone's."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, type):
        return value.__qualname__
    if value is None or isinstance(value, bool | UUID):
        return value
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, int | float) and abs(value) < _SHORT_NUMBER:
        return round(value, 3)
    return WITHHELD


def _named(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    for name, looks in _NAMED.items():
        value = getattr(record, name, None)
        if value is not None:
            text = str(value.value if isinstance(value, Enum) else value)
            yield name, text if looks.fullmatch(text) else WITHHELD


def exception_lines(error: BaseException | None) -> Iterator[str]:
    """Yield what may be told of an exception and of those it came from: types, codes, lines of code."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        state = str(getattr(error, "sqlstate", "") or "")
        told = f" sqlstate={state}" if _NAMED["sqlstate"].fullmatch(state) else ""
        yield f"  {type(error).__module__}.{type(error).__qualname__}{told}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"    {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
