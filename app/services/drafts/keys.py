"""A person's keys on this computer: made at the first sign-in, opened by the password, sealed for the centre as well.

After a password reset the person goes on with a fresh key at once; what lies under the earlier one stays locked until
the earlier password is remembered (:func:`open_earlier`) or the administrator recovers it (``recovery``).
"""

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.models.words import tr
from app.services.drafts import boxes
from app.services.drafts.boxes import ClosedBoxError, Cost
from app.services.drafts.folder import keeping, write_atomically
from app.services.errors import UserError

KEY_ID_BYTES = 8
USUAL_COST = Cost()
_NAMES = ("keys.json", "keys.copy.json")


@dataclass(frozen=True, kw_only=True)
class DataKey:
    """The key that a person's files on this computer are encrypted with."""

    key_id: bytes
    secret: bytes = field(repr=False)

    @staticmethod
    def new() -> "DataKey":
        """Return a fresh random 256-bit key."""
        return DataKey(key_id=os.urandom(KEY_ID_BYTES), secret=os.urandom(boxes.KEY_BYTES))


@dataclass(frozen=True, kw_only=True)
class PersonKeys:
    """A person's opened keys.

    Attributes:
        login: Whose keys they are.
        current: What new files are encrypted with.
        earlier: Keys of files from before a password reset, opened meanwhile.
        locked: How many keys the password did not open; their files wait for recovery.
    """

    login: str
    current: DataKey
    earlier: tuple[DataKey, ...] = ()
    locked: int = 0

    def find(self, key_id: bytes) -> DataKey | None:
        """Return the key a file names, or ``None`` while that key is locked or somebody else's."""
        return next((key for key in (self.current, *self.earlier) if key.key_id == key_id), None)


class LockedAwayError(UserError):
    """Keys exist here, but the password opens none of them: mistyped, or reset since the last sign-in here."""


def unlock(
    folder: Path, login: str, password: str, *, recovery_public: bytes | None = None, cost: Cost = USUAL_COST
) -> PersonKeys:
    """Open the keys of ``login`` in ``folder``, made now if this is the first sign-in here.

    Args:
        folder: The person's own folder.
        login: The person's login.
        password: What the person just signed in with.
        recovery_public: The centre's recovery key; keys not yet sealed for it are sealed now.
        cost: Argon2id cost of newly made locks.

    Raises:
        LockedAwayError: The password does not open the current key.
        KeepingError: The keys could not be written.
    """
    ring = read_ring(folder)
    if not ring:
        return begin_anew(folder, login, password, recovery_public=recovery_public, cost=cost)
    keys = _opened(ring, login, password)
    if keys is None:
        raise LockedAwayError(
            tr(
                "This password does not open your drafts on this computer. If your password was reset, type the "
                "earlier one to open them, or ask the administrator to recover them; they are kept until then."
            ),
            field="password",
            code="drafts_locked",
        )
    if recovery_public is not None:
        opened = {boxes.to_text(key.key_id): key for key in (keys.current, *keys.earlier)}
        unsealed = [entry for entry in ring if entry["id"] in opened and _sealed_for(entry) != recovery_public]
        for entry in unsealed:
            key = opened[entry["id"]]
            entry["recovery"] = boxes.seal_for(recovery_public, key.secret, _about(login, key.key_id))
        if unsealed:
            write_ring(folder, ring)
    return keys


def begin_anew(
    folder: Path, login: str, password: str, *, recovery_public: bytes | None = None, cost: Cost = USUAL_COST
) -> PersonKeys:
    """Make a fresh current key; keys from before stay where they are, locked, until recovered.

    Call it only when the server has accepted ``password``.

    Raises:
        KeepingError: The keys could not be written.
    """
    ring = read_ring(folder)
    key = DataKey.new()
    ring.append(_entry(key, login, password, recovery_public, cost))
    write_ring(folder, ring)
    return PersonKeys(login=login, current=key, locked=len(ring) - 1)


def change_password(
    folder: Path,
    keys: PersonKeys,
    new_password: str,
    *,
    recovery_public: bytes | None = None,
    cost: Cost = USUAL_COST,
) -> PersonKeys:
    """Lock every opened key with ``new_password`` instead of the old one; no file has to be written again.

    Raises:
        KeepingError: The old password still opens everything.
    """
    ring = read_ring(folder)
    opened = {boxes.to_text(key.key_id): key for key in (*keys.earlier, keys.current)}
    fresh = []
    for entry in ring:
        key = opened.get(entry["id"])
        if key is None:
            fresh.append(entry)
            continue
        made = _entry(key, keys.login, new_password, recovery_public, cost)
        if recovery_public is None:
            made["recovery"] = entry.get("recovery")
        fresh.append(made)
    write_ring(folder, fresh)
    return replace(keys, locked=sum(entry["id"] not in opened for entry in fresh))


def open_earlier(
    folder: Path, keys: PersonKeys, earlier_password: str, password: str, *, cost: Cost = USUAL_COST
) -> PersonKeys:
    """Open what is still locked with the password of that time, and lock it with today's.

    Raises:
        UserError: The earlier password opens nothing that is locked.
        KeepingError: Nothing was changed.
    """
    found = []
    for entry in read_ring(folder):
        if keys.find(boxes.from_text(entry["id"])) is None:
            key = _try(entry, keys.login, earlier_password)
            if key is not None:
                found.append(key)
    if not found:
        raise UserError(
            tr("The earlier password does not open the locked drafts either. They are kept; try again."),
            field="earlier_password",
            code="drafts_locked",
        )
    return change_password(folder, replace(keys, earlier=(*keys.earlier, *found)), password, cost=cost)


def read_ring(folder: Path) -> list[dict[str, Any]]:
    """Return the locked keys in ``folder``, oldest first; none on the first visit.

    Raises:
        UserError: Key files are there, but neither can be read.
    """
    there = False
    for name in _NAMES:
        path = folder / name
        if not path.exists():
            continue
        there = True
        with keeping():
            data = path.read_bytes()
        try:
            ring = json.loads(data)["keys"]
            if all(isinstance(entry["id"], str) for entry in ring):
                return list(ring)
        except (ValueError, KeyError, TypeError):
            continue
    if there:
        raise UserError(
            tr(
                "The key file of your drafts on this computer is damaged. Nothing was deleted: ask the administrator "
                "to restore the folder from a backup."
            ),
            code="keys_damaged",
        )
    return []


def write_ring(folder: Path, ring: list[dict[str, Any]]) -> None:
    """Write the locked keys, twice: one damaged sector must not cost a person everything typed."""
    data = json.dumps({"format": 1, "keys": ring}, indent=1).encode("ascii")
    for name in _NAMES:
        write_atomically(folder / name, data)


def about_entry(entry: dict[str, Any], login: str) -> bytes:
    """Return what the boxes of ``entry`` are bound to."""
    return _about(login, boxes.from_text(entry["id"]))


def _entry(key: DataKey, login: str, password: str, recovery_public: bytes | None, cost: Cost) -> dict[str, Any]:
    about = _about(login, key.key_id)
    return {
        "id": boxes.to_text(key.key_id),
        "person": boxes.seal_by_password(password, key.secret, about, cost),
        "recovery": boxes.seal_for(recovery_public, key.secret, about) if recovery_public is not None else None,
    }


def _opened(ring: list[dict[str, Any]], login: str, password: str) -> PersonKeys | None:
    current = _try(ring[-1], login, password)
    if current is None:
        return None
    tried = [_try(entry, login, password) for entry in ring[:-1]]
    earlier = tuple(key for key in tried if key is not None)
    return PersonKeys(login=login, current=current, earlier=earlier, locked=len(tried) - len(earlier))


def _try(entry: dict[str, Any], login: str, password: str) -> DataKey | None:
    try:
        key_id = boxes.from_text(entry["id"])
        return DataKey(key_id=key_id, secret=boxes.unseal_by_password(password, entry["person"], _about(login, key_id)))
    except (ClosedBoxError, KeyError, TypeError, ValueError):
        return None


def _sealed_for(entry: dict[str, Any]) -> bytes | None:
    sealed = entry.get("recovery")
    return boxes.from_text(sealed["for"]) if sealed else None


def _about(login: str, key_id: bytes) -> bytes:
    return b"data key of " + login.encode("ascii") + b" " + key_id
