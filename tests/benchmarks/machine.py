"""On what, and under which conditions, it was measured."""

import os
import platform
from pathlib import Path
from typing import Any

from tests.office import TestDatabase

_SETTINGS = ("server_version", "fsync", "synchronous_commit", "shared_buffers")


def machine(office: TestDatabase) -> dict[str, Any]:
    """Say which computer, system and server this is, how large the office is, and how busy the computer was before."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    memory = int(Path("/proc/meminfo").read_text(encoding="utf-8").split()[1])
    with office.superuser() as connection:
        settings = {
            name: connection.execute("SELECT current_setting(%s)", (name,)).fetchone()[0]  # type: ignore[index]  # one row
            for name in _SETTINGS
        }
        size, events = connection.execute(
            "SELECT pg_database_size(current_database()), (SELECT count(*) FROM office.event)"
        ).fetchone()  # type: ignore[misc]  # one row
    return {
        "cpu": next((line.split(":", 1)[1].strip() for line in told if "model name" in line), platform.processor()),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1024**2, 1),
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
        "python": platform.python_version(),
        "server": settings,
        "database_gb": round(size / 1024**3, 2),
        "events": events,
        "load_before": round(os.getloadavg()[0], 2),
    }
