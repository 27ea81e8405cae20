"""The client is killed (-9) at a random moment of typing: whatever is older than the promise must come back.

Run as a module it is the typist; :func:`kill_while_typing` starts, kills and checks it.
"""

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from app.services.drafts import draft_file
from app.services.drafts.draft import Splice
from app.services.drafts.writer import PROMISE_S
from tests.faults import Cost
from tests.faults.desk import drafts_in, start

DRAFTS = tuple(UUID(int=number) for number in (1, 2, 3))
_LETTERS = "的一是了我不在人有他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过𠮷㐂龘😀，。"


def keystrokes(seed: int) -> Iterator[tuple[int, Splice, str]]:
    """Yield what a hurried person types for ever: which draft, the change, the text after it."""
    chance = random.Random(seed)
    texts = ["" for _ in DRAFTS]
    which = 0
    while True:
        if chance.random() < 0.03:
            which = chance.randrange(len(DRAFTS))
        text = texts[which]
        what = chance.random()
        at = len(text) if what < 0.7 else chance.randint(0, len(text))
        removed = min(chance.randint(1, 4), len(text) - at) if 0.7 < what < 0.85 else 0
        if what > 0.98:
            new = "".join(chance.choices(_LETTERS, k=chance.randint(20, 400)))
        else:
            new = "" if removed else chance.choice(_LETTERS)
        splice = Splice(at=at, removed=removed, text=new)
        texts[which] = splice.applied_to(text)
        yield which, splice, texts[which]


def type_for_ever(folder: Path, seed: int) -> None:
    """Type until killed; says after each keystroke when it was, and after each write how long one had waited."""
    # Small, so that journals are written anew now and then and the kill also falls into that.
    draft_file.ROOMY_BYTES = 3000  # type: ignore[misc] the tests may
    pace = random.Random(seed)
    store = drafts_in(folder, trace=lambda covered: print("covered", covered.waited_s))
    for draft_id in DRAFTS:
        store.open(draft_id, "intake")
    for which, splice, _ in keystrokes(seed):
        store.append(DRAFTS[which], {"facts": splice})
        print("typed", time.monotonic())
        time.sleep(pace.choice((0.001, 0.003, 0.01, 0.03)))


def kill_while_typing(folder: Path, rounds: int, seed: int, within_s: float = PROMISE_S) -> Cost:
    """Kill a typist ``rounds`` times and return what that cost.

    Args:
        folder: An empty folder; each round makes its own below.
        rounds: How often.
        seed: Repeats the typing; the moment of the kill stays the machine's.
        within_s: Keystrokes older than this, in seconds, must come back.
    """
    total = Cost()
    chance = random.Random(seed)
    for number in range(rounds):
        total += _round(folder / str(number), chance.randrange(1 << 30), chance.uniform(0.05, 1.5), within_s)
    return total


def _round(folder: Path, seed: int, after_s: float, within_s: float) -> Cost:
    folder.mkdir(parents=True)
    with start("tests.faults.typing_killed", [str(folder), str(seed)]) as typist:
        lines = [typist.stdout.readline()]
        # Lines left unread stay in the pipe, which holds more than a round writes.
        time.sleep(after_s)
        killed_at = time.monotonic()
        typist.kill()
        lines += typist.stdout.read().splitlines()
    marks = [line.split() for line in lines]
    typed_at = [float(mark[1]) for mark in marks if len(mark) == 2 and mark[0] == "typed" and "." in mark[1]]
    waited_s = [float(mark[1]) for mark in marks if len(mark) == 2 and mark[0] == "covered" and "." in mark[1]]

    # One keystroke more than was said may have been kept: the kill may fall between both.
    history: list[list[str]] = [[""] for _ in DRAFTS]
    due = [0 for _ in DRAFTS]
    for at, (which, _, text) in zip([*typed_at, killed_at], keystrokes(seed), strict=False):
        history[which].append(text)
        if at <= killed_at - within_s:
            due[which] = len(history[which]) - 1

    store = drafts_in(folder)
    found = {draft.draft_id: draft for draft in store.drafts()}
    unreadable = len(store.unreadable())
    store.close()
    lost = wrong = 0
    for draft_id, states, least in zip(DRAFTS, history, due, strict=True):
        draft = found.get(draft_id)
        text = str(draft.fields.get("facts", "")) if draft else ""
        if text not in states or (draft is not None and draft.damage is not None):
            wrong += 1
        else:
            last = len(states) - 1 - states[::-1].index(text)
            lost += max(0, least - last)
    return Cost(rounds=1, lost=lost, wrong=wrong + unreadable, worst_s=max(waited_s, default=0.0))


if __name__ == "__main__":
    type_for_ever(Path(sys.argv[1]), int(sys.argv[2]))
