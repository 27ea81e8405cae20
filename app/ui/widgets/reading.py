"""Reading what is typed in a hurry: dates by digits, sums with 万 and commas, phone numbers with anything between."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

MOST = Decimal("999999999999.99")
TEN_THOUSAND = Decimal(10_000)
CENT = Decimal("0.01")
TODAY_WORDS = {"t", "today", "今", "今天", "今日", "."}
YESTERDAY_WORDS = {"y", "yesterday", "昨", "昨天", "昨日"}
_SUM = re.compile(r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(万|w)?")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})(?:转?(\d{1,6}))?")
_SERVICE = re.compile(r"400\d{7}|800\d{7}|95\d{3,6}|12\d{3}|1\d{2}")


def plain(text: str) -> str:
    """Give ``text`` with full-width letters and figures made plain, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def read_date(text: str, today: date, *, past: bool = True) -> date | None:
    """Read a date typed by hand; ``None`` for nothing.

    "2" and "02" are a day of the month, "1102" and "11-2" a day of the year, "261102" and "20261102" whole; "-3" is
    three days ago, "今" today. Without a year the nearest such day is meant that is not after today (``past``) or not
    before it.

    Raises:
        ValueError: It is no date.
    """
    typed = plain(text).lower()
    if not typed:
        return None
    if typed in TODAY_WORDS:
        return today
    if typed in YESTERDAY_WORDS:
        return today - timedelta(days=1)
    if re.fullmatch(r"[+-]\d{1,4}", typed):
        return today + timedelta(days=int(typed))
    parts = [part for part in re.split(r"[^0-9]+", typed) if part]
    if re.search(r"[^0-9年月日号./\-\s]", typed):
        raise ValueError(text)
    return _from_parts(parts if len(parts) > 1 else _cut(parts[0] if parts else ""), today, past=past)


def _cut(digits: str) -> list[str]:
    """Cut a run of figures into year, month and day, as far as it has them."""
    lengths = {1: (0, 0, 1), 2: (0, 0, 2), 3: (0, 1, 2), 4: (0, 2, 2), 6: (2, 2, 2), 8: (4, 2, 2)}
    if len(digits) not in lengths:
        raise ValueError(digits)
    cut, at = [], 0
    for length in lengths[len(digits)]:
        if length:
            cut.append(digits[at : at + length])
            at += length
    return cut


def _from_parts(parts: list[str], today: date, *, past: bool) -> date:
    numbers = [int(part) for part in parts]
    if len(numbers) == 1:
        return _nearest_day(numbers[0], today, past=past)
    if len(numbers) == 2:  # noqa: PLR2004 month and day
        return _nearest_date(numbers[0], numbers[1], today, past=past)
    year, month, day = numbers
    century = today.year // 100 * 100
    return date(year if len(parts[0]) > 2 else century + year, month, day)  # noqa: PLR2004 a year of two figures


def _nearest_day(day: int, today: date, *, past: bool) -> date:
    year, month = today.year, today.month
    for _ in range(12):
        if 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found == today or (found < today) == past:
                return found
        month += -1 if past else 1
        year, month = (year - 1, 12) if month < 1 else (year + 1, 1) if month > 12 else (year, month)  # noqa: PLR2004 months
    raise ValueError(day)


def _nearest_date(month: int, day: int, today: date, *, past: bool) -> date:
    for step in range(9):
        year = today.year - step if past else today.year + step
        if month == 2 and day == 29 and monthrange(year, 2)[1] < day:  # noqa: PLR2004 the leap day
            continue
        found = date(year, month, day)
        if found == today or (found < today) == past:
            return found
    raise ValueError(month, day)


def read_money(text: str) -> Decimal | None:
    """Read a sum in yuan, "3,680", "3680.5元", "1.2万"; ``None`` for nothing. Cents, never negative.

    Raises:
        ValueError: It is no sum, has more than two decimals, or is larger than the books can hold.
    """
    typed = plain(text).replace(",", "").replace(" ", "").lower()
    typed = typed.removeprefix("¥").removeprefix("rmb").removesuffix("元").removesuffix("块")
    if not typed:
        return None
    found = _SUM.fullmatch(typed)
    if found is None:
        raise ValueError(text)
    try:
        exact = Decimal(found[1]) * (TEN_THOUSAND if found[2] else 1)
        whole = exact.quantize(CENT)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if whole != exact or whole > MOST:
        raise ValueError(text)
    return whole


def show_money(value: Decimal | None) -> str:
    """Write a sum with commas and two decimals."""
    return "" if value is None else f"{value:,.2f}"


def read_phone(text: str) -> str:
    """Give a telephone number as figures only, a country code of China dropped; other text stays as typed."""
    typed = plain(text)
    squeezed = re.sub(r"[\s\-().·]", "", typed)
    mobile = _MOBILE.fullmatch(squeezed)
    if mobile is not None:
        return mobile[1]
    return squeezed if re.fullmatch(r"\+?\d+(?:转\d+)?", squeezed) else typed


def is_whole_phone(number: str) -> bool:
    """Tell whether ``number`` (from :func:`read_phone`) is a whole mobile, landline or service number."""
    return any(pattern.fullmatch(number) for pattern in (_MOBILE, _LANDLINE, _SERVICE))


def is_persons_phone(number: str) -> bool:
    """Tell whether ``number`` is a whole mobile or landline number, one a person can be known by."""
    return bool(_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number))


def show_phone(number: str) -> str:
    """Write a telephone number in groups: 138 9341 6721, 0931-8765432."""
    mobile = _MOBILE.fullmatch(number)
    if mobile is not None:
        return f"{mobile[1][:3]} {mobile[1][3:7]} {mobile[1][7:]}"
    landline = _LANDLINE.fullmatch(number)
    if landline is not None:
        return f"{landline[1]}-{landline[2]}" + (f" 转 {landline[3]}" if landline[3] else "")
    return number
