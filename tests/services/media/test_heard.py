"""A voicemail counts as heard when nine tenths of it were really played."""

import pytest
from hypothesis import given, strategies as st

from app.services.media.heard import Heard


def test_nine_tenths_are_enough_and_less_is_not():
    heard = Heard(10_000)
    heard.play(0, 8_900)
    assert not heard.is_enough

    heard.play(8_900, 9_000)

    assert heard.is_enough


def test_hearing_a_part_twice_counts_once():
    heard = Heard(10_000)
    for _ in range(10):
        heard.play(0, 5_000)

    assert heard.share == pytest.approx(0.5)


@given(st.lists(st.tuples(st.integers(-500, 12_000), st.integers(0, 3_000))))
def test_what_was_heard_equals_a_slow_count_of_tenths(parts):
    heard, slow = Heard(10_000), set()
    for start, length in parts:
        heard.play(start, start + length)
        slow |= {tenth for tenth in range(100) if length and start < (tenth + 1) * 100 and start + length > tenth * 100}

    assert heard.share == len(slow) / 100


def test_a_recording_of_no_length_is_not_heard():
    assert not Heard(0).is_enough
