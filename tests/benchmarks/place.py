"""The office that is measured: an embedded server with fsync on, loaded once, everybody under an own login."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

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

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the slow way, as superuser."""
        with self.owner() as owner:
            return owner.execute(query, values).fetchall()

    def value(self, query: str, *values: Any) -> Any:
        """Ask the slow way, as superuser, for one value."""
        return self.rows(query, *values)[0][0]

    def some_cases(self, persona: str, count: int) -> tuple[tuple[UUID, str], ...]:
        """Give cases a persona may see, from all over the years, with their numbers."""
        query = """
            SELECT c.id, c.number FROM cases c
            WHERE EXISTS (SELECT FROM case_access a JOIN person_scope s USING (scope_id)
                WHERE a.case_id = c.id AND s.login = %s)
            ORDER BY md5(c.id::text) LIMIT %s"""
        return tuple((case_id, number) for case_id, number in self.rows(query, self.database.login(persona), count))

    @contextlib.contextmanager
    def unlimited_cards(self) -> Iterator[None]:
        """Lift the identity door's hourly limit, which a measurement would soon reach, while the block lasts."""
        limits = "jsonb_build_object('identity_per_hour', jsonb_build_object('match', 1000000))"
        with self.owner() as owner:
            owner.execute(f"UPDATE installation SET settings = settings || {limits}")
            try:
                yield
            finally:
                owner.execute("UPDATE installation SET settings = settings - 'identity_per_hour'")

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
