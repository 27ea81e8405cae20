"""One order at the right of the list: what is asked, what was answered, what can be done next, what happened."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.models.vocabulary import OrderState
from app.models.words import tr
from app.services.codebook import CodeBook
from app.services.orders import OrderDetail, OrderEvent
from app.ui.orders.words import (
    MODE_TITLES,
    STATE_LOOKS,
    event_look,
    event_word,
    moment,
    money,
    state_word,
    way_word,
)
from app.ui.tables.timeline import Timeline, TimelineEntry, timeline_model
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll, clear_lines
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import StateWord, named, rule, words

Action = tuple[str, str, str, Callable[[], None]]


class OrderPanel(QFrame):
    """Shows an order; the buttons are what the keys of the page do."""

    def __init__(self, codes: CodeBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes = codes
        self.setProperty("kind", "card")
        self._number = words(kind="title")
        self._state = StateWord()
        self._enterprise = words(kind="heading", wraps=True)
        self._facts = words(wraps=True)
        self._lines = QVBoxLayout()
        space(self._lines, 6)
        self._steps = Flow()
        space(self._steps, 6)
        self._model = timeline_model(self)
        self.timeline = Timeline(self._model)
        self.timeline.setMinimumHeight(px(96))
        head = QHBoxLayout()
        space(head, 8)
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self._state)
        top = QWidget()
        inside = QVBoxLayout(top)
        space(inside, 10, (16, 12, 16, 12))
        inside.addLayout(head)
        inside.addWidget(self._enterprise)
        inside.addLayout(self._steps)
        inside.addWidget(rule())
        inside.addWidget(self._facts)
        inside.addLayout(self._lines)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, 0, 1)
        layout.addWidget(Scroll(top), 3)
        layout.addWidget(rule())
        layout.addWidget(self.timeline, 1)

    def show_order(self, detail: OrderDetail, actions: Sequence[Action]) -> None:
        """Show an order and the steps that are possible now: words, key, kind and what it does."""
        row = detail.row
        icon, tone = STATE_LOOKS[row.state]
        self._number.setText(row.number)
        self._state.show_state(state_word(row.state), icon, tone)
        self._enterprise.setText(row.enterprise)
        self._facts.setText(detail.facts)
        clear_lines(self._steps)
        for text, keys, kind, do in actions:
            self._steps.addWidget(Button(text, do, keys=keys, kind=kind))
        clear_lines(self._lines)
        for name, value in self._said(detail):
            if value:
                self._lines.addWidget(named(name, value))
        self._model.set_rows(_entries(detail.events), more=False)

    def _said(self, detail: OrderDetail) -> list[tuple[str, str]]:
        row = detail.row
        chosen = detail.chosen
        return [
            (tr("Way"), tr(MODE_TITLES[row.mode])),
            (tr("Case"), row.case_number or ""),
            (tr("Claim"), " ".join(part for part in (row.claim, money(row.amount)) if part)),
            (tr("Consumer"), detail.consumer),
            (tr("Chosen"), f"{moment(chosen.at)} {way_word(chosen.how)}" if chosen else ""),
            (tr("Name goes over"), tr("yes, as agreed") if detail.shares_identity else tr("no")),
            (tr("Reply due"), moment(row.due_at) if row.is_open else ""),
            (tr("Spoken"), f"{moment(detail.contacted_at)} {way_word(detail.contacted_how)}".strip()),
            (tr("Proposal"), detail.proposal),
            (tr("Amount offered"), money(row.offered)),
            (tr("Refused"), self._codes.title("refusal_ground", detail.refusal_ground)),
            (tr("Source"), detail.reply_source if detail.reply_source != "liaison" else tr("the enterprise itself")),
            (tr("Amount received"), money(detail.settled_amount)),
            (
                tr("Complaint"),
                (detail.followed_by_number or "") if row.state in {OrderState.FAILED, OrderState.EXPIRED} else "",
            ),
        ]


def _entries(steps: Sequence[OrderEvent]) -> list[TimelineEntry]:
    """Say the steps, each day's first one under its day."""
    days = [f"{moment(step.at)[:10]}" for step in steps]
    return [
        _entry(place, step, "" if place and days[place] == days[place - 1] else days[place])
        for place, step in enumerate(steps)
    ]


def _entry(place: int, step: OrderEvent, day: str) -> TimelineEntry:
    icon, tone = event_look(step.event)
    payload = step.payload
    said = [way_word(str(payload.get("how") or "")), str(payload.get("reason") or "")]
    return TimelineEntry(
        key=place,
        when=moment(step.at)[11:],
        title=event_word(step.event),
        detail=" ".join(part for part in said if part),
        who=step.person,
        icon=icon,
        tone=tone,
        day=day,
    )
