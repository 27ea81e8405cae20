"""The test office with everybody's desk, and cases on their way."""

from collections.abc import Iterator

import pytest

from tests.desks import Desks
from tests.office import TestDatabase


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()
