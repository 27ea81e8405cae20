"""How long an MP3 recording lasts, counted frame by frame (ISO 11172-3, 13818-3; MPEG 2.5 for telephone rates)."""

from dataclasses import dataclass

from app.models.words import tr
from app.services.errors import UserError

_SYNC_WITHIN = 64 * 1024
_FEWEST_FRAMES = 3
_BIT_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1 layer III
_BIT_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # kbit/s, MPEG 2 and 2.5 layer III
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # Hz, by version bits
_LAYER_3 = 1
_MPEG_1 = 3
_RESERVED_VERSION = 1
_CUT = 0.98  # an announced number of frames is a promise; encoders miscount by a frame or two


@dataclass(frozen=True)
class _Frame:
    size: int
    seconds: float


def measure(data: bytes) -> tuple[float, float]:
    """Return the seconds a recording holds and the seconds its own index announces beyond that.

    Raises:
        UserError: There are no MP3 frames in it.
    """
    start = _first_frame(data)
    announced, at = _index(data, start)
    frames = 0
    seconds = 0.0
    while at + 4 <= len(data):
        frame = _frame(data, at)
        if frame is None:
            at = _next_sync(data, at + 1)
            continue
        frames += 1
        seconds += frame.seconds
        at += frame.size
    if frames < _FEWEST_FRAMES:
        raise UserError(tr("The MP3 recording is damaged: there is no sound in it. Have it sent again."))
    cut = announced and frames < announced * _CUT
    return seconds, (seconds / frames * (announced - frames) if cut else 0.0)


def _first_frame(data: bytes) -> int:
    """Find the first frame that is followed by another one, behind an ID3 tag if there is one."""
    at = 0
    if data[:3] == b"ID3" and len(data) > 10:  # noqa: PLR2004 an ID3v2 header is ten bytes
        at = 10 + (data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9])
    last = at + _SYNC_WITHIN
    while 0 <= at < min(last, len(data)):
        frame = _frame(data, at)
        if frame and (at + frame.size >= len(data) or _frame(data, at + frame.size)):
            return at
        at = _next_sync(data, at + 1)
    raise UserError(tr("The MP3 recording is damaged: there is no sound in it. Have it sent again."))


def _next_sync(data: bytes, at: int) -> int:
    found = data.find(b"\xff", at)
    return len(data) if found < 0 else found


def _frame(data: bytes, at: int) -> _Frame | None:
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:  # noqa: PLR2004 frame sync
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bit_rate, sample_rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == _RESERVED_VERSION or layer != _LAYER_3 or bit_rate in {0, 15} or sample_rate == 3:  # noqa: PLR2004
        return None
    hertz = _SAMPLE_RATES[version][sample_rate]
    kbit = (_BIT_RATES_1 if version == _MPEG_1 else _BIT_RATES_2)[bit_rate]
    samples = 1152 if version == _MPEG_1 else 576
    return _Frame(samples // 8 * kbit * 1000 // hertz + padding, samples / hertz)


def _index(data: bytes, start: int) -> tuple[int, int]:
    """Read how many frames the Xing or Info header announces, and where sound begins; 0 when there is no header."""
    first = _frame(data, start)
    head = data[start : start + 64]
    for name in (b"Xing", b"Info"):
        at = head.find(name)
        if first and at >= 0 and len(head) >= at + 12 and head[at + 7] & 1:
            return int.from_bytes(head[at + 8 : at + 12], "big"), start + first.size
    return 0, start
