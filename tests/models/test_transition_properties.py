"""Random lives of cases along the transition table: what the law rules out never happens, however the steps are mixed.

The rules are written here once more from the articles, without looking at the table. 5,000 lives in the normal run,
100,000 with HOTLINE_LONG=1 (``./run check --long``); HOTLINE_SEED names another row of them. The same steps through the
database's own door: tests/rights/test_steps.py.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from app.models.transitions import KEEP, TRANSITIONS, steps_from
from app.models.vocabulary import CaseState, Kind

LONG = os.environ.get("HOTLINE_LONG") == "1"
SEED = int(os.environ.get("HOTLINE_SEED", "12315"))
LIVES = 100_000 if LONG else 5_000
ENDINGS = {"decline", "withdraw", "guide", "no_authority", "answer", "file", "not_file", "agree", "settle", "terminate"}
MEDIATION = (
    "arrange_mediation",
    "hold_mediation",
    "start_testing",
    "end_testing",
    "suspend",
    "resume",
    "agree",
    "settle",
)
Earlier = list[str]


@dataclass
class Life:
    """A case's steps in order; what an article asks is asked of these alone."""

    kind: str
    state: str = "registered"
    done: list[str] = field(default_factory=list)


def lives() -> Iterator[Life]:
    """Walk each case some steps, now and then reopened or taken back, never beyond the table."""
    rng = Random(SEED)
    kinds = [kind.value for kind in Kind]
    for _ in range(LIVES):
        life = Life(rng.choice(kinds))
        before: list[tuple[str, str]] = []
        for _ in range(rng.randrange(1, 16)):
            steps = [row for row in steps_from(life.kind, life.state) if row.command != "undo"]
            moving = [row for row in steps if row.to_state != KEEP]
            row = rng.choice(moving if moving and rng.random() < 0.7 else steps)
            before.append((row.command, life.state))
            life.done.append(row.command)
            if row.command == "reopen":
                life.state = next(state for command, state in reversed(before) if command == "close")
            elif row.command == "return":
                life.state = rng.choice(("returned", life.state))  # out of the authority, or inside it
            elif row.to_state != KEEP:
                life.state = row.to_state
            yield life


def balanced(begin: str, end: str) -> Callable[[str, Earlier], bool]:
    return lambda _, earlier: earlier.count(begin) == earlier.count(end) + 1


# What has to hold before a step, by whose words.
RULES: tuple[tuple[str, tuple[str, ...], Callable[[str, Earlier], bool]], ...] = (
    ("Art. 18: consumers' disputes only", (*MEDIATION, "terminate"), lambda kind, _: kind == "complaint"),
    ("Art. 18, 23: accepted first", (*MEDIATION, "terminate"), lambda _, earlier: "accept" in earlier),
    (
        "Art. 20: told in advance",
        ("hold_mediation", "agree", "suspend"),
        lambda _, earlier: bool({"arrange_mediation", "end_testing"} & set(earlier)),
    ),
    ("Art. 15: complaints are accepted or not", ("accept", "decline"), lambda kind, _: kind == "complaint"),
    (
        "Art. 13, 41: by the competent authority",
        ("accept", "decline", "verify", "request_identity_proof"),
        lambda _, earlier: bool({"distribute", "take_up"} & set(earlier)),
    ),
    ("Art. 15: decided once", ("accept", "decline"), lambda _, earlier: not {"accept", "decline"} & set(earlier)),
    (
        "程序规定 18: reports only",
        ("verify", "extend_verification", "file", "not_file", "no_authority"),
        lambda kind, _: kind == "report",
    ),
    (
        "程序规定 18: verified first",
        ("file", "not_file", "extend_verification"),
        lambda _, earlier: "verify" in earlier,
    ),
    ("Art. 23 item 1: after acceptance it terminates", ("withdraw",), lambda _, earlier: "accept" not in earlier),
    ("Art. 22: what ends has begun", ("end_testing",), balanced("start_testing", "end_testing")),
    ("Art. 21: what goes on was suspended", ("resume",), balanced("suspend", "resume")),
    ("办结: with an ending", ("close",), lambda _, earlier: bool(ENDINGS & set(earlier))),
    ("办结: once until reopened", ("close",), lambda _, earlier: earlier.count("close") == earlier.count("reopen")),
    ("Art. 26: the call comes after it", ("follow_up", "reopen"), lambda _, earlier: "close" in earlier),
    ("one ending only", tuple(sorted(ENDINGS)), lambda _, earlier: not ENDINGS & set(earlier)),
    (
        "recovered loss: of what was accepted or ended",
        ("enter_ledger",),
        lambda _, earlier: "accept" in earlier or bool(ENDINGS & set(earlier)),
    ),
)


def test_no_life_of_a_case_breaks_an_article() -> None:
    asked = {
        step: [(words, rule) for words, steps, rule in RULES if step in steps]
        for _, steps, _ in RULES
        for step in steps
    }
    for life in lives():
        last, earlier = life.done[-1], life.done[:-1]
        for words, rule in asked.get(last, ()):
            assert rule(life.kind, earlier), (words, life.kind, life.done)


def test_every_state_of_the_table_is_reached_and_every_case_can_be_closed() -> None:
    for kind in Kind:
        reached, edge = {"registered"}, ["registered"]
        while edge:
            for row in steps_from(kind.value, edge.pop()):
                leads_to = "returned" if row.command == "return" else row.to_state
                if leads_to not in {KEEP, *reached}:
                    reached.add(leads_to)
                    edge.append(leads_to)
        named = {row.from_state for row in TRANSITIONS if row.kind == kind.value} - {"*"}
        assert named <= reached, kind
        assert CaseState.CLOSED in reached, kind
