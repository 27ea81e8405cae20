"""The loaded office in its folder: loaded once for a number of cases and a schema, used by every later run."""

import hashlib
import pickle
from collections.abc import Callable

import psycopg
from sqlalchemy import create_engine

from app.models.migrations.apply import DOORS, apply
from app.services.database.embedded import EmbeddedServer
from app.services.server.provision import close_gates
from tests.benchmarks.load import check, load
from tests.office import ROOT, TestDatabase, build_template, clone

NOTE = "loaded.pickle"
ROWS = (
    ("app/models/tables", "*.py"),
    ("app/models/migrations/versions", "*.py"),
    ("app/services/training", "*.py"),
    ("resources/training", "*.toml"),
    ("tests/benchmarks", "load.sql"),
    ("tests/benchmarks", "stage.py"),
)


def loaded_office(server: EmbeddedServer, cases: int, say: Callable[[str], None]) -> TestDatabase:
    """Return an office with ``cases`` cases on a running server.

    One loaded before with the same tables and the same loader is taken as it is, with today's doors; where these have
    changed, the sample is checked against them again.
    """
    note = server.folder.parent / NOTE
    rows, doors = _digest(*ROWS), _digest((str(DOORS.relative_to(ROOT)), "*.sql"))
    kept = pickle.loads(note.read_bytes()) if note.exists() else {}  # noqa: S301 written below by ourselves
    if (kept.get("cases"), kept.get("rows")) == (cases, rows):
        office = TestDatabase(server, kept["provisioned"], kept["name"])
        if kept["doors"] != doors:
            say("giving the loaded office today's doors …")
            _open_doors(office)
            note.write_bytes(pickle.dumps(kept | {"doors": doors}))
        return office
    say(f"loading {cases:,} cases …")
    note.unlink(missing_ok=True)
    fresh = clone(build_template(server))
    office = TestDatabase(server, fresh.provisioned, f"bench_{cases}")
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {office.name} WITH (FORCE)")
        connection.execute(f"ALTER DATABASE {fresh.name} RENAME TO {office.name}")
    say(f"loaded in {load(office.superuser_url, cases):.0f} s")
    found = {"cases": cases, "rows": rows, "doors": doors, "name": office.name, "provisioned": office.provisioned}
    note.write_bytes(pickle.dumps(found))
    return office


def _open_doors(office: TestDatabase) -> None:
    engine = create_engine(office.superuser_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        apply(connection, office.roles)
        close_gates(connection, office.roles)
    engine.dispose()
    with office.superuser() as connection:
        connection.execute("SET search_path = office, public")
        check(connection)


def _digest(*places: tuple[str, str]) -> str:
    found = hashlib.sha256()
    for folder, pattern in places:
        for path in sorted((ROOT / folder).rglob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
