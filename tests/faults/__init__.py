"""Real faults: a process killed while people type and save, a disk that fills. Each returns what it cost.

``python -m tests.faults --rounds N`` runs them all; the tests run a few rounds of each.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a number of rounds cost the people at the desk.

    Attributes:
        rounds: How often the fault was made.
        lost: Characters or pieces of work that should have come back and did not.
        doubled: Pieces of work that took effect twice.
        wrong: Pieces of work that came back other than they were typed.
        worst_s: The longest time from a keystroke to its fsync, in seconds, where it was measured.
    """

    rounds: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    worst_s: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            rounds=self.rounds + other.rounds,
            lost=self.lost + other.lost,
            doubled=self.doubled + other.doubled,
            wrong=self.wrong + other.wrong,
            worst_s=max(self.worst_s, other.worst_s),
        )

    def __str__(self) -> str:
        return f"{self.rounds} rounds, lost {self.lost}, doubled {self.doubled}, wrong {self.wrong}"
