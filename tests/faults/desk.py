"""A desk without a window for the fault rounds: one person's drafts and outbox in a folder."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.services.clock import SystemClock
from app.services.drafts.boxes import Cost
from app.services.drafts.journal import DraftStore
from app.services.drafts.keys import PersonKeys, unlock
from app.services.drafts.outbox import Outbox

LOGIN = "hd_0a1b2c3d_p00112233aabb"
PASSWORD = "春眠不觉晓"
CLOCK = SystemClock()
ROOT = Path(__file__).resolve().parents[2]


def keys_in(folder: Path) -> PersonKeys:
    """Return the person's keys; the password lock is a cheap one, it is not what is tested here."""
    return unlock(folder, LOGIN, PASSWORD, cost=Cost(time=1, memory_kib=64, lanes=1))


def drafts_in(folder: Path, **settings: object) -> DraftStore:
    """Open the person's drafts."""
    return DraftStore(folder, keys_in(folder), CLOCK, **{"reserve_bytes": 0, **settings})


def outbox_in(folder: Path) -> Outbox:
    """Open the person's outbox."""
    return Outbox(folder, keys_in(folder), CLOCK)


def start(module: str, arguments: Sequence[str]) -> subprocess.Popen[str]:
    """Start a module as a process of its own, its lines readable as they come."""
    return subprocess.Popen(
        [sys.executable, "-u", "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        stdout=subprocess.PIPE,
        text=True,
    )
