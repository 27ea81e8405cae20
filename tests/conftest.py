"""What every test stands on: no window on the screen, nobody's own files, and the test office's database."""

import atexit
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# What lands is decided by the change, not by a throw of dice; ./run check --long throws them.
settings.register_profile("steady", derandomize=True)
if "HOTLINE_LONG" not in os.environ:
    settings.load_profile("steady")

_HOME = tempfile.TemporaryDirectory(prefix="hotline-desk-tests-", ignore_cleanup_errors=True)
atexit.register(_HOME.cleanup)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # a test must not ask the desktop's keyring
for _name, _folder in {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": ".run",
}.items():
    _path = Path(_HOME.name) / _folder
    _path.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[_name] = str(_path)

from app.services.database.embedded import EmbeddedServer  # noqa: E402 the environment above must stand first
from tests.office import TestDatabase, build_template, clone  # noqa: E402


@pytest.fixture(scope="session")
def cluster() -> Iterator[EmbeddedServer]:
    """One embedded PostgreSQL for the whole run, without fsync."""
    kept = os.environ.get("HOTLINE_TEST_CLUSTER")
    if kept:
        # A developer's own cluster stays up between runs; the template is built anew when what it is made of changes.
        # Where two processes share the run, each has its own: logins are known to the whole cluster.
        server = EmbeddedServer(Path(kept) / os.environ.get("PYTEST_XDIST_WORKER", "") / "cluster", sync=False)
        server.start()
        yield server
        server.release()
        return
    # Not under tmp_path: as root the way there is opened for the server's user, and pytest's own folders stay closed.
    with tempfile.TemporaryDirectory(prefix="hotline-desk-cluster-") as folder:
        server = EmbeddedServer(Path(folder) / "cluster", sync=False)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def template(cluster: EmbeddedServer) -> TestDatabase:
    """The provisioned database every other one is cloned from."""
    return build_template(cluster)


@pytest.fixture(scope="module")
def database(template: TestDatabase) -> Iterator[TestDatabase]:
    """A fresh office of this module's own; what one test commits the next one of the module sees."""
    found = clone(template)
    yield found
    found.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> Iterator[None]:
    """Where the edges are promised (HOTLINE_EDGES), a test of one that skips has failed."""
    report = yield
    if os.environ.get("HOTLINE_EDGES") and report.skipped and item.get_closest_marker("edge"):
        report.outcome = "failed"
        report.longrepr = f"an edge must not be skipped: {report.longrepr}"
    return report
