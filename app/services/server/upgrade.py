"""Brings an office's database to this release, all of it or nothing."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from app.models.migrations.apply import DoorError, apply, head
from app.models.words import tr
from app.services.database.errors import BusyError
from app.services.errors import UserError
from app.services.server.address import Office, transaction
from app.services.server.provision import OLDEST_CLIENT, close_gates
from app.services.server.rolebook import give_back_logins

_ATTEMPTS = 5


@dataclass(frozen=True)
class Upgraded:
    """From which schema version to which, and the door files only a superuser can apply that were left."""

    before: str
    after: str
    left: tuple[str, ...]


def upgrade(url: str | URL) -> Upgraded:
    """Upgrade the office behind ``url``; desks of the release before go on working.

    Args:
        url: The database, under its migration login, the one who set it up, or a superuser.

    Raises:
        UserError: The database is newer than this release, or the login may not do this; nothing was changed.
        OutageError: The server is away, or in five attempts a lock was not free within 4 s; nothing was changed.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            return _upgrade(url)
        except BusyError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(attempt)
        except DoorError as problem:
            raise UserError(
                tr(
                    "This release changes how logins are made ({file}). Run this upgrade once under the login that set "
                    "the office up, or as the server's superuser. Nothing was changed.",
                    file=problem.file,
                ),
                code="needs_keeper",
            ) from None
    raise AssertionError  # the last attempt returns or raises


def _upgrade(url: str | URL) -> Upgraded:
    with transaction(url) as connection:
        office = Office.found_by(connection)
        if office.schema_version > head():
            raise UserError(
                tr(
                    "The database has schema {theirs}, this release knows {ours}. Take the newer release.",
                    theirs=office.schema_version,
                    ours=head(),
                ),
                code="schema_too_new",
            )
        left = apply(connection, office.roles)
        if _may_close_gates(connection):
            close_gates(connection, office.roles)
        if _is_superuser(connection):
            give_back_logins(connection, office.roles)
        connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
        connection.execute(
            text("UPDATE office.installation SET schema_version = :version, oldest_client = :oldest"),
            {"version": head(), "oldest": OLDEST_CLIENT},
        )
    return Upgraded(office.schema_version, head(), tuple(left))


def _is_superuser(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")).scalar_one())


def _may_close_gates(connection: Connection) -> bool:
    return bool(
        connection.execute(
            text(
                "SELECT pg_has_role(session_user, datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()"
            )
        ).scalar_one()
    )
