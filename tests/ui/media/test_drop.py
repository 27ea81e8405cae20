"""Recordings and scans are dropped on the window, pasted or chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame
from shiboken6 import isValid

from app.services.media.arrivals import Arrival, read_arrival
from app.services.media.kinds import MediaType
from app.ui.media.drop import ArrivalDrop


@pytest.fixture
def target(qtbot):
    made = QFrame()
    qtbot.addWidget(made)
    made.resize(200, 100)
    made.show()
    return made


@pytest.fixture
def drop(target, tasks):
    return ArrivalDrop(target, tasks)


def enter(target, given):
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def let_go(target, given):
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, event)


def files(*paths):
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return given


def picture():
    image = QImage(31, 17, QImage.Format.Format_ARGB32)
    image.fill(QColor("#1F5FBF"))
    return image


def test_dropped_files_are_given_as_paths(qtbot, target, drop):
    given = files("/a/录音.wav", "/b/scan.pdf")

    assert enter(target, given)
    assert target.property("state") == "front"
    with qtbot.waitSignal(drop.files_given) as said:
        let_go(target, given)

    assert said.args[0] == (Path("/a/录音.wav"), Path("/b/scan.pdf"))
    assert target.property("state") == ""


def test_text_and_web_addresses_are_not_taken(target, drop):
    words, address = QMimeData(), QMimeData()
    words.setText("gym")
    address.setUrls([QUrl("https://example.com/a.pdf")])

    assert not enter(target, words)
    assert not enter(target, address)


def test_a_pasted_picture_becomes_a_png_that_is_taken_in_as_a_letter(qtbot, drop, tmp_path):
    QGuiApplication.clipboard().setImage(picture())

    with qtbot.waitSignal(drop.picture_given) as said:
        assert drop.paste()

    (tmp_path / "pasted").write_bytes(said.args[0])
    arrival = read_arrival(tmp_path / "pasted")
    assert isinstance(arrival, Arrival)
    assert arrival.media_type is MediaType.PNG
    again = QImage.fromData(said.args[0])
    assert (again.width(), again.height(), again.pixelColor(30, 16).name()) == (31, 17, "#1f5fbf")


def test_pasted_files_are_given_as_paths(qtbot, drop):
    QGuiApplication.clipboard().setMimeData(files("/a/b.mp3"))

    with qtbot.waitSignal(drop.files_given) as said:
        assert drop.paste()

    assert said.args[0] == (Path("/a/b.mp3"),)


def test_pasted_text_is_left_to_the_field(drop):
    QGuiApplication.clipboard().setText("13893416721")

    assert not drop.paste()


def test_files_are_chosen_without_stopping_the_window(qtbot, target, drop, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(b"x")
    drop.choose()
    dialog = target.findChild(QFileDialog)
    assert dialog.isVisible()

    with qtbot.waitSignal(drop.files_given) as said:
        dialog.selectFile(str(path))
        dialog.filesSelected.emit([str(path)])
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))

    assert said.args[0] == (path,)
