"""What the asking login's figures are formed over, and the office's own settings of figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from app.models.words import tr
from app.services.codebook import CodeBook
from app.services.statistics.answers import Filters, Scope
from app.services.statistics.periods import MonthRule

REPORT_KINDS = frozenset({"report", "report_contact"})
_SCOPE = text("SELECT office.figure_scope()")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the office stands when a figure is formed.

    Attributes:
        variants: Indicator to the variant the office has chosen.
        basic_counts: Whether 基本满意 counts as satisfied.
        today: The legal day by the server's clock.
    """

    scope: Scope
    month_rule: MonthRule
    variants: Mapping[str, str]
    basic_counts: bool
    today: date
    now: datetime


def standing(connection: Connection, codes: CodeBook) -> Standing:
    """Ask the server what this login sees and how the office counts."""
    found: dict[str, Any] = connection.execute(_SCOPE).scalar_one()
    settings = found["settings"]
    units = tuple(UUID(unit) for unit in found["units"])
    report_units = tuple(UUID(unit) for unit in found["report_units"])
    with_reports = bool(found["with_reports"])
    return Standing(
        scope=Scope(
            units=units,
            report_units=report_units,
            with_reports=with_reports,
            allowed=found["allowed"],
            sentence=_sentence(codes, units, report_units, with_reports=with_reports),
        ),
        month_rule=MonthRule(settings.get("month", MonthRule.NATURAL)),
        variants=dict(settings.get("variants", {})),
        basic_counts=bool(settings.get("basic_counts", False)),
        today=date.fromisoformat(found["today"]),
        now=datetime.fromisoformat(found["now"]),
    )


def _names(codes: CodeBook, units: tuple[UUID, ...]) -> str:
    return tr(", ").join(codes.unit_name(unit) for unit in units)


def _sentence(codes: CodeBook, units: tuple[UUID, ...], report_units: tuple[UUID, ...], *, with_reports: bool) -> str:
    said = tr("Cases registered, decided or handled by {units} and the units below.", units=_names(codes, units))
    if with_reports:
        return said + tr(" Reports are included.")
    if report_units:
        return said + tr(
            " Reports are not included; by themselves they are counted for {units} and the units below.",
            units=_names(codes, report_units),
        )
    return said + tr(" Reports are not included.")


def filters_said(filters: Filters, codes: CodeBook) -> str:
    """Say in words what the figures were narrowed to; empty for no filter."""
    parts = []
    if filters.unit_id:
        parts.append(tr("Unit: {unit} and the units below", unit=codes.unit_name(filters.unit_id)))
    if filters.kinds:
        parts.append(tr("Kind: {kinds}", kinds=tr(", ").join(codes.title("kind", k) for k in sorted(filters.kinds))))
    if filters.channels:
        named = tr(", ").join(codes.title("channel", channel) for channel in sorted(filters.channels))
        parts.append(tr("Channel: {channels}", channels=named))
    return tr("; ").join(parts)
