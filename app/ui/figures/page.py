"""The figures page: cards, trend, ranking, tile map, table, all narrowed by one bar; each mark opens its cases."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.words import mark, tr
from app.services.clock import LEGAL_ZONE
from app.services.errors import OutageError, UserError
from app.services.exports import Exports
from app.services.statistics.answers import Figure, GroupBy, Line, Point
from app.services.statistics.export import write_table
from app.services.statistics.figures import CARDS, COLUMNS, Figures
from app.services.statistics.periods import Period
from app.services.statistics.said import title_said
from app.ui.commands import CommandId, Where
from app.ui.figures.cases_page import FigureCasesPage, OpenCase
from app.ui.figures.chart import TrendChart
from app.ui.figures.filter_bar import FilterBar
from app.ui.figures.ranking import Ranking
from app.ui.figures.reading import Question, Shown, read
from app.ui.figures.table import FiguresTable
from app.ui.figures.tiles import TileMap
from app.ui.figures.wall import Wall
from app.ui.figures.words import card_words
from app.ui.list_page import EDGES
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tasks import Task
from app.ui.theme import px, space
from app.ui.widgets.choices import Options
from app.ui.widgets.figure_card import FigureCard
from app.ui.widgets.labels import words

CARD_WIDTH = 196
TABLE_ROOM = 230
MIDDLE_ROOM = 196
GROUPS = {
    GroupBy.UNIT: mark("By unit"),
    GroupBy.CHANNEL: mark("By channel"),
    GroupBy.KIND: mark("By kind"),
    GroupBy.OBJECT: mark("By object"),
    GroupBy.PROBLEM: mark("By problem"),
}


class FiguresPage(Page):
    """Shows the figures this person may see.

    Attributes:
        filters: The bar that narrows them.
        cards: The figures, each a door to its cases.
        wall: The window on the wall while it is open.
    """

    where = Where.FIGURES
    icon = "figures"
    place = CommandId.GO_FIGURES

    def __init__(
        self,
        seat: Seat,
        open_case: OpenCase | None = None,
        choose_file: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take the way to a case's page; ``choose_file`` asks where an export goes and returns a path or nothing."""
        super().__init__("figures", parent)
        self._seat = seat
        self._open_case = open_case
        self._choose_file = choose_file or self._ask_for_file
        self._figures = Figures(seat.desk)
        self._task: Task[Shown] | None = None
        self._shown: Shown | None = None
        self._stale = True
        self.wall: Wall | None = None
        self.filters = FilterBar(seat.desk.codes, seat.desk.clock, with_reports=seat.desk.session.may("read_reports"))
        self.cards: list[FigureCard] = []
        self.indicator, self.variant, self.ranked_by, self.tabled_by = Options(), Options(), Options(), Options()
        self.trend, self.ranking, self.tiles = TrendChart(), Ranking(), TileMap()
        self.table = FiguresTable(seat.state)
        self._scope = words(kind="hint", wraps=True)
        self._headings = {name: words(kind="label") for name in ("trend", "ranking", "tiles", "table")}
        self._grid = QGridLayout()
        self._lay_out()
        self._say()
        self.filters.changed.connect(self.read)
        self.trend.opened.connect(self._open_point)
        self.ranking.opened.connect(self._open_line)
        self.tiles.opened.connect(self._open_line)
        self.table.opened.connect(self._open_cell)
        self.indicator.chosen.connect(lambda _: self._chose_indicator())
        for options in (self.variant, self.ranked_by, self.tabled_by):
            options.chosen.connect(lambda _: self.read())

    @override
    def title(self) -> str:
        return tr("Figures")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            CommandId.REFRESH: self.read,
            CommandId.FILTER: self.filters.focus_first,
            CommandId.PERIOD_BEFORE: lambda: self.filters.step(-1),
            CommandId.PERIOD_AFTER: lambda: self.filters.step(1),
            CommandId.EXPORT: self.export,
            CommandId.WALL: self.show_wall,
        }

    @override
    def come_to_front(self) -> None:
        if self._stale:
            self._stale = False
            self.read()
        if self.cards and not self.isAncestorOf(self.focusWidget()):
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def retranslate(self) -> None:
        self.filters.retranslate()
        self._say()
        if self._shown:
            self._show(self._shown)
        self._arrange()

    @override
    def leave(self) -> bool:
        if self.wall is not None:
            self.wall.close()
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def read(self) -> None:
        """Read everything again for what the bar says; the old figures stand until the new ones are here."""
        if self._task is not None:
            self._task.drop()
        question = Question(
            period=self.filters.period,
            filters=self.filters.filters,
            indicator=self.indicator.value() or COLUMNS[0],
            variant=self.variant.value() or "",
            ranked_by=GroupBy(self.ranked_by.value() or GroupBy.UNIT),  # Qt keeps the word and forgets the enum
            tabled_by=GroupBy(self.tabled_by.value() or GroupBy.UNIT),
        )
        self._task = self._seat.tasks.run(
            lambda: read(self._figures, question, self._seat.desk.codes), self._show, self._failed, owner=self
        )

    def export(self) -> None:
        """Write the table where the person says."""
        if self._shown is None:
            return
        table = self._shown.table
        chosen = self._choose_file(tr("Figures {period}.xlsx", period=table.period.title()).replace("/", "-"))
        if not chosen:
            return
        self._seat.tasks.run(
            lambda: write_table(table, Path(chosen), Exports(self._seat.desk)),
            lambda n: self._seat.messages.note(tr("{n} rows written to {file}.", n=n, file=Path(chosen).name)),
            self._failed,
            owner=self,
        )

    def show_wall(self) -> None:
        """Put the cards on the wall: full screen, twice as large."""
        if self._shown is None or (self.wall is not None and self.wall.isVisible()):
            return
        self.wall = Wall(self.read, self)
        self._dress_wall(self._shown)
        self.wall.showFullScreen()

    def _show(self, shown: Shown) -> None:
        if shown.rule is not self.filters.period.rule and shown.period.rule is not shown.rule:
            self.filters.set_rule(shown.rule)
            if self.filters.period != shown.period:
                self.read()
                return
        first = self._shown is None
        self._shown = shown
        while len(self.cards) < len(shown.cards):
            card = FigureCard()
            card.opened.connect(partial(self._open_card, len(self.cards)))
            self.cards.append(card)
        for widget, card_now in zip(self.cards, shown.cards, strict=False):
            widget.show_figure(card_words(card_now))
        if not self.indicator.count():
            self._offer_indicators(shown)
        column = shown.trend.column
        name = title_said(column.title, column.variant_title)
        self._headings["trend"].setText(tr("Trend: {figure}", figure=name))
        self._headings["ranking"].setText(tr("Ranking: {figure}", figure=name))
        self._headings["tiles"].setText(tr("Where: {figure}", figure=name))
        self._headings["table"].setText(tr("Table: {period}", period=shown.period.title()))
        self.trend.show_points(shown.trend.points)
        self.ranking.show_lines(shown.ranking)
        self.tiles.show_lines(shown.tiles)
        self.table.show_table(shown.table)
        remarks = dict.fromkeys(
            (*shown.table.remarks, *shown.trend.remarks, *(said for card in shown.cards for said in card.remarks))
        )
        self._scope.setText("\n".join((self._scope_said(shown), *remarks)))
        self._arrange(force=first)
        if self.wall is not None and self.wall.isVisible():
            self._dress_wall(shown)
        if first and self.isVisible():
            self.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._seat.messages.refuse(self, error)
        elif isinstance(error, OutageError):
            self._seat.messages.note(tr("The server is away; the figures are those of before."))
        else:
            raise error

    def _offer_indicators(self, shown: Shown) -> None:
        registry = self._figures.registry
        codes = dict.fromkeys((*(column.indicator for column in shown.table.columns), *CARDS))
        offered = {card.figure.indicator for card in shown.cards} | set(COLUMNS)
        self.indicator.set_rows((code, registry.indicators[code].title) for code in codes if code in offered)
        self._offer_variants()

    def _offer_variants(self) -> None:
        indicator = self._figures.registry.indicators[self.indicator.value()]
        several = len(indicator.variants) > 1
        self.variant.set_rows(
            [("", tr("The office's usual"))]
            + [(variant.code, variant.title) for variant in indicator.variants.values() if several]
        )
        self.variant.setVisible(several)

    def _chose_indicator(self) -> None:
        self._offer_variants()
        self.read()

    def _scope_said(self, shown: Shown) -> str:
        table = shown.table
        cut = tr(
            "Cut-off {day}, read at {time}.",
            day=f"{table.cut_off:%Y-%m-%d}",
            time=f"{table.made_at.astimezone(LEGAL_ZONE):%H:%M}",
        )
        return " ".join(part for part in (table.scope.sentence, table.filters_said, cut) if part)

    def _open(self, figure: Figure, period: Period, label: str = "") -> None:
        if self._shown is None or not figure.parts:
            return
        scope = self._scope_said(self._shown)
        page = FigureCasesPage(self._seat, figure, period.title(), scope, self._open_case, label=label)
        self._seat.open_page(page)

    def _open_card(self, place: int) -> None:
        if self._shown is not None:
            self._open(self._shown.cards[place].figure, self._shown.period)

    def _open_point(self, point: Point) -> None:
        self._open(point.figure, point.period)

    def _open_line(self, line: Line) -> None:
        if self._shown is not None:
            self._open(line.figures[0], self._shown.period, line.title)

    def _open_cell(self, line: Line, place: int) -> None:
        if self._shown is not None:
            self._open(line.figures[place], self._shown.period, line.title)

    def _dress_wall(self, shown: Shown) -> None:
        if self.wall is not None:
            title = f"{self._seat.desk.session.installation} · {shown.period.title()}"
            self.wall.show_cards(title, shown.cards, self._scope_said(shown))

    def _ask_for_file(self, name: str) -> str:
        kinds = "XLSX (*.xlsx);;CSV (*.csv)"
        return QFileDialog.getSaveFileName(self, tr("Export the table"), str(Path.home() / name), kinds)[0]

    def _say(self) -> None:
        groups = [(group, tr(title)) for group, title in GROUPS.items()]
        for options, name in ((self.ranked_by, tr("Ranked")), (self.tabled_by, tr("Rows of the table"))):
            options.set_rows(groups)
            options.setAccessibleName(name)
        self.indicator.setAccessibleName(tr("Figure of trend and ranking"))
        self.variant.setAccessibleName(tr("Variant"))
        if self._shown is not None:
            self._offer_indicators(self._shown)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("kind", "plain")
        column = QVBoxLayout(inside)
        space(column, 8, EDGES)
        column.addWidget(self.filters)
        column.addWidget(self._scope)
        space(self._grid, 8)
        column.addLayout(self._grid)
        middle = QHBoxLayout()
        space(middle, 8)
        middle.addWidget(_boxed(self.trend, self._headings["trend"], self.indicator, self.variant), 3)
        middle.addWidget(_boxed(self.ranking, self._headings["ranking"], self.ranked_by), 2)
        middle.addWidget(_boxed(self.tiles, self._headings["tiles"]), 2)
        column.addLayout(middle)
        column.addWidget(_boxed(self.table, self._headings["table"], self.tabled_by), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        space(whole, 0)
        whole.addWidget(scroll)
        self._scroll = scroll
        self._across = 0

    def _arrange(self, *, force: bool = False) -> None:
        """Put as many cards side by side as there is room for, in equal rows."""
        if not self.cards:
            return
        room = max(self.width() // px(CARD_WIDTH), 1)
        rows = -(-len(self.cards) // room)
        across = -(-len(self.cards) // rows)
        self.table.setMinimumHeight(px(TABLE_ROOM))
        for part in (self.trend, self.ranking, self.tiles):
            part.setFixedHeight(px(MIDDLE_ROOM))
        if across == self._across and not force:
            return
        for place in range(max(self._across, across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
        self._across = across
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // across, place % across)
            card.show()


def _boxed(body: QWidget, heading: QWidget, *choices: QWidget) -> QFrame:
    box = QFrame()
    box.setProperty("kind", "card")
    head = QHBoxLayout()
    space(head, 8)
    head.addWidget(heading, 1)
    for choice in choices:
        head.addWidget(choice)
    layout = QVBoxLayout(box)
    space(layout, 6, (12, 8, 12, 10))
    layout.addLayout(head)
    layout.addWidget(body, 1)
    return box
