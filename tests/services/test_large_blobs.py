"""A large attachment over a line that keeps breaking: it goes on where it stopped, and memory does not grow with it."""

import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from app.services import bootstrap
from app.services.blobs import CHUNK, Blobs
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.errors import OutageError
from tests.lines import Line
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS

MEGABYTES = 200 if os.environ.get("HOTLINE_LONG") else 24
BREAK_EVERY = MEGABYTES // 4


@pytest.fixture
def line(database: TestDatabase) -> Iterator[Line]:
    made = Line(database.enrolment.port)
    yield made
    made.close()


@pytest.fixture
def desk(database: TestDatabase, line: Line, tmp_path: Path) -> Iterator[Desk]:
    enrolment = replace(database.enrolment, host="127.0.0.1", port=line.port)
    made = bootstrap.sign_in(
        enrolment, PERSONAS["operator"].staff_number, PASSWORD, clock=SystemClock(), folder=tmp_path / "desk"
    )
    yield made
    made.close()


def test_a_large_file_over_a_line_that_breaks_goes_on_where_it_stopped(
    desk: Desk, line: Line, database: TestDatabase, tmp_path: Path
) -> None:
    path = tmp_path / "recording.wav"
    with path.open("wb") as file:
        for _ in range(MEGABYTES):
            file.write(os.urandom(CHUNK))
    told: list[int] = []
    cuts = 0

    def progress(done: int, of: int) -> None:
        nonlocal cuts
        assert of == MEGABYTES * CHUNK
        told.append(done)
        if done // CHUNK == (cuts + 1) * BREAK_EVERY and cuts < 3:
            cuts += 1
            line.cut()

    blobs, blob_id, tries = Blobs(desk), uuid4(), 0
    tracemalloc.start()
    try:
        while True:
            tries += 1
            try:
                blobs.put(path, blob_id=blob_id, progress=progress)
                break
            except OutageError:
                reached = told[-1]
                line.mend()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (cuts, tries) == (3, 4)
    assert reached == 3 * BREAK_EVERY * CHUNK
    # Each piece was told once: nothing that had arrived was sent again.
    assert told == sorted(set(told))
    assert len(told) == MEGABYTES
    assert peak < 16 * CHUNK
    with database.superuser() as behind:
        row = behind.execute("SELECT complete, size FROM office.blob WHERE id = %s", (blob_id,)).fetchone()
    assert row == (True, MEGABYTES * CHUNK)
    with blobs.read(blob_id) as stored, path.open("rb") as sent, stored.path.open("rb") as back:
        while piece := sent.read(CHUNK):
            assert back.read(CHUNK) == piece
