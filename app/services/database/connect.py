"""One person's connection to the office's database: a read, a command, a door."""

import contextlib
import functools
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, create_engine, event, exc, text
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.models.words import tr
from app.services.database.enrolment import Enrolment
from app.services.database.errors import AWAY, RETRY, error_for, office_error, refusal_error, sqlstate_of
from app.services.database.knock import Door, refusal_code
from app.services.database.patience import PATIENCE_S, PatientConnection, SilentServerError
from app.services.errors import OutageError

Answer = TypeVar("Answer")

_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")
_FRESH_S = 2.0
_dumps = functools.partial(json.dumps, ensure_ascii=False, default=str)

_COMMAND = text("SELECT office.run_command(:command_id, :kind, :subject, :expected_version, :payload)")


class Database:
    """The office's database under one person's login; safe to use from several threads, at most two at a time.

    Args:
        enrolment: Where the database is.
        login: The person's database login, from ``enrolment.login_for(staff_number)``.
        password: The person's password.
        refusals: Refusal code to English source sentence, added to the ones known everywhere.
        refuse_thread: Identity of the thread that must never wait for a server: the window's.
        patience_s: How long one answer may take at most, in seconds.
    """

    def __init__(
        self,
        enrolment: Enrolment,
        login: str,
        password: str,
        *,
        refusals: Mapping[str, str] | None = None,
        refuse_thread: int | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.enrolment = enrolment
        self.login = login
        self.refuse_thread = refuse_thread
        self._refusals = dict(refusals or {})
        self._password = password
        self._patience_s = patience_s
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self.connection,
            pool_size=2,
            max_overflow=0,
            pool_timeout=30,
            pool_recycle=3600,
            hide_parameters=True,
        )
        event.listen(self._engine, "checkin", _note_time)
        event.listen(self._engine, "checkout", _look_twice)

    def connection(self, **options: Any) -> "psycopg.Connection[Any]":
        """Open one more connection of this login outside the pool (the listener needs one of its own).

        Args:
            options: Passed on to the driver, such as ``autocommit=True``.

        Raises:
            UserError: The server refuses this login; the text says what to do.
            OutageError: The server cannot be reached.
        """
        self._check_thread()
        place = self.enrolment
        try:
            opened = PatientConnection.connect(
                host=place.host,
                port=place.port,
                dbname=place.database,
                user=self.login,
                password=self._password,
                sslmode=place.sslmode,
                sslrootcert=str(place.ca) if place.ca else ("system" if place.sslmode == "verify-full" else ""),
                gssencmode="disable",
                require_auth="scram-sha-256",
                connect_timeout=5,
                keepalives=1,
                keepalives_idle=5,
                keepalives_interval=3,
                keepalives_count=3,
                tcp_user_timeout=15000,
                application_name="hotline-desk",
                **options,
            )
            opened.patience_s = self._patience_s
        except psycopg.errors.ConnectionTimeout:
            away = OutageError(tr(AWAY))  # who does not answer is not asked why
        except psycopg.OperationalError:
            away = None  # its text and its connection object hold the password: neither may travel on
        else:
            return opened
        raise away or self._refused()

    def use_password(self, password: str) -> None:
        """Open what is opened from now on with ``password``: the person has just changed it."""
        self._password = password

    def lend_password(self, use: Callable[[str], Answer]) -> Answer:
        """Return what ``use`` makes of the password: for the locks of what is kept on this computer."""
        return use(self._password)

    def check(self) -> None:
        """Sign in now, so that a wrong password is said at the sign-in and not at the first save."""
        with self.read():
            pass

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading: everything read in the block is one state of the office.

        Raises:
            OutageError: The server went away.
            UserError: The server refuses it.
        """
        self._check_thread()
        try:
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection
        except (exc.DBAPIError, exc.TimeoutError, psycopg.Error) as problem:
            translated = office_error(problem)
            raise translated from None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose block is one transaction: committed when it ends well, taken back otherwise.

        Raises:
            OutageError: The server went away; nothing is known to have happened.
            UserError: The server refuses it.
        """
        self._check_thread()
        try:
            with self._engine.begin() as connection:
                yield connection
        except (exc.DBAPIError, exc.TimeoutError, psycopg.Error) as problem:
            translated = office_error(problem)
            raise translated from None

    @contextlib.contextmanager
    def together(self) -> Iterator["Together"]:
        """Give doors and commands that take effect together or not at all: for a number and the paper that bears it.

        A refused command ends the block like any other error: nothing has happened, its audit row included.

        Raises:
            StaleError: Somebody else changed the subject meanwhile.
            UserError: The office's rules refuse it.
            OutageError: The server went away; whether the block took effect has to be read again.
        """
        self._check_thread()
        try:
            with self._engine.begin() as connection:
                yield Together(connection, self._refusals)
        except (exc.DBAPIError, exc.TimeoutError, psycopg.Error) as problem:
            translated = office_error(problem, self._refusals)
            raise translated from None

    def run_command(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        subject: uuid.UUID | None = None,
        expected_version: int | None = None,
        command_id: uuid.UUID | None = None,
    ) -> dict[str, Any]:
        """Carry out one command, exactly once, and return its answer (``status`` is ``"done"``).

        Args:
            kind: The command's name.
            payload: What it needs; dates, decimals and uuids become text.
            subject: What it is about.
            expected_version: Version the form was loaded with; ``None`` where the command creates something.
            command_id: Identity of this command: the same one sent again returns the first answer.

        Raises:
            StaleError: Somebody else changed the subject meanwhile.
            UserError: The office's rules refuse it; the refusal is committed and audited.
            OutageError: Nothing is known to have happened; send it again under the same ``command_id``.
        """
        values = _command(kind, payload, subject, expected_version, command_id)
        answer = self._carry_out(lambda connection: connection.execute(_COMMAND, values).scalar_one(), again=True)
        return _done(answer, self._refusals)

    def call(self, function: str, *arguments: Any, **named: Any) -> Any:
        """Call one of the doors, ``office.<function>``, in a transaction of its own and return its single value.

        Args:
            function: Name of the function, without its schema.
            arguments: Positional arguments; a ``dict`` travels as ``jsonb``.
            named: Arguments by name, after the positional ones.
        """
        statement, values = _call(f"SELECT office.{_checked(function)}", arguments, named)
        return self._carry_out(lambda connection: connection.execute(statement, values).scalar(), again=False)

    def call_rows(self, function: str, *arguments: Any, **named: Any) -> list[dict[str, Any]]:
        """Call a door that returns rows; otherwise like :meth:`call`."""
        statement, values = _call(f"SELECT * FROM office.{_checked(function)}", arguments, named)  # noqa: S608 a checked name
        return self._carry_out(
            lambda connection: [dict(row) for row in connection.execute(statement, values).mappings()], again=False
        )

    def close(self) -> None:
        """Sign out: close every connection."""
        self._engine.dispose()

    def _carry_out(self, work: Callable[[Connection], Answer], *, again: bool) -> Answer:
        """Do ``work`` in one transaction; once more after a deadlock, and if ``again`` after a broken line."""
        self._check_thread()
        for last in (False, True):
            try:
                with self._engine.begin() as connection:
                    return work(connection)
            except (exc.DBAPIError, exc.TimeoutError, psycopg.Error) as problem:
                code = sqlstate_of(problem)
                broken = (
                    isinstance(problem, exc.DBAPIError)
                    and problem.connection_invalidated
                    and not isinstance(problem.orig, SilentServerError)  # nobody would answer again either
                )
                if not last and (code in RETRY or (again and broken)):
                    continue
                translated = office_error(problem, self._refusals)
            raise translated from None
        raise AssertionError  # the second round returns or raises

    def _refused(self) -> Exception:
        place = self.enrolment
        code = refusal_code(
            Door(
                host=place.host,
                port=place.port,
                database=place.database,
                login=self.login,
                password=self._password,
                sslmode=place.sslmode,
                ca=place.ca,
            )
        )
        return error_for(code) if code else OutageError(tr(AWAY))

    def _check_thread(self) -> None:
        if threading.get_ident() == self.refuse_thread:
            raise RuntimeError("The window's thread must not wait for the database; use the task runner.")


class Together:
    """One open transaction; see :meth:`Database.together`.

    Args:
        connection: The transaction's connection; reading on it sees what the block has done so far.
        refusals: Refusal code to English source sentence.
    """

    def __init__(self, connection: Connection, refusals: Mapping[str, str]) -> None:
        self.connection = connection
        self._refusals = dict(refusals)

    def call(self, function: str, *arguments: Any, **named: Any) -> Any:
        """Call a door as :meth:`Database.call` does."""
        statement, values = _call(f"SELECT office.{_checked(function)}", arguments, named)
        return self.connection.execute(statement, values).scalar()

    def call_in_turn(self, *calls: tuple[str, tuple[Any, ...]]) -> None:
        """Call doors one after the other on one way to the server, each sees what the one before it did."""
        doors: list[str] = []
        values: dict[str, Any] = {}
        for function, arguments in calls:
            places = {f"a{len(values) + place}": value for place, value in enumerate(arguments)}
            doors.append(f"office.{_checked(function)}({', '.join(f':{place}' for place in places)})")
            values |= places
        self.connection.execute(text(f"SELECT {', '.join(doors)}"), values)

    def run_command(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        subject: uuid.UUID | None = None,
        expected_version: int | None = None,
        command_id: uuid.UUID | None = None,
    ) -> dict[str, Any]:
        """Carry out one command as :meth:`Database.run_command` does, as part of the block."""
        values = _command(kind, payload, subject, expected_version, command_id)
        return _done(self.connection.execute(_COMMAND, values).scalar_one(), self._refusals)


def _command(
    kind: str,
    payload: Mapping[str, Any],
    subject: uuid.UUID | None,
    expected_version: int | None,
    command_id: uuid.UUID | None,
) -> dict[str, Any]:
    return {
        "command_id": command_id or uuid.uuid4(),
        "kind": kind,
        "subject": subject,
        "expected_version": expected_version,
        "payload": Jsonb(dict(payload), dumps=_dumps),
    }


def _done(answer: Any, refusals: Mapping[str, str]) -> dict[str, Any]:
    """Return a command's answer, or raise the refusal it is."""
    found: dict[str, Any] = answer if isinstance(answer, dict) else json.loads(answer)
    if found.get("status") == "refused":
        raise refusal_error(found, refusals)
    return found


def _checked(function: str) -> str:
    if not _NAME.match(function):
        raise ValueError(function)
    return function


def _call(head: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    values = {f"a{place}": value for place, value in enumerate(arguments)} | named
    places = [f":a{place}" for place in range(len(arguments))] + [f"{_checked(name)} => :{name}" for name in named]
    adapted = {key: Jsonb(value, dumps=_dumps) if isinstance(value, dict) else value for key, value in values.items()}
    return text(f"{head}({', '.join(places)})"), adapted


def _note_time(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["used"] = time.monotonic()


def _look_twice(connection: Any, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """Try a connection that has rested before it is given out: the server may have been restarted meanwhile."""
    if time.monotonic() - entry.info.get("used", time.monotonic()) < _FRESH_S:
        return
    try:
        connection.autocommit = True
        connection.execute("")
        connection.autocommit = False
    except psycopg.Error:
        _gone()


def _gone() -> NoReturn:
    raise exc.DisconnectionError
