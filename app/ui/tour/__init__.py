"""The tour: a day's cases worked in the real window, by keys, on an office made for it and thrown away afterwards.

``./run tour --out DIR`` leaves a picture a step, the papers as PDF and ``tour.json``, read back from the screen.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.models.words import tr
from app.services.terminal import refuse_unwritable

OFFSCREEN_VARIABLES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


def main(arguments: Sequence[str]) -> int:
    """Work the tour; 0 when every step showed what it should."""
    parser = argparse.ArgumentParser(prog="./run tour")
    parser.add_argument("--out", type=Path, default=Path("out/tour"))
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=int, default=100, metavar="PERCENT")
    parser.add_argument("--show", action="store_true", help="in a window one can watch")
    options = parser.parse_args(list(arguments))
    refuse_unwritable(options.out / "tour.json")
    if not options.show:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Nobody's settings, drafts or data: the tour has a home of its own that goes with it.
    with tempfile.TemporaryDirectory(prefix="hotline-desk-tour-", ignore_cleanup_errors=True) as folder:
        for name in OFFSCREEN_VARIABLES:
            os.environ[name] = str(Path(folder) / name.lower())
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        from app.ui.tour.driver import StuckError
        from app.ui.tour.house import House
        from app.ui.tour.story import tell

        try:
            with House(Path(folder), language=options.language, theme=options.theme, scale=options.scale) as house:
                told = tell(house, options.out)
        except StuckError as error:
            print(tr("The tour came to a stop: {why}", why=error), file=sys.stderr)  # noqa: T201 the verb's answer
            return 1
    (options.out / "tour.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    print(tr("The tour is over: {n} pictures in {folder}.", n=len(told["steps"]), folder=options.out))  # noqa: T201 the verb's answer
    return 0
