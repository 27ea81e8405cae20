"""Which figures there are, what each divides by what, and the sentence that is printed with it.

An indicator is declared data, so that the screen, the report and the paper form it the same way. The file
``resources/law/indicators.toml`` is the first content of the registry; the database holds the truth, versioned.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.models.rates import Number, change, in_wan, points, quotient, rate
from app.models.words import RESOURCES, SOURCE_LANGUAGE, spoken

INDICATORS = RESOURCES / "law" / "indicators.toml"


class Form(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    RATE = "rate"
    MEAN = "mean"
    AMOUNT = "amount"


def _title(zh: str, en: str) -> str:
    return en if spoken() == SOURCE_LANGUAGE else zh


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One thing that is counted or added up.

    Attributes:
        of: What is counted (contact, case, complaint, report, order, call) or added (yuan, days).
        date: The day by which it falls into a period; ``cutoff`` for a stock.
        means: The sentence that says what is in it and what is not.
        is_optional: Whether an office may lack it; its figures are then 无数据.
    """

    code: str
    title_zh: str
    title_en: str
    of: str
    date: str
    means: str
    is_optional: bool

    @property
    def title(self) -> str:
        """Its name in the language spoken now."""
        return _title(self.title_zh, self.title_en)

    @property
    def is_sum(self) -> bool:
        """Whether it adds up yuan or days instead of counting pieces."""
        return self.of in {"yuan", "days"}


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to form an indicator.

    Attributes:
        numerator: Measures that are added above the line.
        denominator: Measures that are added below it; empty for counts and amounts.
        unit: Which unit a case is counted for: registering, deciding or handling.
        date_basis: The day by which a case falls into the period.
        settles_after: Days after a period's end until which it still grows, so that an older one had longer; 0 for
            what is final at the end.
    """

    code: str
    title_zh: str
    title_en: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    unit: str
    date_basis: str
    definition_zh: str
    definition_en: str
    source: str
    settles_after: int = 0

    @property
    def title(self) -> str:
        """Its name in the language spoken now; empty where the indicator has only this one."""
        return _title(self.title_zh, self.title_en)

    @property
    def definition(self) -> str:
        """What it divides by what, in the language spoken now."""
        return _title(self.definition_zh, self.definition_en)


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A figure of the office with all its variants.

    Attributes:
        digits: Decimals it is rounded to, half up, once.
        variants: By code; the default one first.
        beside: Measures that are always shown beside it.
        kinds: Kinds it is formed over; empty means as its measures say.
        handling_body: Kind of body it is restricted to, or empty.
    """

    code: str
    title_zh: str
    title_en: str
    form: Form
    digits: int
    source: str
    variants: Mapping[str, Variant]
    beside: tuple[str, ...]
    kinds: tuple[str, ...]
    handling_body: str

    @property
    def title(self) -> str:
        """Its name in the language spoken now."""
        return _title(self.title_zh, self.title_en)

    @property
    def default(self) -> Variant:
        """The variant that is shown unless another is asked for."""
        return next(iter(self.variants.values()))

    def figure(self, counted: Mapping[str, Number], variant: str = "") -> Decimal | None:
        """Form the figure from what was counted.

        Args:
            counted: Sum of each measure for the unit and period asked for.
            variant: Code of the variant; the default one when empty.

        Returns:
            Percent, days, pieces, or 万元; ``None`` where a measure is missing or nothing is below the line.
        """
        chosen = self.variants[variant] if variant else self.default
        if any(code not in counted for code in (*chosen.numerator, *chosen.denominator)):
            return None
        above = sum((Decimal(counted[code]) for code in chosen.numerator), start=Decimal(0))
        below = sum((Decimal(counted[code]) for code in chosen.denominator), start=Decimal(0))
        match self.form:
            case Form.COUNT:
                return above
            case Form.AMOUNT:
                return in_wan(above, self.digits)
            case Form.MEAN:
                return quotient(above, below, digits=self.digits)
            case Form.RATE:
                return rate(above, below, self.digits)

    def compared(self, current: Decimal | None, previous: Decimal | None) -> Decimal | None:
        """Hold a figure against an earlier one: shares in percentage points, everything else in percent."""
        if self.form is Form.RATE:
            return points(current, previous)
        return None if current is None or previous is None else change(current, previous)


@dataclass(frozen=True, kw_only=True)
class FigureRegistry:
    """All measures and indicators of one version."""

    version: int
    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]


def _variant(indicator: Mapping[str, Any], variant: Mapping[str, Any]) -> Variant:
    return Variant(
        code=variant["code"],
        title_zh=variant.get("zh", ""),
        title_en=variant.get("en", ""),
        numerator=tuple(variant["numerator"]),
        denominator=tuple(variant.get("denominator", ())),
        unit=variant.get("unit", indicator["unit"]),
        date_basis=variant.get("date_basis", indicator["date_basis"]),
        definition_zh=variant["definition_zh"],
        definition_en=variant["definition_en"],
        source=variant.get("source", indicator["source"]),
        settles_after=variant.get("settles_after", 0),
    )


def _indicator(written: Mapping[str, Any]) -> Indicator:
    variants = {variant["code"]: _variant(written, variant) for variant in written["variant"]}
    first = written.get("default", written["variant"][0]["code"])
    return Indicator(
        code=written["code"],
        title_zh=written["zh"],
        title_en=written["en"],
        form=Form(written["form"]),
        digits=written["digits"],
        source=written["source"],
        variants={first: variants[first]} | variants,
        beside=tuple(written.get("beside", ())),
        kinds=tuple(written.get("kinds", ())),
        handling_body=written.get("handling_body", ""),
    )


def figure_registry(path: Path = INDICATORS, indicators: Sequence[Mapping[str, Any]] | None = None) -> FigureRegistry:
    """Read the registry from ``path``.

    Args:
        path: The declared measures and the first content of the registry.
        indicators: The indicators as the office's database holds them, instead of the file's. What is measured is
            the program's business, how an indicator is formed of it the office's.
    """
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    measures = (
        Measure(
            code=measure["code"],
            title_zh=measure["zh"],
            title_en=measure["en"],
            of=measure["of"],
            date=measure["date"],
            means=measure["means"],
            is_optional=measure.get("optional", False),
        )
        for measure in written["measure"]
    )
    return FigureRegistry(
        version=written["version"],
        measures={measure.code: measure for measure in measures},
        indicators={
            indicator["code"]: _indicator(indicator)
            for indicator in (written["indicator"] if indicators is None else indicators)
        },
    )
