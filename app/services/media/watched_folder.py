"""A folder that a voicemail system or a scanner writes into: each finished file comes out of it exactly once.

The folder is looked at, not listened to: that works on network shares too and needs no further library.
"""

import contextlib
import stat
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from app.models.words import tr
from app.services.errors import OutageError
from app.services.media.arrivals import Arrival, ArrivalRules, Rejected, read_arrival
from app.services.media.sidecars import is_sidecar, sidecars_of
from app.services.media.taken import TakenMemory

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".lock")
_NOT_MEANT = frozenset({"thumbs.db", "desktop.ini"})

_Signature: TypeAlias = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Look:
    """How a file and its sidecars looked, since when, and when to open it; ``None``: it was dealt with."""

    signature: _Signature
    since: datetime
    open_at: datetime | None


@dataclass(frozen=True)
class _Listing:
    """What lies in the folder now: possible arrivals by name, and the sidecars by the stem they describe."""

    files: tuple[Path, ...]
    sidecars: dict[str, tuple[Path, ...]]

    def beside(self, path: Path) -> tuple[Path, ...]:
        """Return the sidecars of a file without going through the whole folder for each."""
        return sidecars_of(path, {*self.sidecars.get(path.name.lower(), ()), *self.sidecars.get(path.stem.lower(), ())})


class WatchedFolder:
    """Takes finished files out of one folder, with their sidecars, and remembers them over restarts.

    A desk and the worker may watch the same folder: what both see is told apart by the database. Reading takes time:
    use it from one thread at a time, never the window's.
    """

    def __init__(
        self,
        folder: Path,
        memory: TakenMemory,
        *,
        rules: ArrivalRules | None = None,
        settle: timedelta = timedelta(seconds=2),
        sidecar_wait: timedelta = timedelta(seconds=10),
        patience: timedelta = timedelta(seconds=60),
    ) -> None:
        """Watch ``folder``.

        Args:
            folder: Only its own files count, not those in folders below it.
            memory: What was taken before.
            rules: File-name patterns, size limit and clock.
            settle: How long a file must look the same, over two looks at least, before it is opened.
            sidecar_wait: How long a recording that names neither caller nor time waits for its sidecar.
            patience: How long a file that looks damaged or cut may stay unchanged before that is believed: copying
                programs announce the full size first, and lines break.
        """
        self._folder = folder
        self._memory = memory
        self._rules = rules or ArrivalRules()
        self._settle = settle
        self._sidecar_wait = max(settle, sidecar_wait)
        self._patience = max(settle, patience)
        self._looks: dict[Path, _Look] = {}
        self._pending: dict[Path, Arrival] = {}

    def poll(self) -> list[Arrival | Rejected]:
        """Look once: return what is new and finished; rejected files have already been put aside.

        Each arrival is returned once. Call :meth:`taken` when it is safely stored, or :meth:`put_back` when it could
        not be stored and is to come again. Call this every two seconds or so.

        Raises:
            OutageError: The folder cannot be reached now; it may be later.
        """
        now = self._rules.clock.now()
        found: list[Arrival | Rejected] = []
        listing = self._listing()
        self._looks = {path: self._looks[path] for path in listing.files if path in self._looks}
        for path in listing.files:
            if path not in self._pending and self._is_ripe(path, listing, now):
                verdict = self._judge(path, listing, now)
                if verdict is not None:
                    found.append(verdict)
        return found

    def taken(self, arrival: Arrival) -> None:
        """Remember an arrival that is stored, and put its file into ``taken``; a read-only folder is left as it is."""
        with contextlib.suppress(OSError):  # a full disk: the file still moves, and the database knows its hash
            self._memory.remember(arrival.sha256, arrival.source_id)
        self._pending.pop(arrival.path, None)
        with contextlib.suppress(OutageError):
            self._put_aside(arrival.path, self._listing(), "taken")

    def put_back(self, arrival: Arrival) -> None:
        """Offer an arrival again at the next look: it could not be stored now."""
        self._pending.pop(arrival.path, None)
        look = self._looks.get(arrival.path)
        if look:
            self._looks[arrival.path] = replace(look, open_at=look.since)

    def _listing(self) -> _Listing:
        try:
            entries = sorted(self._folder.iterdir())
        except OSError as error:
            raise OutageError(
                tr("The watched folder cannot be reached: {folder}. New files wait there.", folder=self._folder)
            ) from error
        sidecars: dict[str, tuple[Path, ...]] = {}
        for entry in entries:
            if is_sidecar(entry):
                stem = entry.stem.lower()
                sidecars[stem] = (*sidecars.get(stem, ()), entry)
        return _Listing(tuple(entry for entry in entries if _may_arrive(entry)), sidecars)

    def _is_ripe(self, path: Path, listing: _Listing, now: datetime) -> bool:
        """Tell whether a file has stopped changing since an earlier look and is due to be opened."""
        try:
            looks = [(part.name, part.stat()) for part in (path, *listing.beside(path))]
        except OSError:
            return False  # it went away between two steps
        signature = tuple((name, look.st_size, look.st_mtime_ns) for name, look in looks)
        look = self._looks.get(path)
        if look is None or look.signature != signature:
            self._looks[path] = _Look(signature, now, now + self._settle)
            return False
        return look.open_at is not None and now >= look.open_at

    def _judge(self, path: Path, listing: _Listing, now: datetime) -> Arrival | Rejected | None:
        """Read a finished file; ``None`` when it is known already, or when waiting may still mend it."""
        verdict = read_arrival(path, self._rules)
        look = self._looks[path]
        wait_until = look.since + self._wait_for(verdict)
        if now < wait_until:
            self._looks[path] = replace(look, open_at=wait_until)
            return None
        if isinstance(verdict, Arrival) and any(_is_same(verdict, other) for other in self._pending.values()):
            return None  # its twin is being stored; afterwards the memory knows this one
        self._looks[path] = replace(look, open_at=None)
        if isinstance(verdict, Rejected):
            gone = not path.exists()
            return None if gone else replace(verdict, path=self._put_aside(path, listing, "rejected", verdict.reason))
        if self._memory.knows(verdict.sha256, verdict.source_id):
            self._put_aside(path, listing, "taken")
            return None
        self._pending[path] = verdict
        return verdict

    def _wait_for(self, verdict: Arrival | Rejected) -> timedelta:
        """Return how long a file must have looked the same for this verdict to be believed."""
        if isinstance(verdict, Rejected) or verdict.remark:
            return self._patience
        knows_its_origin = verdict.sidecars or verdict.caller_number or verdict.recorded_at
        return self._settle if knows_its_origin or verdict.pages is not None else self._sidecar_wait

    def _put_aside(self, path: Path, listing: _Listing, folder: str, reason: str = "") -> Path:
        """Move a file and its own sidecars into ``folder`` and return where it lies; read-only ones stay."""
        stem = path.stem.lower()
        shared = any(other != path and other.stem.lower() == stem and other.exists() for other in listing.files)
        target = self._folder / folder / path.name
        try:
            target.parent.mkdir(exist_ok=True)
            number = 2
            while target.exists():
                target = target.with_name(f"{path.stem} ({number}){path.suffix}")
                number += 1
            path.rename(target)
        except OSError:
            return path
        with contextlib.suppress(OSError):
            for sidecar in () if shared else listing.beside(path):
                whole = sidecar.stem.lower() == path.name.lower()
                sidecar.rename(target.with_name((target.name if whole else target.stem) + sidecar.suffix))
            if reason:
                target.with_name(f"{target.name}.reason.txt").write_text(reason + "\n", encoding="utf-8")
        return target


def _may_arrive(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~")) or name in _NOT_MEANT or name.endswith(_UNFINISHED) or is_sidecar(path):
        return False
    try:
        return stat.S_ISREG(path.lstat().st_mode)  # a link could lead anywhere the worker may read
    except OSError:
        return False


def _is_same(one: Arrival, other: Arrival) -> bool:
    ids = {one.source_id, other.source_id}
    return one.sha256 == other.sha256 and (len(ids) == 1 or None in ids)
