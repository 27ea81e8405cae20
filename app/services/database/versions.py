"""Whether this desk and the database understand each other."""

import re
from pathlib import Path

import app
from app.models import migrations
from app.models.words import tr
from app.services.errors import UserError

_VERSION = re.compile(r"(\d{4})_\w+\.py\Z")


def known_schema() -> str:
    """Return the newest schema version this desk knows, such as ``"0001"``, without loading the migrations."""
    folder = Path(migrations.__file__).parent / "versions"
    found = [match.group(1) for path in folder.glob("*.py") if (match := _VERSION.match(path.name))]
    return max(found, default="")


def shake_hands(schema_version: str, oldest_client: str, *, own: str = app.__version__, known: str = "") -> None:
    """Refuse to work with a database this desk would misunderstand; a newer one that still takes it is fine.

    Args:
        schema_version: What the database states.
        oldest_client: The oldest desk the database still takes.
        own: This desk's version.
        known: The newest schema this desk knows.

    Raises:
        UserError: The desk (``client_too_old``) or the database (``schema_too_old``) has to be brought up to date.
    """
    if _parts(own) < _parts(oldest_client):
        raise UserError(
            tr(
                "This desk has version {own}; the office works with {needed} or newer. "
                "Your drafts stay on this computer. Install the new version, then sign in again.",
                own=own,
                needed=oldest_client,
            ),
            code="client_too_old",
        )
    if schema_version < (known or known_schema()):
        raise UserError(
            tr(
                "This desk is newer than the office's database. Your drafts stay on this computer. "
                "Ask the administrator to type: ./run server upgrade"
            ),
            code="schema_too_old",
        )


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
