"""The three locks everything else is built from: a box under a key, under a password, under the centre's public key.

AES-256-GCM throughout; passwords pass argon2id, the recovery key is X25519 with HKDF-SHA256. Each box is bound to the
words ``about``, so that a box moved to another place no longer opens.
"""

import base64
import os
from dataclasses import asdict, dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SALT_BYTES = 16

# A forged file must not be able to make the desk hang or swap: nobody needs more than this.
_MOST_MEMORY_KIB = 1 << 20
_MOST_TIME = 64
_MOST_LANES = 64


class ClosedBoxError(Exception):
    """The box does not open with this key: a wrong password, another person, or changed bytes."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one guess of a password costs (argon2id); the default is RFC 9106's choice for desks, about 0.2 s."""

    time: int = 3
    memory_kib: int = 65536
    lanes: int = 4


def seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    """Return nonce, ciphertext and tag of ``plain`` in one piece."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, box: bytes, about: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        ClosedBoxError: Wrong key, wrong place or changed bytes.
    """
    if len(box) < NONCE_BYTES + TAG_BYTES:
        raise ClosedBoxError
    try:
        return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], about)
    except InvalidTag as error:
        raise ClosedBoxError from error


def derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """Return the key for one purpose, so that no two files share one."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(key)


def seal_by_password(password: str, plain: bytes, about: bytes, cost: Cost) -> dict[str, Any]:
    """Return ``plain`` locked by ``password``, as a JSON object that names its own cost."""
    salt = os.urandom(SALT_BYTES)
    box = seal(_stretched(password, salt, cost), plain, about)
    return {"salt": to_text(salt), "box": to_text(box), **asdict(cost)}


def unseal_by_password(password: str, locked: dict[str, Any], about: bytes) -> bytes:
    """Return what :func:`seal_by_password` locked.

    Raises:
        ClosedBoxError: Wrong password, or the file was changed.
    """
    try:
        cost = Cost(time=int(locked["time"]), memory_kib=int(locked["memory_kib"]), lanes=int(locked["lanes"]))
        salt, box = from_text(locked["salt"]), from_text(locked["box"])
    except (KeyError, TypeError, ValueError) as error:
        raise ClosedBoxError from error
    fits = 1 <= cost.time <= _MOST_TIME and 1 <= cost.lanes <= _MOST_LANES and len(salt) == SALT_BYTES
    if not fits or not 8 * cost.lanes <= cost.memory_kib <= _MOST_MEMORY_KIB:
        raise ClosedBoxError
    return unseal(_stretched(password, salt, cost), box, about)


def seal_for(public: bytes, plain: bytes, about: bytes) -> dict[str, str]:
    """Return ``plain`` for the holder of the private half of ``public`` (32 bytes X25519); nobody here can open it."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    made = once.public_key().public_bytes_raw()
    return {
        "for": to_text(public),
        "from": to_text(made),
        "box": to_text(seal(derive(shared, made + public, b"sealed"), plain, about)),
    }


def unseal_with(private: X25519PrivateKey, locked: dict[str, str], about: bytes) -> bytes:
    """Return what :func:`seal_for` locked.

    Raises:
        ClosedBoxError: Sealed for another key, or the file was changed.
    """
    public = private.public_key().public_bytes_raw()
    try:
        made = from_text(locked["from"])
        shared = private.exchange(X25519PublicKey.from_public_bytes(made))
        box = from_text(locked["box"])
    except (KeyError, TypeError, ValueError) as error:
        raise ClosedBoxError from error
    return unseal(derive(shared, made + public, b"sealed"), box, about)


def to_text(data: bytes) -> str:
    """Return ``data`` as base64, for JSON."""
    return base64.b64encode(data).decode("ascii")


def from_text(text: str) -> bytes:
    """Return the bytes of base64 ``text``."""
    return base64.b64decode(text, validate=True)


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
