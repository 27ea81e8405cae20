"""Why a sign-in was refused, as the server's own code.

The driver keeps only the text of a refusal, in the server's language, and this house never decides by text. So after
a refused sign-in the same sign-in is tried once more in the plain protocol, up to the answer that carries the code.
"""

import base64
import contextlib
import secrets
import socket
import ssl
import struct
from dataclasses import dataclass
from pathlib import Path

from app.services.database import scram

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_PROTOCOL = 196608
_SASL, _CONTINUE, _FINAL, _OK = 10, 11, 12, 0


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where to knock and as whom."""

    host: str
    port: int
    database: str
    login: str
    password: str
    sslmode: str = "prefer"
    ca: Path | None = None
    timeout_s: float = 5


def refusal_code(door: Door) -> str | None:
    """Return the SQLSTATE this sign-in is refused with; ``None``: it is not refused, or the server cannot be reached.

    A certificate that does not fit counts as SQLSTATE ``08P01``: nothing is sent to a server that is not ours.
    """
    for host in door.host.split(","):
        try:
            with (
                socket.create_connection((host, door.port), timeout=door.timeout_s) as plain,
                _secured(plain, host, door) as line,
            ):
                return _Knock(line, door).answer()
        except ssl.SSLError:
            return "08P01"
        except (OSError, EOFError, ValueError, struct.error):
            continue
    return None


def is_answering(host: str, port: int, timeout_s: float) -> bool:
    """Tell whether the server at this place says anything at all; it is asked nothing that needs a sign-in."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as line:
            line.sendall(_SSL_REQUEST)
            return bool(line.recv(1))
    except OSError:
        return False


def _secured(plain: socket.socket, host: str, door: Door) -> socket.socket:
    if door.sslmode in {"disable", "allow"}:
        return plain
    plain.sendall(_SSL_REQUEST)
    if plain.recv(1) != b"S":
        return plain
    context = ssl.create_default_context(cafile=str(door.ca) if door.ca else None)
    context.check_hostname = door.sslmode == "verify-full"
    if door.sslmode not in {"verify-ca", "verify-full"}:
        context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain, server_hostname=host)


class _Knock:
    """One sign-in, message by message."""

    def __init__(self, line: socket.socket, door: Door) -> None:
        self._line = line
        self._door = door

    def answer(self) -> str | None:
        words = {"user": self._door.login, "database": self._door.database, "application_name": "hotline-desk"}
        body = struct.pack("!i", _PROTOCOL)
        body += b"".join(f"{key}\0{value}\0".encode() for key, value in words.items()) + b"\0"
        self._line.sendall(struct.pack("!i", len(body) + 4) + body)
        first = f"n=,r={secrets.token_urlsafe(18)}"
        while True:
            kind, body = self._read()
            if kind == b"E":
                return _code(body)
            if kind == b"Z":
                with contextlib.suppress(OSError):
                    self._line.sendall(b"X" + struct.pack("!i", 4))
                return None
            if kind != b"R":
                continue
            step = struct.unpack_from("!i", body)[0]
            if step == _SASL:
                message = f"n,,{first}".encode()
                self._send(b"SCRAM-SHA-256\0" + struct.pack("!i", len(message)) + message)
            elif step == _CONTINUE:
                self._send(self._proof(first, body[4:].decode("ascii")))
            elif step not in {_FINAL, _OK}:
                return "28000"  # another method than SCRAM: the password is not given to it

    def _proof(self, first: str, challenge: str) -> bytes:
        parts = dict(part.split("=", 1) for part in challenge.split(","))
        bare = f"c=biws,r={parts['r']}"
        salted = scram.salted_password(self._door.password, base64.b64decode(parts["s"]), int(parts["i"]))
        proof = scram.client_proof(salted, f"{first},{challenge},{bare}".encode())
        return f"{bare},p={base64.b64encode(proof).decode('ascii')}".encode()

    def _send(self, body: bytes) -> None:
        self._line.sendall(b"p" + struct.pack("!i", len(body) + 4) + body)

    def _read(self) -> tuple[bytes, bytes]:
        head = self._exactly(5)
        return head[:1], self._exactly(struct.unpack("!i", head[1:])[0] - 4)

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self._line.recv(count - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found


def _code(body: bytes) -> str | None:
    for field in body.split(b"\0"):
        if field[:1] == b"C":
            return field[1:].decode("ascii")
    return None
