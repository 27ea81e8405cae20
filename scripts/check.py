"""Everything a change has to pass, in the order that fails soonest: ./run check [--long] [--fast]."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from scripts import migrations, words

ROOT = Path(__file__).resolve().parents[1]
PY = sys.executable


def main() -> int:
    """Run the checks; stop at the first that fails and say which."""
    parser = argparse.ArgumentParser(prog="./run check")
    parser.add_argument("--long", action="store_true", help="the large numbers of the property tests")
    parser.add_argument("--fast", action="store_true", help="everything but the tests")
    options = parser.parse_args()
    tool = Path(PY).parent
    steps = [
        ("format", [str(tool / "ruff"), "format", "--check", "--quiet", "."]),
        ("lint", [str(tool / "ruff"), "check", "--quiet", "."]),
        ("types", [PY, "-m", "mypy"]),
        ("import contracts", [str(tool / "lint-imports"), "--no-cache"]),
    ]
    if options.long:
        os.environ["HOTLINE_LONG"] = "1"
    for name, command in steps:
        if not _run(name, command):
            return 1
    for name, check in (("translations", words.problems), ("migrations", migrations.problems)):
        started = time.monotonic()
        found = list(check())
        print(f"{'ok' if not found else 'FAILED':7} {name} ({time.monotonic() - started:.1f} s)")
        if found:
            print("\n".join(found))
            return 1
    if options.fast:
        return 0
    return 0 if _run("tests", [PY, "-m", "pytest", "-q", "-n", "auto"], show=True) else 1


def _run(name: str, command: list[str], *, show: bool = False) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=not show, text=True)
    print(f"{'ok' if done.returncode == 0 else 'FAILED':7} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode and not show:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
