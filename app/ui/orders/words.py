"""How orders are said on the window: states with their drawing, due dates, amounts, the drawings of their steps."""

from datetime import date, datetime
from decimal import Decimal

from app.models.vocabulary import ORDER_STATE_TITLES, OrderMode, OrderState
from app.models.words import mark, tr
from app.services.clock import LEGAL_ZONE
from app.services.orders.records import EVENT_TITLES
from app.ui.theme import Tone

STATE_LOOKS: dict[OrderState, tuple[str, Tone]] = {
    OrderState.SENT: ("send", Tone.ACCENT),
    OrderState.SEEN: ("reveal", Tone.ACCENT),
    OrderState.ANSWERED: ("edit", Tone.SOON),
    OrderState.SETTLED: ("done", Tone.DONE),
    OrderState.FAILED: ("decline", Tone.MUTED),
    OrderState.EXPIRED: ("waiting", Tone.LATE),
}
MODE_TITLES: dict[OrderMode, str] = {
    OrderMode.BEFORE_COMPLAINT: mark("Before a complaint"),
    OrderMode.WITHIN_COMPLAINT: mark("Within a complaint"),
}
WAYS: tuple[tuple[str, str], ...] = (
    ("phone", mark("By telephone")),
    ("visit", mark("In person")),
    ("message", mark("By message")),
    ("letter", mark("By letter")),
)
_EVENT_LOOKS = {
    "sent": ("send", Tone.MUTED),
    "seen": ("reveal", Tone.MUTED),
    "answered": ("edit", Tone.ACCENT),
    "urged": ("alert", Tone.SOON),
    "settled": ("done", Tone.DONE),
    "failed": ("decline", Tone.MUTED),
    "expired": ("waiting", Tone.LATE),
    "became_complaint": ("right", Tone.ACCENT),
}


def state_word(state: OrderState) -> str:
    """Say a state."""
    return tr(ORDER_STATE_TITLES[state])


def event_word(event: str) -> str:
    """Say a step."""
    return tr(EVENT_TITLES.get(event, event))


def event_look(event: str) -> tuple[str, Tone]:
    """Give the drawing and tone of a step."""
    return _EVENT_LOOKS.get(event, ("new", Tone.MUTED))


def way_word(way: str) -> str:
    """Say a way of speaking to somebody; other words stand as they were typed."""
    return tr(dict(WAYS).get(way, way)) if way else ""


def money(amount: Decimal | None) -> str:
    """Write an amount in yuan; empty where there is none."""
    return "" if amount is None else f"{amount:,.2f}"


def moment(at: datetime | None) -> str:
    """Write an instant in the office's zone."""
    return "" if at is None else f"{at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}"


def day(at: datetime) -> date:
    """Give the day of an instant in the office's zone."""
    return at.astimezone(LEGAL_ZONE).date()


def due_word(at: datetime, today: date) -> str:
    """Say until when an answer is due, in words where it is near or over."""
    due = day(at)
    left = (due - today).days
    if left < 0:
        return tr("{day} · {n} days over", day=f"{due:%m-%d}", n=-left)
    if left == 0:
        return tr("{day} · last day", day=f"{due:%m-%d}")
    return tr("{day} · {n} days left", day=f"{due:%m-%d}", n=left)


def due_samples() -> tuple[str, ...]:
    """Give the longest due dates a list says, for the width of a column."""
    return (
        tr("{day} · {n} days over", day="12-28", n=88),
        tr("{day} · last day", day="12-28"),
        tr("{day} · {n} days left", day="12-28", n=88),
    )


def state_samples() -> list[str]:
    """Give every state, for the width of a column."""
    return [tr(title) for title in ORDER_STATE_TITLES.values()]


def number_samples() -> tuple[str, ...]:
    """Give the longest number of an order, for the width of a column."""
    return ("H2026-000000",)


def due_tone(at: datetime, today: date) -> Tone | None:
    """Give the tone of a due date: red when over, amber on the last two days."""
    left = (day(at) - today).days
    return Tone.LATE if left < 0 else Tone.SOON if left <= 1 else None
