"""Dates, numerals and amounts as Chinese papers write them."""

from datetime import date, datetime
from decimal import Decimal

from app.models.articles import DIGITS, numeral


def day(when: date) -> str:
    """Return a civil date in the form of the statutory papers: ``2026年11月21日``."""
    return f"{when.year}年{when.month}月{when.day}日"


def hour(when: datetime) -> str:
    """Return an instant of an appointment: ``2026年11月21日14时``, with minutes where there are any."""
    minutes = f"{when.minute}分" if when.minute else ""
    return f"{day(when)}{when.hour}时{minutes}"


def day_in_words(when: date) -> str:
    """Return a date in Chinese numerals: ``二〇二六年十一月二十一日``."""
    year = "".join(DIGITS[int(digit)] for digit in str(when.year))
    return f"{year}年{numeral(when.month)}月{numeral(when.day)}日"


def amount(value: Decimal) -> str:
    """Return an amount in figures and words: ``1,109.70元（大写：壹仟壹佰零玖元柒角）``."""
    return f"{value:,.2f}元（大写：{amount_in_words(value)}）"


def amount_in_words(value: Decimal) -> str:
    """Return an amount of yuan in the formal numerals: ``玖万伍仟叁佰柒拾玖元整``.

    Raises:
        ValueError: The amount is negative or has fractions of a 分.
    """
    import cn2an  # late: it takes a while to load and most papers name no amount

    if value < 0 or value != round(value, 2):
        raise ValueError(f"{value} is no amount of yuan and 分")
    return str(cn2an.an2cn(format(value.normalize(), "f"), "rmb"))
