"""``./run faults --rounds N [--seed S] [NAME…]``: every fault N times; the last line sums up."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.faults import Cost
from tests.faults.disk_filled import fill_while_typing
from tests.faults.saving_killed import kill_while_saving
from tests.faults.typing_killed import kill_while_typing

FAULTS: dict[str, Callable[[Path, int, int], Cost]] = {
    "typing": kill_while_typing,
    "saving": kill_while_saving,
    "disk": fill_while_typing,
}


def main(arguments: list[str]) -> int:
    """Make the faults and say what each cost; 0 only if nothing was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAULTS))
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - FAULTS.keys()
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    total = Cost()
    for name in chosen.names or FAULTS:
        with tempfile.TemporaryDirectory(prefix="hotline-desk-faults-") as folder:
            cost = FAULTS[name](Path(folder), chosen.rounds, chosen.seed)
        slowest = f", slowest keystroke {cost.worst_s * 1000:.0f} ms" if cost.worst_s else ""
        print(f"{name}: {cost}{slowest}", flush=True)
        total += cost
    print(total)
    return int(bool(total.lost or total.doubled or total.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
