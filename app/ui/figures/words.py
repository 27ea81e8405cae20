"""A figure in the words of a card, with what stands under its question mark."""

from app.models.words import tr
from app.services.statistics.answers import Card, Comparison, Figure
from app.services.statistics.said import (
    UNIT_BASES,
    beside_said,
    change_said,
    counted_said,
    parts_said,
    title_said,
    unit_said,
    value_said,
    variant_said,
)
from app.ui.theme import Tone
from app.ui.widgets.figure_card import FigureWords

# Whether more is better, for the colour of a change; what is not named is neither.
_GOOD = frozenset(
    {
        "acceptance_rate",
        "on_time_decision_rate",
        "closing_rate",
        "on_time_closing_rate",
        "mediation_success_rate",
        "recovered",
        "satisfaction_rate",
        "response_rate",
        "pre_settlement_rate",
        "on_time_verification_rate",
    }
)


def definition_said(figure: Figure, remarks: tuple[str, ...] = (), variants: tuple[Figure, ...] = ()) -> str:
    """Say what a figure is formed of, by whose definition and for which unit, and what other definitions give."""
    sentences = [
        figure.definition,
        parts_said(figure),
        tr("Counted for: {basis}", basis=tr(UNIT_BASES[figure.unit_by])),
        tr("By: {whose}", whose=figure.source),
        *(f"{variant_said(variant)} · {variant.definition}" for variant in variants),
        *remarks,
    ]
    return "\n".join(sentence for sentence in sentences if sentence)


def card_words(card: Card) -> FigureWords:
    """Put a card into words."""
    figure = card.figure
    beside = beside_said(figure)
    if figure.indicator == "acceptance_rate" and figure.beside:
        beside = tr("{title} {n} at the cut-off", title=figure.beside[0].title, n=counted_said(figure.beside[0]))
    if len(card.variants) == 1:
        beside = " · ".join(part for part in (variant_said(card.variants[0]), beside) if part)
    return FigureWords(
        name=title_said(figure.title, figure.variant_title),
        value=value_said(figure),
        unit="" if figure.value is None else unit_said(figure.form),
        compared=(
            _compared(tr("on year"), card.year_before, figure.indicator),
            _compared(tr("on period"), card.previous, figure.indicator),
        ),
        definition=definition_said(figure, card.remarks, card.variants),
        aside=beside,
    )


def _compared(name: str, comparison: Comparison, indicator: str) -> tuple[str, Tone]:
    change = comparison.change
    tone = Tone.MUTED
    if change and indicator in _GOOD:
        tone = Tone.DONE if change > 0 else Tone.LATE
    return f"{name} {change_said(comparison)}", tone
