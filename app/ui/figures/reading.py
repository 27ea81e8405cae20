"""Reads everything the figures page shows for one question, away from the window's thread."""

from dataclasses import dataclass

from app.services.codebook import CodeBook
from app.services.statistics.answers import Card, Filters, GroupBy, Line, Table, Trend
from app.services.statistics.figures import CARDS, COLUMNS, Figures
from app.services.statistics.periods import MonthRule, Period

MOST_RANKED = 8
MOST_TILES = 60


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Everything one reading brought."""

    period: Period
    cards: tuple[Card, ...]
    trend: Trend
    ranking: tuple[Line, ...]
    tiles: tuple[Line, ...]
    table: Table
    rule: MonthRule


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the page asks: the bar's period and filters, the figure of trend, ranking and tiles, and the groupings."""

    period: Period
    filters: Filters
    indicator: str
    variant: str
    ranked_by: GroupBy
    tabled_by: GroupBy


def read(figures: Figures, question: Question, codes: CodeBook) -> Shown:
    """Read what answers ``question``; runs on another thread."""
    period, filters = question.period, question.filters
    standing = figures.standing()
    offered = [column.indicator for column in figures.offered(CARDS)]
    units = figures.ranking(question.indicator, period, GroupBy.UNIT, filters, question.variant, top=MOST_TILES)
    ranked = units
    if question.ranked_by is not GroupBy.UNIT:
        ranked = figures.ranking(question.indicator, period, question.ranked_by, filters, question.variant)
    order = {str(unit.id): place for place, unit in enumerate(codes.units)}
    return Shown(
        period=period,
        cards=figures.cards(offered, period, filters),
        trend=figures.trend(question.indicator, period, filters, question.variant),
        ranking=ranked[:MOST_RANKED],
        tiles=tuple(sorted(units, key=lambda line: order.get(line.label or "", len(order)))),
        table=figures.table(COLUMNS, period, question.tabled_by, filters),
        rule=standing.month_rule,
    )
