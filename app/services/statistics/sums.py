"""Asks the office's one door of figures and keeps what it counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, text

from app.models.figure_registry import FigureRegistry, Indicator, Measure, Variant
from app.models.vocabulary import Kind, OrderMode
from app.services.codebook import CodeBook
from app.services.statistics.answers import Cell, Counted, Filters, GroupBy, Scope
from app.services.statistics.periods import Period
from app.services.statistics.scope import REPORT_KINDS

CASE_KINDS = frozenset(kind.value for kind in Kind)
CONTACT_KINDS = frozenset({"contact", "report_contact"})
ORDER_KINDS = frozenset(f"order_{mode.value}" for mode in OrderMode)
_KINDS_OF = {
    "contact": CONTACT_KINDS,
    "call": CONTACT_KINDS,
    "order": ORDER_KINDS,
    "complaint": frozenset({Kind.COMPLAINT.value}),
    "report": frozenset({Kind.REPORT.value}),
}
_ORDER_SUMS = "orders_"
_DOOR = text(
    "SELECT period, label, kind, measure, n, amount FROM office.figure_sums(:measures, CAST(:firsts AS date[]),"
    " CAST(:lasts AS date[]), :group_by, :unit_by, CAST(:units AS uuid[]), CAST(:kinds AS text[]),"
    " CAST(:channels AS text[]))"
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An indicator in its chosen variant, with the kinds it is formed over and the units it is counted for.

    Attributes:
        kinds: Empty where the filters leave nothing to form it over; the figure is then "—".
        units: ``None`` for all that is seen.
    """

    indicator: Indicator
    variant: Variant
    kinds: frozenset[str]
    unit_by: str
    units: tuple[UUID, ...] | None

    @property
    def measures(self) -> tuple[str, ...]:
        """Everything that has to be counted for it."""
        return tuple(
            dict.fromkeys((*self.variant.numerator, *self.variant.denominator, *self.indicator.beside)),
        )

    def cell(self, period: Period, filters: Filters, group_by: GroupBy, label: str | None) -> Cell:
        """Return the coordinates of its figure."""
        return Cell(
            first=period.first,
            last=period.last,
            unit_by=self.unit_by,
            units=self.units,
            kinds=tuple(sorted(self.kinds)),
            channels=tuple(sorted(filters.channels)) or None,
            group_by=group_by,
            label=label,
        )


def kinds_over(registry: FigureRegistry, indicator: Indicator, variant: Variant) -> frozenset[str]:
    """Return the kinds an indicator is formed over before anybody filters."""
    if indicator.kinds:
        return frozenset(indicator.kinds)
    found: frozenset[str] = frozenset()
    for code in (*variant.numerator, *variant.denominator):
        measure = registry.measures[code]
        found |= ORDER_KINDS if code.startswith(_ORDER_SUMS) else _KINDS_OF.get(measure.of, CASE_KINDS)
    return found


def wanted(
    registry: FigureRegistry,
    codes: CodeBook,
    indicator: Indicator,
    variant: Variant,
    filters: Filters,
    scope: Scope,
) -> Wanted:
    """Say what has to be counted for an indicator under these filters and this login's clearance."""
    kinds = kinds_over(registry, indicator, variant)
    if filters.kinds:
        kinds &= filters.kinds
    if not scope.with_reports and not kinds <= REPORT_KINDS:
        kinds -= REPORT_KINDS  # a total with some of the reports would be no total
    units: tuple[UUID, ...] | None = (filters.unit_id,) if filters.unit_id else None
    unit_by = filters.unit_by or variant.unit
    if indicator.handling_body:
        units = tuple(unit.id for unit in codes.units if unit.level == indicator.handling_body)
        unit_by = "handling"
    return Wanted(indicator=indicator, variant=variant, kinds=kinds, unit_by=unit_by, units=units)


class Sums:
    """What was counted, by period, label, kind and measure."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, tuple[UUID, ...] | None], dict[tuple[int, str | None, str, str], _Sum]] = {}

    def add(self, basis: tuple[str, tuple[UUID, ...] | None], rows: Iterable[Mapping[str, object]]) -> None:
        """Keep the door's rows for one basis."""
        kept = self._rows.setdefault(basis, {})
        for row in rows:
            key = (int(str(row["period"])), row["label"], str(row["kind"]), str(row["measure"]))
            kept[key] = _Sum(n=int(str(row["n"])), amount=Decimal(str(row["amount"])))  # type: ignore[index] # label is text or None

    def labels(self) -> list[str | None]:
        """Return every label that was met."""
        return list(dict.fromkeys(label for rows in self._rows.values() for _, label, _, _ in rows))

    def counted(
        self, want: Wanted, basis: tuple[str, tuple[UUID, ...] | None], measure: Measure, place: int, label: str | None
    ) -> Counted | None:
        """Add a measure up over the kinds that are wanted; ``None`` where an optional one is not kept."""
        rows = self._rows.get(basis, {})
        if measure.is_optional and not any(code == measure.code for _, _, _, code in rows):
            return None
        sums = [found for kind in want.kinds if (found := rows.get((place, label, kind, measure.code)))]
        return Counted(
            measure=measure.code,
            title=measure.title,
            n=sum(found.n for found in sums),
            amount=sum((found.amount for found in sums), start=Decimal(0)),
            of=measure.of,
        )


@dataclass(frozen=True)
class _Sum:
    n: int
    amount: Decimal


def basis_of(want: Wanted, group_by: GroupBy) -> tuple[str, tuple[UUID, ...] | None]:
    """Say for which units something is counted; which of a case's units is meant matters only where units do."""
    if want.units is None and group_by is not GroupBy.UNIT:
        return "handling", None
    return want.unit_by, want.units


def count(
    connection: Connection,
    wants: Sequence[Wanted],
    periods: Sequence[Period],
    group_by: GroupBy,
    filters: Filters,
) -> Sums:
    """Count everything the ``wants`` need: one call of the door for each unit basis, all in one snapshot."""
    together: dict[tuple[str, tuple[UUID, ...] | None], tuple[set[str], set[str]]] = {}
    for want in wants:
        measures, kinds = together.setdefault(basis_of(want, group_by), (set(), set()))
        measures.update(want.measures)
        kinds.update(want.kinds)
    found = Sums()
    for basis, (measures, kinds) in together.items():
        unit_by, units = basis
        rows = connection.execute(
            _DOOR,
            {
                "measures": sorted(measures),
                "firsts": [period.first for period in periods],
                "lasts": [period.last for period in periods],
                "group_by": group_by.value,
                "unit_by": unit_by,
                "units": None if units is None else list(units),
                "kinds": sorted(kinds),
                "channels": sorted(filters.channels) or None,
            },
        ).mappings()
        found.add(basis, rows)  # type: ignore[arg-type] # a RowMapping is a Mapping by column name
    return found
