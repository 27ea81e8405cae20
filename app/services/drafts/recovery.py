"""After a password reset: the administrator's recovery key brings a person's drafts and outbox back, on the record.

The private half is a file made once when the centre is set up and kept by the administrator, away from the desks; the
public half travels in the enrolment file, and every key made at a desk is sealed for it.
"""

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.models.words import tr
from app.services.drafts import boxes
from app.services.drafts.boxes import ClosedBoxError
from app.services.drafts.folder import keeping, open_private, sync_folder, write_whole
from app.services.drafts.keys import USUAL_COST, DataKey, PersonKeys, about_entry, change_password, read_ring
from app.services.errors import UserError

_PUBLIC_PREFIX = "x25519:"
_PUBLIC_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class RecoveryNote:
    """What goes on the record before anything opens: counts and names, nothing of what was typed.

    Attributes:
        login: Whose folder it is.
        keys: How many keys will open.
        drafts: How many drafts lie in the folder.
        outboxes: How many outboxes lie in the folder.
    """

    login: str
    keys: int
    drafts: int
    outboxes: int


def make_recovery_key(path: Path, passphrase: str | None = None) -> str:
    """Make the centre's recovery key, write its private half to ``path`` and return the public half as text.

    Args:
        path: A new file, readable by this account alone; move it to a safe place.
        passphrase: Encrypts the file; without one the place must be safe.

    Raises:
        UserError: There is a file already; a recovery key is never overwritten.
        KeepingError: The file cannot be written.
    """
    private = X25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    data = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    if path.exists():
        raise UserError(
            tr("There is a recovery key at {path} already. It is left as it is.", path=path), code="key_there"
        )
    with keeping():
        descriptor = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            write_whole(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(path.parent)
    return public_text(private.public_key().public_bytes_raw())


def read_recovery_key(path: Path, passphrase: str | None = None) -> X25519PrivateKey:
    """Return the private half that :func:`make_recovery_key` wrote.

    Raises:
        UserError: The file is no recovery key or the passphrase is wrong.
        KeepingError: The file cannot be read.
    """
    with keeping():
        data = path.read_bytes()
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _wrong_key() from error
    if not isinstance(key, X25519PrivateKey):
        raise _wrong_key()
    return key


def public_text(public: bytes) -> str:
    """Return the public half as it stands in an enrolment file."""
    return _PUBLIC_PREFIX + boxes.to_text(public)


def public_bytes(text: str) -> bytes:
    """Return the public half from an enrolment file.

    Raises:
        UserError: The text is no recovery key.
    """
    try:
        public = boxes.from_text(text.removeprefix(_PUBLIC_PREFIX))
    except ValueError as error:
        raise _wrong_key() from error
    if not text.startswith(_PUBLIC_PREFIX) or len(public) != _PUBLIC_BYTES:
        raise _wrong_key()
    return public


def recover(
    folder: Path,
    keys: PersonKeys,
    recovery_private_key: X25519PrivateKey,
    password: str,
    *,
    record: Callable[[RecoveryNote], None],
    cost: boxes.Cost = USUAL_COST,
) -> PersonKeys:
    """Open what earlier passwords lock with the administrator's key, and lock it with the password of now.

    Args:
        folder: The person's own folder.
        keys: The keys the person's password has opened.
        recovery_private_key: The administrator's key (:func:`read_recovery_key`).
        password: The person's present password.
        record: Writes the audit row; called before anything opens, and nothing opens if it raises.
        cost: Argon2id cost of the new locks.

    Raises:
        UserError: The key opens nothing that is locked here: it belongs to another centre.
        KeepingError: Nothing was changed.
    """
    found = []
    for entry in read_ring(folder):
        key_id = boxes.from_text(entry["id"])
        if keys.find(key_id) is None:
            with contextlib.suppress(ClosedBoxError):
                sealed = entry.get("recovery") or {}
                secret = boxes.unseal_with(recovery_private_key, sealed, about_entry(entry, keys.login))
                found.append(DataKey(key_id=key_id, secret=secret))
    if not found:
        raise UserError(
            tr(
                "This recovery key opens nothing in this folder. Take the key of the centre that enrolled this "
                "computer; nothing was changed."
            ),
            field="recovery_key",
            code="wrong_recovery_key",
        )
    record(
        RecoveryNote(
            login=keys.login,
            keys=len(found),
            drafts=len(list((folder / "drafts").glob("*.draft"))),
            outboxes=len(list((folder / "outbox").glob("*.outbox"))),
        )
    )
    return change_password(folder, replace(keys, earlier=(*keys.earlier, *found)), password, cost=cost)


def _wrong_key() -> UserError:
    return UserError(
        tr("This is not a recovery key of Hotline Desk, or its passphrase is wrong. Nothing was changed."),
        code="wrong_recovery_key",
    )
