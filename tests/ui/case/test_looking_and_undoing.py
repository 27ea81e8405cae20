"""Who else looks at the case, Ctrl+Z, and the files of a case in the window."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from app.services.blobs import Blobs
from app.services.cases.presence import Presence
from app.services.live import Change
from app.ui.case.material import MaterialPage
from app.ui.commands import CommandId as Id
from tests import ways
from tests.desks import Desks
from tests.factories import Walk, a_served_way
from tests.media_samples import MP3
from tests.office import TestDatabase
from tests.ui.case.acts import Sit, at, dialog, state, taken
from tests.ui.seats import SeatedWindow


def test_the_head_says_who_else_looks_and_no_more_when_the_tab_is_behind(
    database: TestDatabase, sit: Sit, desks: Desks
) -> None:
    walk = ways.distributed(database)
    here, page = at(sit, "station", walk)
    page.come_to_front()
    other = Presence(desks("bureau_dispatcher"), walk.id)
    here.until(lambda: desks("station").session.name in other.come())
    here.seat.news.hear(Change(walk.id, "presence"))
    here.until(lambda: desks("bureau_dispatcher").session.name in page.head.others())
    page.go_to_back()
    here.settle()

    assert page.head.others() == ""
    assert other.come() == ()


def test_ctrl_z_takes_back_the_step_just_taken_and_the_note_offers_it(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.distributed(database))
    here.give(Id.ACCEPT)
    dialog(here, page)
    here.press("Return")
    taken(here, page)
    here.until(lambda: state(page) == "accepted")
    here.give(Id.UNDO)
    here.until(lambda: state(page) == "distributed")

    assert page.sheet is not None
    assert page.sheet.detail.events[0].event == "undone"
    assert page.steps.button("accept").isEnabled()


def test_ctrl_z_on_a_wrong_amount_begins_its_correction(database: TestDatabase, sit: Sit) -> None:
    here, page = at(sit, "station", ways.agreed(database))
    here.give(Id.LEDGER)
    dialog(here, page)
    here.press("Ctrl+Return")
    taken(here, page)
    here.until(lambda: page.sheet is not None and len(page.sheet.detail.ledger) == 1)
    here.give(Id.UNDO)
    form = dialog(here, page)
    assert page.sheet is not None
    assert form.values()["corrects_id"] == page.sheet.detail.ledger[0].id
    form.editor("amount").widget.setFocus()
    here.type("3000")
    here.press("Ctrl+Return")
    taken(here, page)
    here.until(lambda: page.sheet is not None and len(page.sheet.detail.ledger) == 2)
    assert str(page.sheet.detail.sums.recovered) == "3000.00"


def test_what_was_told_is_not_taken_back_but_said_why(database: TestDatabase, sit: Sit) -> None:
    walk = ways.accepted(database)
    walk.step(database.as_person("station"), "record_service", **a_served_way("decision", "complainant"))
    here, page = at(sit, "station", walk)
    here.give(Id.UNDO)
    form = dialog(here, page)
    assert form.windowTitle() == "Told or served"
    here.press("Escape")
    taken(here, page)
    assert state(page) == "accepted"


def with_file(sit: Sit, database: TestDatabase, desks: Desks, content: bytes, title: str) -> tuple[SeatedWindow, Walk]:
    walk = ways.registered(database)
    here, page = at(sit, "operator", walk)
    blob = Blobs(desks("operator")).put  # the desk refuses the window's thread
    here.seat.tasks.run(
        lambda: page._cases.add_material(walk.id, walk.version, blob_id=blob(content), title=title, kind="file"),
        lambda _: page.load(),
        owner=page,
    )
    here.until(lambda: page.sheet is not None and bool(page.sheet.detail.materials))
    assert page.sheet is not None
    page._open_material(page.sheet.detail.materials[0].blob_id, title)
    here.until(lambda: isinstance(here.window.front, MaterialPage))
    return here, walk


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 120), "white").save(out, "PNG")
    return out.getvalue()


def test_a_picture_of_a_case_is_shown_in_the_window_and_saved_as_a_copy(
    database: TestDatabase, sit: Sit, desks: Desks, tmp_path: Path
) -> None:
    here, _ = with_file(sit, database, desks, picture(), "付款凭证.png")
    page = here.window.front
    assert isinstance(page, MaterialPage)
    here.until(lambda: page.scan.page_count == 1)
    assert Id.SCAN_LARGER in page.handlers()
    page.save_to(tmp_path / "copy.png")
    here.until((tmp_path / "copy.png").exists)
    here.settle()

    assert (tmp_path / "copy.png").read_bytes() == picture()
    with database.superuser() as connection:
        rows = connection.execute("SELECT action FROM office.audit WHERE action LIKE '%\\_file' ORDER BY id").fetchall()
    assert [row[0] for row in rows[-2:]] == ["open_file", "save_file"]


def test_a_recording_of_a_case_is_played_in_the_window(database: TestDatabase, sit: Sit, desks: Desks) -> None:
    here, _ = with_file(sit, database, desks, MP3.read_bytes(), "来电录音.mp3")
    page = here.window.front
    assert isinstance(page, MaterialPage)
    here.until(lambda: Id.PLAYER_PLAY in page.handlers())


def test_a_damaged_picture_is_said_in_a_sentence(database: TestDatabase, sit: Sit, desks: Desks) -> None:
    said: list[str] = []
    here, _ = with_file(sit, database, desks, b"\x89PNG\r\n\x1a\n" + bytes(300), "坏图.png")
    page = here.window.front
    assert isinstance(page, MaterialPage)
    page.scan.failed.connect(said.append)
    here.until(lambda: bool(said) or bool(page.scan._sentence.text()))
    assert page.scan._sentence.text()


def test_a_file_of_another_kind_can_only_be_saved(database: TestDatabase, sit: Sit, desks: Desks) -> None:
    here, _ = with_file(sit, database, desks, b"PK\x03\x04 a spreadsheet", "流水.xlsx")
    page = here.window.front
    assert isinstance(page, MaterialPage)
    here.until(lambda: "cannot be shown here" in page._other.text())
