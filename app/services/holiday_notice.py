"""Reading the State Council's notice of a year's holidays, pasted as it stands, into days of the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.models.words import tr
from app.services.administration import DayRow, holiday, make_up_day
from app.services.errors import UserError

_DAY = r"(?:(?P<{0}y>\d{{4}})\s*年)?(?:(?P<{0}m>\d{{1,2}})\s*月)?(?P<{0}d>\d{{1,2}})\s*[日号]"
_REMARK = r"\s*(?:[（(][^）)]*[）)])?\s*"
_RANGE = re.compile(_DAY.format("a") + _REMARK + "(?:[至到—–~-]+" + _REMARK + _DAY.format("b") + _REMARK + ")?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十]+[、.]|\d+[、.])?\s*(?P<name>[^\d:：，,。\s]{2,12})\s*[:：,，\s]")
_SENTENCES = re.compile(r"[。；;\n]")
LONGEST = 15
"""No announced holiday is longer; a range that is, is a slip."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Days in a row that are all off, or all worked.

    Attributes:
        name: The holiday they belong to.
        works: Whether the office works: days made up for (调休上班).
    """

    name: str
    first: date
    last: date
    works: bool

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last - self.first).days + 1


def read_notice(text: str, year: int) -> tuple[Stretch, ...]:
    """Read a notice: a holiday a paragraph, "1月1日（周四）至3日（周六）放假调休。1月4日（周日）上班。" or ISO dates.

    Args:
        text: As pasted.
        year: The year it announces; days before January may belong to the year before.

    Returns:
        The stretches, by date.

    Raises:
        UserError: Nothing is found, or a date or stretch cannot be.
    """
    found: list[Stretch] = []
    name = ""
    for paragraph in _ISO.sub(r"\1年\2月\3日", text).splitlines():
        named = _NAME.match(paragraph)
        name = named["name"].strip() if named else name
        month: int | None = None
        for sentence in _SENTENCES.split(paragraph):
            works = "上班" in sentence
            if not works and not _is_off(sentence):
                continue
            for match in _RANGE.finditer(sentence):
                stretch, month = _stretch(match, name, year, month, works=works)
                found.append(stretch)
    if not found:
        raise UserError(
            tr("No days off are found in this text. Paste the notice's paragraphs, one holiday a line."), field="notice"
        )
    return tuple(sorted(found, key=lambda stretch: stretch.first))


def days_of(stretches: tuple[Stretch, ...]) -> tuple[DayRow, ...]:
    """Return the days of the calendar that differ from the week's usual ones."""
    rows: dict[date, DayRow] = {}
    for stretch in stretches:
        if not stretch.works:
            rows |= {row.day: row for row in holiday(stretch.first, stretch.last, stretch.name)}
    for stretch in stretches:
        if stretch.works:
            for offset in range(stretch.days):
                day = stretch.first + timedelta(days=offset)
                rows[day] = make_up_day(day, stretch.name)
    return tuple(rows[day] for day in sorted(rows))


def _is_off(sentence: str) -> bool:
    return "放假" in sentence or "休" in sentence or not re.search(r"[\u4e00-\u9fff]{6}", _RANGE.sub("", sentence))


def _stretch(match: "re.Match[str]", name: str, year: int, month: int | None, *, works: bool) -> tuple[Stretch, int]:
    first_month = int(match["am"]) if match["am"] else month
    if first_month is None:
        raise UserError(tr("“{text}” names no month.", text=match[0]), field="notice")
    first = _date(int(match["ay"] or year), first_month, int(match["ad"]), match[0])
    last = first
    if match["bd"]:
        last_month = int(match["bm"]) if match["bm"] else first_month
        last = _date(
            int(match["by"] or first.year + (last_month < first_month)), last_month, int(match["bd"]), match[0]
        )
    if not 0 <= (last - first).days < LONGEST:
        raise UserError(tr("“{text}” is no stretch of days.", text=match[0]), field="notice")
    return Stretch(name=name, first=first, last=last, works=works), last.month


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(tr("“{text}” is no date.", text=text), field="notice") from None
