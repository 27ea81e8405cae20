"""What a form asks for: its fields, the values they take, and how a value is written on the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from app.models.articles import numeral
from app.models.words import spoken, tr
from app.services.clock import LEGAL_ZONE
from app.services.documents import chinese
from app.services.documents.characters import clean
from app.services.documents.lines import BLANK

Value = str | int | bool | Decimal | date | datetime | tuple[str, ...] | None
PaperData = Mapping[str, Value]


class Kind(Enum):
    """What a field holds and how it is written."""

    TEXT = "text"  # str, on one line
    LONG = "long"  # str, as many paragraphs as it has
    NAMES = "names"  # tuple of str, joined by 、
    DATE = "date"  # date: 2026年11月21日
    HOUR = "hour"  # datetime, an aware one is turned to the office's zone: 2026年11月21日14时
    COUNT = "count"  # int
    ITEM = "item"  # int from 1: the item of an article, 三
    AMOUNT = "amount"  # Decimal: in figures and words
    CHOICE = "choice"  # one of the options: all are printed, the chosen one ticked
    CONSENT = "consent"  # True, False, or None: not asked prints two empty boxes, never a refusal


_TYPES: Mapping[Kind, tuple[type, ...]] = MappingProxyType(
    {
        Kind.TEXT: (str,),
        Kind.LONG: (str,),
        Kind.NAMES: (tuple,),
        Kind.DATE: (date,),
        Kind.HOUR: (datetime,),
        Kind.COUNT: (int,),
        Kind.ITEM: (int,),
        Kind.AMOUNT: (Decimal,),
        Kind.CHOICE: (str,),
        Kind.CONSENT: (bool,),
    }
)
_BOX, _TICKED = "□", "☑"
_BOXES = MappingProxyType({True: "☑是　□否", False: "□是　☑否", None: "□是　□否"})


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes:
        name: Its key in the data.
        label: Its Chinese name, as clerks know it.
        english: Its English name.
        kind: What it holds.
        required: Whether the paper may not be issued without it.
        blank: Cells left for the hand where it is empty; 0 leaves nothing.
        options: The only texts it takes; empty for any text.
        highest: For an item of an article: how many items there are.
    """

    name: str
    label: str
    english: str
    kind: Kind = Kind.TEXT
    required: bool = False
    blank: int = 6
    options: tuple[str, ...] = ()
    highest: int = 99

    def words(self) -> str:
        """Name the field in the reader's language."""
        return self.label if spoken().startswith("zh") else self.english

    def is_empty(self, value: Value) -> bool:
        """Tell whether ``value`` says nothing, as far as this paper is concerned."""
        if self.kind is Kind.CONSENT:
            return False
        return not self.written(value)

    def check(self, value: Value) -> None:
        """Refuse a value of the wrong kind: the caller's mistake, not the clerk's.

        Raises:
            ValueError: The value is none of this kind.
        """
        if value is None or value == "":
            return
        if not isinstance(value, _TYPES[self.kind]) or isinstance(value, bool) != (self.kind is Kind.CONSENT):
            raise ValueError(f"{self.name} takes {self.kind.value}, not {type(value).__name__}")
        if self.options and value not in self.options:
            raise ValueError(f"{self.name} takes one of {', '.join(self.options)}")
        if self.kind is Kind.ITEM and isinstance(value, int) and not 0 < value <= self.highest:
            raise ValueError(f"{self.name} is counted from 1 to {self.highest}")

    def written(self, value: Value) -> str:  # noqa: PLR0911 one line a kind reads best
        """Return ``value`` as the paper writes it; empty for an empty value."""
        if self.kind is Kind.CONSENT:
            return _BOXES[value if isinstance(value, bool) else None]
        if isinstance(value, datetime):
            value = value.astimezone(LEGAL_ZONE) if value.tzinfo else value  # people come by the office's wall clock
            return chinese.hour(value) if self.kind is Kind.HOUR else chinese.day(value.date())
        if isinstance(value, date):
            return chinese.day(value)
        if isinstance(value, tuple):
            return "、".join(filter(None, (clean(part).replace("\n", "") for part in value)))
        if isinstance(value, Decimal):
            return chinese.amount(value)
        if isinstance(value, int):
            return numeral(value) if self.kind is Kind.ITEM else str(value)
        text = clean(value or "")
        if self.kind is Kind.LONG:
            return "\n".join(filter(None, (line.strip(" 　") for line in text.split("\n"))))
        return text.replace("\n", " ")

    def printed(self, value: Value) -> str:
        """Return ``value`` as it stands on the paper: an empty one leaves a clean blank for the hand."""
        text = self.written(value)
        if self.kind is Kind.CHOICE:
            return "　".join(f"{_TICKED if option == value else _BOX}{option}" for option in self.options)
        if text or not self.blank:
            return text
        if self.kind is Kind.DATE:
            return f"{BLANK * 3}年{BLANK * 2}月{BLANK * 2}日"
        if self.kind is Kind.HOUR:
            return f"{BLANK * 3}年{BLANK * 2}月{BLANK * 2}日{BLANK * 2}时"
        return BLANK * self.blank


def missing_words(title: str, fields: tuple[Field, ...]) -> str:
    """Say which fields a paper still needs; empty when it needs none."""
    if not fields:
        return ""
    comma = "、" if spoken().startswith("zh") else ", "
    return tr("{title} still needs: {fields}.", title=title, fields=comma.join(field.words() for field in fields))
