"""A file of 20 MB up and down again, beside the same bytes in one table as owner."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from app.services.blobs import Blobs
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result

SIZE = 20 * 1024**2
N = 4


def run(place: Place) -> Iterator[Result]:
    """Measure upload and floor."""
    blobs = Blobs(place.desk("operator"))
    up, floor = [], []
    with tempfile.TemporaryDirectory() as folder, place.owner() as owner:
        for turn in range(N):
            path = Path(folder) / f"{turn}.bin"
            path.write_bytes(os.urandom(SIZE))
            started = time.perf_counter()
            blobs.put(path, "application/pdf")
            up.append((time.perf_counter() - started) * 1000)
            bytes_of = path.read_bytes()
            content = uuid4()
            started = time.perf_counter()
            with owner.transaction(), owner.pipeline():
                for seq in range(SIZE // 1024**2):
                    owner.execute(
                        "INSERT INTO blob_chunk VALUES (%s, %s, %s)",
                        (content, seq, bytes_of[seq * 1024**2 : (seq + 1) * 1024**2]),
                        prepare=True,
                    )
            floor.append((time.perf_counter() - started) * 1000)
    yield result("blobs 20 MB up", "operator", up, floor)
