"""The office that is measured: an embedded server with fsync on, loaded once, everybody under an own login."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from app.services import bootstrap
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.training.text import TextMaker
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


@dataclass
class Place:
    """A loaded office and the people who sit in it."""

    database: TestDatabase
    cases: int
    told: list[str] = field(default_factory=lambda: [case.facts for case in TextMaker(7).cases(200)])
    _desks: dict[str, Desk] = field(default_factory=dict)
    _folder: Any = field(default_factory=lambda: tempfile.TemporaryDirectory(prefix="hotline-bench-"))

    def desk(self, persona: str) -> Desk:
        """Sign in as a persona, once."""
        if persona not in self._desks:
            self._desks[persona] = bootstrap.sign_in(
                self.database.enrolment,
                PERSONAS[persona].staff_number,
                PASSWORD,
                clock=SystemClock(),
                folder=Path(self._folder.name),
            )
        return self._desks[persona]

    def owner(self) -> "psycopg.Connection[Any]":
        """Connect as superuser with the office's tables in front: for floors."""
        connection = self.database.superuser()
        connection.execute("SET search_path = office, public")
        return connection

    def value(self, query: str, *values: Any) -> Any:
        """Ask the slow way, as superuser, for one value."""
        with self.owner() as owner:
            row = owner.execute(query, values).fetchone()
        return row[0] if row else None

    def sign_out(self) -> None:
        """Sign everybody out; whoever is asked for next signs in anew."""
        for desk in self._desks.values():
            desk.close()
        self._desks.clear()
        self.database.sign_out()

    def close(self) -> None:
        """Sign everybody out for good."""
        self.sign_out()
        self._folder.cleanup()
