"""What was left unfinished, or refused while nobody looked, comes back when the desk is opened."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models.receipt import Arrival
from app.models.vocabulary import Kind
from app.services.clock import SystemClock
from app.services.errors import OutageError, UserError
from app.services.intake import Intake
from app.services.registration import NewCase, NewContact
from app.services.settings import DeskSettings, SettingsFile
from app.ui.intake.page import IntakePage
from app.ui.kept.dialog import KeptDialog
from app.ui.queues.door import IntakeDoor
from tests.ui.intake.conftest import SeatOf, SignIn


def test_unfinished_forms_are_offered_and_open_each_in_its_own_tab(
    sign_in: SignIn, seat_of: SeatOf, qtbot: QtBot, tmp_path: Path
) -> None:
    before = sign_in("operator_2", tmp_path / "person")
    seat = seat_of(before)
    texts = {"退卡", "退货"}
    for text in texts:
        page = IntakePage(seat)
        page.form.facts.insertPlainText(text)
        page.deleteLater()
    before.close()
    seat = seat_of(sign_in("operator_2", tmp_path / "person"))
    door = IntakeDoor(seat, settings=SettingsFile(tmp_path / "desk.toml"))
    window = seat.messages.parent()
    window.open(door.page())
    qtbot.waitUntil(lambda: window.findChild(KeptDialog) is not None, timeout=10_000)
    offered = window.findChild(KeptDialog)
    assert next(row.words for row in offered.model.rows()) in texts
    qtbot.keyClick(offered.view.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: {page.form.facts.text() for page in window.book.pages() if isinstance(page, IntakePage)} >= texts,
        timeout=10_000,
    )
    assert len([page for page in window.book.pages() if isinstance(page, IntakePage)]) == 2


def test_what_the_server_refuses_later_comes_back_with_its_sentence(
    sign_in: SignIn, seat_of: SeatOf, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sign_in("operator", tmp_path / "person")
    seat = seat_of(desk)
    door = IntakeDoor(seat, settings=SettingsFile(tmp_path / "desk.toml"))
    contact = NewContact(channel="phone", arrival=Arrival(contact_at=SystemClock().now()))
    case = NewCase(kind=Kind.CONSULTATION, channel="phone", contact=contact, facts="停电时的来电")
    draft = desk.drafts.open(case.case_id, "intake")
    desk.drafts.append(draft.draft_id, {"facts": case.facts})

    def answers(error: Exception) -> Any:
        def run(*_: object, **__: object) -> dict[str, Any]:
            raise error

        return run

    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", answers(OutageError("away")))
        assert Intake(desk).save(case, draft_id=draft.draft_id).is_waiting
        server.setattr(
            desk.database, "run_command", answers(UserError("This code is not in use.", code="unknown_code"))
        )
        desk.replay()
    assert desk.outbox.counts().attention == 1
    seat.news.caught_up.emit()
    window = seat.messages.parent()
    qtbot.waitUntil(
        lambda: any(isinstance(page, IntakePage) and page.draft_id == case.case_id for page in window.book.pages()),
        timeout=10_000,
    )
    assert "not in use" in seat.messages.noted()
    assert desk.outbox.counts().attention == 0
    assert door.watch is None


def test_the_watched_folder_of_this_desk_is_looked_into(
    sign_in: SignIn, seat_of: SeatOf, qtbot: QtBot, tmp_path: Path
) -> None:
    settings = SettingsFile(tmp_path / "desk.toml")
    (tmp_path / "arrivals").mkdir()
    settings.save(DeskSettings(watched_folder=tmp_path / "arrivals"))
    door = IntakeDoor(seat_of(sign_in("operator", tmp_path / "person")), settings=settings)
    qtbot.waitUntil(lambda: door.watch is not None, timeout=5000)
    assert door.watch is not None
    door.watch.watch.stop()
