"""Sets an installation up on an empty database: roles, schema, doors, closed gates and the first administrator."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from app.models.migrations.apply import SCHEMA, apply, head
from app.models.migrations.roles import Roles
from app.models.words import tr
from app.services.database import scram
from app.services.database.enrolment import Enrolment, login_name
from app.services.errors import UserError
from app.services.server.address import Office, enrolment_for, transaction
from app.services.server.rolebook import default_statements, group_statements, schema_statements

OLDEST_CLIENT = "0.1.0"
"""The oldest desk that may still work with a database of this release."""


@dataclass(frozen=True, kw_only=True)
class FirstAdmin:
    """The person who signs in first and makes all the others.

    Attributes:
        staff_number: What the person types at sign-in.
        name: The person's name.
        password: The first password.
        must_change: Whether the password is for one use.
        unit_level: Level of the first unit, named like the office: province, city, county, station or association.
        unit_is_authority: Whether that unit decides in its own name (Order 121 Art. 13).
        unit_id: The first unit's permanent id; drawn when not given.
        unit_code: Its code; ``1`` when not given.
    """

    staff_number: str
    name: str
    password: str
    must_change: bool = True
    unit_level: str = "city"
    unit_is_authority: bool = False
    unit_id: str | None = None
    unit_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Provisioned:
    """What setting up left behind; the two passwords are shown once and kept nowhere.

    Attributes:
        enrolment: The way to the database, for the administrator's desk.
        migrate_password: Password of the migration login.
        worker_login: Login of the background worker.
        worker_password: Its password.
        left: Door files that need a superuser and were not applied.
    """

    enrolment: Enrolment
    migrate_password: str
    worker_login: str
    worker_password: str
    left: tuple[str, ...]


def init(
    url: str | URL,
    name: str,
    admin: FirstAdmin,
    *,
    installation: str | None = None,
    ca: Path | None = None,
    recovery_key: str = "",
) -> Provisioned:
    """Set an installation up; either all of it or, after an error, nothing.

    Args:
        url: The empty database, under a superuser or its owner with CREATEROLE.
        name: The office's name.
        admin: The first administrator.
        installation: Id of the installation, 8 lowercase hex digits; drawn when not given.
        ca: Certificate of the authority that signed the server's, for the enrolment file.
        recovery_key: Public half of the centre's recovery key (``drafts.recovery``), for every desk's enrolment.

    Raises:
        UserError: The database is not empty, the id is taken, or the login may not do this; nothing was changed.
        OutageError: The server cannot be reached.
    """
    roles = Roles(installation or secrets.token_hex(4))
    desk_salt = secrets.token_hex(16)
    migrate_password, worker_password = secrets.token_urlsafe(18), secrets.token_urlsafe(24)
    worker_login = f"hd_{roles.installation}_w{secrets.token_hex(6)}"
    with transaction(url) as connection:
        refuse_what_is_there(connection, roles)
        _create_roles(connection, roles, migrate_password)
        left = apply(connection, roles)
        close_gates(connection, roles)
        _found(connection, Office(roles, name, desk_salt, head(), recovery_key), admin)
        connection.execute(
            text("SELECT office.create_login(:login, :verifier, 'worker')"),
            {"login": worker_login, "verifier": scram.verifier(worker_password)},
        )
        connection.execute(text("RESET ROLE"))
    office = Office(roles, name, desk_salt, head(), recovery_key)
    return Provisioned(
        enrolment=enrolment_for(url, office, ca=ca, staff_number=admin.staff_number),
        migrate_password=migrate_password,
        worker_login=worker_login,
        worker_password=worker_password,
        left=tuple(left),
    )


def close_gates(connection: Connection, roles: Roles) -> None:
    """Take from PUBLIC what PostgreSQL gives everybody, and set what holds for every session of this database.

    PostgreSQL copies none of this with a database, so it is applied again after a restore and on every clone.
    """
    database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    for statement in gate_statements(roles, database):
        connection.execute(text(statement))


def gate_statements(roles: Roles, database: str) -> Iterator[str]:
    """Yield what :func:`close_gates` executes; ``database`` is its quoted name."""
    welcome = ", ".join(f'"{role}"' for role in (*roles.groups, roles.migrate, roles.owner))
    yield f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {welcome}"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"ALTER DATABASE {database} SET search_path = {SCHEMA}"
    yield f"ALTER DATABASE {database} SET timezone = 'UTC'"
    yield f"ALTER DATABASE {database} SET jit = off"


def refuse_what_is_there(connection: Connection, roles: Roles | None) -> None:
    """Refuse a database that holds anything, and roles that exist already (``None``: they may).

    Raises:
        UserError: One of the two, or the server is too old.
    """
    objects = connection.execute(
        text(
            "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname NOT IN ('public', 'information_schema')"
            " AND nspname NOT LIKE 'pg\\_%')"
            " OR EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            " OR EXISTS (SELECT FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS"
            " (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e'))"
        )
    ).scalar_one()
    if objects:
        raise UserError(
            tr(
                "This database is not empty. Nothing was changed. "
                "Make an empty one: createdb -T template0 -E UTF8 NAME."
            ),
            code="not_empty",
        )
    if roles is not None and _is_taken(connection, roles):
        raise UserError(
            tr(
                "This server already has roles of installation {id}. Nothing was changed. Take another id, or drop "
                "them if that installation is gone.",
                id=roles.installation,
            ),
            code="installation_taken",
        )
    encoding, version = connection.execute(
        text("SELECT current_setting('server_encoding'), current_setting('server_version_num')::int")
    ).one()
    if encoding != "UTF8" or version < 150000:  # noqa: PLR2004 the oldest version with the rights this product needs
        raise UserError(
            tr(
                "A UTF8 database of PostgreSQL 15 or newer is needed; this one is {encoding}. Nothing was changed.",
                encoding=f"{encoding}, {version // 10000}",
            ),
            code="too_old",
        )


def _is_taken(connection: Connection, roles: Roles) -> bool:
    question = text("SELECT EXISTS (SELECT FROM pg_roles WHERE starts_with(rolname, :prefix))")
    return bool(connection.execute(question, {"prefix": f"hd_{roles.installation}_"}).scalar_one())


def _create_roles(connection: Connection, roles: Roles, migrate_password: str) -> None:
    version, superuser = connection.execute(
        text("SELECT current_setting('server_version_num')::int, rolsuper FROM pg_roles WHERE rolname = session_user")
    ).one()
    for statement in (
        *group_statements(roles, scram.verifier(migrate_password), version=version, superuser=superuser),
        *schema_statements(roles),
        *default_statements(roles),
    ):
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def _found(connection: Connection, office: Office, admin: FirstAdmin) -> None:
    about = {
        "iid": office.roles.installation,
        "name": office.name,
        "recovery_key": office.recovery_key,
        "level": admin.unit_level,
        "is_authority": admin.unit_is_authority,
        "unit_id": admin.unit_id,
        "unit_code": admin.unit_code,
        "desk_salt": office.desk_salt,
        "schema_version": office.schema_version,
        "oldest_client": OLDEST_CLIENT,
        "login": login_name(office.roles.installation, office.desk_salt, admin.staff_number),
        "verifier": scram.verifier(admin.password),
        "staff_number": admin.staff_number,
        "person": admin.name,
        "must_change": admin.must_change,
        "valid_until": None,
    }
    connection.execute(text(f'SET LOCAL ROLE "{office.roles.owner}"'))
    connection.execute(text("SELECT office.found_office(CAST(:about AS jsonb))"), {"about": json.dumps(about)})
