"""Brings a backup back into an empty database and compares it with what was backed up."""

import contextlib
import json
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.engine import URL

from app.models.migrations.apply import doors
from app.models.migrations.roles import Roles
from app.models.words import tr
from app.services.database.programs import ProgramError
from app.services.errors import UserError
from app.services.server.address import transaction
from app.services.server.backup import DUMP, ROLES, Manifest, connection_words, programs_for, verify
from app.services.server.fingerprint import fingerprint
from app.services.server.provision import gate_statements, refuse_what_is_there
from app.services.server.rolebook import RoleBook, default_statements, group_statements, login_statements

_PIECE = 1 << 20
_NEWER_SETTINGS = b"SET transaction_timeout = 0;\n"


def restore(url: str | URL, file: Path, *, same_server: bool = False) -> Manifest:
    """Restore ``file`` into the empty database behind ``url``: all of it or nothing.

    Args:
        url: The empty database, under a superuser or its owner with CREATEROLE.
        file: A backup.
        same_server: The server still has this installation's roles (another database of it was lost); they stay as
            they are, passwords included.

    Raises:
        UserError: The file is damaged, the database is not empty, or the roles are there; nothing was changed. Or
            what arrived differs from what was backed up; then nobody may work with it.
        OutageError: The server is away or its programs failed; nothing was changed.
    """
    manifest = verify(file)
    roles = Roles(manifest.installation)
    with transaction(url) as connection:
        refuse_what_is_there(connection, None if same_server else roles)
        version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
        superuser = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")).scalar_one()
        database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    with zipfile.ZipFile(file) as archive:
        book = RoleBook.from_json(json.loads(archive.read(ROLES)))
        statements = list(default_statements(roles))
        if not same_server:
            made = group_statements(roles, book.migrate_verifier, version=version, superuser=superuser)
            statements = [*made, *login_statements(book, version=version), *statements]
        closing = list(gate_statements(roles, database))
        if superuser:
            closing += [roles.fill(door.sql) for door in doors() if door.role == "superuser"]
        with archive.open(DUMP) as dump:
            _pour(url, version, (statements, closing), dump)
    with transaction(url) as connection:
        connection.execute(text(f'SET LOCAL ROLE "{roles.owner}"'))
        arrived = fingerprint(connection)
        different = sorted(name for name in manifest.tables | arrived if manifest.tables.get(name) != arrived.get(name))
        if different:
            raise UserError(
                tr(
                    "What arrived differs from the backup in: {tables}. Do not work with this database.",
                    tables=", ".join(different),
                ),
                code="differs",
            )
        connection.execute(text("SELECT office.after_restore()"))
        connection.execute(
            text(
                "UPDATE office.installation"
                " SET settings = settings || jsonb_build_object('restored_from', CAST(:at AS text))"
            ),
            {"at": manifest.made_at},
        )
    return manifest


def _pour(url: str | URL, version: int, around: tuple[list[str], list[str]], dump: IO[bytes]) -> None:
    """Send roles, dump and closed gates through one psql in one transaction: nobody enters in between."""
    programs = programs_for(version)
    words, environment = connection_words(url)
    read = [programs.path("pg_restore"), "--file=-"]
    send = [programs.path("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    send += ["--no-password", "--file=-", f"--dbname={words}"]
    with (
        tempfile.TemporaryFile() as complaint,
        subprocess.Popen(read, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaint) as reader,
        subprocess.Popen(
            send, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaint, env=environment
        ) as sender,
    ):
        feeder = threading.Thread(target=_feed, args=(dump, _pipe(reader.stdin)))
        feeder.start()
        try:
            with _pipe(sender.stdin) as script:
                for piece in _script(*around, _pipe(reader.stdout)):
                    script.write(piece)
        except BrokenPipeError:
            reader.kill()
        feeder.join()
        codes = (reader.wait(), sender.wait())
        complaint.seek(0)
        output = complaint.read().decode("utf-8", errors="replace")
    if any(codes):
        raise ProgramError("psql" if codes[1] else "pg_restore", output)


def _script(before: list[str], after: list[str], dump: IO[bytes]) -> Iterator[bytes]:
    for statement in before:
        yield f"{statement};\n".encode()
    # Programs newer than the server set what it does not know; that stands in the head of the script only.
    for line in dump:
        if line != _NEWER_SETTINGS:
            yield line
        if line.startswith(b"CREATE "):
            break
    while piece := dump.read(_PIECE):
        yield piece
    for statement in after:
        yield f"{statement};\n".encode()


def _feed(source: IO[bytes], sink: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError), sink:  # the reader gave up: its own exit code tells
        shutil.copyfileobj(source, sink, _PIECE)


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise ValueError("not a pipe")
    return end
