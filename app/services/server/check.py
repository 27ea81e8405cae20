"""Looks an office's server over: what is in order, what is not, and what to do about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from app.models.migrations.apply import doors, head
from app.models.transitions import COMMAND_KINDS, TRANSITIONS
from app.models.vocabulary import ROLE_PERMISSIONS
from app.models.words import tr
from app.services.clock import Clock
from app.services.server.address import OWN_COMPUTER, Office, parse, transaction
from app.services.server.rolebook import lost_logins
from app.services.server.work import SILENT_AFTER


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: What was looked at, for tests and scripts.
        fine: Whether it is in order.
        text: One sentence in the reader's language: how it is, and what to do.
    """

    name: str
    fine: bool
    text: str


def check(url: str | URL, clock: Clock, *, register: Path | None = None) -> list[Finding]:
    """Look the office behind ``url`` over; changes nothing.

    Args:
        url: The database, under a superuser, the one who set it up, or the migration login.
        clock: Tells how long workers have been silent.
        register: Folder with exported heads of the audit chain; the newest one is compared.

    Raises:
        UserError: There is no office behind the address, or the login may not look.
        OutageError: The server is away.
    """
    with transaction(url) as connection:
        office = Office.found_by(connection)
        found = [
            *_release(connection, office),
            *_gates(connection),
            _line(connection, parse(url)),
            _logins(connection, office),
        ]
        connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
        found += [_rules(connection), _worker(connection, clock), _audit(connection, register)]
    return found


def _release(connection: Connection, office: Office) -> Iterator[Finding]:
    same = office.schema_version == head()
    yield Finding(
        "schema",
        same,
        tr("The schema is at {version}, as this release wants it.", version=head())
        if same
        else tr(
            "The schema is at {theirs}, this release wants {ours}. Type: ./run server upgrade",
            theirs=office.schema_version,
            ours=head(),
        ),
    )
    connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
    rows = connection.execute(text("SELECT name, digest FROM office.door_file"))
    applied = {row.name: row.digest for row in rows}
    connection.execute(text("RESET ROLE"))
    other = [door.name for door in doors() if applied.get(door.name) != door.digest and door.role != "superuser"]
    yield Finding(
        "doors",
        not other,
        tr("All doors into the database are this release's.")
        if not other
        else tr("These doors are not this release's: {files}. Type: ./run server upgrade", files=", ".join(other)),
    )


def _gates(connection: Connection) -> Iterator[Finding]:
    open_gates = connection.execute(
        text(
            "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
            " OR has_database_privilege('public', current_database(), 'TEMPORARY')"
            " OR has_schema_privilege('public', 'public', 'USAGE')"
            " OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'office'::regnamespace"
            "            AND has_function_privilege('public', oid, 'EXECUTE'))"
        )
    ).scalar_one()
    yield Finding(
        "gates",
        not open_gates,
        tr("Strangers of this server may not enter the database.")
        if not open_gates
        else tr("Strangers of this server may enter the database. Type as its owner: ./run server upgrade"),
    )
    told = connection.execute(
        text(
            "SELECT has_table_privilege('public', 'pg_catalog.pg_roles', 'SELECT')"
            " OR has_function_privilege('public', 'pg_catalog.pg_relation_size(regclass)', 'EXECUTE')"
        )
    ).scalar_one()
    yield Finding(
        "catalogs",
        not told,
        tr("PostgreSQL's catalogs tell people no more than they must.")
        if not told
        else tr("PostgreSQL's catalogs tell people who else exists. Type as superuser: ./run server upgrade"),
    )


def _line(connection: Connection, place: URL) -> Finding:
    safe = (place.host or "") in OWN_COMPUTER or bool(
        connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar()
    )
    return Finding(
        "line",
        safe,
        tr("The line to the server is encrypted, or does not leave this computer.")
        if safe
        else tr("The line to the server is not encrypted. Set ssl = on and allow only hostssl in pg_hba.conf."),
    )


def _logins(connection: Connection, office: Office) -> Finding:
    lost = len(lost_logins(connection, office.roles))
    return Finding(
        "logins",
        not lost,
        tr("Every login can be changed from the office's own window.")
        if not lost
        else tr(
            "{n} logins cannot be changed from the window any more. Type as superuser: ./run server upgrade", n=lost
        ),
    )


def _rules(connection: Connection) -> Finding:
    """Compare what the database enforces with what this release's window offers."""
    steps = connection.execute(
        text("SELECT command, kind, from_state, to_state, event, permission, at FROM office.transition")
    ).all()
    kinds = connection.execute(
        text("SELECT kind, subject, handler, permission, approvable, undoable FROM office.command_kind")
    ).all()
    rights = connection.execute(text("SELECT role, permission FROM office.role_permission")).all()
    same = (
        {tuple(row) for row in steps} == {tuple(map(_plain, vars(row).values())) for row in TRANSITIONS}
        and {tuple(row) for row in kinds} >= {tuple(map(_plain, vars(row).values())) for row in COMMAND_KINDS}
        and {tuple(row) for row in rights}
        == {(role.value, right.value) for role, granted in ROLE_PERMISSIONS.items() for right in granted}
    )
    return Finding(
        "rules",
        same,
        tr("The database enforces the same steps and rights the window offers.")
        if same
        else tr("The database enforces other steps or rights than the window offers. Type: ./run server upgrade"),
    )


def _worker(connection: Connection, clock: Clock) -> Finding:
    last = connection.execute(text("SELECT max(at) FROM office.worker_beat")).scalar()
    minutes = None if last is None else int((clock.now() - last).total_seconds() // 60)
    if minutes is None:
        return Finding("worker", False, tr("No worker has run yet. Type: ./run server work"))
    fine = minutes * 60 < SILENT_AFTER.total_seconds()
    return Finding(
        "worker",
        fine,
        tr("A worker is running.")
        if fine
        else tr("No worker has run for {n} minutes. Type: ./run server work", n=minutes),
    )


def _audit(connection: Connection, register: Path | None) -> Finding:
    try:
        head_seal, head_hash = _newest_head(register)
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(
            "audit",
            False,
            tr(
                "The newest exported head in {folder} cannot be read. Take the folder of another copy.", folder=register
            ),
        )
    broken = connection.execute(
        text("SELECT office.verify_audit(CAST(:seal AS integer), CAST(:hash AS text))"),
        {"seal": head_seal, "hash": head_hash},
    ).scalar()
    return Finding(
        "audit",
        broken is None,
        tr("The audit chain is unbroken.")
        if broken is None
        else tr("The audit chain is broken at {seal}: rows were changed from outside the doors.", seal=broken),
    )


def _newest_head(register: Path | None) -> tuple[int | None, str | None]:
    if register is not None and not register.is_dir():
        raise NotADirectoryError(register)
    files = sorted(register.glob("audit-*.jsonl")) if register else []
    lines = files[-1].read_text(encoding="utf-8").splitlines() if files else []
    if not lines:
        return None, None
    content = json.loads(lines[-1])
    return content["seal"], content["hash"]


def _plain(value: object) -> object:
    return getattr(value, "value", value)
