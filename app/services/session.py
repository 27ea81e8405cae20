"""Who sits at this desk: the person, their rights, and the office they signed in to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.models.vocabulary import Permission, Role
from app.models.words import tr
from app.services.database.connect import Database
from app.services.database.versions import shake_hands
from app.services.errors import UserError

_PERMISSIONS = frozenset(Permission)
_ROLES = frozenset(Role)


@dataclass(frozen=True, kw_only=True)
class Right:
    """A permission held at a unit; it holds for the unit's whole subtree."""

    permission: Permission
    unit_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class Session:
    """A signed-in person.

    Attributes:
        unit_id: Home unit; ``None`` for a liaison.
        enterprise_id: The liaison's enterprise; ``None`` for the office's own people.
        rights: What the person may do where.
        must_change_password: Whether the first password is still in use; then only changing it is possible.
        server_offset_s: Server clock minus desk clock at sign-in, in seconds.
    """

    person_id: UUID
    name: str
    staff_number: str
    kind: str
    unit_id: UUID | None
    unit: str | None
    enterprise_id: UUID | None
    enterprise: str | None
    rights: frozenset[Right]
    must_change_password: bool
    installation: str
    iid: str
    schema_version: str
    oldest_client: str
    recovery_public_key: str | None
    server_now: datetime

    @property
    def is_liaison(self) -> bool:
        """Whether this is an enterprise's person, who sees that enterprise's orders and nothing else."""
        return self.kind == "liaison"

    @property
    def roles(self) -> tuple[Role, ...]:
        """The person's roles, in the vocabulary's order."""
        held = {right.role for right in self.rights}
        return tuple(role for role in Role if role in held)

    def may(self, permission: Permission | str) -> bool:
        """Whether the person holds the permission anywhere: for greying out. The database decides."""
        return permission in self.permissions

    @property
    def permissions(self) -> frozenset[Permission]:
        """Every permission the person holds anywhere; a liaison's only one is to answer the own orders."""
        if self.is_liaison:
            return frozenset({Permission.ANSWER_ORDER})
        return frozenset(right.permission for right in self.rights)


def open_session(database: Database) -> Session:
    """Ask the server who this login is.

    Raises:
        UserError: The login belongs to nobody active, or desk and database do not understand each other's versions.
        OutageError: The server cannot be reached.
    """
    found = database.call("my_session")
    if found is None:
        raise UserError(tr("This login is no longer in use. Ask your administrator."), code="unknown_person")
    shake_hands(found["schema_version"], found["oldest_client"])

    def uuid_or_none(key: str) -> UUID | None:
        return UUID(found[key]) if found.get(key) else None

    return Session(
        person_id=UUID(found["person_id"]),
        name=found["name"],
        staff_number=found["staff_number"],
        kind=found["kind"],
        unit_id=uuid_or_none("unit_id"),
        unit=found["unit"],
        enterprise_id=uuid_or_none("enterprise_id"),
        enterprise=found["enterprise"],
        rights=frozenset(
            Right(permission=Permission(row["permission"]), unit_id=UUID(row["unit_id"]), role=Role(row["role"]))
            for row in found["rights"]
            if row["permission"] in _PERMISSIONS and row["role"] in _ROLES  # a newer database may know more
        ),
        must_change_password=found["must_change_password"],
        installation=found["installation"],
        iid=found["iid"],
        schema_version=found["schema_version"],
        oldest_client=found["oldest_client"],
        recovery_public_key=found["recovery_public_key"],
        server_now=datetime.fromisoformat(found["now"]),
    )
