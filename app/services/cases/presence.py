"""Who else looks at a case now: colleagues who may see it, by name; nothing is locked by looking."""

from uuid import UUID

from app.services.bootstrap import Desk


class Presence:
    """Says that one looks at a case, and hears who else does. Every method waits for the server."""

    def __init__(self, desk: Desk, case_id: UUID) -> None:
        self._desk = desk
        self._case_id = case_id

    def come(self) -> tuple[str, ...]:
        """Say that one looks, again at least every minute; return the names of the others who do, sorted."""
        return tuple(self._desk.database.call("look_at_case", self._case_id, True) or ())

    def go(self) -> None:
        """Say that one looks no more."""
        self._desk.database.call("look_at_case", self._case_id, False)
