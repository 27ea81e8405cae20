from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import Desks
from tests.office import TestDatabase


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder: Path = tmp_path_factory.mktemp("desks")
    found = Desks(database, folder)
    yield found
    found.close()
