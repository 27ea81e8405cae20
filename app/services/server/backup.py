"""Writes an office into one verified file: schema, rows, blobs, group roles, logins and what they may enter."""

import contextlib
import hashlib
import json
import os
import subprocess
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import URL

from app.models.words import tr
from app.services.clock import Clock
from app.services.database.programs import ProgramError, Programs, clean_environment, find_programs
from app.services.errors import UserError
from app.services.server.address import Office, parse, transaction
from app.services.server.fingerprint import Print, fingerprint
from app.services.server.rolebook import read_roles

FORMAT = 1
DUMP, ROLES, MANIFEST = "office.dump", "roles.json", "manifest.json"
_PIECE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup file says about itself.

    Attributes:
        format: Version of this layout.
        made_at: ISO instant.
        installation: The installation's id.
        name: The office's name.
        schema_version: Schema the rows have.
        server_version: ``server_version_num`` of the server it comes from.
        with_logins: Whether people can sign in after a restore (made by a superuser).
        tables: Print of the rows.
        files: SHA-256 of the parts.
    """

    format: int
    made_at: str
    installation: str
    name: str
    schema_version: str
    server_version: int
    with_logins: bool
    tables: Print
    files: dict[str, str]

    @property
    def rows(self) -> int:
        """Number of rows in all tables."""
        return sum(count for count, _ in self.tables.values())


def backup(url: str | URL, file: Path, clock: Clock) -> Manifest:
    """Write the office behind ``url`` into ``file``, read it back, and only then give it its name.

    People go on working meanwhile: the file holds one moment of the office.

    Args:
        url: The database, under a superuser (then logins and their verifiers are in it) or the migration login.
        file: The file; one that exists is replaced only by a complete one.
        clock: Tells the time written into it.

    Raises:
        UserError: The disk is full or cannot be written; an earlier file is untouched.
        OutageError: The server is away or its programs failed.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        manifest = _write(url, part, clock)
        verify(part)
        part.replace(file)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
        raise UserError(
            tr(
                "The backup {file} cannot be written ({reason}). Earlier backups are untouched.",
                file=file,
                reason=reason,
            ),
            code="cannot_write",
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def verify(file: Path) -> Manifest:
    """Read a backup from end to end and return what it says about itself.

    Raises:
        UserError: It is no backup, is damaged, or comes from a newer release.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            content = json.loads(archive.read(MANIFEST))
            content["tables"] = {name: (rows, mark) for name, (rows, mark) in content["tables"].items()}
            manifest = Manifest(**content)
            sound = all(_digest(archive, name) == digest for name, digest in manifest.files.items())
            sound = sound and set(manifest.files) == {DUMP, ROLES}
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, RuntimeError):
        sound, manifest = False, None
    if manifest is None or not sound:
        raise UserError(
            tr("{file} is damaged or is no backup of Hotline Desk. Take the one before it.", file=file), code="damaged"
        )
    if manifest.format > FORMAT:
        raise UserError(tr("{file} was made by a newer release. Install that one first.", file=file), code="too_new")
    return manifest


def programs_for(version: int) -> Programs:
    """Return the programs to dump and restore a server of ``version`` (``server_version_num``) with.

    Raises:
        UserError: Only older ones are here; they cannot read a newer server.
    """
    major = version // 10000
    with contextlib.suppress(UserError):
        return find_programs(major)
    newest = find_programs()
    if newest.major < major:
        raise UserError(
            tr(
                "The server is PostgreSQL {theirs}; this computer only has the programs of {ours}.",
                theirs=major,
                ours=newest.major,
            ),
            code="programs_too_old",
        )
    return newest


def connection_words(url: str | URL) -> tuple[str, dict[str, str]]:
    """Return the address for PostgreSQL's own programs, and the environment with the password it must not show."""
    place = parse(url)
    words = {"host": place.host, "port": place.port, "user": place.username, "dbname": place.database}
    words |= {key: str(value) for key, value in place.query.items()}
    environment = clean_environment() | ({"PGPASSWORD": place.password} if place.password else {})
    return make_conninfo("", **{key: value for key, value in words.items() if value is not None}), environment


def _write(url: str | URL, part: Path, clock: Clock) -> Manifest:
    with transaction(url) as connection, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        office = Office.found_by(connection)
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
        book = read_roles(connection, office.roles)
        with_logins = book.migrate_verifier is not None
        files = {ROLES: _put(archive, ROLES, json.dumps(book.as_json(), ensure_ascii=False).encode())}
        files[DUMP] = _dump(url, archive, snapshot, version, None if with_logins else office.roles.owner)
        connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
        manifest = Manifest(
            format=FORMAT,
            made_at=clock.now().isoformat(),
            installation=office.roles.installation,
            name=office.name,
            schema_version=office.schema_version,
            server_version=version,
            with_logins=with_logins,
            tables=fingerprint(connection),
            files=files,
        )
        _put(archive, MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())
    return manifest


def _dump(url: str | URL, archive: zipfile.ZipFile, snapshot: str, version: int, role: str | None) -> str:
    words, environment = connection_words(url)
    command = [programs_for(version).path("pg_dump"), "--format=custom", "--schema=office", "--no-password"]
    command += [f"--snapshot={snapshot}", f"--dbname={words}", *([f"--role={role}"] if role else [])]
    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as complaint:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaint, env=environment
        ) as dump:
            try:
                with archive.open(DUMP, "w", force_zip64=True) as member:
                    for piece in _pieces(dump.stdout):
                        digest.update(piece)
                        member.write(piece)
            except OSError:
                dump.kill()
                raise
        if dump.returncode:
            complaint.seek(0)
            raise ProgramError("pg_dump", complaint.read().decode("utf-8", errors="replace"))
    return digest.hexdigest()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> str:
    archive.writestr(name, content)
    return hashlib.sha256(content).hexdigest()


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        for piece in _pieces(member):
            digest.update(piece)
    return digest.hexdigest()


def _pieces(source: "IO[bytes] | None") -> Any:
    return iter(lambda: source.read(_PIECE) if source else b"", b"")
