"""How long a recording lasts, read from its own bytes: WAV of any coding, MP3 and AMR, whole or cut short."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.models.words import tr
from app.services.errors import UserError
from app.services.media import amr, mp3
from app.services.media.kinds import MediaType

_UNKNOWN_LENGTH = 0xFFFFFFFF
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


def measure(path: Path, found: MediaType) -> Sound:
    """Measure the recording at ``path``.

    Raises:
        UserError: The file is no recording after all, or holds no sound.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
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
    byte_rate = 0
    long_data: int | None = None
    while True:
        header = file.read(8)
        if len(header) < 8:  # noqa: PLR2004 a chunk header is eight bytes
            break
        name, size = header[:4], int.from_bytes(header[4:], "little")
        here = file.tell()
        if name == b"fmt ":
            layout = file.read(16)
            byte_rate = struct.unpack_from("<I", layout, 8)[0] if len(layout) == 16 else 0  # noqa: PLR2004
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
            return Sound(duration_s=held / byte_rate, missing_s=(announced - held) / byte_rate)
        file.seek(here + size + size % 2)
    raise UserError(tr("The WAV recording is damaged: its description is missing. Have it sent again."))
