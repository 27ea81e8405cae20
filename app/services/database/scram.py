"""SCRAM-SHA-256 on the client's side: a password becomes a verifier here and never travels (RFC 5802, RFC 7677).

The preparation of passwords follows PostgreSQL's own client: SASLprep (RFC 4013), and a password SASLprep refuses,
such as one with a rare Chinese character younger than Unicode 3.2, is used byte for byte.
"""

import base64
import hashlib
import hmac
import secrets
import stringprep
import unicodedata

ITERATIONS = 4096
"""PostgreSQL's default. More would tell from outside which logins exist: for the others the server pretends 4096."""

_PROHIBITED = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
    stringprep.in_table_a1,
)


def verifier(password: str, *, salt: bytes | None = None, iterations: int = ITERATIONS) -> str:
    """Return what the server stores for ``password``: enough to check it, not enough to sign in with.

    Args:
        password: The password as typed.
        salt: 16 random bytes; drawn when not given.
        iterations: Rounds of PBKDF2.
    """
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = salted_password(password, salt, iterations)
    stored = hashlib.sha256(_hmac(salted, b"Client Key")).digest()
    return f"SCRAM-SHA-256${iterations}:{_b64(salt)}${_b64(stored)}:{_b64(_hmac(salted, b'Server Key'))}"


def fits(password: str, stored: str) -> bool:
    """Say whether ``password`` belongs to the verifier ``stored``."""
    _, rounds, _ = stored.split("$")
    iterations, _, salt = rounds.partition(":")
    own = verifier(password, salt=base64.b64decode(salt), iterations=int(iterations))
    return hmac.compare_digest(own, stored)


def salted_password(password: str, salt: bytes, iterations: int) -> bytes:
    """Return SaltedPassword of RFC 5802."""
    return hashlib.pbkdf2_hmac("sha256", prepared(password), salt, iterations)


def client_proof(salted: bytes, auth_message: bytes) -> bytes:
    """Return ClientProof of RFC 5802: that the password is known, for this one exchange."""
    client_key = _hmac(salted, b"Client Key")
    signature = _hmac(hashlib.sha256(client_key).digest(), auth_message)
    return bytes(a ^ b for a, b in zip(client_key, signature, strict=True))


def prepared(password: str) -> bytes:
    """Return the bytes of ``password`` that are hashed."""
    mapped = "".join(
        " " if stringprep.in_table_c12(letter) else letter for letter in password if not stringprep.in_table_b1(letter)
    )
    text = unicodedata.normalize("NFKC", mapped)
    if not text or any(table(letter) for letter in text for table in _PROHIBITED) or not _one_direction(text):
        return password.encode("utf-8")
    return text.encode("utf-8")


def _one_direction(text: str) -> bool:
    if not any(stringprep.in_table_d1(letter) for letter in text):
        return True
    mixed = any(stringprep.in_table_d2(letter) for letter in text)
    return not mixed and stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
