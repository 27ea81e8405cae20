"""Everybody's own window on the real office."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState
from tests.desks import Desks
from tests.office import TestDatabase
from tests.ui.seats import SeatedWindow, seated


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture
def sit(qtbot: QtBot, desks: Desks, look: Look, tasks: TaskRunner, state: WindowState) -> Callable[[str], SeatedWindow]:
    return lambda persona: seated(qtbot, desks(persona), look, tasks, state)
