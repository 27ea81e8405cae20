"""What a desk must know to reach the office's database: one small file without any password."""

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.models.words import tr
from app.services.drafts.folder import write_atomically
from app.services.errors import UserError


def login_name(installation: str, desk_salt: str, staff_number: str) -> str:
    """Return the database login of a person: opaque, so that the server's role list shows no staff numbers.

    Args:
        installation: The installation's id, 8 lowercase hex digits.
        desk_salt: 16 bytes as hex, from the enrolment file.
        staff_number: As typed; width, case and spaces around it do not matter.
    """
    number = unicodedata.normalize("NFKC", staff_number).strip().upper()
    digest = hmac.digest(bytes.fromhex(desk_salt), number.encode("utf-8"), "sha256").hex()
    return f"hd_{installation}_p{digest[:12]}"


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """One desk's way to one installation.

    Attributes:
        host: Name or address of the server; several with commas in between.
        port: TCP port.
        database: Name of the database.
        installation: The installation's id, 8 lowercase hex digits.
        desk_salt: 16 bytes as hex; makes logins out of staff numbers.
        ca: Certificate of the authority that signed the server's certificate, or ``None`` (embedded server).
        sslmode: libpq's ``sslmode``; a centre uses ``verify-full``.
        name: The office's name, shown at sign-in.
        staff_number: The person the file was written for; only proposed at sign-in.
        recovery_key: Public half of the centre's recovery key (``drafts.recovery``); empty without one.
    """

    host: str
    port: int
    database: str
    installation: str
    desk_salt: str
    ca: Path | None = None
    sslmode: str = "verify-full"
    name: str = ""
    staff_number: str = ""
    recovery_key: str = ""

    def login_for(self, staff_number: str) -> str:
        """Return the database login of the person with ``staff_number``."""
        return login_name(self.installation, self.desk_salt, staff_number)

    def save(self, path: Path) -> None:
        """Write the file, all of it or nothing; the certificate travels inside it.

        Raises:
            KeepingError: It cannot be written.
        """
        content: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "installation": self.installation,
            "desk_salt": self.desk_salt,
            "ca": self.ca.read_text(encoding="ascii") if self.ca else None,
            "sslmode": self.sslmode,
            "name": self.name,
            "staff_number": self.staff_number,
            "recovery_key": self.recovery_key,
            "login": self.login_for(self.staff_number) if self.staff_number else None,
        }
        write_atomically(path, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())

    @classmethod
    def load(cls, path: Path) -> "Enrolment":
        """Read a file written by :meth:`save`; the certificate is laid beside it, where the driver can read it.

        Raises:
            UserError: The file is missing or is not an enrolment file.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            content.pop("login", None)
            certificate = content.pop("ca", None)
            ca = None
            if certificate:
                digest = hashlib.sha256(certificate.encode("ascii")).hexdigest()[:8]
                ca = path.with_name(f"{path.stem}-{digest}.ca.pem")
                if not ca.exists():
                    ca.write_text(certificate, encoding="ascii")
            return cls(ca=ca, **content)
        except (OSError, ValueError, TypeError, AttributeError):
            raise UserError(
                tr("{file} is not an enrolment file. Ask the administrator for a new one.", file=path.name),
                code="bad_enrolment",
            ) from None
