"""Desks of the test office with a press, and cases carried to the step each paper is due at."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.services import bootstrap
from app.services.clock import SystemClock
from app.services.documents.fonts import Fonts
from app.services.documents.forms import Forms
from app.services.documents.press import PaperPress
from app.services.papers.service import Papers
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS

Sit = Callable[[str], Papers]


@pytest.fixture(scope="session")
def press() -> PaperPress:
    """The shipped faces only, so that a test prints the same on every machine."""
    return PaperPress(fonts=Fonts(folders=()), forms=Forms.shipped())


@pytest.fixture(scope="module")
def sit(database: TestDatabase, press: PaperPress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sit]:
    """Sit down at a desk of one's own and get its papers; once a person."""
    folder: Path = tmp_path_factory.mktemp("desks")
    desks: dict[str, bootstrap.Desk] = {}
    places = itertools.count()

    def sit_down(persona: str) -> Papers:
        if persona not in desks:
            desks[persona] = bootstrap.sign_in(
                database.enrolment,
                PERSONAS[persona].staff_number,
                PASSWORD,
                clock=SystemClock(),
                folder=folder / str(next(places)),
            )
        return Papers(desks[persona], press)

    yield sit_down
    for desk in desks.values():
        desk.close()
