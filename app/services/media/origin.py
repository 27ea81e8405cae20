"""Where a recording comes from: caller, time and number, as sidecar files and file names write them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.services.clock import LEGAL_ZONE

_EARLIEST_YEAR = 2000
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_PARTS = re.compile(
    r"(?P<year>\d{4})\D?(?P<month>\d{1,2})\D?(?P<day>\d{1,2})\D{0,2}?"
    r"(?P<hour>\d{1,2})\D?(?P<minute>\d{2})(?:\D?(?P<second>\d{2}))?(?:\.\d+)?\D*"
)
_COMPACT = re.compile(r"\d{12}|\d{14}")
_NUMBER = re.compile(r"\+?\d{3,20}")
_IN_BRACKETS = re.compile(r"<([^<>]*)>|sips?:([^@;>]+)@")
_NUMBER_NOISE = re.compile(r"[\s\-().·]")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What is known about a file besides its content; ``None`` is asked from the person who takes it in.

    Attributes:
        caller_number: Digits with an optional ``+``, never shown in a representation: it is identity.
        recorded_at: The instant of recording, with a time zone.
        source_id: The sender's own number for it: the same number again is the same recording again.
    """

    caller_number: str | None = field(default=None, repr=False)
    recorded_at: datetime | None = None
    source_id: str | None = None

    def or_else(self, other: "Origin") -> "Origin":
        """Return this origin with its gaps filled from ``other``."""
        return Origin(
            caller_number=self.caller_number or other.caller_number,
            recorded_at=self.recorded_at or other.recorded_at,
            source_id=self.source_id or other.source_id,
        )


CALLER_WORDS = (
    *("caller_number", "caller", "callerid", "caller_id", "calling_number", "cli", "ani", "from", "src", "phone"),
    *("number", "tel", "主叫", "主叫号码", "来电", "来电号码", "电话", "电话号码", "号码"),
)
TIME_WORDS = (
    *("recorded_at", "recording_time", "record_time", "start_time", "starttime", "origtime", "calldate", "begin"),
    *("timestamp", "datetime", "time", "date", "录音时间", "留言时间", "来电时间", "开始时间", "时间"),
)
SOURCE_WORDS = (
    *("source_id", "recording_id", "record_id", "message_id", "msg_id", "msgid", "uniqueid", "call_id", "callid"),
    *("uuid", "id", "录音编号", "留言编号", "流水号", "编号"),
)


def origin_of(values: Mapping[str, str], zone: ZoneInfo = LEGAL_ZONE) -> Origin:
    """Read an origin from named values; keys are compared without case, spaces, dots and hyphens.

    Args:
        values: What a sidecar file or the named groups of a file-name pattern say.
        zone: The zone of times that name none.
    """
    known = {re.sub(r"[\s.\-]+", "_", name.strip().lower()): value.strip() for name, value in values.items()}
    number = _first(known, CALLER_WORDS)
    when = _first(known, TIME_WORDS)
    if when and "date" in known and "time" in known and when in {known["date"], known["time"]}:
        when = f"{known['date']} {known['time']}"
    return Origin(
        caller_number=caller_number(number) if number else None,
        recorded_at=instant(when, zone) if when else None,
        source_id=_first(known, SOURCE_WORDS),
    )


def _first(values: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)


def caller_number(text: str) -> str | None:
    """Return the number in ``text`` without decoration, or ``None`` for a withheld one.

    Understands ``"Li" <138 9341 6721>`` and ``sip:13893416721@exchange``.
    """
    inner = _IN_BRACKETS.search(text)
    plain = _NUMBER_NOISE.sub("", next((part for part in inner.groups() if part), "") if inner else text)
    return plain if _NUMBER.fullmatch(plain) and plain.strip("+0") else None


def instant(text: str, zone: ZoneInfo = LEGAL_ZONE) -> datetime | None:
    """Read a time of recording: ISO, seconds since 1970, ``20261121143208``, ``2026年11月21日 14:32`` and their like.

    Returns:
        The instant, in ``zone`` where the text names none; ``None`` where it is no time of this century.
    """
    text = text.strip()
    found = _since_1970(text) or _iso(text) or _loose(text)
    if found is None or found.year < _EARLIEST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _since_1970(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    scale = 1000 if len(text.partition(".")[0]) > 10 else 1  # noqa: PLR2004 milliseconds have thirteen digits
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds / scale)


def _iso(text: str) -> datetime | None:
    if len(text) <= len("2026-11-21") or _COMPACT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _loose(text: str) -> datetime | None:
    if _COMPACT.fullmatch(text):
        parts: dict[str, str | None] = {"year": text[:4], "month": text[4:6], "day": text[6:8]}
        parts |= {"hour": text[8:10], "minute": text[10:12], "second": text[12:] or None}
    elif match := _PARTS.fullmatch(text):
        parts = match.groupdict()
    else:
        return None
    try:
        return datetime(*(int(part or 0) for part in parts.values()))  # type: ignore[arg-type] # noqa: DTZ001 the zone follows
    except ValueError:
        return None
