"""How long a recording lasts, read from its own bytes: WAV of any coding, MP3 and AMR, whole or cut short."""

import io
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from app.models.words import tr
from app.services.errors import UserError
from app.services.media import amr, mp3
from app.services.media.kinds import HEAD_BYTES, ArrivalKind, MediaType, media_type

_UNKNOWN_LENGTH = 0xFFFFFFFF
_SAMPLE_BY_SAMPLE = frozenset({1, 3, 6, 7, 0xFFFE})  # PCM, floating point, A-law, µ-law, extensible
_LEAST_S = 0.02  # one frame of speech


@dataclass(frozen=True, kw_only=True)
class Sound:
    """What a recording says about itself.

    Attributes:
        duration_s: Length of what is really there, in seconds.
        missing_s: Length that the file announces but does not hold, in seconds; 0 when it is whole.
    """

    duration_s: float
    missing_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A recording as the player takes it.

    Attributes:
        data: What is decoded; not always the bytes that were stored.
        media_type: Its format.
        duration_s: Its length in seconds, counted and not estimated from the bit rate.
    """

    data: bytes = field(repr=False)
    media_type: MediaType
    duration_s: float


def measure(path: Path, found: MediaType) -> Sound:
    """Measure the recording at ``path``.

    Raises:
        UserError: The file is no recording after all, or holds no sound.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return _measured(file, found)


def playable(data: bytes) -> Recording:
    """Prepare a recording for the player; takes up to a second for an hour, so not on the window's thread.

    Raises:
        UserError: These bytes are no recording, or there is no sound in them.
    """
    found = media_type(data[:HEAD_BYTES])
    if found is None or found.kind is not ArrivalKind.VOICEMAIL:
        raise UserError(tr("This is no recording that can be played. Save it and open it with another program."))
    sound = _measured(io.BytesIO(data), found)
    return Recording(data=amr.with_silences(data), media_type=found, duration_s=sound.duration_s)


def _measured(file: BinaryIO, found: MediaType) -> Sound:
    if found is MediaType.WAV:
        sound = _measure_wav(file)
    elif found is MediaType.MP3:
        sound = _of(mp3.measure(file.read()))
    else:
        sound = _of(amr.measure(file.read(), wide=found is MediaType.AMR_WB))
    if sound.duration_s < _LEAST_S:
        raise UserError(tr("The recording holds no sound. Play it where it was made, and have it sent again."))
    return sound


def _of(lengths: tuple[float, float]) -> Sound:
    return Sound(duration_s=lengths[0], missing_s=lengths[1])


def _measure_wav(file: BinaryIO) -> Sound:
    """Walk the chunks of a WAV file; only the byte rate is needed, so G.711 and ADPCM count as well as PCM."""
    end = file.seek(0, 2)
    file.seek(12)
    byte_rate = 0.0
    samples = sample_rate = coding = 0
    long_data: int | None = None
    while True:
        header = file.read(8)
        if len(header) < 8:  # noqa: PLR2004 a chunk header is eight bytes
            break
        name, size = header[:4], int.from_bytes(header[4:], "little")
        here = file.tell()
        if name == b"fmt ":
            layout = file.read(16)
            if len(layout) == 16:  # noqa: PLR2004
                coding, sample_rate, byte_rate = struct.unpack_from("<H2xII", layout)
        elif name == b"fact" and size >= 4:  # noqa: PLR2004 a number of samples has four bytes
            samples = int.from_bytes(file.read(4), "little")
        elif name == b"ds64":
            sizes = file.read(16)
            long_data = struct.unpack_from("<Q", sizes, 8)[0] if len(sizes) == 16 else None  # noqa: PLR2004
        elif name == b"data" and byte_rate:
            there = end - here
            if size == _UNKNOWN_LENGTH and long_data is not None:
                size = long_data
            # A recorder that streams writes 0 or all ones, because it did not know the length yet.
            announced = there if size in {0, _UNKNOWN_LENGTH} else size
            held = min(there, announced)
            if coding not in _SAMPLE_BY_SAMPLE and samples and sample_rate and announced:
                # Coded in blocks (ADPCM, GSM): recorders often write a wrong byte rate, but count samples.
                byte_rate = announced * sample_rate / samples
            return Sound(duration_s=held / byte_rate, missing_s=(announced - held) / byte_rate)
        file.seek(here + size + size % 2)
    raise UserError(tr("The WAV recording is damaged: its description is missing. Have it sent again."))
