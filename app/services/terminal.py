"""What a person at a terminal reads: sentences, never a traceback, and never the values an error carries."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app.models.words import speak, tr
from app.services.errors import OutageError, UserError

REFUSED, AWAY, STOPPED = 2, 3, 130
"""Exit codes: nothing was changed; the server is away; Ctrl+C, as every shell knows it."""


def say(line: str, *, error: bool = False) -> None:
    """Write a line at once; a reader that has gone away (``| head``) is no trouble."""
    stream = sys.stderr if error else sys.stdout
    try:
        stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # nor may the interpreter's last flush complain


def speak_as_the_terminal() -> None:
    """Say everything from now on in the terminal's language."""
    if next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").startswith("zh"):
        speak("zh_CN")


def guarded(work: Callable[[list[str]], int], arguments: list[str]) -> int:
    """Run a verb and return its exit code; Ctrl+C is no accident and needs no report."""
    sys.excepthook = last_words
    try:
        return work(arguments)
    except UserError as problem:
        say(problem.text, error=True)
        return REFUSED
    except OutageError as problem:
        say(str(problem), error=True)
        return AWAY
    except (KeyboardInterrupt, EOFError):  # Ctrl+C, or Ctrl+D where something was asked
        say(tr("Stopped. What was finished before is kept; the same line goes on or begins anew."), error=True)
        return STOPPED


def last_words(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """Say that the program failed and where, without the values the error carries."""
    if isinstance(error, OSError) and error.strerror:
        place = error.filename if isinstance(error.filename, str) else ""
        say(
            tr("{file}: the computer says “{reason}”.", file=Path(place).name or "–", reason=error.strerror), error=True
        )
    from app.services.log import exception_lines

    say(
        tr("The program failed here. What was saved before is safe. Send these lines to whoever looks after it:"),
        error=True,
    )
    for line in exception_lines(error):
        say(line, error=True)


def refuse_unwritable(*files: Path) -> None:
    """Refuse before anything is done when one of ``files`` could not be written afterwards.

    Raises:
        UserError: The folder cannot be made or is closed, the disk is full, or a folder has that name.
    """
    for file in files:
        probe = file.with_name(f".{file.name}.try")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.is_dir():
                raise IsADirectoryError(21, os.strerror(21))
            if file.exists():
                file.open("ab").close()
            probe.write_bytes(b"\0" * 4096)
            probe.unlink()
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            raise UserError(
                tr("{file} cannot be written ({reason}). Nothing was changed.", file=file, reason=reason),
                code="cannot_write",
            ) from None
