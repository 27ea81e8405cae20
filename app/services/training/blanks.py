"""What the braces of a story are filled with; each is drawn when a sentence first asks for it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from random import Random

from app.services.training.chance import happens, pick, pick_early
from app.services.training.people import TrainingParty, a_name
from app.services.training.traders import TrainingTrader

_REFUND_SHARE = 0.7
_FULL_YEAR_SHARE = 0.3


def said_date(rng: Random, on: date) -> str:
    """Say a day as people do: usually without the year."""
    year = f"{on.year}年" if happens(rng, _FULL_YEAR_SHARE) else ""
    return f"{year}{on.month}月{on.day}日"


def said_money(amount: Decimal) -> str:
    """Say an amount as people do: without empty cents."""
    text = f"{amount:f}"
    return text.removesuffix(".00")


class Blanks(dict[str, str]):
    """The words of one story; the same blank keeps its word throughout."""

    def __init__(
        self,
        rng: Random,
        parts: Mapping[str, tuple[str, ...]],
        *,
        party: TrainingParty | None,
        trader: TrainingTrader,
        item: str,
        amount: Decimal,
        claim: Decimal,
        on: date,
        pay: str,
        platform: str,
    ) -> None:
        super().__init__(
            shop=trader.name if happens(rng, 0.5) else trader.short_name,
            shop_short=trader.short_name,
            item=item,
            amount=said_money(amount),
            claim=said_money(claim),
            pay=pay,
            platform=platform,
        )
        self._rng = rng
        self._parts = parts
        self._party = party
        self._trader = trader
        self._on = on

    def __missing__(self, blank: str) -> str:
        """Draw the word for ``blank`` and remember it."""
        word = self[blank] = _DRAWN[blank](self)
        return word

    def one_of(self, part: str) -> str:
        """Draw one sentence piece of ``part``."""
        return pick(self._rng, self._parts[part])

    def number(self, low: int, high: int) -> str:
        """Draw a number."""
        return str(low + int((high - low) * self._rng.random()))

    def date(self) -> str:
        """Say when it happened."""
        return said_date(self._rng, self._on)

    def name(self) -> str:
        """Name who tells it."""
        return self._party.name if self._party else a_name(self._rng)

    def phone(self) -> str:
        """Give the number of who tells it."""
        return self._party.phone if self._party else "没有留"

    def address(self) -> str:
        """Say where who tells it lives."""
        return self._party.address if self._party else "本市"

    def refund(self) -> str:
        """Say that money shall come back: most people say 退款."""
        return "退款" if happens(self._rng, _REFUND_SHARE) else self.one_of("refunds")

    def rare(self) -> str:
        """Draw a rare word, the later in the list the rarer."""
        return pick_early(self._rng, self._parts["rare"], 2)

    def rarest(self) -> str:
        """Make a word of two rare characters: each is met a few times in a million cases."""
        return pick(self._rng, self._parts["rarest"]) + pick(self._rng, self._parts["rarest"])

    def defect(self) -> str:
        """Say what is wrong with it."""
        return pick(self._rng, self._trader.goods.defects)

    def claimed(self) -> str:
        """Say what had been promised."""
        return pick(self._rng, self._trader.goods.claimed)

    def place(self) -> str:
        """Say where the trader is."""
        return self._trader.address

    def trader_phone(self) -> str:
        """Give the trader's number."""
        return self._trader.phone

    def model(self) -> str:
        """Make a model or contract number."""
        return f"{'ABCDEFGHJKLMNPRSTUWXY'[int(21 * self._rng.random())]}{self.number(10, 99)}-{self.number(100, 9999)}"


_DRAWN: dict[str, Callable[[Blanks], str]] = {
    "date": Blanks.date,
    "name": Blanks.name,
    "phone": Blanks.phone,
    "address": Blanks.address,
    "refund": Blanks.refund,
    "rare": Blanks.rare,
    "rarest": Blanks.rarest,
    "defect": Blanks.defect,
    "claimed": Blanks.claimed,
    "place": Blanks.place,
    "trader_phone": Blanks.trader_phone,
    "model": Blanks.model,
    "surname": lambda blanks: blanks.name()[0],
    "excuse": lambda blanks: blanks.one_of("excuses"),
    "offer": lambda blanks: blanks.one_of("offers"),
    "order": lambda blanks: blanks.number(10**17, 10**18),
    "batch": lambda blanks: blanks.number(20_240_101, 20_261_120),
    "days": lambda blanks: blanks.number(3, 60),
    "times": lambda blanks: blanks.number(2, 9),
    "count": lambda blanks: blanks.number(2, 40),
    "extra": lambda blanks: blanks.number(5, 900),
    "age": lambda blanks: blanks.number(3, 16),
    "old": lambda blanks: blanks.number(66, 92),
    "hour": lambda blanks: blanks.number(5, 10),
}
