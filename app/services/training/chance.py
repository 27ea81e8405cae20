"""Drawing at random, quickly: the library's own choice costs more than the rest of a case."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def pick(rng: Random, choices: Sequence[T]) -> T:
    """Draw one of ``choices``, all alike."""
    return choices[int(len(choices) * rng.random())]


def pick_early(rng: Random, choices: Sequence[T], power: float) -> T:
    """Draw one of ``choices``, the earlier ones more often; ``power`` 1 is even, 3 very uneven."""
    return choices[int(len(choices) * rng.random() ** power)]


def happens(rng: Random, share: float) -> bool:
    """Say yes in ``share`` (0 to 1) of all draws."""
    return rng.random() < share
