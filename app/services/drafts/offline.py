"""Signing in while the server is away: a person known on this computer may take calls for three days, no more.

The password itself opens the person's keys (argon2id), which is the proof; what the window needs and the time of the
last real sign-in lie encrypted under these keys, so neither a password from before a reset nor a changed file helps.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.models.words import tr
from app.services.clock import Clock
from app.services.drafts import boxes
from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.draft import Value
from app.services.drafts.folder import keeping, write_atomically
from app.services.drafts.keys import LockedAwayError, PersonKeys, read_ring, unlock
from app.services.errors import UserError

#: How long after the last sign-in at the server a person may go on without it.
OFFLINE_FOR: Final = timedelta(hours=72)
#: What may be done meanwhile.
OFFLINE_PERMITS: Final = frozenset({"intake"})

_FILE = "offline.box"


@dataclass(frozen=True, kw_only=True)
class OfflineSeat:
    """A person signed in without the server.

    Attributes:
        keys: Opens drafts and outbox.
        profile: What was remembered for the window: name, role, unit, rights.
        signed_in_at: The last sign-in at the server.
        valid_until: When this ends.
        permits: What may be done.
    """

    keys: PersonKeys
    profile: Mapping[str, Value]
    signed_in_at: datetime
    valid_until: datetime
    permits: frozenset[str] = OFFLINE_PERMITS


def remember_sign_in(folder: Path, keys: PersonKeys, clock: Clock, profile: Mapping[str, Value]) -> None:
    """Note a sign-in at the server; for 72 hours from now the person may also sign in without it.

    Raises:
        KeepingError: It is not noted.
    """
    now = clock.now().isoformat()
    _write(folder, keys, {"signed_in_at": now, "seen_at": now, "profile": profile})


def forget_sign_in(folder: Path) -> None:
    """End offline sign-in for this person, for example when the server says the person has left."""
    with keeping():
        (folder / _FILE).unlink(missing_ok=True)


def sign_in_offline(folder: Path, login: str, password: str, clock: Clock) -> OfflineSeat:
    """Open a seat without the server.

    Raises:
        UserError: Never signed in here, wrong password, or more than 72 hours ago.
        KeepingError: The disk does not let it be read or noted.
    """
    path = folder / _FILE
    if not path.exists() or not read_ring(folder):
        raise UserError(
            tr("The server is away, and you have not signed in on this computer before. Try again when it is back."),
            code="offline_unknown",
        )
    try:
        keys = unlock(folder, login, password)
    except LockedAwayError as error:
        raise UserError(
            tr("The server is away and this password is not the one you last signed in with here. Type it again."),
            field="password",
            code="offline_password",
        ) from error
    with keeping():
        box = path.read_bytes()
    try:
        noted: dict[str, Any] = json.loads(boxes.unseal(_key(keys), box, _about(keys)))
    except (ClosedBoxError, ValueError) as error:
        raise UserError(
            tr("What this computer remembered of your last sign-in is damaged. Sign in when the server is back."),
            code="offline_unknown",
        ) from error
    signed_in_at, seen_at = (datetime.fromisoformat(noted[name]) for name in ("signed_in_at", "seen_at"))
    # A clock that was set back does not give more time.
    now = max(clock.now(), seen_at)
    if now - signed_in_at > OFFLINE_FOR:
        raise UserError(
            tr(
                "The server is away, and your last sign-in there was more than 72 hours ago. Your drafts are kept; "
                "sign in when the server is back."
            ),
            code="offline_expired",
        )
    _write(folder, keys, {**noted, "seen_at": now.isoformat()})
    return OfflineSeat(
        keys=keys, profile=noted["profile"], signed_in_at=signed_in_at, valid_until=signed_in_at + OFFLINE_FOR
    )


def _write(folder: Path, keys: PersonKeys, noted: Mapping[str, Any]) -> None:
    write_atomically(folder / _FILE, boxes.seal(_key(keys), json.dumps(noted).encode(), _about(keys)))


def _key(keys: PersonKeys) -> bytes:
    return boxes.derive(keys.current.secret, keys.current.key_id, b"offline")


def _about(keys: PersonKeys) -> bytes:
    return b"offline sign-in of " + keys.login.encode("ascii")
