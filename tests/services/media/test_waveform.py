"""The drawn shape of a recording follows its sound."""

import struct
import wave

import numpy as np
import pytest

from app.services.errors import UserError
from app.services.media import amr, audio
from app.services.media.waveform import PEAKS_PER_SECOND, Waveform, columns
from tests import media_samples as samples


def pcm(data, tmp_path):
    (tmp_path / "a.wav").write_bytes(data)
    with wave.open(str(tmp_path / "a.wav")) as file:
        return file.readframes(file.getnframes())


def test_pieces_of_any_size_give_the_same_shape(tmp_path):
    sound = pcm(samples.wav(2), tmp_path)
    at_once, piecewise = Waveform(8000), Waveform(8000)
    at_once.add(sound)
    for start in range(0, len(sound), 998):
        piecewise.add(sound[start : start + 998])

    assert len(at_once.peaks()) == 2 * PEAKS_PER_SECOND
    assert np.array_equal(at_once.peaks(), piecewise.peaks())
    assert at_once.peaks().max() == pytest.approx(12000 / 32768, abs=0.01)


def test_the_loudest_negative_sample_is_full_scale_and_no_overflow():
    shape = Waveform(8000)
    shape.add(np.full(160, -32768, np.int16).tobytes())

    assert shape.peaks().tolist() == [1.0]


@pytest.mark.parametrize("count", [0, 1, 7, 100, 1000])
def test_every_column_of_a_drawing_is_as_high_as_the_loudest_moment_in_it(count):
    peaks = np.zeros(100, np.float32)
    peaks[37] = 0.8

    drawn = columns(peaks, count)

    assert len(drawn) == count
    assert count == 0 or drawn.max() == np.float32(0.8)


def test_a_recording_that_has_not_been_decoded_is_drawn_flat():
    assert columns(np.empty(0, np.float32), 3).tolist() == [0, 0, 0]


def test_pauses_of_a_mobile_recording_are_written_out_so_that_time_stamps_hold():
    sent = samples.AMR.read_bytes()

    played = amr.with_silences(sent)

    assert amr.measure(played, wide=False) == amr.measure(sent, wide=False)
    assert len(played) > len(sent)


def test_other_recordings_are_played_as_they_came():
    assert amr.with_silences(samples.wav()) == samples.wav()


@pytest.mark.parametrize(
    ("data", "seconds"),
    [(samples.wav(1.5), 1.5), (samples.mu_law_wav(2), 2.0), (samples.AMR.read_bytes(), 3.4)],
    ids=["wav", "mu-law", "amr"],
)
def test_the_player_is_given_the_counted_length(data, seconds):
    assert audio.playable(data).duration_s == pytest.approx(seconds, abs=0.02)


@pytest.mark.parametrize("data", [b"", b"nothing", samples.pdf(1), b"#!AMR\n"])
def test_what_is_no_recording_is_refused_in_a_sentence(data):
    with pytest.raises(UserError, match=r"\.$"):
        audio.playable(data)


def test_a_coded_recording_with_a_wrong_byte_rate_is_measured_by_its_samples():
    blocks = bytes(256 * 20)  # IMA ADPCM: 505 samples in a block of 256 bytes
    layout = struct.pack("<HHIIHHHH", 0x11, 1, 8000, 999_999, 256, 4, 2, 505)
    chunks = b"fmt " + struct.pack("<I", len(layout)) + layout + b"fact" + struct.pack("<II", 4, 20 * 505)
    chunks += b"data" + struct.pack("<I", len(blocks)) + blocks
    data = b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks

    assert audio.playable(data).duration_s == pytest.approx(20 * 505 / 8000)
