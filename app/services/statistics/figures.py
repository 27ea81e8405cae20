"""Forms the office's figures: cards, tables, trends and rankings, each with its definition, scope and remarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from sqlalchemy import Connection, select

from app.models.figure_registry import FigureRegistry, Form, Indicator, figure_registry
from app.models.rates import change, reconcile
from app.models.tables.law import Indicator as IndicatorRow
from app.models.vocabulary import KIND_TITLES, Kind
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.errors import UserError
from app.services.statistics.answers import (
    Card,
    Cell,
    Column,
    Comparison,
    Counted,
    Figure,
    Filters,
    GroupBy,
    Line,
    Point,
    SubjectPage,
    Table,
    Trend,
)
from app.services.statistics.periods import MonthRule, Period, PeriodKind, crosses
from app.services.statistics.scope import REPORT_KINDS, Standing, filters_said, standing
from app.services.statistics.subjects import subjects
from app.services.statistics.sums import Sums, Wanted, basis_of, count, wanted

ORDER_121 = "ORDER121"
CARDS = (
    "received",
    "acceptance_rate",
    "on_time_decision_rate",
    "closing_rate",
    "on_time_closing_rate",
    "mediation_success_rate",
    "recovered",
    "satisfaction_rate",
    "response_rate",
    "mean_handling_days",
    "pre_settlement_rate",
    "on_time_verification_rate",
)
COLUMNS = (
    "received",
    "accepted",
    "declined",
    "undecided",
    "acceptance_rate",
    "closed",
    "closing_rate",
    "overdue_open",
    "mediation_success_rate",
    "recovered",
)
_POINTS = {PeriodKind.DAY: 14, PeriodKind.WEEK: 12, PeriodKind.MONTH: 13, PeriodKind.QUARTER: 8, PeriodKind.YEAR: 5}
_CUSTOM_POINTS = 6
_LISTS = {
    GroupBy.CHANNEL: "channel",
    GroupBy.OBJECT: "object_category",
    GroupBy.PROBLEM: "problem_category",
}


@dataclass(frozen=True)
class _Asked:
    """Everything one question found: how the office stands, what was counted, how the figures are formed."""

    stands: Standing
    registry: FigureRegistry
    wants: tuple[Wanted, ...]
    others: Mapping[str, tuple[Wanted, ...]]
    periods: tuple[Period, ...]
    group_by: GroupBy
    filters: Filters
    sums: Sums


class Figures:
    """The figures one desk may see. Every method asks the server and belongs on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def registry(self) -> FigureRegistry:
        """The indicators as the office's database holds them, read once."""
        with self._desk.database.read() as connection:
            return self._registry(connection)

    def standing(self) -> Standing:
        """Say what this login sees, how the office counts, and which day it is there."""
        with self._desk.database.read() as connection:
            return standing(connection, self._desk.codes)

    def month_rule(self) -> MonthRule:
        """Say whether statistical months are natural or run from the 26th to the 25th."""
        return self.standing().month_rule

    def offered(self, indicators: Sequence[str] = CARDS) -> tuple[Column, ...]:
        """Name those of the indicators this login can have at all; reports only with clearance for some."""
        stands = self.standing()
        return tuple(
            self._column(want)
            for want in (self._want(self.registry, stands, code, Filters(), {}) for code in indicators)
            if stands.scope.report_units or not want.kinds <= REPORT_KINDS
        )

    def card(self, indicator: str, period: Period, filters: Filters, variant: str = "") -> Card:
        """Form one figure with its comparisons."""
        return self.cards((indicator,), period, filters, {indicator: variant} if variant else {})[0]

    def cards(
        self,
        indicators: Sequence[str],
        period: Period,
        filters: Filters,
        variants: Mapping[str, str] | None = None,
    ) -> tuple[Card, ...]:
        """Form several figures with 环比 and 同比, all from one state of the office.

        Args:
            indicators: Codes of the registry.
            period: The period they are formed over; while it runs, earlier ones are cut to as many days.
            filters: Which cases count.
            variants: Indicator to variant, where another than the office's own is wanted.
        """
        with self._desk.database.read() as connection:
            stands = standing(connection, self._desk.codes)
            today = stands.today
            previous = period.previous().as_far_as(period, today)
            year_before = period.year_before().as_far_as(period, today)
            asked = self._ask(
                connection,
                stands,
                indicators,
                (period, previous, year_before),
                GroupBy.NONE,
                filters,
                variants or {},
                with_others=True,
            )
        return tuple(self._card(asked, want) for want in asked.wants)

    def table(
        self,
        indicators: Sequence[str],
        period: Period,
        group_by: GroupBy,
        filters: Filters,
        variants: Mapping[str, str] | None = None,
    ) -> Table:
        """Form a table: a line for each unit, kind, channel, object or problem, and the total formed on its own."""
        with self._desk.database.read() as connection:
            stands = standing(connection, self._desk.codes)
            parts = self._ask(connection, stands, indicators, (period,), group_by, filters, variants or {})
            whole = self._ask(connection, stands, indicators, (period,), GroupBy.NONE, filters, variants or {})
        lines = tuple(
            Line(label=label, title=title, figures=self._line(parts, label)) for label, title in self._labels(parts)
        )
        total = Line(label="", title=tr("Total"), figures=self._line(whole, ""))
        columns = tuple(self._column(want) for want in parts.wants)
        reconciled = {
            column.indicator: reconcile(
                total.figures[place].value or Decimal(0),
                [line.figures[place].value or Decimal(0) for line in lines if self._is_named(group_by, line.label)],
            )
            for place, column in enumerate(columns)
            if column.form is Form.COUNT
        }
        short = tuple(
            tr(
                "{column}: the named rows come to {summed:,f} of {total:,f}; {missing:,f} are in none of them.",
                column=column.title,
                summed=Decimal(reconciled[column.indicator].summed),
                total=Decimal(reconciled[column.indicator].total),
                missing=Decimal(reconciled[column.indicator].missing),
            )
            for column in columns
            if column.form is Form.COUNT and not reconciled[column.indicator].agrees
        )
        return Table(
            period=period,
            group_by=group_by,
            columns=columns,
            lines=lines,
            total=total,
            reconciled=reconciled,
            scope=stands.scope,
            cut_off=min(period.last, stands.today),
            made_at=stands.now,
            filters_said=filters_said(filters, self._desk.codes),
            remarks=(*short, *self._running(period, stands.today), *self._law_changed(period)),
        )

    def trend(self, indicator: str, period: Period, filters: Filters, variant: str = "", points: int = 0) -> Trend:
        """Form one figure over the periods up to and including ``period``."""
        periods = tuple(period.back(points or _POINTS.get(period.kind, _CUSTOM_POINTS)))
        with self._desk.database.read() as connection:
            stands = standing(connection, self._desk.codes)
            chosen = {indicator: variant} if variant else {}
            asked = self._ask(connection, stands, (indicator,), periods, GroupBy.NONE, filters, chosen)
        want = asked.wants[0]
        return Trend(
            column=self._column(want),
            points=tuple(
                Point(period=each, figure=self._figure(asked, want, place))
                for place, each in enumerate(periods, start=1)
            ),
            remarks=(
                *self._running(period, stands.today),
                *self._young(want, period, stands.today),
                *self._law_changed(*periods),
            ),
        )

    def ranking(
        self, indicator: str, period: Period, group_by: GroupBy, filters: Filters, variant: str = "", top: int = 10
    ) -> tuple[Line, ...]:
        """Return the ``top`` lines by one figure, the largest first; lines without a figure are left out."""
        chosen = {indicator: variant} if variant else {}
        with self._desk.database.read() as connection:
            stands = standing(connection, self._desk.codes)
            asked = self._ask(connection, stands, (indicator,), (period,), group_by, filters, chosen)
        lines = (
            Line(label=label, title=title, figures=self._line(asked, label)) for label, title in self._labels(asked)
        )
        there = [line for line in lines if line.figures[0].value]
        return tuple(sorted(there, key=lambda line: line.figures[0].value or 0, reverse=True)[:top])

    def cases_of(
        self, cell: Cell, measure: str, after: tuple[date, UUID] | None = None, rows: int = 100
    ) -> SubjectPage:
        """Open a figure: the cases (contacts, orders) one of its measures counts, newest first.

        Args:
            cell: The figure's coordinates (``Figure.cell``).
            measure: Which part of it, one of its ``parts`` or ``beside``.
            after: Where the page before ended; ``None`` for the first.
            rows: How many at most.
        """
        declared = self.registry.measures[measure]
        is_order = declared.of == "order" or measure.startswith("orders_")
        what = "order" if is_order else "contact" if declared.of == "contact" else "case"
        with self._desk.database.read() as connection:
            return subjects(connection, cell, measure, what, after, rows)

    def _registry(self, connection: Connection) -> FigureRegistry:
        rows = connection.execute(
            select(IndicatorRow.definition).order_by(IndicatorRow.version, IndicatorRow.sort)
        ).scalars()
        return figure_registry(indicators=list(rows))  # of several versions the newest stands last and holds

    def _ask(
        self,
        connection: Connection,
        stands: Standing,
        indicators: Sequence[str],
        periods: tuple[Period, ...],
        group_by: GroupBy,
        filters: Filters,
        variants: Mapping[str, str],
        *,
        with_others: bool = False,
    ) -> _Asked:
        if not stands.scope.allowed:
            raise UserError(tr("Figures are not for this login."), code="no_right")
        registry = self.__dict__.get("registry")
        if registry is None:
            registry = self.__dict__["registry"] = self._registry(connection)
        wants = tuple(self._want(registry, stands, code, filters, variants) for code in indicators)
        others = {
            want.indicator.code: tuple(
                self._want(registry, stands, want.indicator.code, filters, {want.indicator.code: code})
                for code in want.indicator.variants
                if code != want.variant.code
            )
            for want in wants
            if with_others
        }
        every = (*wants, *(other for row in others.values() for other in row))  # they share most of what is counted
        sums = count(connection, every, periods, group_by, filters)
        return _Asked(stands, registry, wants, others, periods, group_by, filters, sums)

    def _want(
        self, registry: FigureRegistry, stands: Standing, code: str, filters: Filters, variants: Mapping[str, str]
    ) -> Wanted:
        indicator = registry.indicators[code]
        chosen = variants.get(code) or stands.variants.get(code, "")
        if not chosen and stands.basic_counts and "with_basic" in indicator.variants:
            chosen = "with_basic"
        variant = indicator.variants.get(chosen, indicator.default)
        return wanted(registry, self._desk.codes, indicator, variant, filters, stands.scope)

    def _figure(self, asked: _Asked, want: Wanted, place: int, label: str | None = "") -> Figure:
        indicator, variant = want.indicator, want.variant
        basis = basis_of(want, asked.group_by)

        def counted(codes: tuple[str, ...]) -> tuple[Counted, ...]:
            found = (
                asked.sums.counted(want, basis, asked.registry.measures[code], place, label)
                for code in dict.fromkeys(codes)
            )
            return tuple(each for each in found if each is not None)

        parts = counted((*variant.numerator, *variant.denominator))
        kept = {part.measure: part.value for part in parts}
        return Figure(
            indicator=indicator.code,
            title=indicator.title,
            form=indicator.form,
            digits=indicator.digits,
            variant=variant.code,
            variant_title=variant.title if len(indicator.variants) > 1 else "",
            value=indicator.figure(kept, variant.code) if want.kinds else None,
            no_data=len(kept) < len({*variant.numerator, *variant.denominator}),
            parts=parts,
            beside=counted(indicator.beside),
            definition=variant.definition,
            source=variant.source,
            unit_by=want.unit_by,
            cell=want.cell(asked.periods[place - 1], asked.filters, asked.group_by, label),
        )

    def _line(self, asked: _Asked, label: str | None) -> tuple[Figure, ...]:
        return tuple(self._figure(asked, want, 1, label) for want in asked.wants)

    def _column(self, want: Wanted) -> Column:
        indicator, variant = want.indicator, want.variant
        return Column(
            indicator=indicator.code,
            title=indicator.title,
            form=indicator.form,
            digits=indicator.digits,
            variant=variant.code,
            variant_title=variant.title if len(indicator.variants) > 1 else "",
            definition=variant.definition,
            source=variant.source,
            unit_by=want.unit_by,
        )

    def _card(self, asked: _Asked, want: Wanted) -> Card:
        now, previous, year_before = (self._figure(asked, want, place) for place in (1, 2, 3))
        today, periods = asked.stands.today, asked.periods
        young = self._young(want, periods[0], today)
        return Card(
            figure=now,
            previous=_compare(want.indicator, now, previous, periods[1], alike=not young),
            year_before=_compare(want.indicator, now, year_before, periods[2], alike=not young),
            remarks=(*self._running(periods[0], today), *young, *self._law_changed(*periods)),
            variants=tuple(self._figure(asked, other, 1) for other in asked.others.get(want.indicator.code, ())),
        )

    def _running(self, period: Period, today: date) -> tuple[str, ...]:
        if period.last < today or period.first > today:
            return ()
        return (tr("The period is not over; earlier ones are compared for as many days."),)

    def _young(self, want: Wanted, period: Period, today: date) -> tuple[str, ...]:
        """Say until when a period's figure still grows by itself, and so stands beside no older one."""
        settled = period.last + timedelta(days=want.variant.settles_after)
        if not want.variant.settles_after or settled <= today:
            return ()
        return (
            tr(
                "{figure}: cases of the period may still be closed until {day}; older periods had longer, so it is "
                "compared with none before.",
                figure=want.indicator.title,
                day=f"{settled:%Y-%m-%d}",
            ),
        )

    def _law_changed(self, *periods: Period) -> tuple[str, ...]:
        """口径变化: the rule a figure is counted under changed between or within the periods."""
        order_121 = self._desk.law.rule_set(ORDER_121)
        if order_121 is None or not crosses(order_121.valid_from, *periods):
            return ()
        return (
            tr(
                "Changed basis: Order 121 applies from {day}; figures before and after are not formed alike.",
                day=f"{order_121.valid_from:%Y-%m-%d}",
            ),
        )

    def _is_named(self, group_by: GroupBy, label: str | None) -> bool:
        """Whether a label is one of the office's own lists."""
        if group_by in _LISTS:
            return self._desk.codes.entry(_LISTS[group_by], label) is not None
        return bool(label)

    def _labels(self, asked: _Asked) -> list[tuple[str | None, str]]:
        """Return the labels that were met with their words, in the order of the office's lists."""
        codes, group_by = self._desk.codes, asked.group_by
        met = asked.sums.labels()
        if group_by is GroupBy.UNIT:
            order = {str(unit.id): place for place, unit in enumerate(codes.units)}
            titles = {str(unit.id): unit.short_name for unit in codes.units}
            nameless = tr("Not yet distributed")
        elif group_by is GroupBy.KIND:
            order = {kind.value: place for place, kind in enumerate(Kind)}
            titles = {kind.value: tr(KIND_TITLES[kind]) for kind in Kind}
            titles |= {"contact": tr("Contacts"), "report_contact": tr("Contacts of reports")}
            titles |= {"order_before_complaint": tr("Orders before a complaint")}
            titles |= {"order_within_complaint": tr("Orders within a complaint")}
            nameless = tr("Not stated")
        else:
            entries = codes.choices(_LISTS[group_by])
            order = {entry.code: place for place, entry in enumerate(entries)}
            titles = {label: codes.title(_LISTS[group_by], label) for label in met if label}
            nameless = tr("Not stated")
        last = len(order)
        rows = [(label, titles.get(label or "", "") or label or nameless) for label in met]
        return sorted(rows, key=lambda row: (order.get(row[0] or "", last), row[1]))


def _compare(indicator: Indicator, now: Figure, then: Figure, period: Period, *, alike: bool) -> Comparison:
    moved: Decimal | None
    if not alike:
        moved = None  # the older one had longer: a difference would say how old it is and nothing else
    elif indicator.form is Form.AMOUNT and now.value is not None and then.value is not None:
        # Sums are compared to the cent; rounding to 万元 first would round twice.
        moved = change(_exact(now), _exact(then))
    else:
        moved = indicator.compared(now.value, then.value)
    return Comparison(
        period=period,
        value=then.value,
        change=moved,
        in_points=indicator.form is Form.RATE,
        counted=then.parts,
    )


def _exact(figure: Figure) -> Decimal:
    return sum((part.value for part in figure.parts), start=Decimal(0))
