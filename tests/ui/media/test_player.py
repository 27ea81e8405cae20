"""A voicemail is played while somebody types: by keys, at any speed, without a sound device."""

import itertools

import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.models.words import tr
from app.ui.commands import CommandId, command
from app.ui.media.playback import SPEEDS
from app.ui.media.player import Player
from tests import media_samples as samples


@pytest.fixture
def player(qtbot, tasks, look):
    made = Player(tasks)
    qtbot.addWidget(made)
    made.resize(900, made.sizeHint().height())
    made.show()
    return made


def load(qtbot, player, data):
    with qtbot.waitSignal(player.handlers_changed, check_params_cb=lambda: player.playback.length_ms > 0):
        player.load(data)


def play_to_the_end(qtbot, player, timeout=15000):
    with qtbot.waitSignal(player.playback.playing_changed, check_params_cb=lambda plays: not plays, timeout=timeout):
        player.toggle()


@pytest.mark.parametrize(
    "data",
    [samples.wav(1.5), samples.mu_law_wav(1.5), samples.MP3.read_bytes(), samples.AMR.read_bytes()],
    ids=["wav", "mu-law", "mp3", "amr"],
)
def test_every_kind_of_recording_plays_to_its_end_and_is_heard(qtbot, player, data):
    load(qtbot, player, data)
    player.playback.set_speed(2.0)

    with qtbot.waitSignal(player.heard, timeout=15000):
        play_to_the_end(qtbot, player)

    assert player.playback.position_ms == player.playback.length_ms
    assert player.playback.is_heard


def test_the_position_is_shown_at_least_ten_times_a_second(qtbot, player):
    load(qtbot, player, samples.wav(1.5))
    places = []
    player.playback.moved.connect(places.append)

    play_to_the_end(qtbot, player)

    assert len(places) >= 15
    assert places == sorted(places)


def test_a_recording_is_played_by_keys_while_the_facts_are_typed(qtbot, tasks, look):
    window = QWidget()
    qtbot.addWidget(window)
    facts, player = QPlainTextEdit(), Player(tasks)
    layout = QVBoxLayout(window)
    layout.addWidget(player)
    layout.addWidget(facts)
    player.stamped.connect(facts.insertPlainText)
    load(qtbot, player, samples.wav(10))
    for name, act in player.handlers().items():
        QShortcut(QKeySequence(command(name).keys), window, act)
    window.show()
    facts.setFocus()
    qtbot.waitUntil(facts.hasFocus)

    qtbot.keyClicks(facts, "gym closed ")
    qtbot.keyClick(facts, Qt.Key.Key_F9)
    qtbot.keyClick(facts, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(facts, Qt.Key.Key_F7)
    assert player.playback.is_playing
    qtbot.keyClicks(facts, "in October")
    qtbot.keyClick(facts, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(facts, Qt.Key.Key_F7)

    assert facts.toPlainText() == "gym closed [00:05] in October"
    assert facts.hasFocus()
    assert not player.playback.is_playing
    assert player.playback.speed == 1.25


def test_an_empty_player_answers_no_command(player):
    assert player.handlers() == {}
    player.toggle()
    player.back()
    player.loop()
    player.stamp()

    assert not player.playback.is_playing


def test_what_is_skipped_is_not_heard(qtbot, player):
    heard = []
    player.heard.connect(lambda: heard.append(1))
    load(qtbot, player, samples.wav(6.5))
    player.playback.set_speed(2.0)
    player.forward()

    play_to_the_end(qtbot, player)
    assert heard == []
    assert not player.playback.is_heard

    player.playback.seek(0)
    with qtbot.waitSignal(player.heard, timeout=15000):
        player.toggle()

    assert heard == [1]


def test_a_step_stays_within_the_recording(qtbot, player):
    load(qtbot, player, samples.wav(3))

    player.back()
    assert player.playback.position_ms == 0
    player.forward()

    assert player.playback.position_ms == 3000


def test_from_the_end_it_plays_from_the_beginning_and_a_step_back_from_there(qtbot, player):
    load(qtbot, player, samples.wav(1))
    player.forward()
    places = []
    player.playback.moved.connect(places.append)

    play_to_the_end(qtbot, player)

    assert min(places) == 0

    player.playback.seek(600)
    places.clear()
    play_to_the_end(qtbot, player)

    assert 500 <= places[0] <= 800


def test_the_speed_goes_in_steps_and_stops_at_both_ends(qtbot, player):
    load(qtbot, player, samples.wav(1))
    speeds = []
    player.playback.speed_changed.connect(speeds.append)

    for _ in range(6):
        player.slower()
    for _ in range(6):
        player.faster()

    assert sorted(set(speeds)) == list(SPEEDS)
    assert player.playback.speed == 2.0


@pytest.mark.parametrize("speed", [0.75, 2.0])
def test_the_chosen_speed_is_kept(qtbot, player, speed):
    load(qtbot, player, samples.wav(3))
    player.playback.set_speed(speed)
    seen, clock = [], QElapsedTimer()
    clock.start()
    player.playback.moved.connect(lambda place: seen.append((clock.elapsed(), place)))

    player.toggle()
    qtbot.waitUntil(lambda: player.playback.position_ms > 1500)
    player.toggle()

    (began, first), *_, (ended, last) = [(when, place) for when, place in seen if place > 300]
    assert (last - first) / (ended - began) == pytest.approx(speed, rel=0.25)


def test_the_last_seconds_are_repeated_until_told_otherwise(qtbot, player):
    load(qtbot, player, samples.wav(7))
    player.playback.set_speed(2.0)
    player.playback.seek(1000)
    places = []
    player.playback.moved.connect(places.append)

    player.loop()
    assert player.playback.loop == (0, 1000)
    qtbot.waitUntil(lambda: sum(later < earlier for earlier, later in itertools.pairwise(places)) >= 2)
    player.loop()

    assert max(places) < 1400
    assert player.playback.loop is None
    assert player.playback.is_playing
    player.toggle()


def test_a_repeated_part_at_the_end_is_repeated_too(qtbot, player):
    load(qtbot, player, samples.wav(1))
    player.forward()

    player.loop()
    assert player.playback.loop == (0, 1000)
    places = []
    player.playback.moved.connect(places.append)
    qtbot.waitUntil(lambda: places.count(0) >= 2, timeout=6000)

    assert player.playback.is_playing
    player.clear()


def test_a_click_on_the_shape_goes_there(qtbot, player):
    load(qtbot, player, samples.wav(10))
    strip = player.strip

    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect().center())
    assert player.playback.position_ms == pytest.approx(5000, abs=50)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Left)

    assert player.playback.position_ms == pytest.approx(0, abs=50)


def test_the_shape_is_drawn_while_the_recording_is_decoded(qtbot, player):
    with qtbot.waitSignal(player._peaks.finished, timeout=5000):
        player.load(samples.AMR.read_bytes())

    assert len(player.strip._peaks) == pytest.approx(3.4 * 50, abs=2)
    assert player.strip._peaks.max() > 0.3


@pytest.mark.parametrize("data", [b"", b"nothing", samples.pdf(), b"#!AMR\n" + b"\xff" * 500, b"RIFF\0\0\0\0WAVEfmt "])
def test_a_broken_recording_is_named_in_a_sentence_and_the_player_stays_usable(qtbot, player, data):
    with qtbot.waitSignal(player.failed, timeout=5000) as said:
        player.load(data)

    assert said.args[0].endswith(".")
    assert player.handlers() == {}
    load(qtbot, player, samples.wav(1))
    assert player.handlers()


def test_a_recording_whose_sound_is_garbage_ends_without_a_hang(qtbot, player):
    data = bytearray(samples.MP3.read_bytes())
    data[2000:5000] = bytes(3000)
    load(qtbot, player, bytes(data))
    player.playback.set_speed(2.0)

    play_to_the_end(qtbot, player)


def test_a_missing_file_is_named_in_a_sentence(qtbot, player, tmp_path):
    with qtbot.waitSignal(player.failed, timeout=5000) as said:
        player.load_file(tmp_path / "gone.wav")

    assert said.args[0] == tr("The file cannot be read. Check that it may be opened, and try again.")


def test_a_player_that_is_closed_while_it_plays_leaves_nothing_behind(qtbot, tasks, look):
    player = Player(tasks)
    player.load(samples.wav(5))
    qtbot.waitUntil(lambda: player.playback.length_ms > 0)
    player.toggle()
    ticks = []
    player.playback.moved.connect(ticks.append)
    qtbot.waitUntil(lambda: len(ticks) > 2)

    player.deleteLater()

    qtbot.waitUntil(lambda: not isValid(player))


def test_the_window_breathes_while_a_long_recording_is_prepared_and_drawn(qtbot, player):
    gaps, clock = [], QElapsedTimer()
    beat = QTimer()
    beat.timeout.connect(lambda: gaps.append(clock.restart()))
    data = samples.mu_law_wav(240)
    load(qtbot, player, samples.wav(1))  # the sound system is loaded once
    clock.start()
    beat.start(1)
    qtbot.waitUntil(lambda: sum(gaps) > 500)
    idle = percentile(gaps)
    gaps.clear()

    with qtbot.waitSignal(player._peaks.finished, timeout=20000):
        player.load(data)

    assert percentile(gaps) <= idle + 16


def percentile(gaps):
    return sorted(gaps)[int(len(gaps) * 0.99)]


def test_another_recording_begins_afresh(qtbot, player):
    load(qtbot, player, samples.wav(1))
    player.playback.set_speed(2.0)
    play_to_the_end(qtbot, player)

    load(qtbot, player, samples.wav(4))

    assert player.playback.position_ms == 0
    assert not player.playback.is_heard
    assert player.playback.speed == 2.0
    assert CommandId.PLAYER_PLAY in player.handlers()
