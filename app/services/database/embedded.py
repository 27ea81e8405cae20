"""The server of one desk: a PostgreSQL that this program starts in the person's data folder."""

import contextlib
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import fasteners
import psutil
import psycopg

from app.models.words import tr
from app.services.database.attendance import Attendance
from app.services.database.programs import ProgramError, Programs, find_programs, run_as, server_user
from app.services.database.secret import SecretPlace
from app.services.errors import OutageError

SUPERUSER = "postgres"
HOST = "127.0.0.1"

_SETTINGS = """\
# Written by Hotline Desk at each start; changes belong into postgresql.conf above the include line.
listen_addresses = '{host}'
port = {port}
unix_socket_directories = ''
max_connections = 60
password_encryption = 'scram-sha-256'
shared_buffers = '128MB'
max_wal_size = '2GB'
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = on
log_directory = 'log'
log_filename = 'server-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_rotation_size = 0
# No DETAIL, no statement and no parameter reaches the log: they could carry names and numbers of people.
log_error_verbosity = terse
log_min_error_statement = panic
log_min_duration_statement = -1
log_parameter_max_length_on_error = 0
"""
_NO_SYNC = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True)
class Postmaster:
    """What ``postmaster.pid`` says about the server of a folder."""

    pid: int
    port: int

    @classmethod
    def of(cls, data: Path) -> "Postmaster | None":
        """Read the server that runs on ``data``; ``None`` when none runs, whatever a stale file says."""
        try:
            lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            found = cls(pid=int(lines[0]), port=int(lines[3]))
            process = psutil.Process(found.pid)
            words = process.cmdline()
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        ours = any("postgres" in word for word in words[:1]) and any(Path(word) == data for word in words[1:])
        return found if ours else None


class EmbeddedServer:
    """The PostgreSQL of one folder; several windows share one, the last one to leave stops it.

    Use it as a context manager, or pair :meth:`start` with :meth:`release`. :meth:`stop` stops it for everybody.

    Args:
        folder: The folder of this installation; the cluster lies in ``folder/data``.
        sync: ``False`` gives safety against power loss away for speed: only for tests and the tour.
        programs: PostgreSQL to use; found by itself when not given.
    """

    def __init__(self, folder: Path, *, sync: bool = True, programs: Programs | None = None) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self._sync = sync
        self._programs = programs
        self._secret = SecretPlace(self.folder)
        self._starting = fasteners.InterProcessLock(self.folder / "start.lock")
        self._attendance = Attendance(self.folder / "attached")
        self._user: str | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    @property
    def programs(self) -> Programs:
        """The PostgreSQL programs that fit this folder."""
        if self._programs is None:
            marker = self.data / "PG_VERSION"
            self._programs = find_programs(int(marker.read_text("ascii")) if marker.exists() else None)
        return self._programs

    @property
    def port(self) -> int:
        """The TCP port on 127.0.0.1; 0 while it does not run."""
        return self._port

    @property
    def running(self) -> bool:
        """Whether a server runs on this folder now, whoever started it."""
        return Postmaster.of(self.data) is not None

    @property
    def secret_kept_in(self) -> str:
        """Where the administrator's secret lies: ``"keyring"`` or ``"file"`` (0600, beside the data)."""
        return self._secret.kept_in

    def superuser_url(self, database: str = "postgres") -> str:
        """Return the address for setting up and upgrading; people never sign in with it."""
        return f"postgresql://{SUPERUSER}:{self._secret.read()}@{HOST}:{self._port}/{database}"

    def start(self) -> None:
        """Make the cluster on the first start, start the server, or attach to the one another window started.

        Raises:
            OutageError: It does not start; the text says what to do.
            UserError: No PostgreSQL fits this computer or this folder.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with self._starting:
            self._user = server_user(self.programs, self.folder)
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            running = Postmaster.of(self.data)
            if running is None:
                self._start_server()
                running = Postmaster.of(self.data)
            if running is None:
                raise OutageError(_did_not_start(self.data))
            self._port = running.port
            self._ensure_secret()
            self._attendance.enter()

    def attach(self) -> None:
        """Use the server another process runs, without keeping it up.

        Raises:
            OutageError: It does not run.
        """
        running = Postmaster.of(self.data)
        if running is None:
            raise OutageError(_did_not_start(self.data))
        self._port = running.port

    def release(self) -> None:
        """Leave the server to the other windows; the last one stops it."""
        with self._starting:
            if self._attendance.leave():
                self._stop_server()
        self._port = 0

    def stop(self) -> None:
        """Stop the server, whoever uses it; what was committed stays."""
        with self._starting:
            self._attendance.leave()
            self._stop_server()
        self._port = 0

    def _make_cluster(self) -> None:
        if self.data.exists():  # a first start that was cut off leaves half a cluster, never data
            shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        self._own(self.data)
        secret = secrets.token_urlsafe(24)
        self._secret.write(secret)
        locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        with self._handed_over(secret) as file:
            self._run(
                "initdb",
                "-D",
                self.data,
                "-U",
                SUPERUSER,
                "--auth=scram-sha-256",
                f"--pwfile={file}",
                "--encoding=UTF8",
                *(locale if self.programs.major >= 17 else locale[:1]),  # noqa: PLR2004 the version that brought it
                *(() if self._sync else ("--no-sync",)),
            )
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write("\ninclude_if_exists 'office.conf'\n")

    def _start_server(self) -> None:
        # What is left of a server that was killed; _start_server is called only when no such process lives.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        kept = self.folder / "port"
        for attempt in range(3):
            port = int(kept.read_text("ascii")) if kept.exists() and attempt == 0 else 0
            if not port or not _is_free(port):
                port = _free_port()
            settings = self.data / "office.conf"
            settings.write_text(
                _SETTINGS.format(host=HOST, port=port) + ("" if self._sync else _NO_SYNC), encoding="utf-8"
            )
            self._own(settings)
            try:
                self._run("pg_ctl", "-D", self.data, "-w", "-t", "120", "-s", "-l", self.data / "start.log", "start")
            except ProgramError:
                continue
            kept.write_text(str(port), encoding="ascii")
            return
        raise OutageError(_did_not_start(self.data))

    def _stop_server(self) -> None:
        if Postmaster.of(self.data) is not None:
            self._run("pg_ctl", "-D", self.data, "-w", "-t", "120", "-s", "-m", "fast", "stop")

    def _ensure_secret(self) -> None:
        """Set a new secret when the kept one is lost: who owns the files owns the server."""
        secret = self._secret.read()
        if secret and self._opens(secret):
            return
        self._stop_server()
        secret = secrets.token_urlsafe(24)
        self._single_user(f"ALTER ROLE {SUPERUSER} PASSWORD '{secret}'\n")
        self._secret.write(secret)
        self._start_server()
        running = Postmaster.of(self.data)
        if running is None or not self._opens(secret):
            raise OutageError(_did_not_start(self.data))
        self._port = running.port

    def _opens(self, secret: str) -> bool:
        try:
            psycopg.connect(
                host=HOST,
                port=running.port if (running := Postmaster.of(self.data)) else self._port,
                user=SUPERUSER,
                password=secret,
                dbname="postgres",
                connect_timeout=30,
                require_auth="scram-sha-256",
            ).close()
        except psycopg.OperationalError:
            return False
        return True

    def _single_user(self, statement: str) -> None:
        done = subprocess.run(
            [
                self.programs.path("postgres"),
                "--single",
                "-D",
                str(self.data),
                "-c",
                "logging_collector=off",
                "postgres",
            ],
            check=False,
            input=statement.encode(),
            capture_output=True,
            **run_as(self._user),
        )
        if done.returncode:
            raise OutageError(_did_not_start(self.data))

    @contextlib.contextmanager
    def _handed_over(self, secret: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            file = Path(folder) / "secret"
            file.touch(mode=0o600)
            file.write_text(secret, encoding="ascii")
            self._own(file)
            self._own(file.parent)
            yield file

    def _own(self, path: Path) -> None:
        if self._user is not None:
            shutil.chown(path, self._user)

    def _run(self, program: str, *arguments: str | Path) -> None:
        try:
            self.programs.run(program, *arguments, user=self._user)
        except ProgramError as problem:
            (self.folder / "trouble.log").write_text(f"{problem.program}\n{problem.output}", encoding="utf-8")
            raise


def _did_not_start(data: Path) -> str:
    return tr(
        "The database on this computer does not start. Nothing is lost: the data lies in {folder}. Its log there says "
        "why; the usual reason is a full disk.",
        folder=data,
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
