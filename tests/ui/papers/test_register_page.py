"""The register at its place of the rail: newest first, filtered, peeked into, opened."""

from PySide6.QtCore import Qt

from app.services.papers.service import Papers
from app.ui.papers.page import PaperPage
from app.ui.papers.register_page import PaperRegister
from tests.services.papers import cases

PATIENCE_MS = 30_000


def test_the_register_shows_what_was_issued_and_opens_it(database, seat_of, qtbot):
    seat, window = seat_of("clerk")
    papers = Papers(seat.desk)
    issued = [papers.issue(papers.prepare(cases.accepted(database).id, "acceptance_decision")) for _ in range(2)]
    sheet = papers.open(issued[0].paper_id)
    papers.record_service(sheet, sheet.addressees[0], way="direct", result="delivered")
    page = window.open(PaperRegister(seat))
    rows = page.list._model.rows
    qtbot.waitUntil(lambda: len(rows()) == 2, timeout=PATIENCE_MS)
    assert [row.number for row in rows()] == [issued[1].number, issued[0].number]

    page.list.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.preview.pdf == issued[1].pdf, timeout=PATIENCE_MS)

    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert isinstance(window.front, PaperPage)
    qtbot.waitUntil(lambda: window.front.sheet is not None, timeout=PATIENCE_MS)
    assert window.front.title() == issued[1].number

    window.book.turn_to(page)
    page.which.set_value("to_serve")
    page.which.changed.emit("to_serve")
    qtbot.waitUntil(lambda: [row.number for row in rows()] == [issued[1].number], timeout=PATIENCE_MS)


def test_nobody_elses_papers_are_in_it(seat_of, qtbot):
    seat, window = seat_of("other_bureau")
    page = window.open(PaperRegister(seat))
    with qtbot.waitSignal(page.feed.filled, timeout=PATIENCE_MS):
        page.feed.reload()
    assert page.list._model.rows() == []
    assert page.list.empty.isVisible()
