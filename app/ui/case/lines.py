"""The timeline's lines: each event said, grouped by day, newest first; and one event in full."""

from datetime import date

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.cases.detail import CaseDetail
from app.services.cases.parts import EventPart
from app.services.cases.telling import Teller
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.law import LawBook
from app.ui.case.words import day_word, event_look, hour
from app.ui.tables.timeline import TimelineEntry
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import words

FILED = {"material_added": "File", "paper_issued": "Paper", "paper_drafted": "Paper"}


def timeline_entries(detail: CaseDetail, codes: CodeBook, law: LawBook, today: date) -> list[TimelineEntry]:
    """Say every event of a case, newest first."""
    teller = Teller(detail, codes, law)
    found = []
    before: date | None = None
    for event in detail.events:
        day = event.at.astimezone(LEGAL_ZONE).date()
        told = teller.tell(event)
        icon, tone = event_look(event.event)
        found.append(
            TimelineEntry(
                key=event.seq,
                when=hour(event.at),
                title=told.title,
                detail=told.detail,
                who=event.who or "",
                icon=icon,
                tone=tone,
                day=day_word(day, today) if day != before else "",
                mark=tr(FILED[event.event]) if event.event in FILED else "",
            )
        )
        before = day
    return found


class LinesDialog(QDialog):
    """A title and lines to read; Esc or Enter puts it away."""

    def __init__(self, title: str, lines: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.lines = lines
        body = QWidget()
        inner = QVBoxLayout(body)
        space(inner, 4, (24, 16, 24, 8))
        inner.addWidget(words(title, "title"))
        for line in lines:
            inner.addWidget(words(line, wraps=True))
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        space(layout, 8, (0, 0, 0, 12))
        layout.addWidget(Scroll(body), 1)
        close = Button(tr("Close"), self.accept, keys="Esc")
        close.setDefault(True)
        bottom = QVBoxLayout()
        space(bottom, 0, (24, 0, 24, 0))
        bottom.addWidget(close)
        layout.addLayout(bottom)
        self.resize(px(480), min(body.sizeHint().height() + px(80), px(560)))
        close.setFocus()


def event_lines(event: EventPart, detail: CaseDetail, codes: CodeBook, law: LawBook) -> tuple[str, ...]:
    """Say one event in full: when it happened, when it was recorded, by whom, and all that was said."""
    told = Teller(detail, codes, law).tell(event)
    at, recorded = event.at.astimezone(LEGAL_ZONE), event.recorded_at.astimezone(LEGAL_ZONE)
    who = " · ".join(part for part in (event.who or "", codes.unit_name(event.unit_id)) if part)
    lines = [tr("Happened {when}", when=f"{at:%Y-%m-%d %H:%M}")]
    if (recorded - at).total_seconds() >= 60:  # noqa: PLR2004 a minute
        lines.append(tr("Recorded {when}", when=f"{recorded:%Y-%m-%d %H:%M}"))
    return tuple(line for line in (*lines, who, told.detail) if line)
