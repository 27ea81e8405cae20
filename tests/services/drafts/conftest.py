"""A person at a desk: a folder, a clock that stands, keys under a cheap password lock."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.services.clock import SetClock
from app.services.drafts.boxes import Cost
from app.services.drafts.folder import person_folder
from app.services.drafts.journal import DraftStore
from app.services.drafts.keys import unlock
from app.services.drafts.outbox import Outbox

CHEAP = Cost(time=1, memory_kib=64, lanes=1)
LOGIN = "hd_0a1b2c3d_p00112233aabb"
PASSWORD = "春眠不觉晓"
DRAFT = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture
def clock():
    return SetClock(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path):
    return person_folder(tmp_path / "people", LOGIN)


@pytest.fixture
def keys(folder):
    return unlock(folder, LOGIN, PASSWORD, cost=CHEAP)


@pytest.fixture
def open_store(folder, keys, clock):
    """Return a function that opens the person's drafts; all are closed at the end."""
    opened = []

    def opens(**settings):
        settings = {"reserve_bytes": 4096} | settings
        store = DraftStore(folder, settings.pop("keys", keys), clock, **settings)
        opened.append(store)
        return store

    yield opens
    for store in opened:
        store.close()


@pytest.fixture
def open_outbox(folder, keys, clock):
    """Return a function that opens the person's outbox; all are closed at the end."""
    opened = []

    def opens(**settings):
        outbox = Outbox(folder, settings.pop("keys", keys), clock, **settings)
        opened.append(outbox)
        return outbox

    yield opens
    for outbox in opened:
        outbox.close()
