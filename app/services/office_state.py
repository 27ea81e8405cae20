"""How the office itself is: its settings, whether a worker works, and the head of its audit chain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.drafts.folder import write_atomically
from app.services.errors import UserError

SILENT_AFTER = timedelta(minutes=5)
"""How long no worker may have run before the desk says so."""


@dataclass(frozen=True, kw_only=True)
class AuditHead:
    """The newest seal of the audit chain; kept outside the database it shows that nothing before it was changed.

    Attributes:
        seal: Its number.
        last_id: Number of the last audit row it covers.
        hash: The hash over everything up to there, hexadecimal.
        sealed_at: When the worker sealed it.
    """

    seal: int
    last_id: int
    hash: str
    sealed_at: datetime


class OfficeState:
    """Looks after the office as a whole; every method asks the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settings(self) -> Mapping[str, Any]:
        """Return the installation's settings; a key that is missing has its usual value."""
        return dict(self._desk.database.call("my_session")["settings"])

    def silence(self) -> timedelta | None:
        """Return how long no worker has said it is alive, in the server's time; ``None`` when none ever did."""
        last = self._desk.database.call("last_beat")
        return None if last is None else self._desk.clock.now() + self._desk.server_offset - last

    def audit_head(self) -> AuditHead | None:
        """Return the newest seal; ``None`` while no worker has sealed anything."""
        head = self._desk.database.call("audit_head")
        if head is None:
            return None
        return AuditHead(
            seal=head["seal"],
            last_id=head["last_id"],
            hash=head["hash"],
            sealed_at=datetime.fromisoformat(head["at"]),
        )

    def export_audit_head(self, file: Path) -> AuditHead:
        """Write the newest seal to a file outside the database.

        Raises:
            UserError: Nothing is sealed yet.
            KeepingError: The file cannot be written.
        """
        head = self.audit_head()
        if head is None:
            raise UserError(tr("Nothing is sealed yet: no worker has run. Try again in a minute."), code="not_sealed")
        session = self._desk.session
        content = {
            "installation": session.iid,
            "office": session.installation,
            "seal": head.seal,
            "last_id": head.last_id,
            "hash": head.hash,
            "sealed_at": head.sealed_at.isoformat(),
            "exported_at": self._desk.clock.now().isoformat(),
        }
        write_atomically(file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
        return head
