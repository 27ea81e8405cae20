"""Who uses one embedded server now, so that the last window to leave can put the light out."""

import contextlib
import os
import uuid
from pathlib import Path

import psutil


class Attendance:
    """A list of the processes that use the server of a folder; a killed one drops off it by itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine = folder / f"{os.getpid()}-{uuid.uuid4().hex}"

    def enter(self) -> None:
        """Put this user on the list."""
        self._folder.mkdir(exist_ok=True)
        self._mine.write_text(repr(psutil.Process().create_time()), encoding="ascii")

    def leave(self) -> bool:
        """Take this user off the list; ``True`` when nobody is left."""
        self._mine.unlink(missing_ok=True)
        there = [path for path in self._folder.glob("*-*") if self._is_there(path)]
        return not there

    @staticmethod
    def _is_there(entry: Path) -> bool:
        # A process number is used again after a while; the time of birth tells the two apart.
        with contextlib.suppress(psutil.Error, OSError, ValueError):
            process = psutil.Process(int(entry.name.partition("-")[0]))
            if abs(process.create_time() - float(entry.read_text(encoding="ascii"))) < 1:
                return True
        entry.unlink(missing_ok=True)
        return False
