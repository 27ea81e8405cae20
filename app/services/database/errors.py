"""What the server's codes mean for the person at the desk: decided by SQLSTATE, never by text, never with DETAIL."""

from collections.abc import Mapping
from typing import Any

import psycopg
import sqlalchemy.exc

from app.models.words import mark, tr
from app.services.errors import OutageError, StaleError, UserError

WRONG_PASSWORD = mark(
    "This staff number and password do not fit together. Type both again; Caps Lock may be on. A first password runs "
    "out after some days: ask for a new one."
)
NOT_LET_IN = mark("The server does not let this computer or this person in. Ask the administrator.")
NO_DATABASE = mark("The server answers, but this office's database is not on it. Ask the administrator.")
NO_RIGHT = mark("Your rights do not cover this. Ask your supervisor.")
TOO_LONG = mark("The server stopped this because it took too long. Narrow it down and try again.")
NOT_OURS = mark("The server at this address is not the office's: its certificate does not fit. Ask the administrator.")
AWAY = mark("The server cannot be reached just now. What you typed is kept on this computer.")
TOO_MANY = mark(
    "The server takes no more windows of yours just now: you are signed in at other computers. Sign out there, or "
    "try again in a minute."
)
NO_ROOM = mark(
    "The server's disk is full. What you typed is kept on this computer and sent when there is room. Tell the "
    "administrator."
)
BUSY = mark("Others were changing the same thing at the same moment. What you typed is kept; try again.")

RETRY = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: the server asks to send the same again."""

REFUSED = "HD001"
"""The SQLSTATE of office.refuse."""

_PASSING_CLASSES = ("08", "53", "57P", "58")
_DISK_FULL = "53100"
_BUSY = RETRY | {"55P03"}
_PASSING = frozenset({"25P03", "25P04", "25006"})
_SENTENCES = {
    "28P01": (WRONG_PASSWORD, "password"),
    "28000": (NOT_LET_IN, None),
    "3D000": (NO_DATABASE, None),
    "42501": (NO_RIGHT, None),
    "57014": (TOO_LONG, None),
}
_REFUSALS = {
    "stale": mark("Somebody else changed this meanwhile."),
    "no_right": NO_RIGHT,
    "not_found": mark("This does not exist, or you may not see it."),
}


class BusyError(OutageError):
    """A lock was not free in time, or the server asks to send the same again; nothing has happened."""


class DatabaseError(Exception):
    """The server refused something it should never have been asked: our bug, and safe to log as it stands.

    Attributes:
        sqlstate: The server's code.
        constraint: Name of the violated constraint, if it is one.
    """

    def __init__(self, sqlstate: str, constraint: str = "") -> None:
        super().__init__(f"SQLSTATE {sqlstate} {constraint}".strip())
        self.sqlstate = sqlstate
        self.constraint = constraint


def sqlstate_of(problem: BaseException) -> str | None:
    """Return the SQLSTATE of a driver's error, also inside SQLAlchemy's wrapping; ``None`` when the line broke."""
    inner = problem.orig if isinstance(problem, sqlalchemy.exc.DBAPIError) else problem
    return inner.sqlstate if isinstance(inner, psycopg.Error) else None


def office_error(problem: BaseException, sentences: Mapping[str, str] | None = None) -> Exception:
    """Translate a driver's error. Raise the answer ``from None``: the driver's own carries values and the password.

    Args:
        problem: What the driver or SQLAlchemy raised.
        sentences: Refusal code to source sentence, for doors that refuse by raising.
    """
    inner = problem.orig if isinstance(problem, sqlalchemy.exc.DBAPIError) else problem
    if isinstance(inner, psycopg.Error) and inner.sqlstate == REFUSED:
        # Raised by office.refuse: the message is our code, the detail a field of ours.
        refusal = {"code": inner.diag.message_primary, "field": inner.diag.message_detail or None}
        return refusal_error(refusal, sentences or {})
    if isinstance(inner, psycopg.Error) and inner.sqlstate:
        return error_for(inner.sqlstate, inner.diag.constraint_name or "")
    if isinstance(inner, psycopg.OperationalError | sqlalchemy.exc.TimeoutError):
        return OutageError(tr(AWAY))
    return DatabaseError(type(inner).__name__)


def error_for(sqlstate: str, constraint: str = "") -> Exception:
    """Return the error a SQLSTATE stands for."""
    if sqlstate == "08P01":
        return UserError(tr(NOT_OURS), code=sqlstate)
    if sqlstate in _SENTENCES:
        sentence, field = _SENTENCES[sqlstate]
        return UserError(tr(sentence), field=field, code=sqlstate)
    if sqlstate == "53300":
        return OutageError(tr(TOO_MANY))
    if sqlstate in _BUSY:
        return BusyError(tr(BUSY))
    if sqlstate in _PASSING or sqlstate.startswith(_PASSING_CLASSES):
        return OutageError(tr(NO_ROOM if sqlstate == _DISK_FULL else AWAY))
    return DatabaseError(sqlstate, constraint)


def refusal_error(answer: Mapping[str, Any], sentences: Mapping[str, str]) -> UserError:
    """Return the error for a refused command.

    Args:
        answer: The row of ``office.run_command``.
        sentences: Refusal code to English source sentence; codes it lacks get a plain sentence with the code.
    """
    code = str(answer.get("code") or "refused")
    source = sentences.get(code) or _REFUSALS.get(code)
    text = tr(source) if source else tr("The office's rules do not allow this now ({code}).", code=code)
    kind = StaleError if code == "stale" else UserError
    return kind(text, field=answer.get("field"), code=code)
