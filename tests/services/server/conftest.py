import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.services.database.embedded import EmbeddedServer
from app.services.database.programs import Programs

SYSTEM_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="session")
def cluster_15() -> Iterator[EmbeddedServer]:
    """A cluster of the system's PostgreSQL 15: an edge, run once by .ci/run and left out of the everyday run."""
    if not os.environ.get("HOTLINE_EDGES"):
        pytest.skip("an edge; HOTLINE_EDGES=1 runs it")
    if not (SYSTEM_15 / "initdb").exists():
        pytest.skip("no PostgreSQL 15 on this machine")
    with tempfile.TemporaryDirectory(prefix="hotline-desk-15-") as folder:
        server = EmbeddedServer(Path(folder) / "cluster", sync=False, programs=Programs(SYSTEM_15))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module", params=["18", pytest.param("15", marks=pytest.mark.edge)])
def any_cluster(request: pytest.FixtureRequest) -> EmbeddedServer:
    """The embedded PostgreSQL, then the system's PostgreSQL 15."""
    found = request.getfixturevalue("cluster" if request.param == "18" else "cluster_15")
    assert isinstance(found, EmbeddedServer)
    return found


def new_database(server: EmbeddedServer, owner: str | None = None) -> str:
    """Make an empty database and return its name."""
    name = f"empty_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        if owner:
            connection.execute(f"ALTER DATABASE {name} OWNER TO {owner}")
    return name
