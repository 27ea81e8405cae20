"""What the figures' service answers with: figures that carry their definition, period, scope and remarks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from app.models.figure_registry import Form
from app.models.rates import Reconciliation
from app.services.statistics.periods import Period


class GroupBy(StrEnum):
    """What the rows of a table or ranking are."""

    NONE = "none"
    UNIT = "unit"
    KIND = "kind"
    CHANNEL = "channel"
    OBJECT = "object"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which cases count.

    Attributes:
        unit_id: Only cases of this unit and those below it; ``None`` for everything that is seen.
        unit_by: Which of a case's units is meant: registering, deciding or handling; empty for the one each
            indicator declares.
        channels: Only these channels; empty for all.
        kinds: Only these kinds; empty for all.
    """

    unit_id: UUID | None = None
    unit_by: str = ""
    channels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What this login's figures are formed over.

    Attributes:
        units: The units it sees with everything below them.
        report_units: The units whose reports it may see.
        with_reports: Whether it may see every report below its units; only then a total includes reports.
        allowed: Whether it may have figures at all.
        sentence: Exactly what is counted, for the header of every table.
    """

    units: tuple[UUID, ...]
    report_units: tuple[UUID, ...]
    with_reports: bool
    allowed: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The coordinates of a figure: what opens into exactly the cases it counts."""

    first: date
    last: date
    unit_by: str
    units: tuple[UUID, ...] | None
    kinds: tuple[str, ...] | None
    channels: tuple[str, ...] | None
    group_by: GroupBy = GroupBy.NONE
    label: str | None = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What one measure came to in a cell: pieces, and yuan or days where it adds up something."""

    measure: str
    title: str
    n: int
    amount: Decimal
    of: str

    @property
    def value(self) -> Decimal:
        """What enters the figure: the sum for yuan and days, else the pieces."""
        return self.amount if self.of in {"yuan", "days"} else Decimal(self.n)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """An earlier figure and the change against it.

    Attributes:
        change: Percent, or percentage points for shares; ``None`` where it cannot be formed ("—").
        in_points: Whether ``change`` is in percentage points.
    """

    period: Period
    value: Decimal | None
    change: Decimal | None
    in_points: bool
    counted: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure, formed.

    Attributes:
        variant: The variant that was chosen; ``variant_title`` is empty where there is only one.
        value: Pieces, percent, days or 万元; ``None`` where nothing is below the line.
        no_data: Whether the office does not keep what it counts (无数据).
        parts: What stands above and below the line, in this order.
        beside: What always stands beside it.
        unit_by: For which of a case's units it is counted.
    """

    indicator: str
    title: str
    form: Form
    digits: int
    variant: str
    variant_title: str
    value: Decimal | None
    no_data: bool
    parts: tuple[Counted, ...]
    beside: tuple[Counted, ...]
    definition: str
    source: str
    unit_by: str
    cell: Cell


@dataclass(frozen=True, kw_only=True)
class Card:
    """A figure with its two comparisons.

    Attributes:
        previous: Against the period before (环比).
        year_before: Against the same period of the year before (同比).
        remarks: What a reader must know: 口径变化, an unfinished period, the basic answers counted.
        variants: The same indicator by its other definitions, for the period of the figure.
    """

    figure: Figure
    previous: Comparison
    year_before: Comparison
    remarks: tuple[str, ...]
    variants: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: an indicator in its chosen variant."""

    indicator: str
    title: str
    form: Form
    digits: int
    variant: str
    variant_title: str
    definition: str
    source: str
    unit_by: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a table."""

    label: str | None
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of figures with all that is printed with it.

    Attributes:
        total: The same figures over everything, formed on their own and never by adding rows.
        reconciled: For each count and amount column, what its rows come to beside its total.
        cut_off: The last day that is in it.
        made_at: When it was read; later registrations are not in it.
    """

    period: Period
    group_by: GroupBy
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    reconciled: Mapping[str, Reconciliation]
    scope: Scope
    cut_off: date
    made_at: datetime
    filters_said: str
    remarks: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a trend."""

    period: Period
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A figure over consecutive periods, oldest first."""

    column: Column
    points: tuple[Point, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A case, contact or order behind a figure.

    Attributes:
        what: ``case``, ``contact`` or ``order``.
        day: The day by which it falls into the figure.
        amount: What it adds where the figure adds something up.
        kind: Kind of the case; empty for contacts and orders.
    """

    id: UUID
    what: str
    day: date
    amount: Decimal
    number: str
    kind: str
    channel: str
    state: str
    received_at: datetime | None
    respondent: str
    unit_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class SubjectPage:
    """Some of the subjects behind a figure, newest first; ``after`` asks for the next ones, ``None`` at the end."""

    rows: tuple[Subject, ...]
    after: tuple[date, UUID] | None
