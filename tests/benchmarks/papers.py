"""A mail round: five hundred papers one after the other, and what the memory does meanwhile."""

import time
from collections.abc import Iterator

import psutil

from tests.benchmarks.paper import make, press
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result

N = 500


def run(_: Place) -> Iterator[Result]:
    """Measure the round, and the growth of the process over its second half."""
    printer = press()
    make(printer, 0)
    own = psutil.Process()
    started, half = time.perf_counter(), 0
    for turn in range(N):
        make(printer, turn)
        if turn == N // 2:
            half = own.memory_info().rss
    yield result("papers of 500", "clerk", [(time.perf_counter() - started) * 1000])
    yield result("papers memory growth", "clerk", [(own.memory_info().rss - half) / 1024**2], unit="MB")
