"""The names of an installation's roles, apart from what brings a database to this release: a desk needs only these."""

import re
from dataclasses import dataclass

INSTALLATION_ID = re.compile(r"[0-9a-f]{8}\Z")


@dataclass(frozen=True)
class Roles:
    """The names of one installation's roles; roles belong to the whole cluster, so each carries the id.

    Attributes:
        installation: 8 lowercase hex digits.
    """

    installation: str

    def __post_init__(self) -> None:
        if not INSTALLATION_ID.match(self.installation):
            raise ValueError(self.installation)

    @property
    def owner(self) -> str:
        """Owns schema, tables and doors; nobody signs in as it."""
        return f"hd_{self.installation}_owner"

    @property
    def keeper(self) -> str:
        """Owns the functions that make logins; nobody signs in as it."""
        return f"hd_{self.installation}_keeper"

    @property
    def desk(self) -> str:
        """Group of the office's people."""
        return f"hd_{self.installation}_desk"

    @property
    def liaison(self) -> str:
        """Group of the enterprises' people."""
        return f"hd_{self.installation}_liaison"

    @property
    def worker(self) -> str:
        """Group of the background workers."""
        return f"hd_{self.installation}_worker"

    @property
    def migrate(self) -> str:
        """The login upgrades run under."""
        return f"hd_{self.installation}_migrate"

    @property
    def groups(self) -> tuple[str, str, str]:
        """The three groups a login can be in."""
        return (self.desk, self.liaison, self.worker)

    def fill(self, sql: str) -> str:
        """Replace ``__owner__`` and the other placeholders of a door file."""
        for name in ("owner", "keeper", "desk", "liaison", "worker", "migrate", "installation"):
            sql = sql.replace(f"__{name}__", getattr(self, name))
        return sql
