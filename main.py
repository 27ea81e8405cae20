"""Entry: read the verb and hand over. ``./run help`` lists the verbs."""

import importlib
import sys

from app.services.terminal import guarded

VERBS = {
    "start": ("app.ui.application", "open the desk (first start asks where the office's data lives)"),
    "tour": ("app.ui.tour", "work a day's cases in the real window; pictures, papers and tour.json: --out DIR"),
    "rehearse": ("app.ui.rehearsal", "contacts by real keys with typos and server losses: --minutes M --seed N"),
    "server": ("app.services.server", "init, upgrade, add-person, check, work, backup, restore: --url URL"),
    "import": ("app.services.import_export", "bring in an XLSX or CSV register: FILE"),
    "check-search": ("app.services.import_export.check_search", "compare the search with a full scan over FILE"),
}
DEVELOPMENT = {
    "test": "all tests",
    "check": "format, lint, types, contracts, migrations, translations, tests",
    "bench": "measure: --cases N [NAME…] --json FILE",
    "faults": "kill, cut and fill while people type: --rounds N",
}


def main(arguments: list[str]) -> int:
    """Run the verb named first; its module's ``main`` takes the rest and returns the exit code."""
    verb, *rest = arguments or ["start"]
    if verb not in VERBS:
        known = {name: text for name, (_, text) in VERBS.items()} | DEVELOPMENT
        print("Hotline Desk 12315 受理台\n")
        for name, text in known.items():
            print(f"  ./run {name:<13} {text}")
        return 0 if verb in {"help", "-h", "--help"} else 2
    module = importlib.import_module(VERBS[verb][0])
    return guarded(module.main, rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
