"""The roles of one installation: made at set-up, written into a backup, made again at a restore."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, text

from app.models.migrations.apply import SCHEMA
from app.models.migrations.roles import Roles

SELF_GRANT_SINCE = 160000
"""From PostgreSQL 16 on, who makes a role may administer it only by a grant, and use it only when asked for."""


@dataclass(frozen=True, kw_only=True)
class Login:
    """One login as the server keeps it.

    Attributes:
        name: The opaque name.
        group: ``desk``, ``liaison`` or ``worker``.
        verifier: SCRAM verifier; ``None`` when the reader was no superuser, or the login is shut.
        open: Whether it may sign in.
        connections: Most connections at a time.
        valid_until: ISO instant after which the password no longer holds, or ``None``.
        settings: ``name=value`` settings of its sessions.
    """

    name: str
    group: str
    verifier: str | None
    open: bool
    connections: int
    valid_until: str | None
    settings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleBook:
    """All logins of an installation, and the verifier of its migration login."""

    installation: str
    migrate_verifier: str | None
    logins: tuple[Login, ...]

    def as_json(self) -> dict[str, Any]:
        """Return what a backup keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "RoleBook":
        """Read what :meth:`as_json` wrote."""
        logins = tuple(Login(**{**login, "settings": tuple(login["settings"])}) for login in content["logins"])
        return cls(installation=content["installation"], migrate_verifier=content["migrate_verifier"], logins=logins)


def read_roles(connection: Connection, roles: Roles) -> RoleBook:
    """Read the installation's logins; with their verifiers where the reader is a superuser."""
    superuser = connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")).scalar_one()
    secret, source = (
        ("a.rolpassword", "pg_roles r JOIN pg_authid a ON a.oid = r.oid") if superuser else ("NULL", "pg_roles r")
    )
    rows = connection.execute(
        text(
            "SELECT r.rolname, r.rolcanlogin, r.rolconnlimit,"  # noqa: S608 two fixed variants
            " nullif(r.rolvaliduntil, 'infinity')::text AS until,"
            f" {secret} AS verifier,"
            " (SELECT setconfig FROM pg_db_role_setting WHERE setrole = r.oid AND setdatabase = 0) AS settings,"
            " (SELECT right(g.rolname, -12) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
            "  WHERE m.member = r.oid AND g.rolname = ANY (:groups) LIMIT 1) AS member_of"
            f" FROM {source}"
            " WHERE r.rolname ~ :pattern ORDER BY r.rolname"
        ),
        {"groups": list(roles.groups), "pattern": f"^hd_{roles.installation}_([pw][0-9a-f]{{12}}|migrate)$"},
    ).all()
    logins = tuple(
        Login(
            name=row.rolname,
            group=row.member_of or "desk",
            verifier=row.verifier,
            open=row.rolcanlogin,
            connections=row.rolconnlimit,
            valid_until=row.until,
            settings=tuple(row.settings or ()),
        )
        for row in rows
        if row.rolname != roles.migrate
    )
    migrate = next((row.verifier for row in rows if row.rolname == roles.migrate), None)
    return RoleBook(installation=roles.installation, migrate_verifier=migrate, logins=logins)


def group_statements(roles: Roles, migrate_verifier: str | None, *, version: int, superuser: bool) -> Iterator[str]:
    """Yield what makes the roles of an installation that are nobody's login, and its empty schema.

    Args:
        roles: Their names.
        migrate_verifier: SCRAM verifier of the migration login, or ``None``: it cannot sign in until it has one.
        version: ``server_version_num`` of the server.
        superuser: Whether a superuser runs it; anybody else is made a member of owner and keeper.
    """
    if version >= SELF_GRANT_SINCE:
        yield "SET LOCAL createrole_self_grant = 'set, inherit'"
    password = f" PASSWORD {quoted(migrate_verifier)}" if migrate_verifier else ""
    yield f'CREATE ROLE "{roles.owner}" NOLOGIN NOINHERIT'
    yield f'CREATE ROLE "{roles.keeper}" NOLOGIN CREATEROLE'
    for group in roles.groups:
        yield f'CREATE ROLE "{group}" NOLOGIN'
    yield f'CREATE ROLE "{roles.migrate}" LOGIN NOINHERIT CONNECTION LIMIT 4{password}'
    yield f'GRANT "{roles.owner}" TO "{roles.migrate}"'
    for group in roles.groups:
        yield f'GRANT "{group}" TO "{roles.keeper}" WITH ADMIN OPTION'
    if not superuser:
        yield f'GRANT "{roles.owner}", "{roles.keeper}" TO CURRENT_USER'


def default_statements(roles: Roles) -> Iterator[str]:
    """Yield what keeps PUBLIC away from functions that do not exist yet."""
    for role in (roles.owner, roles.keeper):
        yield f'ALTER DEFAULT PRIVILEGES FOR ROLE "{role}" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC'


def schema_statements(roles: Roles) -> Iterator[str]:
    """Yield what makes the office's empty schema."""
    yield f'CREATE SCHEMA {SCHEMA} AUTHORIZATION "{roles.owner}"'
    groups = ", ".join(f'"{role}"' for role in (roles.keeper, *roles.groups))
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {groups}"


def login_statements(book: RoleBook, *, version: int) -> Iterator[str]:
    """Yield what makes the logins of a backup again, with the rights the keeper needs to change them later."""
    roles = Roles(book.installation)
    for login in book.logins:
        password = f" PASSWORD {quoted(login.verifier)}" if login.verifier else ""
        until = f" VALID UNTIL {quoted(login.valid_until)}" if login.valid_until else ""
        kind = "LOGIN" if login.open else "NOLOGIN"
        yield f'CREATE ROLE "{login.name}" {kind} INHERIT CONNECTION LIMIT {login.connections}{password}{until}'
        yield f'GRANT "{getattr(roles, login.group)}" TO "{login.name}"'
        for setting in login.settings:
            name, _, value = setting.partition("=")
            yield f'ALTER ROLE "{login.name}" SET "{name}" = {quoted(value)}'
        if version >= SELF_GRANT_SINCE:
            yield f'GRANT "{login.name}" TO "{roles.keeper}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE'


def lost_logins(connection: Connection, roles: Roles) -> list[str]:
    """Return the logins the keeper may not change any more, as after ``pg_upgrade`` from PostgreSQL 15."""
    version = connection.execute(text("SELECT current_setting('server_version_num')::int")).scalar_one()
    if version < SELF_GRANT_SINCE:
        return []
    found = connection.execute(
        text(
            "SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ :pattern AND NOT EXISTS (SELECT FROM pg_auth_members m"
            " WHERE m.roleid = r.oid AND m.member = to_regrole(:keeper) AND m.admin_option)"
        ),
        {"pattern": f"^hd_{roles.installation}_[pw][0-9a-f]{{12}}$", "keeper": roles.keeper},
    )
    return [str(name) for name in found.scalars()]


def give_back_logins(connection: Connection, roles: Roles) -> None:
    """Let the keeper change every login again; for a superuser."""
    for name in lost_logins(connection, roles):
        connection.execute(text(f'GRANT "{name}" TO "{roles.keeper}" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE'))


def quoted(value: str) -> str:
    """Return ``value`` as an SQL literal."""
    return sql.Literal(value).as_string(None)
