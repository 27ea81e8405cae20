"""One file at the door: taken in with all that is known about it, or turned away with a sentence that helps."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.models.words import tr
from app.services.clock import Clock, SystemClock
from app.services.errors import UserError
from app.services.media import audio, scans
from app.services.media.file_names import SEEDED_PATTERNS, compiled, origin_in_name
from app.services.media.kinds import HEAD_BYTES, ArrivalKind, MediaType, media_type
from app.services.media.origin import Origin, origin_of
from app.services.media.sidecars import files_beside, sidecars_of, values_of

MEGABYTE = 1_000_000
MAX_BYTES = 100 * MEGABYTE
_CLOCKS_DIFFER = timedelta(hours=1)
_NOTICED_MISSING_S = 1.0


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A recording or a scanned letter that can be taken in.

    Path and caller number are left out of representations: they are identity, and representations reach logs.

    Attributes:
        path: Where the file lies now.
        kind: Voicemail or letter.
        media_type: Its format, by content.
        sha256: Its content hash, 64 hexadecimal digits; also the name of its blob.
        size: Bytes.
        caller_number: Who called, digits with an optional ``+``; ``None`` is asked.
        recorded_at: When it was recorded (the legal receipt of a voicemail); ``None`` is asked.
        source_id: The sender's own number for it; with the hash it tells a second delivery.
        duration_s: Length of a recording in seconds, ``None`` for a letter.
        pages: Pages of a letter, ``None`` for a recording.
        remark: A sentence about a flaw that does not keep it from being taken in, or empty.
        sidecars: The files beside it that were read.
    """

    path: Path = field(repr=False)
    kind: ArrivalKind
    media_type: MediaType
    sha256: str
    size: int
    caller_number: str | None = field(default=None, repr=False)
    recorded_at: datetime | None = None
    source_id: str | None = None
    duration_s: float | None = None
    pages: int | None = None
    remark: str = ""
    sidecars: tuple[Path, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """A file that cannot be taken in, and why, in a whole sentence.

    Attributes:
        path: Where the file lies.
        reason: What is wrong and what helps, in the reader's language.
    """

    path: Path = field(repr=False)
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrivalRules:
    """What a centre has set for arriving files.

    Attributes:
        patterns: File-name patterns, see :mod:`app.services.media.file_names`; the first that fits is taken.
        max_bytes: Largest file that is taken in.
        clock: Tells which recording times lie in the future and are asked instead; its zone is not used.
    """

    patterns: Sequence[re.Pattern[str]] = field(default_factory=lambda: compiled(SEEDED_PATTERNS))
    max_bytes: int = MAX_BYTES
    clock: Clock = field(default_factory=SystemClock)


def read_arrival(path: Path, rules: ArrivalRules | None = None) -> Arrival | Rejected:
    """Recognise, check and describe the file at ``path``; it is read to its end and left as it is.

    Takes up to a second for a hundred pages: never call it on the window's thread.
    """
    rules = rules or ArrivalRules()
    try:
        return _read(path, rules)
    except UserError as error:
        return Rejected(path=path, reason=error.text)
    except FileNotFoundError:
        return Rejected(path=path, reason=tr("The file is no longer there. Choose it again."))
    except (OSError, ValueError):  # a name no file system takes is a ValueError
        return Rejected(path=path, reason=tr("The file cannot be read. Check that it may be opened, and try again."))


def _read(path: Path, rules: ArrivalRules) -> Arrival:
    size = path.stat().st_size
    if not path.is_file():
        raise UserError(tr("This is no file. Choose a recording or a scan."))
    if size == 0:
        raise UserError(tr("The file is empty. Have it sent again."))
    if size > rules.max_bytes:
        raise UserError(
            tr(
                "The file has {size} MB, at most {limit} MB are taken in. Divide it, or scan it with 300 dpi.",
                size=-(-size // MEGABYTE),
                limit=rules.max_bytes // MEGABYTE,
            )
        )
    with path.open("rb") as file:
        found = media_type(file.read(HEAD_BYTES))
        if found is None:
            raise UserError(
                tr("Only recordings (WAV, MP3, AMR) and scans (PDF, TIFF, JPEG, PNG) are taken in. Save it as one.")
            )
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    beside = sidecars_of(path, files_beside(path))
    origin = _origin(path, beside, rules)
    sound = audio.measure(path, found) if found.kind is ArrivalKind.VOICEMAIL else None
    return Arrival(
        path=path,
        kind=found.kind,
        media_type=found,
        sha256=sha256,
        size=size,
        caller_number=origin.caller_number,
        recorded_at=origin.recorded_at,
        source_id=origin.source_id,
        duration_s=round(sound.duration_s, 3) if sound else None,
        pages=None if sound else scans.count_pages(path, found),
        remark=_remark(sound) if sound else "",
        sidecars=beside,
    )


def _origin(path: Path, beside: Sequence[Path], rules: ArrivalRules) -> Origin:
    """Put together what the sidecars and then the name say; a recording from the future is asked instead."""
    found = Origin()
    for sidecar in beside:
        found = found.or_else(origin_of(values_of(sidecar)))
    found = found.or_else(origin_in_name(path.stem, rules.patterns))
    if found.recorded_at and found.recorded_at > rules.clock.now() + _CLOCKS_DIFFER:
        return Origin(caller_number=found.caller_number, source_id=found.source_id)
    return found


def _remark(sound: audio.Sound) -> str:
    if sound.missing_s < _NOTICED_MISSING_S:
        return ""
    return tr(
        "The recording was cut short: {held} of {announced} seconds arrived.",
        held=round(sound.duration_s),
        announced=round(sound.duration_s + sound.missing_s),
    )
