"""The folder on this computer that holds a person's unsaved work: private, durable, used by one window at a time."""

import contextlib
import errno
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from app.models.words import tr
from app.services.errors import OutageError, UserError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BINARY: int = getattr(os, "O_BINARY", 0)
_LOGIN = re.compile(r"[a-z0-9_]{1,63}")


class KeepingError(OutageError):
    """This computer cannot keep what is typed just now; it is tried again and nothing already kept is touched.

    Attributes:
        text: What happened, what is safe, what to do, in the reader's language.
        is_full: Whether free space would help.
        is_kept: Whether it is kept nevertheless, in the reserve.
    """

    def __init__(self, error: OSError, *, is_kept: bool = False) -> None:
        self.is_full = error.errno in _FULL
        self.is_kept = is_kept
        if is_kept:
            self.text = tr(
                "The disk of this computer is full. What you type is still kept, in a small reserve: save to the "
                "server, and free some space now."
            )
        elif self.is_full:
            self.text = tr(
                "The disk of this computer is full. What was kept before is safe and what you typed stands in the "
                "window: free some space, or save to the server. Keeping is tried again by itself."
            )
        elif error.errno in _CLOSED:
            self.text = tr(
                "This computer does not allow the drafts folder to be written. What you typed stands in the window: "
                "save to the server, and ask the administrator to open the folder."
            )
        else:
            self.text = tr(
                "The disk of this computer failed. What was kept before is safe and what you typed stands in the "
                "window: save to the server, and tell the administrator."
            )
        super().__init__(self.text)


@contextlib.contextmanager
def keeping() -> Iterator[None]:
    """Turn trouble with the disk into a :class:`KeepingError` that says what is safe."""
    try:
        yield
    except OSError as error:
        raise KeepingError(error) from error


def person_folder(root: Path, login: str) -> Path:
    """Return the private folder of ``login`` below ``root``, made if needed; logins are opaque, so names tell nothing.

    Raises:
        KeepingError: The folder cannot be made.
        ValueError: ``login`` is not a database login.
    """
    if not _LOGIN.fullmatch(login):
        raise ValueError("not a login")
    private_folder(root)
    return private_folder(root / login)


def private_folder(folder: Path) -> Path:
    """Make ``folder`` (parents as the system likes them) and close it to everybody but this account."""
    with keeping():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
    return folder


def open_private(path: Path, flags: int) -> int:
    """Open ``path`` so that only this account can read it and return the descriptor."""
    return os.open(path, flags | _BINARY, PRIVATE_FILE)


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of ``data`` at the current position, however small the system's steps are."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_folder(folder: Path) -> None:
    """Make new names and renames in ``folder`` survive a power cut (Windows does this by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: after a crash at any moment either the old or the new content is there.

    Raises:
        KeepingError: Nothing was changed.
    """
    fresh = path.with_name(path.name + ".new")
    with keeping():
        try:
            descriptor = open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            try:
                write_whole(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            fresh.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        sync_folder(path.parent)


class Reserve:
    """A little disk space held back, so that a disk filled by others does not stop the notes of a running call."""

    def __init__(self, path: Path, size: int) -> None:
        """Hold ``size`` bytes at ``path``, if the disk has them."""
        self._path = path
        self._size = size
        self.refill()

    @property
    def is_held(self) -> bool:
        """Whether there is something to spend."""
        return self._path.exists()

    def spend(self) -> bool:
        """Give the space back to the disk; False if there was none."""
        with contextlib.suppress(OSError):
            self._path.unlink()
            return True
        return False

    def refill(self) -> bool:
        """Hold the space again; False while the disk does not have it."""
        with contextlib.suppress(OSError):
            if self._path.exists() and self._path.stat().st_size == self._size:
                return True
        with contextlib.suppress(KeepingError):
            # Random bytes, because a disk that compresses would keep nothing back for zeros.
            write_atomically(self._path, os.urandom(self._size))
            return True
        return False


class FolderLock:
    """Holds a folder for one window; the system lets go when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Take the lock at ``path``.

        Raises:
            UserError: Another window holds it.
            KeepingError: The lock file cannot be made.
        """
        with keeping():
            self._descriptor = open_private(path, os.O_RDWR | os.O_CREAT)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise UserError(
                tr(
                    "You are already at work in another window on this computer. Go on in that window, or close it "
                    "first; everything typed there is kept."
                ),
                code="second_window",
            ) from error

    def release(self) -> None:
        """Let the next window in."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
