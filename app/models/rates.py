"""The arithmetic of every figure: shares, changes and reconciliation, exact until one rounding at the end.

A figure that cannot be formed (nothing to divide by, no earlier period) is ``None`` and is printed as "—"; nothing
here ever substitutes a one for a zero. Rounding is half up, once, from whole numbers, so that the last digit agrees
with what a colleague gets on paper.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal

PERCENT = 100
YUAN_PER_WAN = 10_000
NO_FIGURE = "—"


def quotient(numerator: Number, denominator: Number, *, scale: int = 1, digits: int = 2) -> Decimal | None:
    """Return ``numerator × scale ÷ denominator`` with ``digits`` decimals, rounded half up (away from zero) once.

    Returns:
        ``None`` where the denominator is zero.
    """
    top, top_unit = numerator.as_integer_ratio()
    bottom, bottom_unit = denominator.as_integer_ratio()
    over = top * bottom_unit * scale * 10**digits
    under = bottom * top_unit
    if under == 0:
        return None
    magnitude = (2 * abs(over) + abs(under)) // (2 * abs(under))
    negative = magnitude != 0 and (over < 0) != (under < 0)
    return Decimal(-magnitude if negative else magnitude).scaleb(-digits)


def rate(numerator: Number, denominator: Number, digits: int = 2) -> Decimal | None:
    """Return the share in percent (92 of 241 gives 38.17), or ``None`` where there was nothing to count."""
    return quotient(numerator, denominator, scale=PERCENT, digits=digits)


def mean(total: Number, count: int, digits: int = 2) -> Decimal | None:
    """Return ``total`` divided among ``count``, in the unit of ``total``; ``None`` where there is no case."""
    return quotient(total, count, digits=digits)


def in_wan(yuan: Decimal, digits: int = 2) -> Decimal:
    """Return an amount in ten thousand yuan (万元), rounded once from the exact sum."""
    shown = quotient(yuan, YUAN_PER_WAN, digits=digits)
    return Decimal(0) if shown is None else shown


def change(current: Number, previous: Number, digits: int = 2) -> Decimal | None:
    """Return the change against an earlier period in percent (同比, 环比); ``None`` where that period was zero."""
    return rate(current - previous, previous, digits)


def points(current: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """Return the change of a share in percentage points (百分点).

    It is the difference of the two shares as printed, so that whoever subtracts them on paper gets the same.
    """
    if current is None or previous is None:
        return None
    return current - previous


def shares(counts: Sequence[Number], digits: int = 2) -> list[Decimal | None]:
    """Return the share of each count in their sum, in percent; rounded one by one, they need not add to 100."""
    total = sum(counts, start=Decimal(0))
    return [rate(count, total, digits) for count in counts]


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """What remains when the parts of a table are held against its total.

    Attributes:
        total: The total as stated.
        summed: What the parts add to.
        parts: How many parts there were.
    """

    total: Number
    summed: Number
    parts: int

    @property
    def missing(self) -> Number:
        """What the parts are short of the total; negative where they add to more."""
        return self.total - self.summed

    @property
    def agrees(self) -> bool:
        """Whether the parts add exactly to the total."""
        return self.summed == self.total

    def is_rounding(self, digits: int = 2) -> bool:
        """Say whether parts rounded to ``digits`` decimals may differ from the total by as much as they do."""
        return abs(Decimal(self.missing)) * 2 * Decimal(10**digits) <= self.parts


def reconcile(total: Number, parts: Iterable[Number]) -> Reconciliation:
    """Hold ``parts`` against ``total``; a table whose parts fall short says so instead of hiding it."""
    amounts = list(parts)
    return Reconciliation(total=total, summed=sum(amounts, start=0), parts=len(amounts))


def shown(figure: Decimal | None, *, suffix: str = "") -> str:
    """Return a figure as it is printed: grouped digits and its suffix, or "—" where there is none."""
    return NO_FIGURE if figure is None else f"{figure:,f}{suffix}"
