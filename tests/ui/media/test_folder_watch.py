"""The desk looks into its watched folder while people work."""

from datetime import timedelta

import pytest

from app.services.media.taken import TakenFile
from app.services.media.watched_folder import WatchedFolder
from app.ui.media.folder_watch import FolderWatch
from tests import media_samples as samples


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def watch(qtbot, tasks, folder, tmp_path):
    nothing = timedelta()
    watched = WatchedFolder(folder, TakenFile(tmp_path / "t"), settle=nothing, sidecar_wait=nothing, patience=nothing)
    made = FolderWatch(watched, tasks, every_ms=20)
    yield made
    made.stop()


def test_a_recording_put_into_the_folder_reaches_the_desk_and_moves_when_it_is_stored(qtbot, watch, folder):
    (folder / "20261121-143208_13893416721.wav").write_bytes(samples.wav(0.5))

    with qtbot.waitSignal(watch.arrived) as said:
        watch.start()
    watch.taken(said.args[0])

    qtbot.waitUntil((folder / "taken" / "20261121-143208_13893416721.wav").exists)
    assert said.args[0].caller_number == "13893416721"


def test_an_arrival_that_could_not_be_stored_comes_again(qtbot, watch, folder):
    (folder / "a.wav").write_bytes(samples.wav(0.5))
    with qtbot.waitSignal(watch.arrived) as first:
        watch.start()

    with qtbot.waitSignal(watch.arrived) as second:
        watch.put_back(first.args[0])

    assert second.args[0] == first.args[0]


def test_a_broken_file_is_told_of(qtbot, watch, folder):
    (folder / "a.pdf").write_bytes(b"nothing")

    with qtbot.waitSignal(watch.rejected) as said:
        watch.start()

    assert said.args[0].path == folder / "rejected" / "a.pdf"


def test_a_folder_that_goes_away_and_comes_back_is_said_once_each(qtbot, watch, folder, tmp_path):
    said = []
    watch.away.connect(said.append)
    folder.rename(tmp_path / "gone")
    watch.start()
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "cannot be reached" in said[0]

    (tmp_path / "gone").rename(folder)

    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == ""
