"""A paper at the desk, by keys: laid out, changed, issued, printed, saved, served, voided."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app.services.papers.service import Papers
from app.ui.papers.chooser import PaperChooser
from app.ui.papers.page import PaperPage
from app.ui.papers.panels import DraftPanel, IssuedPanel
from app.ui.papers.printing import a4_printer
from app.ui.papers.serve import ServeDialog
from app.ui.papers.void import VoidDialog
from app.ui.widgets.fields import find_field
from tests.services.papers import cases

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 30_000


def shown(qtbot, page):
    qtbot.waitUntil(lambda: page.sheet is not None and page.preview.page_count > 0, timeout=PATIENCE_MS)
    return page


def text_of(page) -> str:
    return "".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.preview.pdf)).pages).split())


def press(qtbot, window, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


def retype(qtbot, editor, text):
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)


def issued(qtbot, window, page):
    press(qtbot, window, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.panel, IssuedPanel), timeout=PATIENCE_MS)
    return page


@pytest.fixture
def accepted(database, seat_of, qtbot):
    """The clerk's window with the acceptance decision of a fresh case laid out."""
    seat, window = seat_of("clerk")
    walk = cases.accepted(database)
    page = window.open(PaperPage(seat, case_id=walk.id, form="acceptance_decision"))
    return seat, window, shown(qtbot, page), walk


def test_what_is_typed_stands_on_the_paper_beside_it(accepted, qtbot):
    _seat, window, page, _walk = accepted
    assert cases.NAME in text_of(page)
    assert page.panel.form.editors["addressee"].read() == cases.NAME
    retype(qtbot, page.panel.form.editors["contact"].widget, "duty desk")

    qtbot.waitUntil(lambda: "dutydesk" in text_of(page), timeout=PATIENCE_MS)
    assert page.mark() == "✎"
    assert "___" in page.sheet.number or page.sheet.number != ""
    assert window.front is page


def test_ctrl_enter_numbers_and_issues_and_the_stored_paper_is_shown(accepted, qtbot):
    seat, window, page, _walk = accepted
    issued(qtbot, window, page)

    assert page.sheet.number.startswith("金城市监投受〔")
    assert page.title() == page.sheet.number
    assert page.sheet.number in text_of(page)
    assert page.preview.pdf == Papers(seat.desk).bytes_of(page.sheet.id)
    assert page.mark() == ""


def test_a_paper_that_was_issued_elsewhere_meanwhile_is_shown_as_it_stands(accepted, qtbot):
    seat, window, page, _walk = accepted
    papers = Papers(seat.desk)
    page.sheet = papers.draft(page.sheet)
    elsewhere = papers.issue(page.sheet)
    press(qtbot, window, Qt.Key.Key_Return, CONTROL)

    qtbot.waitUntil(lambda: isinstance(page.panel, IssuedPanel), timeout=PATIENCE_MS)
    assert page.sheet.number == elsewhere.number


def test_a_missing_field_is_said_beside_it_and_gets_the_focus(accepted, qtbot):
    _seat, window, page, _walk = accepted
    retype(qtbot, page.panel.form.editors["subject"].widget, "x")
    qtbot.keyClick(page.panel.form.editors["subject"].widget, Qt.Key.Key_Backspace)
    press(qtbot, window, Qt.Key.Key_Return, CONTROL)

    field = find_field(page, "subject")
    qtbot.waitUntil(lambda: field.error == "This is needed on the paper.", timeout=PATIENCE_MS)
    assert QApplication.focusWidget() is field.editor
    assert isinstance(page.panel, DraftPanel)


def test_a_character_no_font_has_is_named_beside_its_field_while_typing(accepted, qtbot):
    _seat, _window, page, _walk = accepted
    box = page.panel.form.editors["contact"].widget
    box.setFocus()
    box.insert("\U0001f600")
    box.textEdited.emit(box.text())

    field = find_field(page, "contact")
    qtbot.waitUntil(lambda: "U+1F600" in field.error, timeout=PATIENCE_MS)


def test_what_was_typed_is_there_again_when_the_tab_was_closed(accepted, qtbot):
    seat, window, page, walk = accepted
    retype(qtbot, page.panel.form.editors["addressee"].widget, "somebody")
    press(qtbot, window, Qt.Key.Key_W, CONTROL)
    again = shown(qtbot, window.open(PaperPage(seat, case_id=walk.id, form="acceptance_decision")))

    assert again is not page
    assert again.panel.form.editors["addressee"].read() == "somebody"


def test_ctrl_s_keeps_the_draft_with_the_case_for_a_colleague(accepted, seat_of, qtbot):
    seat, window, page, walk = accepted
    retype(qtbot, page.panel.form.editors["contact"].widget, "duty")
    press(qtbot, window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: page.mark() == "", timeout=PATIENCE_MS)
    other, there = seat_of("station")
    colleague = shown(qtbot, there.open(PaperPage(other, case_id=walk.id, form="acceptance_decision")))

    assert colleague.sheet.id == page.sheet.id
    assert colleague.panel.form.editors["contact"].read() == "duty"
    assert seat is not other


def test_leaving_an_addressee_out_takes_the_name_off_the_paper(database, seat_of, qtbot):
    seat, window = seat_of("station")
    walk, _mediation, _when = cases.appointed(database)
    page = shown(qtbot, window.open(PaperPage(seat, case_id=walk.id, form="mediation_notice")))
    box = next(box for one, box in page.panel._boxes.values() if one.side == "complainant")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)

    assert page.panel.form.editors["addressee"].read() == cases.TRADER
    qtbot.waitUntil(lambda: cases.NAME not in text_of(page), timeout=PATIENCE_MS)


def test_f8_records_the_service_and_the_page_says_so(accepted, qtbot):
    _seat, window, page, _walk = accepted
    issued(qtbot, window, page)
    press(qtbot, window, Qt.Key.Key_F8)
    dialog = next(found for found in page.findChildren(ServeDialog) if found.isVisible())
    retype(qtbot, dialog.note, "signed")
    before = page.sheet
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.sheet is not before, timeout=PATIENCE_MS)
    assert [record.note for record in page.sheet.addressees[0].served] == ["signed"]
    assert page.sheet.addressees[0].has_got
    assert not dialog.isVisible()


def test_a_registered_letter_carries_its_number_and_is_only_posted(accepted, qtbot):
    _seat, window, page, _walk = accepted
    issued(qtbot, window, page)
    press(qtbot, window, Qt.Key.Key_F8)
    dialog = next(found for found in page.findChildren(ServeDialog) if found.isVisible())
    assert not dialog.mail_number.isVisible()
    dialog.way.set_value("post")
    dialog.way.chosen.emit("post")
    assert dialog.outcome.value() == "posted"
    qtbot.keyClicks(dialog.mail_number, "XA123")
    before = page.sheet
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.sheet is not before, timeout=PATIENCE_MS)
    record = page.sheet.addressees[0].served[0]
    assert (record.result, record.mail_number) == ("posted", "XA123")


def test_printing_gives_the_printer_every_page_in_ink(accepted, qtbot, tmp_path):
    _seat, window, page, _walk = accepted
    issued(qtbot, window, page)
    target = tmp_path / "printed.pdf"

    def answer(_window, pages, chosen):
        printer = a4_printer()
        printer.setResolution(300)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        assert pages == page.preview.page_count
        chosen(printer)

    page.out.ask_printer = answer
    press(qtbot, window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(
        lambda: window.findChildren(type(page))[0]._seat.messages.noted() == "Handed over to the printer",
        timeout=PATIENCE_MS,
    )

    printed = QPdfDocument()
    printed.load(str(target))
    assert printed.pageCount() == page.preview.page_count
    size = printed.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)
    image = printed.render(0, size.toSize())
    dark = sum(
        image.pixelColor(x, y).lightness() < 128 and image.pixelColor(x, y).alpha() > 0
        for x in range(0, 595, 3)
        for y in range(0, 842, 3)
    )
    assert dark > 100


def test_saving_writes_the_very_bytes(accepted, qtbot, tmp_path):
    seat, window, page, _walk = accepted
    issued(qtbot, window, page)
    page.out.save_to(page.preview.pdf, tmp_path / "paper.pdf")

    qtbot.waitUntil(lambda: seat.messages.noted() == "Saved as paper.pdf", timeout=PATIENCE_MS)
    assert (tmp_path / "paper.pdf").read_bytes() == Papers(seat.desk).bytes_of(page.sheet.id)


def test_voiding_wants_a_reason_and_keeps_the_number(accepted, seat_of, qtbot):
    _seat, window, page, _walk = accepted
    issued(qtbot, window, page)
    other, there = seat_of("bureau_supervisor")
    mine = shown(qtbot, there.open(PaperPage(other, paper_id=page.sheet.id)))
    mine.void()
    dialog = next(found for found in mine.findChildren(VoidDialog) if found.isVisible())
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.field.error
    qtbot.keyClicks(dialog.reason, "wrong day")
    before = mine.sheet
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: mine.sheet is not before, timeout=PATIENCE_MS)
    assert (mine.sheet.state, mine.sheet.void_reason) == ("voided", "wrong day")
    assert mine.sheet.number == page.sheet.number


def test_larger_and_smaller_by_keys(accepted, qtbot):
    _seat, window, page, _walk = accepted
    press(qtbot, window, Qt.Key.Key_Equal, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    larger = page.preview.view.zoomFactor()
    press(qtbot, window, Qt.Key.Key_Minus, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert page.preview.view.zoomFactor() < larger


def test_the_chooser_offers_what_is_due_first_and_says_why_not(accepted, qtbot):
    seat, window, page, walk = accepted
    offers = Papers(seat.desk).offered(walk.id)
    dialog = PaperChooser(seat, walk.id, offers, window)
    dialog.open()
    rows = dialog.list._model.rows()
    assert rows[0].may_be_made
    assert {row.form: row.why_not for row in rows}["non_acceptance_decision"] == "The complaint has not been declined."
    dialog.list.select("acceptance_decision")
    qtbot.keyClick(dialog.list.table, Qt.Key.Key_Return)

    assert window.front is page
    assert not dialog.isVisible()
