"""Voicemails and letters that arrive as files are taken by one operator, opened into the form, and counted once."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.models.tables.contact import Contact
from app.models.vocabulary import ContactState, Kind
from app.services.blobs import Blobs
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE, SystemClock
from app.services.contacts import Contacts
from app.services.errors import UserError
from app.services.media.arrivals import ArrivalRules
from app.services.media.taken import TakenFile
from app.services.media.watched_folder import WatchedFolder
from app.ui.intake.page import IntakePage
from app.ui.queues.page import QueuePage
from app.ui.queues.watch import ArrivalWatch
from app.ui.seat import Seat
from tests import media_samples as samples
from tests.ui.intake.conftest import SeatOf, SignIn

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def watch(seat: Seat, folder: Path, memory: Path) -> ArrivalWatch:
    found = WatchedFolder(folder, TakenFile(memory), rules=ArrivalRules(), settle=timedelta(0))
    return ArrivalWatch(seat, found, seat.news, every_ms=50)


def a_voicemail(folder: Path, number: str, seconds: float) -> Path:
    at = SystemClock().now() - timedelta(hours=3)
    path = folder / f"{at.astimezone(LEGAL_ZONE):%Y%m%d-%H%M%S}_{number}_{round(seconds * 1000)}.wav"
    path.write_bytes(samples.wav(seconds))
    return path


def opened(seat: Seat, qtbot: QtBot) -> QueuePage:
    page = QueuePage(seat)
    seat.open_page(page)
    return page


def test_a_voicemail_out_of_the_folder_becomes_a_confidential_report(
    seat: Seat, desk: Desk, sign_in: SignIn, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "arrivals"
    folder.mkdir()
    a_voicemail(folder, "13893416721", 0.7)
    page = opened(seat, qtbot)
    arrivals = watch(seat, folder, tmp_path / "taken.jsonl")
    with qtbot.waitSignal(arrivals.came_in, timeout=15_000):
        pass
    arrivals.watch.stop()
    page.reload()
    qtbot.waitUntil(lambda: page.view.current() is not None, timeout=5000)
    row = page.view.current()
    assert row is not None
    assert row.caller == "138****6721"
    with qtbot.waitSignal(page.asked_to_open, timeout=10_000) as asked:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    form_page = asked.args[0]
    assert isinstance(form_page, IntakePage)
    qtbot.waitUntil(lambda: form_page.player.playback.length_ms > 0, timeout=10_000)
    qtbot.waitUntil(lambda: form_page.form.who.phone.value() == "13893416721", timeout=5000)
    assert form_page.player.isVisible()
    assert form_page.form.opening.code() == "voicemail"

    form_page.form.set_kind(Kind.REPORT)
    form_page.form.facts.insertPlainText("某超市更改生产日期，仓库有打码机")
    form_page.form.facts.setFocus()
    press(qtbot, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: form_page.saved is not None, timeout=10_000)
    assert form_page.saved is not None
    assert form_page.saved.number.startswith("J")
    assert all(other.contact_id != row.contact_id for other in Contacts(desk).queue())
    assert row.blob_id is not None
    with pytest.raises(UserError):
        Blobs(desk).facts(row.blob_id)
    cleared = sign_in("operator_cleared")
    assert Blobs(cleared).facts(row.blob_id).size > 0
    with cleared.database.read() as connection:
        state = connection.execute(select(Contact.state).where(Contact.id == row.contact_id)).scalar_one()
    assert state == ContactState.DONE


def test_a_file_delivered_again_does_not_wait_twice(seat: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "arrivals"
    folder.mkdir()
    first = a_voicemail(folder, "13919990001", 0.9)
    data = first.read_bytes()
    arrivals = watch(seat, folder, tmp_path / "one.jsonl")
    with qtbot.waitSignal(arrivals.came_in, timeout=15_000):
        pass
    qtbot.waitUntil(lambda: not first.exists(), timeout=5000)
    arrivals.watch.stop()
    before = len(Contacts(desk).queue("voicemail"))
    first.write_bytes(data)
    again = watch(seat, folder, tmp_path / "another desk.jsonl")
    qtbot.waitUntil(lambda: not first.exists(), timeout=15_000)
    again.watch.stop()

    assert len(Contacts(desk).queue("voicemail")) == before


def test_a_letters_scan_stands_beside_the_form(seat: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "arrivals"
    folder.mkdir()
    (folder / "letter.pdf").write_bytes(samples.pdf(2))
    page = opened(seat, qtbot)
    arrivals = watch(seat, folder, tmp_path / "taken.jsonl")
    with qtbot.waitSignal(arrivals.came_in, timeout=15_000):
        pass
    arrivals.watch.stop()
    page.reload()
    page.which.set_value("letter")
    page.which.changed.emit("letter")
    qtbot.waitUntil(lambda: page.view.current() is not None, timeout=5000)
    with qtbot.waitSignal(page.asked_to_open, timeout=10_000) as asked:
        page.view.setFocus()
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    form_page = asked.args[0]
    qtbot.waitUntil(lambda: form_page.scan.page_count == 2, timeout=10_000)

    assert form_page.scan.isVisible()
    mail = form_page.form.inputs.widget("mail_number")
    assert mail is not None
    assert mail.isVisible()


def test_a_colleague_sees_who_has_it_and_cannot_take_it(
    seat_of: SeatOf, desk: Desk, sign_in: SignIn, qtbot: QtBot, tmp_path: Path
) -> None:
    from app.services.media.arrivals import Arrival, read_arrival

    arrival = read_arrival(a_voicemail(tmp_path, "13919990002", 1.1))
    assert isinstance(arrival, Arrival)
    contact = Contacts(desk).take_in(arrival)
    assert contact is not None
    Contacts(desk).claim(contact)
    colleague = sign_in("operator_2")
    seat = seat_of(colleague)
    page = opened(seat, qtbot)
    qtbot.waitUntil(lambda: page.model.place(contact) is not None, timeout=5000)
    page.view.select(contact)
    page.take()
    qtbot.waitUntil(lambda: seat.messages.noted() != "", timeout=5000)

    assert "working on this item" in seat.messages.noted()
    Contacts(desk).release(contact)


def test_a_call_back_is_recorded_once_a_day_by_one_key(seat: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    from app.services.media.arrivals import Arrival, read_arrival

    arrival = read_arrival(a_voicemail(tmp_path, "13919990003", 1.3))
    assert isinstance(arrival, Arrival)
    contact = Contacts(desk).take_in(arrival)
    page = opened(seat, qtbot)
    qtbot.waitUntil(lambda: page.model.place(contact) is not None, timeout=5000)
    page.view.select(contact)
    page.view.setFocus()
    press(qtbot, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()), timeout=5000)
    press(qtbot, Qt.Key.Key_2)
    place = page.model.place
    qtbot.waitUntil(lambda: page.model.row(place(contact) or 0).call_backs != (), timeout=5000)

    assert page.model.row(place(contact) or 0).state is ContactState.CALLING_BACK


def test_a_letter_taken_from_the_queue_begins_in_the_facts(
    seat: Seat, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "arrivals"
    folder.mkdir()
    (folder / "letter-focus.png").write_bytes(samples.picture("PNG"))
    page = opened(seat, qtbot)
    arrivals = watch(seat, folder, tmp_path / "taken.jsonl")
    with qtbot.waitSignal(arrivals.came_in, timeout=15_000):
        pass
    arrivals.watch.stop()
    page.which.set_value("letter")
    page.reload()
    qtbot.waitUntil(lambda: page.view.current() is not None, timeout=5000)
    page.view.setFocus()

    with qtbot.waitSignal(page.asked_to_open, timeout=10_000) as asked:
        press(qtbot, Qt.Key.Key_Return, CONTROL)

    form_page = asked.args[0]
    assert isinstance(form_page, IntakePage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form_page.form.facts, timeout=5000)
    Contacts(desk).release_all_mine()
