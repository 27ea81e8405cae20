"""What recorders write into file names: caller, date, time and number, by patterns a centre can change."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.errors import UserError
from app.services.media.origin import Origin, origin_of

GROUPS = frozenset({"number", "date", "time", "id"})
_LONGEST_PATTERN = 500
_LONGEST_NAME = 255

# The whole stem must match; the first that does is taken.
SEEDED_PATTERNS = (
    # 20261121-143208_13893416721, 20261121_143208_13893416721_000417
    r"(?P<date>\d{8})[-_ T]?(?P<time>\d{6})[-_ ](?P<number>\+?\d{5,20})(?:[-_](?P<id>[\w.\-]+))?",
    # 2026-11-21 14-32-08 13893416721
    (
        r"(?P<date>\d{4}-\d{2}-\d{2})[-_ T](?P<time>\d{2}[-.]\d{2}[-.]\d{2})[-_ ](?P<number>\+?\d{5,20})"
        r"(?:[-_](?P<id>[\w.\-]+))?"
    ),
    # 13893416721_20261121143208, 通话录音_13893416721_20261121143208, 13893416721-20261121-143208-000417
    r"(?:[^\d+][^_]*_)?(?P<number>\+?\d{5,20})[-_(](?P<date>\d{8})[-_ T]?(?P<time>\d{6})\)?(?:[-_](?P<id>[\w.\-]+))?",
    # 13893416721(2026年11月21日14时32分08秒)
    r"(?P<number>\+?\d{5,20})[(（_ ](?P<date>\d{4}年\d{1,2}月\d{1,2}日) ?(?P<time>\d{1,2}时\d{2}分\d{2}秒)[)）]?",
    # Asterisk and FreePBX write external-6001-13893416721-20261121-143208-1795242728.417
    r"(?:in|external|exten|vm|q)-\d+-(?P<number>\+?\d{5,20})-(?P<date>\d{8})-(?P<time>\d{6})-(?P<id>[\d.]+)",
    # VM_13893416721_1795242728
    r"(?:VM|MSG|REC)[-_](?P<number>\+?\d{5,20})[-_](?P<time>\d{10}|\d{13})(?:[-_](?P<id>[\w.\-]+))?",
)


def compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Compile the patterns of a centre.

    Raises:
        UserError: One of them is no regular expression with named groups out of :data:`GROUPS`.
    """
    return tuple(_compiled(pattern) for pattern in patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        found = re.compile(pattern, re.IGNORECASE) if len(pattern) <= _LONGEST_PATTERN else None
    except re.error:
        found = None
    if found is None or not found.groupindex or not GROUPS.issuperset(found.groupindex):
        raise UserError(
            tr(
                "“{pattern}” is no file-name pattern: write a regular expression with groups number, date, time, id.",
                pattern=pattern[:80],
            )
        )
    return found


def origin_in_name(stem: str, patterns: Sequence[re.Pattern[str]], zone: ZoneInfo = LEGAL_ZONE) -> Origin:
    """Read what the name of a file says, without its extension; an empty origin when no pattern fits."""
    stem = stem[:_LONGEST_NAME].strip()
    for pattern in patterns:
        if match := pattern.fullmatch(stem):
            named = {name: value for name, value in match.groupdict().items() if value}
            if "time" in named and "date" in named:
                named["recorded_at"] = f"{named.pop('date')} {named.pop('time')}"
            return origin_of(named, zone)
    return Origin()
