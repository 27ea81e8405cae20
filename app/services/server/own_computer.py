"""The office on this computer: its own server, found once, opened by every window, backed up daily by its worker."""

import contextlib
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from sqlalchemy import text

from app.models.migrations.apply import head
from app.models.words import tr
from app.services.clock import Clock
from app.services.database import scram
from app.services.database.embedded import EmbeddedServer
from app.services.database.enrolment import Enrolment
from app.services.drafts.recovery import make_recovery_key
from app.services.errors import OutageError, UserError
from app.services.server.address import Office, enrolment_for, transaction
from app.services.server.backup import Manifest, backup, verify
from app.services.server.provision import FirstAdmin, init
from app.services.server.restore import restore
from app.services.server.upgrade import upgrade

DATABASE = "office"
BACKUPS_KEPT = 14
BACKUP_EVERY = timedelta(days=1)
_MAIN = Path(__file__).parents[3] / "main.py"

Say = Callable[[str], None]
"""Told in a sentence what is going on, from whatever thread does it."""


def _quiet(_sentence: str) -> None:
    """Nobody listens."""


class OwnComputer:
    """The office in one folder of this computer.

    Args:
        folder: Its folder; everything of it lies there.
        clock: Names the backups.
        sync: ``False`` gives safety against power loss away for speed: only for tests and the tour.
    """

    def __init__(self, folder: Path, clock: Clock, *, sync: bool = True) -> None:
        self.folder = folder
        self.server = EmbeddedServer(folder, sync=sync)
        self._clock = clock
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def enrolment_file(self) -> Path:
        """The way to the office, for signing in; written anew whenever the server starts."""
        return self.folder / "enrolment.json"

    @property
    def backups(self) -> Path:
        """Folder of the daily backups."""
        return self.folder / "backups"

    @property
    def is_founded(self) -> bool:
        """Whether an office has been set up here, to the end."""
        return self.enrolment_file.exists() and not self._founding.exists()

    @property
    def recovery_file(self) -> Path:
        """The private half of the recovery key; the administrator moves it to a safe place."""
        return self.folder / "recovery.pem"

    def found(
        self,
        name: str,
        admin: FirstAdmin,
        say: Say = _quiet,
        *,
        furnish: Callable[[Enrolment], None] | None = None,
    ) -> Enrolment:
        """Set the office up and leave its server running; about half a minute.

        Args:
            name: The office's name.
            admin: Who signs in first.
            say: Told what is going on.
            furnish: What else belongs to the founding; cut off before its end, the office is founded anew.

        Raises:
            UserError: There is an office here already.
            OutageError: The server does not start.
        """
        say(tr("Starting the database on this computer …"))
        self.server.start()
        self._begin_founding()
        say(tr("Setting up the office …"))
        made = init(
            self.server.superuser_url(DATABASE), name, admin, recovery_key=make_recovery_key(self.recovery_file)
        )
        self._keep_worker(made.worker_login, made.worker_password)
        if furnish is not None:
            furnish(made.enrolment)
        kept = self._keep(made.enrolment)
        self._founding.unlink()
        return kept

    def open(self, say: Say = _quiet) -> Enrolment:
        """Start or join the server, bring its database to this release (after a backup) and return the way to it.

        Raises:
            UserError: The database is newer than this release.
            OutageError: The server does not start.
        """
        say(tr("Starting the database on this computer …"))
        self.server.start()
        url = self.server.superuser_url(DATABASE)
        with transaction(url) as connection:
            office = Office.found_by(connection)
        if office.schema_version != head():
            say(tr("Backing up before the upgrade …"))
            self.back_up(f"before-{head()}")
            say(tr("Upgrading the database …"))
            upgrade(url)
        if not (self.folder / "worker").exists():
            self._renew_worker(office)
        return self._keep(enrolment_for(url, office))

    def start_worker(self) -> None:
        """Start the worker as a child of this window: of several windows' workers one works, the others wait for it."""
        if self._worker is None or self._worker.poll() is not None:
            self._worker = subprocess.Popen(
                [sys.executable, str(_MAIN), "server", "work", "--own", str(self.folder), "--until-stdin-closes"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_MAIN.parent,
            )

    def close(self) -> None:
        """End this window's worker and leave the server; the last window stops it."""
        if self._worker is not None:
            if self._worker.stdin is not None:
                self._worker.stdin.close()
            try:
                self._worker.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._worker.kill()
                self._worker.wait()
            self._worker = None
        self.server.release()

    def worker_credentials(self) -> tuple[str, str]:
        """Return login and password of the worker."""
        login, password = (self.folder / "worker").read_text(encoding="ascii").split()
        return login, password

    def back_up(self, name: str = "") -> Path:
        """Write a verified backup now and forget the oldest ones; return its file."""
        file = self.backups / f"{name or 'office'}-{self._clock.now():%Y%m%d-%H%M%S}.zip"
        backup(self.server.superuser_url(DATABASE), file, self._clock)
        for old in sorted(self.backups.glob("office-*.zip"))[:-BACKUPS_KEPT]:
            old.unlink()
        return file

    def back_up_if_due(self) -> Path | None:
        """Write the daily backup when the newest one is a day old."""
        newest = max(self.backups.glob("office-*.zip"), default=None)
        if newest is not None:
            made = datetime.strptime(newest.stem, "office-%Y%m%d-%H%M%S").replace(tzinfo=self._clock.now().tzinfo)
            if self._clock.now() - made < BACKUP_EVERY:
                return None
        return self.back_up()

    def restore(self, file: Path) -> Manifest:
        """Bring a backup back; what was there before is kept beside it under another name.

        Raises:
            UserError: The file is damaged; nothing was changed.
            OutageError: The server is away.
        """
        roles_there = verify(file).installation
        self.server.start()
        with psycopg.connect(self.server.superuser_url(), autocommit=True) as connection:
            known = connection.execute(
                "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", (f"hd_{roles_there}_owner",)
            ).fetchone()
            there = connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if there is not None:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (DATABASE,)
                )
                connection.execute(f"ALTER DATABASE {DATABASE} RENAME TO office_{self._clock.now():%Y%m%d_%H%M%S}")
        self._create_database(DATABASE)
        url = self.server.superuser_url(DATABASE)
        manifest = restore(url, file, same_server=known == (True,))
        with transaction(url) as connection:
            office = Office.found_by(connection)
        self._renew_worker(office)
        self._keep(enrolment_for(url, office))
        return manifest

    @property
    def _founding(self) -> Path:
        """There while an office is being founded: what lies beside it was cut off and holds nobody's work."""
        return self.folder / "founding"

    def _begin_founding(self) -> None:
        with psycopg.connect(self.server.superuser_url(), autocommit=True) as connection:
            if self._founding.exists():
                connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
                self.recovery_file.unlink(missing_ok=True)
            elif connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone() is not None:
                raise UserError(
                    tr("There is an office on this computer already. Sign in to it."), code="already_founded"
                )
        self._founding.touch()
        self._create_database(DATABASE)

    def _create_database(self, name: str) -> None:
        with psycopg.connect(self.server.superuser_url(), autocommit=True) as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")

    def _renew_worker(self, office: Office) -> None:
        """Give the worker a new password: its old one is lost, or belongs to the office before."""
        password = secrets.token_urlsafe(24)
        with transaction(self.server.superuser_url(DATABASE)) as connection:
            login = connection.execute(
                text("SELECT rolname FROM pg_roles WHERE rolname LIKE :pattern ORDER BY 1 LIMIT 1"),
                {"pattern": f"hd\\_{office.roles.installation}\\_w____________"},
            ).scalar()
            if login is None:
                raise OutageError(tr("The worker's login of this office is gone. Restore last night's backup."))
            connection.execute(
                text("SELECT office.set_verifier(:login, :verifier)"),
                {"login": login, "verifier": scram.verifier(password)},
            )
        self._keep_worker(login, password)

    def _keep_worker(self, login: str, password: str) -> None:
        file = self.folder / "worker"
        file.touch(mode=0o600)
        file.write_text(f"{login} {password}", encoding="ascii")

    def _keep(self, enrolment: Enrolment) -> Enrolment:
        """Write the way in, and keep proposing whoever was proposed before."""
        if not enrolment.staff_number:
            with contextlib.suppress(UserError):  # gone, or torn by a power cut
                enrolment = replace(enrolment, staff_number=Enrolment.load(self.enrolment_file).staff_number)
        enrolment.save(self.enrolment_file)
        return enrolment


def keep_backing_up(own: OwnComputer, stop: threading.Event) -> None:
    """Write the daily backup whenever it is due, until ``stop`` is set; looks once an hour."""
    while not stop.is_set():
        with contextlib.suppress(OutageError, UserError):  # no server or a full disk: the next hour sees
            own.back_up_if_due()
        stop.wait(3600)
