"""How much of a recording somebody has really listened to: what was skipped is not heard."""

_BIN_MS = 100
ENOUGH = 0.9


class Heard:
    """Remembers which parts of a recording were played, in tenths of a second; hearing twice counts once."""

    def __init__(self, length_ms: int) -> None:
        """Begin with nothing heard of a recording of ``length_ms`` milliseconds."""
        self._bins = bytearray(max(1, -(-length_ms // _BIN_MS)))

    def play(self, start_ms: int, end_ms: int) -> None:
        """Note that the sound from ``start_ms`` to ``end_ms`` was played."""
        first = max(0, start_ms // _BIN_MS)
        last = min(len(self._bins), -(-end_ms // _BIN_MS))
        if end_ms > start_ms and last > first:
            self._bins[first:last] = b"\x01" * (last - first)

    @property
    def share(self) -> float:
        """The part that was heard, from 0 to 1."""
        return sum(self._bins) / len(self._bins)

    @property
    def is_enough(self) -> bool:
        """Whether the recording counts as heard: nine tenths of it were played."""
        return self.share >= ENOUGH
