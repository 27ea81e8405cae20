"""Timing: one thing many times, a floor beside it in the same run, percentiles of both."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """What was measured under one login, in ``unit``; ``ratio`` compares the medians with the floor's."""

    name: str
    login: str
    unit: str
    n: int
    p50: float
    p95: float
    p99: float
    max: float
    floor_p50: float | None = None
    floor_p95: float | None = None
    ratio: float | None = None

    def row(self) -> dict[str, object]:
        return {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def measure(work: Callable[[int], object], n: int, *, warm: int = 6) -> list[float]:
    """Do ``work`` ``n`` times and return the milliseconds of each; the first ``warm`` are not counted."""
    found = []
    for turn in range(n + warm):
        started = time.perf_counter()
        work(turn)
        if turn >= warm:
            found.append((time.perf_counter() - started) * 1000)
    return found


def result(name: str, login: str, values: Iterable[float], floor: Iterable[float] = (), *, unit: str = "ms") -> Result:
    """Put measured values and their floor together."""
    values, floor = list(values), list(floor)
    p50 = statistics.median(values)
    floor_p50 = statistics.median(floor) if floor else None
    return Result(
        name=name,
        login=login,
        unit=unit,
        n=len(values),
        p50=p50,
        p95=percentile(values, 0.95),
        p99=percentile(values, 0.99),
        max=max(values),
        floor_p50=floor_p50,
        floor_p95=percentile(floor, 0.95) if floor else None,
        ratio=p50 / floor_p50 if floor_p50 else None,
    )
