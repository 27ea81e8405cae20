"""The draft disk is full while somebody types: the person is told, nothing typed is lost, and it heals by itself.

On a small file system of its own where that may be mounted (root), else under a limit on the size of files, in a
process of its own: run as a module it is that process.
"""

import contextlib
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

from app.services.drafts.folder import KeepingError
from app.services.drafts.journal import DraftStore
from tests.faults import Cost
from tests.faults.desk import drafts_in, start

_DISK_BYTES = 1 << 20
_RESERVE_BYTES = 64 << 10
_LIMIT_BYTES = 16 << 10
_PATIENCE_S = 20


def fill_while_typing(folder: Path, rounds: int, seed: int) -> Cost:
    """Fill a draft disk ``rounds`` times and return what that cost.

    Args:
        folder: An empty folder.
        rounds: How often.
        seed: Repeats the typing.
    """
    total = Cost()
    for number in range(rounds):
        place = folder / str(number)
        place.mkdir(parents=True)
        with small_disk(place) as is_mounted:
            if is_mounted:
                total += _on_a_full_disk(place, seed + number)
            else:
                with start("tests.faults.disk_filled", [str(place), str(seed + number)]) as typist:
                    lost, wrong = typist.stdout.read().split()
                total += Cost(rounds=1, lost=int(lost), wrong=int(wrong) + bool(typist.returncode))
    return total


@contextlib.contextmanager
def small_disk(folder: Path, *, size: int = _DISK_BYTES) -> Iterator[bool]:
    """Mount a small file system on ``folder``; yields False where that is not allowed."""
    is_mounted = False
    if sys.platform == "linux" and os.geteuid() == 0:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        with contextlib.suppress(FileNotFoundError):
            is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def _on_a_full_disk(folder: Path, seed: int) -> Cost:
    """Type on: while there is room, in the reserve, with nothing left, and after somebody has made room."""
    chance = random.Random(seed)
    filler = folder / "somebody else's film"
    draft_id, told = uuid4(), []
    store = drafts_in(folder, reserve_bytes=_RESERVE_BYTES, trouble=told.append)
    store.open(draft_id, "intake")
    text = _typed(store, draft_id, "", chance)
    store.flush()

    fill(filler)
    while not told:
        text = _typed(store, draft_id, text, chance)
        store.flush()
    wrong = int(not told[0].is_kept)

    fill(filler)
    is_full = False
    while not is_full:
        text = _typed(store, draft_id, text, chance)
        try:
            store.flush()
        except KeepingError as error:
            is_full = error.is_full
    wrong += int(store.load(draft_id).fields["facts"] != text)

    filler.unlink()
    text = _typed(store, draft_id, text, chance)
    return _healed(store, folder, draft_id, text, wrong)


def _under_a_limit(folder: Path, seed: int) -> Cost:
    """Type on beyond the largest file allowed, then after the limit was lifted."""
    chance = random.Random(seed)
    draft_id = uuid4()
    store = drafts_in(folder)
    store.open(draft_id, "intake")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT_BYTES, most))
    text, is_full = "", False
    while not is_full:
        text = _typed(store, draft_id, text, chance)
        try:
            store.flush()
        except KeepingError as error:
            is_full = error.is_full
    wrong = int(store.load(draft_id).fields["facts"] != text)

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    return _healed(store, folder, draft_id, text, wrong)


def _healed(store: DraftStore, folder: Path, draft_id: UUID, text: str, wrong: int) -> Cost:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(KeepingError):
            store.flush()
            break
        time.sleep(0.05)
    store.close()
    again = drafts_in(folder)
    back = again.load(draft_id)
    again.close()
    facts = str(back.fields["facts"])
    return Cost(rounds=1, lost=len(text) - len(facts), wrong=wrong + int(facts != text) + int(back.damage is not None))


def _typed(store: DraftStore, draft_id: UUID, text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(20, 60)):
        text += "字" * chance.randint(1, 20)
        store.append(draft_id, {"facts": text})
    return text


def fill(path: Path) -> None:
    """Leave no block of the disk free."""
    with path.open("ab") as film:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    os.write(film.fileno(), b"\0" * size)


if __name__ == "__main__":
    cost = _under_a_limit(Path(sys.argv[1]), int(sys.argv[2]))
    print(cost.lost, cost.wrong)
