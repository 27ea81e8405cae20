"""From one desk's commit to another desk's knowledge."""

import queue
import time
from collections.abc import Iterator

from app.services.live import Change, Live
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.factories import a_case

N = 40


def run(place: Place) -> Iterator[Result]:
    """Measure how long it takes until a colleague's desk has been told of a new case."""
    heard: queue.Queue[tuple[Change, float]] = queue.Queue()
    live = Live(
        place.desk("operator_2").database, lambda change: heard.put((change, time.perf_counter())), lambda _: None
    )
    live.start()
    time.sleep(1)
    desk, values = place.desk("operator"), []
    try:
        for _ in range(N):
            case = a_case()
            desk.command("register_case", case)
            started = time.perf_counter()
            while True:
                change, at = heard.get(timeout=10)
                if str(change.subject) == case["id"]:
                    values.append((at - started) * 1000)
                    break
    finally:
        live.close()
    yield result("live", "operator_2", values)
