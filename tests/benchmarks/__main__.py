"""./run bench --cases N [NAME…] --json FILE --markdown FILE: load an office, measure under real logins, tell."""

import argparse
import importlib
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.services.database.embedded import EmbeddedServer
from tests.benchmarks.kept import loaded_office
from tests.benchmarks.machine import machine
from tests.benchmarks.place import Place
from tests.benchmarks.report import markdown

NAMES = (
    "save",
    "list",
    "case",
    "search",
    "caller",
    "figures",
    "paper",
    "papers",
    "numbers",
    "live",
    "export",
    "memory",
    "start",
    "window",
    "desks",
    "blobs",
)
MODULES = {"list": "lists"}


def main() -> int:
    """Measure what is named; what is not built yet or gives a wrong result says so and fails the run."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        root = options.keep or Path(folder)
        root.mkdir(parents=True, exist_ok=True)
        server = EmbeddedServer(root / "cluster")
        server.start()
        try:
            place = Place(loaded_office(server, options.cases, _say), options.cases)
            try:
                about = machine(place.database)
                rows, failed = _measured(place, options.names or NAMES)
            finally:
                place.close()
                place.database.sign_out()
        finally:
            server.stop()
    table = {"cases": options.cases, "machine": about, "results": rows}
    if options.json:
        options.json.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(markdown(table), encoding="utf-8")
    for name, why in failed:
        _say(f"{name}: {why}")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--json", type=Path, help="file for the results as data")
    parser.add_argument("--markdown", type=Path, help="file for the results as the table of docs/measurements.md")
    parser.add_argument("--keep", type=Path, help="folder of a loaded office to keep between runs")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    return options


def _measured(place: Place, names: Sequence[str]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    rows, failed = [], []
    for name in names:
        module = MODULES.get(name, name)
        if not (Path(__file__).parent / f"{module}.py").exists():
            failed.append((name, "is not built yet"))
            continue
        started = time.monotonic()
        try:
            for found in importlib.import_module(f"tests.benchmarks.{module}").run(place):
                rows.append({"measure": name} | found.row())
                _say("  ".join(f"{key}={value}" for key, value in found.row().items() if value is not None))
        except AssertionError as wrong:
            failed.append((name, f"the result is wrong: {wrong}"))
        _say(f"{name:9} took {time.monotonic() - started:.0f} s")
    return rows, failed


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
