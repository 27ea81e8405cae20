"""A file arrives whole over a line that breaks, is read back by who may, and never half."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.services import bootstrap
from app.services.blobs import CHUNK, Blobs, root_of
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.errors import OutageError, UserError
from tests.factories import a_call, a_case
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


@pytest.fixture(scope="module")
def desk(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = bootstrap.sign_in(
        database.enrolment,
        PERSONAS["operator"].staff_number,
        PASSWORD,
        clock=SystemClock(),
        folder=tmp_path_factory.mktemp("desk"),
    )
    yield made
    made.close()


class BreakingLine:
    """A desk whose line breaks before some of its calls."""

    def __init__(self, desk: Desk, breaks: set[int]) -> None:
        self.database = self
        self._inner = desk.database
        self._breaks = breaks
        self.calls: list[str] = []

    def call(self, function: str, *arguments: Any) -> Any:
        self.calls.append(function)
        if len(self.calls) in self._breaks:
            raise OutageError("away")
        return self._inner.call(function, *arguments)


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def test_a_file_of_forty_megabytes_comes_back_as_it_was(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(some_bytes(40 * CHUNK + 17))
    told: list[int] = []
    blobs = Blobs(desk)

    blob = blobs.put(path, progress=lambda done, _: told.append(done))
    with blobs.read(blob) as stored:
        assert stored.path.read_bytes() == path.read_bytes()
        assert stored.facts.media_type == "application/pdf"
        assert stored.facts.chunks == 41
        if os.name == "posix":
            assert stored.path.stat().st_mode & 0o077 == 0
        kept = stored.path
    assert not kept.exists()
    assert told == [*(n * CHUNK for n in range(1, 41)), 40 * CHUNK + 17]


def test_a_line_that_breaks_goes_on_where_it_stopped(desk: Desk) -> None:
    data = some_bytes(5 * CHUNK)
    line = BreakingLine(desk, {4})
    blob = Blobs(line).put(data)  # type: ignore[arg-type]  # a desk with a bad line

    assert line.calls.count("put_chunk") == 6
    assert Blobs(desk).read_bytes(blob) == data


def test_a_line_that_stays_away_is_resumed_by_a_later_try(desk: Desk) -> None:
    data = some_bytes(3 * CHUNK)
    blob = uuid4()
    line = BreakingLine(desk, set(range(3, 40)))
    with pytest.raises(OutageError):
        Blobs(line).put(data, blob_id=blob)  # type: ignore[arg-type]  # a desk with a bad line
    later = BreakingLine(desk, set())
    Blobs(later).put(data, blob_id=blob)  # type: ignore[arg-type]  # counts its calls

    assert later.calls == ["begin_blob", "put_chunk", "put_chunk", "finish_blob"]
    assert Blobs(desk).read_bytes(blob) == data


def test_sending_a_stored_file_again_sends_nothing(desk: Desk) -> None:
    blob = Blobs(desk).put(b"receipt")
    again = BreakingLine(desk, set())
    Blobs(again).put(b"receipt", blob_id=blob)  # type: ignore[arg-type]  # counts its calls

    assert again.calls == ["begin_blob"]


def test_a_file_that_arrived_with_another_hash_is_nobodys(desk: Desk) -> None:
    blob = uuid4()
    desk.database.call("begin_blob", blob, "text/plain", 3, root_of(b"abc"))
    desk.database.call("put_chunk", blob, 0, b"abd")
    with pytest.raises(UserError) as refused:
        desk.database.call("finish_blob", blob)
    assert refused.value.code == "damaged"
    with pytest.raises(UserError) as unseen:
        Blobs(desk).facts(blob)
    assert unseen.value.code == "not_found"


def test_a_file_larger_than_the_office_allows_is_said_before_it_is_sent(desk: Desk) -> None:
    with pytest.raises(UserError) as refused:
        desk.database.call("begin_blob", uuid4(), "text/plain", 5 << 30, "0" * 64)
    assert refused.value.code == "too_large"


def test_until_it_is_attached_a_file_is_only_its_uploaders(database: TestDatabase, desk: Desk, tmp_path: Path) -> None:
    blob = Blobs(desk).put(b"secret letter")
    colleague = bootstrap.sign_in(
        database.enrolment, PERSONAS["operator_2"].staff_number, PASSWORD, clock=SystemClock(), folder=tmp_path / "2"
    )
    with pytest.raises(UserError):
        Blobs(colleague).facts(blob)
    material = {"id": str(uuid4()), "blob_id": str(blob), "title": "凭证", "kind": "evidence"}
    case = desk.command("register_case", a_case(contact=a_call(), materials=[material]))
    assert UUID(case["id"])
    assert Blobs(colleague).read_bytes(blob) == b"secret letter"
    colleague.close()
