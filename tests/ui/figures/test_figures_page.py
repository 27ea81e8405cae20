"""The figures page by its keys: every mark opens into the cases it counts."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.ui.command_bar import CommandBar
from app.ui.figures.cases_page import FigureCasesPage
from app.ui.figures.page import FiguresPage
from app.ui.frame.top_bar import Person
from app.ui.main_window import MainWindow
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.seat import Seat
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.factories import BUREAU, CENTRE, OTHER_BUREAU, STATION
from tests.office import TestDatabase
from tests.services.statistics.conftest import Rows
from tests.ui.conftest import front


@pytest.fixture(scope="module")
def supervisor(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The supervisor's desk, in an office that has worked for a year."""
    rng = Random(7)
    today = SystemClock().today()
    with database.superuser() as connection:
        rows = Rows(connection)
        for back in range(390, 2, -5):
            first = today - timedelta(days=back)
            unit = rng.choice((CENTRE, BUREAU, BUREAU, STATION, OTHER_BUREAU))
            channel = rng.choice(("phone", "phone", "web", "letter", "transfer_12345"))
            decided = {"decided_on": first + timedelta(days=2), "told_on": first + timedelta(days=2)}
            common = {"received_on": first, "unit": unit, "channel": channel, "object_code": "20401"} | decided
            end = first + timedelta(days=rng.randrange(5, 40))
            closed = {"concluded_on": end, "closed_on": end} if end < today else {"state": "mediating"}
            accepted = {"accepted_on": decided["decided_on"]}
            outcome = {"outcome": rng.choice(("agreed", "agreed", "terminated"))} if end < today else {}
            rows.put(1, **common, **closed, **accepted, **outcome)
            if rng.random() < 0.4:
                told = decided["decided_on"]
                rows.put(1, **common, declined_on=told, concluded_on=told, closed_on=told, outcome="declined")
        for _ in range(8):
            rows.put(1, received_on=today - timedelta(days=3), unit=BUREAU, kind="report")
    desks = Desks(database, tmp_path_factory.mktemp("desk"))
    yield desks("supervisor")
    desks.close()


class Opened:
    """A window with the figures page in front."""

    def __init__(self, qtbot: QtBot, desk: Desk, look, tasks, tmp_path: Path) -> None:
        state = WindowState(QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat), "x")
        self.window = MainWindow(
            bar=CommandBar(desk.session.permissions),
            look=look,
            tasks=tasks,
            clock=desk.clock,
            person=Person(name=desk.session.name, office=""),
            state=state,
        )
        qtbot.addWidget(self.window)
        self.seat = Seat(
            desk=desk,
            tasks=tasks,
            messages=Messages(self.window),
            news=News(tasks, self.window),
            look=look,
            state=state,
            open_page=self.window.open,
        )
        self.cases: list[tuple[UUID, str]] = []
        self.file = ""
        self.tasks, self.qtbot = tasks, qtbot
        self.window.resize(1366, 768)
        front(qtbot, self.window)
        self.page = FiguresPage(self.seat, lambda case, number: self.cases.append((case, number)), lambda _: self.file)
        self.window.open(self.page)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.tasks.under_way == 0, timeout=30_000)
        QApplication.processEvents()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(widget, key, held)
        self.settle()


@pytest.fixture
def opened(qtbot: QtBot, supervisor: Desk, look, tasks, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, supervisor, look, tasks, tmp_path)
    yield made
    made.page.leave()
    made.window.close()


def test_a_card_opens_by_enter_into_the_cases_it_counts(opened: Opened) -> None:
    assert QApplication.focusWidget() is opened.page.cards[0]
    opened.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    figure = opened.page._shown.cards[0].figure
    opened.press(Qt.Key.Key_Return)
    listed = opened.window.front

    assert isinstance(listed, FigureCasesPage)
    assert len(listed.rows._model.rows()) == figure.value > 0
    opened.press(Qt.Key.Key_Return)
    assert opened.cases == [(listed.rows.current().id, listed.rows.current().number)]


def test_the_figures_say_whose_cases_they_count(opened: Opened) -> None:
    said = opened.page._scope.text()

    assert "Reports are included" in said
    assert opened.seat.desk.codes.unit_name(CENTRE) in said


def test_the_bar_narrows_every_figure_at_once(opened: Opened) -> None:
    opened.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    before = opened.page._shown
    opened.page.filters.unit.setFocus()
    opened.page.filters.unit.set_value(BUREAU)
    opened.page.filters.unit.chosen.emit(BUREAU)
    opened.settle()
    after = opened.page._shown

    assert after.cards[0].figure.value < before.cards[0].figure.value
    assert after.table.total.figures[0].value == after.cards[0].figure.value
    assert after.trend.points[-1].figure.value == after.cards[0].figure.value
    assert opened.seat.desk.codes.unit_name(BUREAU) in opened.page._scope.text()


def test_a_point_of_the_trend_and_a_bar_of_the_ranking_open_by_enter(opened: Opened) -> None:
    opened.page.trend.setFocus()
    opened.press(Qt.Key.Key_Left)
    point = opened.page.trend.current
    opened.press(Qt.Key.Key_Return)
    listed = opened.window.front
    assert len(listed.rows._model.rows()) == point.figure.value > 0

    opened.window.open(opened.page)
    opened.page.ranking.setFocus()
    line = opened.page.ranking.current
    opened.press(Qt.Key.Key_Return)
    assert len(opened.window.front.rows._model.rows()) == line.figures[0].value > 0


def test_a_tile_stands_for_a_unit_and_opens_its_cases(opened: Opened) -> None:
    tiles = opened.page.tiles
    assert [line.label for line in tiles._lines] == [
        str(unit.id) for unit in opened.seat.desk.codes.units if str(unit.id) in {line.label for line in tiles._lines}
    ]
    tiles.setFocus()
    opened.press(Qt.Key.Key_Right)
    line = tiles.current
    assert line is tiles._lines[1]
    opened.press(Qt.Key.Key_Return)
    assert len(opened.window.front.rows._model.rows()) == line.figures[0].value > 0


def test_a_cell_of_the_table_opens_into_its_cases(opened: Opened) -> None:
    opened.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    view = opened.page.table.view
    line = view._model.rows()[0]
    view.table.setCurrentIndex(view._sieve.index(0, 1))
    view.table.setFocus()
    opened.press(Qt.Key.Key_Return)
    listed = opened.window.front

    assert isinstance(listed, FigureCasesPage)
    assert len(listed.rows._model.rows()) == line.figures[0].value > 0


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_table_is_exported_with_all_that_makes_it_trustworthy(opened: Opened, tmp_path: Path, suffix: str) -> None:
    opened.file = str(tmp_path / f"table.{suffix}")
    opened.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    table = opened.page._shown.table
    if suffix == "csv":
        with Path(opened.file).open(encoding="utf-8-sig", newline="") as file:
            rows = [[*row] for row in csv.reader(file)]
    else:
        sheet = load_workbook(opened.file).active
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = "\n".join(",".join(row) for row in rows)

    assert table.scope.sentence in text
    assert table.cut_off.isoformat() in text
    assert all(column.definition in text for column in table.columns)
    assert f"Rows,{len(table.lines)}" in text
    assert rows[-1][0] == "Total"
    assert rows[-1][1] == str(table.total.figures[0].value)


def test_the_wall_shows_the_cards_large_and_ends_by_escape(opened: Opened) -> None:
    opened.press(Qt.Key.Key_F11)
    wall = opened.page.wall
    assert wall is not None
    assert wall.isVisible()
    opened.qtbot.keyClick(wall, Qt.Key.Key_Escape)

    assert not wall.isVisible()


def test_what_the_page_draws_with_is_loaded_with_the_page_and_not_before() -> None:
    loaded = "import sys, app.ui.places; print('pyqtgraph' in sys.modules, 'app.ui.figures.page' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False", "False"]
