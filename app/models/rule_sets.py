"""Rule sets: which procedure rule governs a case, and the terms (clocks) it sets, parsed from versioned rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

ANCHOR = "due:"
EARLIEST = "earliest:"
OPTIONAL = "?"
REPORT_NOTICE = "report_notice"


class Unit(StrEnum):
    """The unit in which a term counts."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One term of a rule set.

    Attributes:
        key: The clock's name, such as ``accept_decision``.
        length: How many units; negative counts back from another clock's last day.
        unit: What is counted.
        start_event: The event that starts it; ``due:KEY`` counts back from the last day of clock ``KEY``;
            ``earliest:KEY,KEY`` is whichever of these clocks ends first.
        stop_event: The only event that stops it.
        pauses: Kinds of pause the law takes out of the term.
        optional_pauses: Kinds that pause only where the rule set's settings say so.
        extension: Units one approved extension adds; 0 where the law knows none.
        article: ``15`` of the rule set's own order, ``LAW:18`` of another law, empty for a rule of the house or of a
            platform, which Art. 45 (holiday at the end) does not govern.
        basis: The wording it rests on.
    """

    key: str
    length: int
    unit: Unit
    start_event: str
    stop_event: str
    pauses: tuple[str, ...] = ()
    optional_pauses: tuple[str, ...] = ()
    extension: int = 0
    article: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.length <= 0 and not self.leans_on:
            raise ValueError(f"Clock {self.key} needs a length above zero.")
        if self.anchor and self.unit is not Unit.WORKING_DAY:
            raise ValueError(f"Clock {self.key} counts back from another one: only in working days.")

    @property
    def anchor(self) -> str:
        """Name the clock whose last day this one counts back from; empty for a clock of its own."""
        return self.start_event.removeprefix(ANCHOR) if self.start_event.startswith(ANCHOR) else ""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Name the clocks of which the earliest counts; empty for a clock of its own."""
        if not self.start_event.startswith(EARLIEST):
            return ()
        return tuple(self.start_event.removeprefix(EARLIEST).split(","))

    @property
    def leans_on(self) -> tuple[str, ...]:
        """Name the clocks this one is reckoned from; none for a clock that counts by itself."""
        return (self.anchor,) if self.anchor else self.candidates

    @property
    def is_statutory(self) -> bool:
        """Tell whether the term stands in a law, so that Art. 45 governs its last day."""
        return bool(self.article)


@dataclass(frozen=True, kw_only=True)
class ClockSettings:
    """What the law leaves open and an office decides once for a rule set.

    Attributes:
        roll_weekend: Whether a last day on an ordinary day off moves to the next working day (the text of Art. 45
            names statutory holidays only, so the default is no).
        optional_pauses: Kinds of pause that count although the law does not say so, such as ``recusal``.
        further_extensions: Clocks that a collective decision may extend again.
    """

    roll_weekend: bool = False
    optional_pauses: frozenset[str] = frozenset()
    further_extensions: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, settings: Mapping[str, Any]) -> "ClockSettings":
        """Read the settings column of a rule set; what is absent takes the default."""
        return cls(
            roll_weekend=bool(settings.get("roll_weekend", False)),
            optional_pauses=frozenset(settings.get("optional_pauses", ())),
            further_extensions=frozenset(settings.get("further_extensions", ())),
        )


@dataclass(frozen=True, kw_only=True)
class RuleSet:
    """A procedure rule with the days of receipt it governs and its clocks.

    Attributes:
        valid_until: Last day of receipt it governs; ``None`` while it is in force.
        official: Whether the official text has been confirmed; if not, every reading says so.
    """

    code: str
    title: str
    valid_from: date
    valid_until: date | None = None
    source: str = ""
    official: bool = True
    settings: ClockSettings = field(default_factory=ClockSettings)
    clocks: Mapping[str, ClockRule]

    def governs(self, received_on: date) -> bool:
        """Tell whether a case received on this day is handled under the rule set."""
        return self.valid_from <= received_on and (self.valid_until is None or received_on <= self.valid_until)


def parse_clock(row: Mapping[str, Any]) -> ClockRule:
    """Read a row of ``rule_clock``; a pause ending in ``?`` counts only where the settings name it."""
    pauses = tuple(row["pauses"] or ())
    return ClockRule(
        key=row["key"],
        length=row["length"],
        unit=Unit(row["unit"]),
        start_event=row["start_event"],
        stop_event=row["stop_event"],
        pauses=tuple(kind for kind in pauses if not kind.endswith(OPTIONAL)),
        optional_pauses=tuple(kind.removesuffix(OPTIONAL) for kind in pauses if kind.endswith(OPTIONAL)),
        extension=row["extension"] or 0,
        article=row["article"],
        basis=row["basis"],
    )


def parse_rule_set(row: Mapping[str, Any], clock_rows: Iterable[Mapping[str, Any]]) -> RuleSet:
    """Read a row of ``rule_set`` with those rows of ``rule_clock`` that belong to it; others are passed over.

    Raises:
        ValueError: A clock leans on one that the rule set does not have or that leans on another itself.
    """
    clocks = {
        clock.key: clock for clock in (parse_clock(each) for each in clock_rows if each["rule_set"] == row["code"])
    }
    for clock in clocks.values():
        unfit = [key for key in clock.leans_on if key not in clocks or clocks[key].leans_on]
        if unfit:
            raise ValueError(f"Clock {clock.key} of {row['code']} cannot lean on {', '.join(unfit)}.")
    return RuleSet(
        code=row["code"],
        title=row["title"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        source=row["source"],
        official=row["official"],
        settings=ClockSettings.parse(row.get("settings") or {}),
        clocks=MappingProxyType(clocks),
    )


def applicable_rule_set(received_on: date, rule_sets: Iterable[RuleSet]) -> RuleSet | None:
    """Choose the rule set by the day of receipt; the youngest where two overlap, ``None`` before 2020: no clocks."""
    governing = [each for each in rule_sets if each.governs(received_on)]
    return max(governing, key=lambda each: each.valid_from, default=None)


def with_notice_duty(rule_set: RuleSet, duty: Mapping[str, Any]) -> RuleSet:
    """Add the clock ``report_notice`` for a special law that obliges to tell the reporter (Order 121 Art. 36).

    Args:
        rule_set: The rule set of the report.
        duty: A row of ``notice_duty``; one without a number of days adds no clock.
    """
    if not duty["days"]:
        return rule_set
    clock = ClockRule(
        key=REPORT_NOTICE,
        length=duty["days"],
        unit=Unit(duty["unit"]),
        start_event="report_received",
        stop_event="reporter_told",
        article=f"{duty['law']}:{duty['article']}",
        basis=duty["condition"],
    )
    return replace(rule_set, clocks=MappingProxyType({**rule_set.clocks, REPORT_NOTICE: clock}))
