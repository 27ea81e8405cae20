"""The rehearsal: contacts typed by real keys, with slips, interruptions and two server losses; nothing may be lost.

``./run rehearse --minutes M --seed N`` ends with ``lost 0 characters, doubled 0, loop p99 … ms, memory slope … MB/h``
and exits non-zero when something was lost, doubled or wrong.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.ui.tour import OFFSCREEN_VARIABLES


def main(arguments: Sequence[str]) -> int:
    """Rehearse for the wall time asked for; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(prog="./run rehearse")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=12315)
    parser.add_argument("--show", action="store_true", help="in a window one can watch")
    options = parser.parse_args(list(arguments))
    if not options.show:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="hotline-desk-rehearsal-", ignore_cleanup_errors=True) as folder:
        for name in OFFSCREEN_VARIABLES:
            os.environ[name] = str(Path(folder) / name.lower())
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        from app.ui.rehearsal.shift import Shift

        outcome = Shift(Path(folder), minutes=options.minutes, seed=options.seed).work()
    for line in outcome.remarks:
        print(line)  # noqa: T201 the verb's answer
    print(outcome.line())  # noqa: T201 the verb's answer
    return 0 if outcome.is_clean else 1
