"""Recordings as mobile networks make them (AMR): how long they are, and how to play their silences.

Frame types and sizes: RFC 4867, section 5.3; 3GPP TS 26.101 and 26.201. Every frame stands for 20 ms.
"""

from collections.abc import Iterator

from app.models.words import tr
from app.services.errors import UserError

FRAME_S = 0.02
_NARROW = b"#!AMR\n"
_WIDE = b"#!AMR-WB\n"
# Octets of a frame with its header, by frame type; 0 marks the reserved ones.
_NARROW_SIZES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 0, 0, 0, 1)
_WIDE_SIZES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1)
_NARROW_SPEECH = 8  # types below are speech, from here on comfort noise or nothing
_SILENCE = b"\x04" + bytes(12)  # a frame of the lowest rate with every gain at nought: decodes to zeros
_TOLERATED_JUNK = 64


def measure(data: bytes, *, wide: bool) -> tuple[float, float]:
    """Return the seconds a recording holds and the seconds of a last frame that is cut off.

    Raises:
        UserError: Behind the header stands something else.
    """
    frames = 0
    end = len(_WIDE if wide else _NARROW)
    missing = 0.0
    for start, size in _frames(data, wide=wide):
        if start + size > len(data):
            missing = FRAME_S
            end = len(data)
            break
        frames += 1
        end = start + size
    if len(data) - end > _TOLERATED_JUNK:
        raise UserError(tr("The AMR recording is damaged from second {s} on. Have it sent again.", s=int(frames / 50)))
    return frames * FRAME_S, missing


def with_silences(data: bytes) -> bytes:
    """Return a narrow-band recording with its pauses written out as silence.

    Phones send next to nothing while nobody speaks (DTX). The player's decoder drops such frames, so that the
    recording would play shorter than it was and every time stamp behind a pause would be wrong.
    """
    if not data.startswith(_NARROW):
        return data
    played = bytearray(_NARROW)
    for start, size in _frames(data, wide=False):
        speech = (data[start] >> 3 & 0x0F) < _NARROW_SPEECH
        played += data[start : start + size] if speech else _SILENCE
    return bytes(played)


def _frames(data: bytes, *, wide: bool) -> Iterator[tuple[int, int]]:
    """Yield start and size of every frame, up to the end or the first that cannot be one."""
    sizes = _WIDE_SIZES if wide else _NARROW_SIZES
    start = len(_WIDE if wide else _NARROW)
    while start < len(data):
        size = sizes[data[start] >> 3 & 0x0F]
        if not size or data[start] & 0x83:  # the padding bits of a frame header are nought
            return
        yield start, size
        start += size
