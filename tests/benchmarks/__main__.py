"""./run bench --cases N [NAME…] --json FILE: load an office, measure under real logins, write the table."""

import argparse
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path

from app.services.database.embedded import EmbeddedServer
from tests.benchmarks.load import load, machine
from tests.benchmarks.place import Place
from tests.office import build_template, clone

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


def main() -> int:
    """Measure what is named; a name that is not built yet says so and fails the run."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="folder of a server to keep between runs")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="hotline-bench-") as folder:
        root = options.keep or Path(folder)
        root.mkdir(parents=True, exist_ok=True)
        server = EmbeddedServer(root / "cluster")
        server.start()
        database = clone(build_template(server))
        print(f"loading {options.cases:,} cases …", flush=True)
        print(f"loaded in {load(database.superuser_url, options.cases):.0f} s", flush=True)
        place = Place(database, options.cases)
        rows, missing = [], []
        try:
            for name in options.names or NAMES:
                if not (Path(__file__).parent / f"{name}.py").exists() and name != "list":
                    print(f"{name:9} is not built yet")
                    missing.append(name)
                    continue
                started = time.monotonic()
                module = importlib.import_module(f"tests.benchmarks.{'lists' if name == 'list' else name}")
                for found in module.run(place):
                    rows.append(found.row())
                    print("  ".join(f"{key}={value}" for key, value in found.row().items()), flush=True)
                print(f"{name:9} took {time.monotonic() - started:.0f} s", flush=True)
        finally:
            place.close()
            database.close()
            server.stop()
    if options.json:
        table = {"cases": options.cases, "machine": machine(), "results": rows}
        options.json.write_text(json.dumps(table, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
