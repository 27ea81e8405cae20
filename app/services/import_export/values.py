"""Understands the cells of a register: dates as people write them, texts with tabs and blank lines, amounts."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from app.services.clock import LEGAL_ZONE
from app.services.import_export.sheets import Cell

_DATE = re.compile(
    r"(?P<y>[0-9]{4})\s*[-/.年]\s*(?P<m>[0-9]{1,2})\s*[-/.月]\s*(?P<d>[0-9]{1,2})\s*日?"
    r"(?:[T\s]*(?:(?P<half>上午|下午|AM|PM)\s*)?(?P<h>[0-9]{1,2})\s*[:时点]\s*(?P<min>[0-9]{1,2})?\s*(?:[:分]\s*(?P<s>[0-9]{1,2})?)?"
    r"\s*秒?(?:\.[0-9]+)?)?\s*(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_RUN = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:(?P<h>[0-9]{2})(?P<min>[0-9]{2})(?P<s>[0-9]{2})?)?")
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=LEGAL_ZONE)
_EXCEL_DAYS = range(20_000, 80_000)
_NOON_HOURS = 12


def text_of(cell: Cell) -> str:
    """Return a text as it reads: no tabs, no trailing blanks, at most one empty line in a row."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    lines = [" ".join(line.split()) for line in str(cell).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def moment_of(cell: Cell) -> datetime | None:
    """Return an instant in the office's zone; ``None`` where the cell cannot be understood as one."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=LEGAL_ZONE)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), LEGAL_ZONE)
    if isinstance(cell, (int, float)) and int(cell) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=cell)
    written = str(cell or "").strip()
    found = _DATE.fullmatch(written) or _RUN.fullmatch(written)
    if found is None:
        return None
    part = found.groupdict()
    hour = int(part["h"] or 0)
    half = (part.get("half") or "").upper()
    if half in {"下午", "PM"} and hour < _NOON_HOURS:
        hour += _NOON_HOURS
    elif half in {"上午", "AM"} and hour == _NOON_HOURS:
        hour = 0
    try:
        local = datetime(
            int(part["y"]),
            int(part["m"]),
            int(part["d"]),
            hour,
            int(part["min"] or 0),
            int(part["s"] or 0),
            tzinfo=LEGAL_ZONE,
        )
    except ValueError:
        return None
    zone = part.get("zone")
    return datetime.fromisoformat(local.replace(tzinfo=None).isoformat() + zone.upper()) if zone else local


def amount_of(cell: Cell) -> Decimal | None:
    """Return an amount in yuan; ``None`` where there is none to be read."""
    written = re.sub(r"[,，¥￥元\s]", "", str(cell if cell is not None else ""))
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found.quantize(Decimal("0.01")) if found.is_finite() and found >= 0 else None
