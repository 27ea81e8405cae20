"""How figures are said: values with their unit, changes with their sign; the same on screen and paper."""

from decimal import Decimal

from app.models.figure_registry import Form
from app.models.rates import NO_FIGURE, shown
from app.models.words import mark, tr
from app.services.statistics.answers import Comparison, Counted, Figure

UNIT_BASES: dict[str, str] = {
    "handling": mark("Handling unit"),
    "deciding": mark("Deciding authority"),
    "registering": mark("Registering unit"),
}
_UNITS = {Form.COUNT: "", Form.RATE: "%", Form.MEAN: mark("days"), Form.AMOUNT: mark("10,000 yuan")}


def unit_said(form: Form) -> str:
    """Say in what a figure is measured; empty for pieces."""
    unit = _UNITS[form]
    return tr(unit) if unit and unit != "%" else unit


def value_said(figure: Figure) -> str:
    """Say a figure's value without its unit: "—" where it cannot be formed, 无数据 where nothing is kept."""
    if figure.no_data:
        return tr("no data")
    return shown(figure.value)


def change_said(comparison: Comparison) -> str:
    """Say a change: "+3.20 %", "−1.40 points", or "—"."""
    change = comparison.change
    if change is None:
        return NO_FIGURE
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    size = f"{abs(change):,f}"
    return tr("{sign}{size} points", sign=sign, size=size) if comparison.in_points else f"{sign}{size} %"


def counted_said(counted: Counted) -> str:
    """Say what a measure came to: "92", "12,340.50 yuan", "31 days"."""
    if counted.of == "yuan":
        return tr("{amount} yuan", amount=f"{counted.amount:,.2f}")
    if counted.of == "days":
        return tr("{n} days", n=f"{counted.amount:,.0f}")
    return f"{counted.n:,d}"


def parts_said(figure: Figure) -> str:
    """Say what stands above and below the line: "Agreed 92 · Closed 241"."""
    return " · ".join(f"{part.title} {counted_said(part)}" for part in figure.parts)


def beside_said(figure: Figure) -> str:
    """Say what stands beside it."""
    return " · ".join(f"{part.title} {counted_said(part)}" for part in figure.beside)


def title_said(title: str, variant_title: str) -> str:
    """Say a figure's name with the variant it was formed in, where there are several."""
    return tr("{title} ({variant})", title=title, variant=variant_title) if variant_title else title


def variant_said(figure: Figure) -> str:
    """Say a figure by the name of its variant alone: "占接收 57.95 %"."""
    unit = "" if figure.value is None else unit_said(figure.form)
    return f"{figure.variant_title} {value_said(figure)} {unit}".rstrip()


def plain(value: Decimal | None) -> str:
    """Write a value for another programme: no grouping, empty where there is none."""
    return "" if value is None else f"{value:f}"
