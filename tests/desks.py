"""Signed-in desks of the test office's people: what services are made from."""

from pathlib import Path

from app.services import bootstrap
from app.services.clock import Clock, SystemClock
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


class Desks:
    """``desks("operator")`` is that person's desk, signed in once and closed with the others."""

    def __init__(self, database: TestDatabase, folder: Path, clock: Clock | None = None) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock or SystemClock()
        self._open: dict[str, bootstrap.Desk] = {}

    def __call__(self, persona: str) -> bootstrap.Desk:
        if persona not in self._open:
            self._open[persona] = bootstrap.sign_in(
                self._database.enrolment,
                PERSONAS[persona].staff_number,
                PASSWORD,
                clock=self._clock,
                folder=self._folder,
            )
        return self._open[persona]

    def close(self) -> None:
        for desk in self._open.values():
            desk.close()
        self._open.clear()
