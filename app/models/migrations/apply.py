"""Brings a database to this release: alembic versions, then the SQL doors, in the caller's one transaction.

A door file runs as the installation's owner. Its first line may say otherwise: ``-- as: keeper`` for the functions
that make logins, ``-- as: superuser`` for what only a superuser can take away from PostgreSQL's catalogs.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.models.migrations import seeds
from app.models.migrations.roles import Roles

SCHEMA = "office"
HERE = Path(__file__).parent
DOORS = HERE / "doors"
_LOCK = 1231512315
_AS = re.compile(r"-- as: (\w+)")


class DoorError(Exception):
    """A door file cannot be applied under the login this upgrade runs with.

    Attributes:
        file: Name of the file.
    """

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@dataclass(frozen=True)
class Door:
    """One SQL file of doors."""

    name: str
    role: str
    sql: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.sql.encode("utf-8")).hexdigest()


def doors(folder: Path = DOORS) -> Iterator[Door]:
    """Yield the door files in the order they are applied."""
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        role = _AS.match(sql)
        yield Door(path.name, role.group(1) if role else "owner", sql)


def config(connection: Connection | None = None) -> Config:
    """Return alembic's configuration; there is no ini file."""
    found = Config()
    found.set_main_option("script_location", str(HERE).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    found.attributes["connection"] = connection
    return found


def head() -> str:
    """Return the newest schema version this release knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def apply(connection: Connection, roles: Roles, *, folder: Path = DOORS) -> list[str]:
    """Bring the database to this release and return the door files that were left as they are.

    Waits at most 4 s for each lock; a second upgrade at the same time waits for the first.

    Args:
        connection: In a transaction of a superuser, of the one who set the installation up, or of its migration login.
        roles: The installation's roles.
        folder: The door files.

    Raises:
        DoorError: A file has changed that this login may not apply.
    """
    connection.execute(text("SET LOCAL lock_timeout = '60s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    connection.execute(text("SET LOCAL lock_timeout = '4s'"))
    connection.execute(text(f'SET LOCAL ROLE "{roles.owner}"'))
    connection.execute(text(f"SET LOCAL search_path = {SCHEMA}"))
    command.upgrade(config(connection), "head")
    left = [door.name for door in doors(folder) if not _open(connection, roles, door)]
    seeds.load(connection)
    connection.execute(text("RESET ROLE"))
    return left


def _open(connection: Connection, roles: Roles, door: Door) -> bool:
    """Apply one file; ``False`` when this login may not and the file is the one already applied."""
    allowed = connection.execute(
        text(
            "SELECT CASE WHEN :role = 'superuser' THEN rolsuper ELSE pg_has_role(session_user, CAST(:name AS name), "
            "'MEMBER') END FROM pg_roles WHERE rolname = session_user"
        ),
        {"role": door.role, "name": roles.owner if door.role == "superuser" else getattr(roles, door.role)},
    ).scalar_one()
    if not allowed:
        if door.role != "superuser" and _applied(connection, door) != door.digest:
            raise DoorError(door.name)
        return False
    if door.role == "superuser":
        connection.execute(text("RESET ROLE"))
    elif door.role != "owner":
        role = getattr(roles, door.role)
        # Whoever replaces a function needs CREATE on its schema; these roles have it for this moment only.
        connection.execute(text(f'GRANT CREATE, USAGE ON SCHEMA {SCHEMA} TO "{role}"'))
        connection.execute(text(f'SET LOCAL ROLE "{role}"'))
    connection.exec_driver_sql(roles.fill(door.sql), execution_options={"no_parameters": True})
    connection.execute(text(f'SET LOCAL ROLE "{roles.owner}"'))
    if door.role not in {"owner", "superuser"}:
        connection.execute(text(f'REVOKE CREATE ON SCHEMA {SCHEMA} FROM "{getattr(roles, door.role)}"'))
    connection.execute(
        text("INSERT INTO office.door_file VALUES (:name, :digest) ON CONFLICT (name) DO UPDATE SET digest = :digest"),
        {"name": door.name, "digest": door.digest},
    )
    return True


def _applied(connection: Connection, door: Door) -> str | None:
    return connection.execute(
        text("SELECT digest FROM office.door_file WHERE name = :name"), {"name": door.name}
    ).scalar()
