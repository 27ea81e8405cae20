"""A letter's scan stands beside the form: paged, enlarged and turned while somebody types."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QSplitter
from shiboken6 import isValid

from app.ui.commands import CommandId, command
from app.ui.media.scan_viewer import ScanViewer
from tests import media_samples as samples


@pytest.fixture
def viewer(qtbot, tasks, look):
    made = ScanViewer(tasks)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


def show(qtbot, viewer, data):
    with qtbot.waitSignal(viewer.shown):
        viewer.load(data)
    qtbot.waitUntil(lambda: seen(viewer))


def seen(viewer):
    sheet = viewer.sheet
    return all(page in sheet._images for page in sheet._visible())


def ink(viewer, place=None):
    """How many dark points the view shows."""
    image = viewer.sheet.viewport().grab(place or viewer.sheet.viewport().rect()).toImage()
    return sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (samples.pdf(3), 3),
        (samples.pdf(2, password=""), 2),
        (samples.picture("TIFF", 4), 4),
        (samples.picture("JPEG"), 1),
        (samples.picture("PNG"), 1),
    ],
    ids=["pdf", "locked pdf that opens", "tiff", "jpeg", "png"],
)
def test_every_kind_of_scan_is_shown_with_its_pages(qtbot, viewer, data, pages):
    show(qtbot, viewer, data)

    assert viewer.page_count == pages
    assert ink(viewer) > 50


def test_the_scan_is_moved_by_keys_while_the_form_is_typed(qtbot, tasks, look):
    window = QSplitter()
    qtbot.addWidget(window)
    form, viewer = QPlainTextEdit(), ScanViewer(tasks)
    window.addWidget(form)
    window.addWidget(viewer)
    window.resize(1000, 600)
    window.show()
    show(qtbot, viewer, samples.picture("TIFF", 4))
    for name, act in viewer.handlers().items():
        QShortcut(QKeySequence(command(name).keys), window, act)
    form.setFocus()
    qtbot.waitUntil(form.hasFocus)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    qtbot.keyClicks(form, "dated ")
    qtbot.keyClick(form, Qt.Key.Key_PageDown, control)
    qtbot.keyClick(form, Qt.Key.Key_PageDown, control)
    assert viewer.sheet.page == 2
    qtbot.keyClick(form, Qt.Key.Key_PageUp, control)
    qtbot.keyClick(form, Qt.Key.Key_Equal, control | shift)
    qtbot.keyClicks(form, "2 November")

    assert viewer.sheet.page == 1
    assert viewer.sheet.zoom == pytest.approx(1.2)
    assert form.toPlainText() == "dated 2 November"
    assert form.hasFocus()


def test_the_page_fills_the_width_and_follows_the_window(qtbot, viewer):
    show(qtbot, viewer, samples.picture("PNG"))

    for width in (400, 700):
        viewer.resize(width, 600)
        place = viewer.sheet._place(0)
        assert place.left() == pytest.approx(8, abs=2)
        assert place.right() == pytest.approx(viewer.sheet.viewport().width() - 8, abs=2)
    assert viewer.sheet.horizontalScrollBar().maximum() == 0


def test_the_wheel_with_control_enlarges_around_the_pointer(qtbot, viewer):
    show(qtbot, viewer, samples.picture("PNG"))
    sheet = viewer.sheet
    at = QPointF(300, 200)
    before = sheet._place(0)
    share = (at.x() - before.x()) / before.width(), (at.y() - before.y()) / before.height()

    for _ in range(3):
        wheel(sheet, at, 120)

    after = sheet._place(0)
    assert sheet.zoom == pytest.approx(1.2**3)
    assert after.x() + share[0] * after.width() == pytest.approx(at.x(), abs=12)
    assert after.y() + share[1] * after.height() == pytest.approx(at.y(), abs=12)


def wheel(sheet, at, delta):
    event = QWheelEvent(
        at,
        QPointF(sheet.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(sheet.viewport(), event)


def test_zoom_has_two_ends_and_a_way_back(qtbot, viewer):
    show(qtbot, viewer, samples.picture("PNG"))

    for _ in range(30):
        viewer.larger()
    assert viewer.sheet.zoom == 6.0
    for _ in range(30):
        viewer.smaller()
    assert viewer.sheet.zoom == 0.25
    viewer.fit()

    assert viewer.sheet.zoom == 1.0


@pytest.mark.parametrize("data", [samples.pdf(2), samples.picture("TIFF", 2)], ids=["pdf", "tiff"])
def test_a_scan_that_lies_on_its_side_is_turned(qtbot, viewer, data):
    show(qtbot, viewer, data)
    upright = viewer.sheet._place(0)

    viewer.turn()
    qtbot.waitUntil(lambda: seen(viewer))
    lying = viewer.sheet._place(0)
    assert lying.width() == pytest.approx(upright.width(), abs=2)
    assert lying.height() < upright.height() * 0.6

    for _ in range(3):
        viewer.turn()
    assert viewer.sheet._place(0) == upright
    assert viewer.sheet._images[0].height() > viewer.sheet._images[0].width()


def test_an_enlarged_page_is_drawn_again_sharply(qtbot, viewer):
    show(qtbot, viewer, samples.pdf(1))
    coarse = viewer.sheet._images[0].width()

    viewer.sheet.set_zoom(2.0)

    qtbot.waitUntil(lambda: viewer.sheet._images[0].width() == pytest.approx(2 * coarse, abs=4))


def test_only_pages_near_the_eye_are_kept_in_memory(qtbot, viewer):
    show(qtbot, viewer, samples.pdf(40))

    for page in range(40):
        viewer.sheet.go_to(page)
        qtbot.waitUntil(lambda: seen(viewer))

    assert viewer.sheet.page >= 38
    assert len(viewer.sheet._images) <= 5


@pytest.mark.filterwarnings("ignore")  # the readers of pictures warn before they give up
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no scan"),
        (samples.wav(), "no scan"),
        (b"%PDF-1.7\n" + bytes(3000), "damaged or cut short"),
        (samples.pdf(2)[:500], "damaged or cut short"),
        (samples.pdf(2, password="secret"), "locked with a password"),
        (samples.picture("PNG")[:30], "damaged or cut short"),
        (b"II*\0" + bytes(100), "damaged or cut short"),
    ],
)
def test_a_broken_scan_says_so_in_a_sentence_and_the_viewer_stays_usable(qtbot, viewer, data, words):
    with qtbot.waitSignal(viewer.failed) as said:
        viewer.load(data)

    assert words in said.args[0]
    assert viewer._sentence.text() == said.args[0]
    assert viewer._sentence.isVisible()
    assert viewer.handlers() == {}
    show(qtbot, viewer, samples.pdf(1))
    assert not viewer._sentence.isVisible()


def test_a_page_whose_end_is_missing_says_so_in_its_place(qtbot, viewer):
    data = samples.picture("JPEG")
    with qtbot.waitSignal(viewer.shown):
        viewer.load(data[: len(data) // 2])

    qtbot.waitUntil(lambda: 0 in viewer.sheet._sentences)
    assert "damaged" in viewer.sheet._sentences[0]


def test_a_missing_file_says_so_in_a_sentence(qtbot, viewer, tmp_path):
    with qtbot.waitSignal(viewer.failed) as said:
        viewer.load_file(tmp_path / "gone.pdf")

    assert "cannot be read" in said.args[0]


def test_the_next_scan_begins_upright_at_its_first_page(qtbot, viewer):
    show(qtbot, viewer, samples.pdf(5))
    viewer.sheet.go_to(4)
    viewer.turn()
    viewer.larger()

    show(qtbot, viewer, samples.picture("TIFF", 2))

    assert (viewer.sheet.page, viewer.sheet.zoom, viewer.page_count) == (0, 1.0, 2)


def test_a_viewer_that_is_closed_while_pages_are_drawn_leaves_nothing_behind(qtbot, tasks, look):
    for data in (samples.pdf(30), samples.picture("TIFF", 5)):
        viewer = ScanViewer(tasks)
        with qtbot.waitSignal(viewer.shown):
            viewer.load(data)
        viewer.resize(900, 900)
        viewer.show()
        viewer.sheet.go_to(3)
        viewer.deleteLater()
        qtbot.waitUntil(lambda viewer=viewer: not isValid(viewer))


def test_an_empty_viewer_answers_no_command(qtbot, viewer):
    assert viewer.handlers() == {}
    viewer.next_page()
    viewer.turn()
    viewer.larger()

    assert viewer.page_count == 0
    assert CommandId.SCAN_NEXT not in viewer.handlers()
