"""The client is killed (-9) at a random moment of saving, while the server comes and goes: each case exactly once.

Run as a module it is the person at the desk; :func:`kill_while_saving` starts, kills, restarts and checks.
"""

import hashlib
import json
import os
import random
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from app.services.drafts import lifecycle
from app.services.drafts.commands import Answer, Command, Item
from app.services.drafts.draft import Draft, Stage
from app.services.drafts.journal import DraftStore
from app.services.drafts.outbox import Outbox, Send
from app.services.errors import OutageError, UserError
from tests.faults import Cost
from tests.faults.desk import LOGIN, drafts_in, outbox_in, start


class FileServer:
    """A server that outlives the desk: a file for each executed command, made in one step."""

    def __init__(self, folder: Path, chance: random.Random | None = None) -> None:
        """Serve from ``folder``; with ``chance`` the line breaks before or after the execution, or it refuses."""
        self._folder = folder
        self._chance = chance
        folder.mkdir(exist_ok=True)

    def __call__(self, item: Item) -> Answer:
        """Execute a command once and answer every time."""
        luck = self._chance.random() if self._chance else 1.0
        if luck < 0.2:
            raise OutageError("the server is away")
        name = self._folder / str(item.command.command_id)
        if not name.exists():
            if luck < 0.25:
                raise UserError("refused", code="refused")
            fresh = name.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps({"draft": str(item.command.draft_id), "facts": item.command.payload["facts"]}))
            fresh.rename(name)
        if luck < 0.45:
            raise OutageError("the line broke before the answer")
        return Answer(is_done=True)

    def executed(self) -> list[dict[str, str]]:
        """Return what took effect."""
        return [json.loads(path.read_text()) for path in self._folder.iterdir() if not path.suffix]


def save_for_ever(folder: Path, seed: int) -> None:
    """Finish what is left from before, then type and save until killed; says what was typed and kept."""
    chance = random.Random(seed)
    send = FileServer(folder / "server", chance)
    store, outbox = drafts_in(folder), outbox_in(folder)
    finish(store, outbox, send)
    for number in range(10_000):
        draft_id = uuid4()
        facts = f"{number} " + "字" * chance.randint(1, 300)
        store.open(draft_id, "intake")
        store.append(draft_id, {"facts": facts})
        store.flush()
        print("kept", draft_id, _mark(facts))
        _save(store, outbox, store.load(draft_id), send)
        if chance.random() < 0.3:
            finish(store, outbox, send)
        time.sleep(chance.uniform(0, 0.01))


def finish(store: DraftStore, outbox: Outbox, send: Send) -> None:
    """Do what a start does: bring drafts and outbox in step, replay, and save open drafts again."""
    lifecycle.settle(store, outbox)
    outbox.replay(send, login=LOGIN)
    lifecycle.settle(store, outbox)
    for item in outbox.attention():
        lifecycle.reopen(store, outbox, item)
    for draft in store.drafts(Stage.OPEN):
        _save(store, outbox, draft, send)


def kill_while_saving(folder: Path, rounds: int, seed: int) -> Cost:
    """Kill a saving desk ``rounds`` times on the same folder, then finish what is left and count.

    Args:
        folder: An empty folder.
        rounds: How often.
        seed: Repeats the typing and the server's moods; the moment of the kill stays the machine's.
    """
    chance = random.Random(seed)
    kept: dict[UUID, str] = {}
    for _ in range(rounds):
        with start("tests.faults.saving_killed", [str(folder), str(chance.randrange(1 << 30))]) as desk:
            said = [desk.stdout.readline()]
            time.sleep(chance.uniform(0.01, 0.8))
            desk.kill()
            said += desk.stdout.read().splitlines(keepends=True)
        kept |= {UUID(words[1]): words[2] for line in said if line.endswith("\n") and len(words := line.split()) == 3}

    server = FileServer(folder / "server")
    store, outbox = drafts_in(folder), outbox_in(folder)
    finish(store, outbox, server)
    left = len(store.drafts()) + len(store.unreadable()) + len(outbox.waiting()) + len(outbox.attention())
    store.close()
    outbox.close()
    executed = server.executed()
    names = [UUID(case["draft"]) for case in executed]
    wrong = sum(kept.get(UUID(case["draft"]), _mark(case["facts"])) != _mark(case["facts"]) for case in executed)
    return Cost(
        rounds=rounds,
        lost=len(kept.keys() - set(names)),
        doubled=len(names) - len(set(names)),
        wrong=wrong + left,
    )


def _save(store: DraftStore, outbox: Outbox, draft: Draft, send: Send) -> None:
    command = Command(
        command_id=draft.command_id,
        kind="register_case",
        subject=draft.draft_id,
        login=LOGIN,
        payload={"facts": draft.fields["facts"]},
        draft_id=draft.draft_id,
    )
    try:
        lifecycle.save(store, outbox, command, send)
    except UserError:
        return


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    save_for_ever(Path(sys.argv[1]), int(sys.argv[2]))
