"""Lists: one changed row changes one row, and the keys of a list do what the hand expects."""

import threading
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import px
from tests.ui.conftest import front


@dataclass(frozen=True)
class Case:
    key: int
    who: str
    amount: int = 0


COLUMNS = (
    Column[Case]("who", "Respondent", lambda row: row.who, stretches=True),
    Column[Case]("amount", "Amount", lambda row: f"{row.amount}", sort_by=lambda row: row.amount, number=True),
)


def cases(count: int, start: int = 0) -> list[Case]:
    return [Case(place, f"Shop {place}", (place * 7) % 10) for place in range(start, start + count)]


def model(rows=()) -> RowsModel[Case]:
    made = RowsModel(COLUMNS, lambda row: row.key)
    made.set_rows(rows)
    return made


def shown(view: RowsView[Case]) -> list[str]:
    table = view.table.model()
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def test_the_model_keeps_qts_rules(qapp):
    rows = model(cases(5))
    tester = QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.put(Case(2, "Changed"))
    rows.put(Case(9, "New"))
    rows.drop(0)
    rows.add(cases(3, start=20), more=True)
    rows.add_before(cases(2, start=30))
    rows.set_rows(cases(4, start=2))
    rows.set_rows([])
    rows.retitle()

    assert tester.model() is rows


def test_a_live_change_keeps_selection_and_place(qtbot: QtBot, state):
    rows = model(cases(50))
    view = RowsView(rows, "work", state)
    qtbot.addWidget(view)
    view.select(7)
    rows.put(Case(99, "New on top"))
    rows.put(Case(7, "Changed"))

    assert view.current() == Case(7, "Changed")
    assert [row.key for row in view.marked_rows()] == [7]

    rows.set_rows([Case(3, "x"), Case(7, "Still here")])
    assert view.current() == Case(7, "Still here")


def test_going_to_a_row_marks_it_alone_though_a_key_is_held(qtbot: QtBot, state):
    view = RowsView(model(cases(10)), "work", state)
    qtbot.addWidget(view)
    view.show()
    view.select(2)
    qtbot.keyPress(view.table, Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier)
    view.select(7)
    alone = [row.key for row in view.marked_rows()]
    qtbot.keyRelease(view.table, Qt.Key.Key_F5)

    assert alone == [7]


def test_space_peeks_enter_opens_shift_marks(qtbot: QtBot, state):
    view = RowsView(model(cases(5)), "work", state)
    qtbot.addWidget(view)
    view.show()
    view.select(0)
    peeked, opened = [], []
    view.peeked.connect(peeked.append)
    view.opened.connect(opened.append)
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    qtbot.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert [row.key for row in peeked] == [0]
    assert [row.key for row in opened] == [1]
    assert [row.key for row in view.marked_rows()] == [1, 2]


def test_typing_filters_and_escape_brings_all_back(qtbot: QtBot, state):
    view = RowsView(model([Case(1, "欣鑫健身"), Case(2, "兰州百货"), Case(3, "Bakery")]), "work", state)
    qtbot.addWidget(view)
    view.show()
    view.table.setFocus()
    qtbot.keyClicks(view.table, "x")
    qtbot.keyClicks(view.focusWidget(), "xjs")
    qtbot.waitUntil(lambda: shown(view) == ["欣鑫健身"])
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Escape)

    assert len(shown(view)) == 3


def test_the_head_sorts_by_value_and_is_remembered(qtbot: QtBot, state):
    view = RowsView(model(cases(5)), "work", state)
    qtbot.addWidget(view)
    view.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    view.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    assert shown(view) == ["Shop 4", "Shop 1", "Shop 2", "Shop 3", "Shop 0"]

    again = RowsView(model(cases(5)), "work", state)
    qtbot.addWidget(again)
    assert shown(again) == shown(view)


def test_a_column_is_as_wide_as_its_longest_words_and_stays_as_somebody_drew_it(qtbot: QtBot, state):
    said = ["Not yet distributed to anybody at all"]
    columns = (
        Column[Case]("state", "State", lambda row: row.who, sample=lambda: said, icon=lambda _: "flag"),
        Column[Case]("who", "Respondent", lambda row: row.who, stretches=True),
    )
    rows = RowsModel(columns, lambda row: row.key)
    rows.set_rows(cases(3))
    view = RowsView(rows, "work", state)
    qtbot.addWidget(view)
    head = view.table.horizontalHeader()
    assert head.sectionSize(0) >= view.table.fontMetrics().horizontalAdvance(said[0]) + px(20)
    said[:] = ["已受理"]
    view.retranslate()
    narrow = head.sectionSize(0)
    assert narrow < px(120)
    head.resizeSection(0, narrow + 31)
    view.retranslate()

    assert head.sectionSize(0) == narrow + 31


def test_an_empty_list_says_why(qtbot: QtBot, state):
    rows = model()
    view = RowsView(rows, "work", state)
    qtbot.addWidget(view)
    view.show()
    view.empty.say("Nothing is due", "Everything is done.")
    assert view.empty.isVisible()

    rows.put(Case(1, "First"))
    assert view.table.isVisible()
    assert not view.empty.isVisible()


class Register:
    """A list on a server, asked page by page."""

    def __init__(self, count: int) -> None:
        self.rows = cases(count)
        self.wants: list[Want[Case]] = []
        self.threads: set[int] = set()

    def fetch(self, want: Want[Case]) -> Batch[Case]:
        self.wants.append(want)
        self.threads.add(threading.get_ident())
        found = [row for row in self.rows if want.words in row.who]
        found.sort(key=lambda row: row.amount if want.column == "amount" else row.key, reverse=want.descending)
        start = found.index(want.after) + 1 if want.after else 0
        page = found[start : start + want.count]
        return Batch(page, more=start + want.count < len(found))


def test_a_long_list_comes_page_by_page_and_never_stops(qtbot: QtBot, state, tasks):
    register = Register(250)
    rows = model()
    feed = RowsFeed(rows, tasks, register.fetch)
    view = RowsView(rows, "work", state, feed=feed)
    qtbot.addWidget(view)
    view.show()
    with qtbot.waitSignal(feed.filled):
        feed.reload()
    assert len(shown(view)) == 100

    for expected in (200, 250):
        view.table.scrollToBottom()
        qtbot.waitUntil(lambda expected=expected: len(shown(view)) == expected)
    assert threading.get_ident() not in register.threads


def test_another_order_is_asked_of_the_server_and_the_old_rows_stand_meanwhile(qtbot: QtBot, state, tasks):
    register = Register(30)
    rows = model()
    feed = RowsFeed(rows, tasks, register.fetch)
    view = RowsView(rows, "work", state, feed=feed)
    qtbot.addWidget(view)
    with qtbot.waitSignal(feed.filled):
        feed.reload()
    with qtbot.waitSignal(feed.filled):
        view.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        assert len(shown(view)) == 30

    assert register.wants[-1].column == "amount"
    assert register.wants[-1].descending
    assert rows.row(0).amount == 9


def test_when_the_server_is_away_the_rows_stay_and_scrolling_asks_again(qtbot: QtBot, tasks):
    rows = model(cases(3))
    rows.set_rows(cases(3), more=True)

    def away(want: Want[Case]) -> Batch[Case]:
        raise ConnectionError

    feed = RowsFeed(rows, tasks, away)
    with qtbot.waitSignal(feed.failed):
        rows.fetchMore(rows.index(-1, -1))

    assert len(rows.rows()) == 3
    assert rows.canFetchMore(rows.index(-1, -1))


def test_jumping_goes_to_what_begins_so_and_asks_the_server_for_a_long_list(qtbot: QtBot, state, tasks):
    view = RowsView(model(cases(30)), "work", state)
    qtbot.addWidget(view)
    view.show()
    view.start_jump()
    qtbot.keyClicks(view.focusWidget(), "Shop 21")
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Return)
    assert view.current().key == 21
    assert len(shown(view)) == 30

    register = Register(30)
    rows = model()
    feed = RowsFeed(rows, tasks, register.fetch)
    long = RowsView(rows, "long", state, feed=feed)
    qtbot.addWidget(long)
    with qtbot.waitSignal(feed.filled):
        long.jump("2026-11-02")
    assert register.wants[-1].at == "2026-11-02"


def test_the_keys_stay_in_a_list_whose_first_row_comes_while_one_waits_for_it(qtbot: QtBot, state):
    rows = model()
    view = RowsView(rows, "work", state)
    qtbot.addWidget(view)
    front(qtbot, view)
    view.setFocus()
    assert view.empty.hasFocus()

    rows.set_rows(cases(2))

    assert view.table.hasFocus()
    assert view.shown()[0] == {"who": "Shop 0", "amount": "0"}
    rows.set_rows([])
    assert view.empty.hasFocus()
