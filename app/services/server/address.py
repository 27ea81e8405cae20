"""The addresses an administrator types, and what they stand for."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, exc, text
from sqlalchemy.engine import URL, make_url

from app.models.migrations.roles import INSTALLATION_ID, Roles
from app.models.words import mark, tr
from app.services.database.enrolment import Enrolment
from app.services.database.errors import error_for, office_error, sqlstate_of
from app.services.database.knock import Door, refusal_code
from app.services.errors import OutageError, UserError

UNREACHABLE = mark(
    "The server at {place} does not answer. Check the address and its certificate (sslmode, sslrootcert), and that the "
    "server runs. Nothing was changed."
)
BROKE = mark(
    "The line to the server broke. Either everything was done or nothing: type the same again, or look with "
    "./run server check."
)
_HERE = {
    "28P01": mark("The server does not take this login with this password. Nothing was changed."),
    "28000": mark("The server does not let this login in from here (pg_hba.conf). Nothing was changed."),
    "3D000": mark("There is no such database on this server. Nothing was changed."),
    "42501": mark(
        "This login may not do this. Take the server's superuser, or the login that set the office up. Nothing was "
        "changed."
    ),
    "53100": mark("The server's disk is full. Make room there, then type the same again. Nothing was changed."),
}
"""What an administrator is told instead of a person at the desk, who has things typed to worry about."""

_WORKER = re.compile(r"hd_[0-9a-f]{8}_w[0-9a-f]{12}\Z")
OWN_COMPUTER = frozenset({"127.0.0.1", "localhost", "::1", ""})


def parse(url: str | URL) -> URL:
    """Return the parts of an address such as ``postgresql://user:password@host:5432/database?sslmode=verify-full``.

    Raises:
        UserError: This is not the address of a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() != "postgresql" or not parsed.database:
        raise UserError(
            tr("This is not the address of a database. It looks like postgresql://user@host:5432/database."), code="url"
        )
    return parsed


def engine_for(url: str | URL) -> Engine:
    """Return an engine for an administrator's address; it keeps one connection."""
    return create_engine(
        parse(url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "application_name": "hotline-desk server", "gssencmode": "disable"},
        pool_size=1,
    )


@contextlib.contextmanager
def transaction(url: str | URL) -> Iterator[Connection]:
    """Give a connection in one transaction; what fails inside is told in the office's words and leaves nothing.

    Raises:
        UserError: The server refuses the login or the address is none.
        OutageError: The server cannot be reached.
    """
    engine = engine_for(url)
    translated: Exception | None = None
    entered = False
    try:
        with engine.begin() as connection:
            entered = True
            yield connection
    except (exc.DBAPIError, psycopg.Error) as problem:
        code = sqlstate_of(problem)
        if code is None and not entered:
            code = refusal_code(_door(engine.url))
        translated = _told(code, office_error(problem), engine.url, entered=entered)
    finally:
        engine.dispose()
    if translated is not None:
        raise translated


def _told(code: str | None, usual: Exception, place: URL, *, entered: bool) -> Exception:
    """Return the error as an administrator is told it."""
    if code in _HERE:
        return UserError(tr(_HERE[code]), code=code)
    if code is not None:
        return error_for(code)
    if isinstance(usual, OutageError):
        return OutageError(tr(BROKE) if entered else tr(UNREACHABLE, place=f"{place.host}:{place.port or 5432}"))
    return usual


@dataclass(frozen=True)
class Office:
    """The installation that lies in a database."""

    roles: Roles
    name: str
    desk_salt: str
    schema_version: str
    recovery_key: str = ""

    @classmethod
    def found_by(cls, connection: Connection) -> "Office":
        """Read which installation this database holds.

        Raises:
            UserError: None.
        """
        if not connection.execute(text("SELECT to_regnamespace('office') IS NOT NULL")).scalar_one():
            raise UserError(
                tr("There is no office in this database yet. Set one up with: ./run server init"), code="no_office"
            )
        owner = connection.execute(
            text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'office'")
        ).scalar_one()
        iid = str(owner)[3:11]
        if owner != f"hd_{iid}_owner" or not INSTALLATION_ID.match(iid):
            raise UserError(tr("The schema “office” in this database is not one of ours."), code="no_office")
        roles = Roles(iid)
        connection.execute(text(f'SET LOCAL ROLE "{roles.owner}"'))
        row = connection.execute(
            text("SELECT name, desk_salt, schema_version, recovery_public_key FROM office.installation")
        ).one()
        connection.execute(text("RESET ROLE"))
        return cls(roles, row.name, row.desk_salt, row.schema_version, row.recovery_public_key or "")


def enrolment_for(url: str | URL, office: Office, *, ca: Path | None = None, staff_number: str = "") -> Enrolment:
    """Return the way to the office behind ``url``, for a desk."""
    place = parse(url)
    root = ca or (Path(str(place.query["sslrootcert"])) if "sslrootcert" in place.query else None)
    own = (place.host or "") in OWN_COMPUTER
    return Enrolment(
        host=place.host or "127.0.0.1",
        port=place.port or 5432,
        database=place.database or "",
        installation=office.roles.installation,
        desk_salt=office.desk_salt,
        ca=root,
        sslmode=str(place.query.get("sslmode", "disable" if own and root is None else "verify-full")),
        name=office.name,
        staff_number=staff_number,
        recovery_key=office.recovery_key,
    )


def _door(place: URL) -> Door:
    return Door(
        host=place.host or "127.0.0.1",
        port=place.port or 5432,
        database=place.database or "",
        login=place.username or "",
        password=place.password or "",
        sslmode=str(place.query.get("sslmode", "prefer")),
        ca=Path(str(place.query["sslrootcert"])) if "sslrootcert" in place.query else None,
    )


def worker_place(url: str | URL) -> tuple[Enrolment, str, str]:
    """Return way, login and password of a worker's address.

    Raises:
        UserError: The login is not a worker's.
    """
    place = parse(url)
    login = place.username or ""
    if not _WORKER.match(login):
        raise UserError(
            tr("{login} is not a worker's login. Setting the office up showed one, with its password.", login=login),
            code="not_a_worker",
        )
    office = Office(Roles(login[3:11]), "", "", "")
    return enrolment_for(place, office), login, place.password or ""
