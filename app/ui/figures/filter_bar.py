"""The one bar that narrows every figure of the page: period, unit, channel, kind."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.models.vocabulary import KIND_TITLES, Kind
from app.models.words import tr
from app.services.clock import Clock
from app.services.codebook import CodeBook
from app.services.statistics.answers import Filters
from app.services.statistics.periods import PERIOD_TITLES, MonthRule, Period, PeriodKind, custom, period_of
from app.services.statistics.said import UNIT_BASES
from app.ui.theme import space
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.choices import Options
from app.ui.widgets.entries import DateEntry
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments


class FilterBar(QWidget):
    """Chooses a period and which cases count.

    Attributes:
        changed: Emitted when the person chose something else.
    """

    changed = Signal()

    def __init__(self, codes: CodeBook, clock: Clock, *, with_reports: bool, parent: QWidget | None = None) -> None:
        """Take the office's lists; ``with_reports`` offers reports among the kinds."""
        super().__init__(parent)
        self._codes = codes
        self._with_reports = with_reports
        self._rule = MonthRule.NATURAL
        self._period = period_of(PeriodKind.MONTH, clock.today())
        self._today = clock.today
        self.kinds_of_period = Segments()
        self.before = IconButton("left", tr("Period before"), lambda: self.step(-1))
        self.after = IconButton("right", tr("Period after"), lambda: self.step(1))
        self._title = words(kind="label")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._first, self._last = DateEntry(clock), DateEntry(clock, past=False)
        self.unit, self.basis, self.channel, self.kind = Options(), Options(), Options(), Options()
        self._lay_out()
        self.retranslate()
        self.kinds_of_period.changed.connect(self._chose_length)
        for entry in (self._first, self._last):
            entry.editingFinished.connect(self._chose_days)  # a day half typed is no day yet
        for options in (self.unit, self.basis, self.channel, self.kind):
            options.chosen.connect(lambda _: self.changed.emit())

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return self._period

    @property
    def filters(self) -> Filters:
        """What is chosen besides the period."""
        channel, kind = self.channel.value(), self.kind.value()
        return Filters(
            unit_id=self.unit.value(),
            unit_by=self.basis.value() or "",
            channels=frozenset({channel} if channel else ()),
            kinds=frozenset({kind} if kind else ()),
        )

    def set_rule(self, rule: MonthRule) -> None:
        """Take the office's statistical month; the period becomes the one of today by it."""
        if rule is not self._rule:
            self._rule = rule
            self._period = period_of(self._period.kind, self._today(), rule)
            self._show()

    def step(self, steps: int) -> None:
        """Go to the period before (``-1``) or after (``+1``)."""
        self._period = self._period.moved(steps)
        self._show()
        self.changed.emit()

    def retranslate(self) -> None:
        """Say everything again."""
        self.kinds_of_period.set_segments([Segment(value=kind, words=tr(PERIOD_TITLES[kind])) for kind in PeriodKind])
        self.unit.set_rows([(None, tr("All units"))] + [(unit.id, unit.short_name) for unit in self._codes.units])
        self.basis.set_rows((basis, tr(title)) for basis, title in UNIT_BASES.items())
        self.channel.set_rows(
            [("", tr("All channels"))] + [(entry.code, entry.title) for entry in self._codes.choices("channel")]
        )
        kinds = [kind for kind in Kind if kind is not Kind.REPORT or self._with_reports]
        self.kind.set_rows([("", tr("All kinds"))] + [(kind.value, tr(KIND_TITLES[kind])) for kind in kinds])
        for widget, name in (
            (self.unit, tr("Unit")),
            (self.basis, tr("Counted for")),
            (self.channel, tr("Channel")),
            (self.kind, tr("Kind")),
            (self._first, tr("From this day")),
            (self._last, tr("To this day")),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(name)
        self._show()

    def focus_first(self) -> None:
        """Take the focus to where the period is chosen."""
        self.kinds_of_period.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        flow = Flow(self)
        space(flow, 8)
        when = QWidget()
        row = QHBoxLayout(when)
        space(row, 4)
        for widget in (self.before, self._title, self._first, self._last, self.after):
            row.addWidget(widget)
        for part in (self.kinds_of_period, when, self.unit, self.basis, self.channel, self.kind):
            flow.addWidget(part)

    def _show(self) -> None:
        self.kinds_of_period.set_value(self._period.kind)
        is_custom = self._period.kind is PeriodKind.CUSTOM
        self._title.setText(self._period.title())
        self._title.setVisible(not is_custom)
        for entry, day in ((self._first, self._period.first), (self._last, self._period.last)):
            entry.setVisible(is_custom)
            if is_custom:
                entry.set_value(day)

    def _chose_length(self, kind: PeriodKind) -> None:
        if kind is PeriodKind.CUSTOM:
            self._period = custom(self._period.first, min(self._period.last, self._today()))
        else:
            self._period = period_of(kind, min(self._period.last, self._today()), self._rule)
        self._show()
        self.changed.emit()

    def _chose_days(self) -> None:
        first, last = self._first.value(), self._last.value()
        if isinstance(first, date) and isinstance(last, date):
            self._period = custom(first, last)
            self.changed.emit()
