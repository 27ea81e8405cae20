"""Any declared figure or table, any period, beside a slow count that must agree."""

from collections.abc import Iterator
from datetime import date

from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result

MEASURES = [
    "received",
    "accepted",
    "closed",
    "due_to_decide",
    "told_on_time",
    "agreed",
    "recovered_amount",
    "satisfied",
]
N = 40


def run(place: Place) -> Iterator[Result]:
    """Measure a year by unit, by month and by object, for the root supervisor and the smallest unit's handler."""
    for persona in ("supervisor", "station"):
        desk = place.desk(persona)
        for group in ("none", "unit", "month", "object"):
            values = measure(
                lambda _, desk=desk, group=group: desk.database.call_rows(
                    "figures", MEASURES, date(2025, 2, 11), date(2026, 3, 5), group, "handling"
                ),
                N,
            )
            yield result(f"figures by {group}", persona, values)
    _agree(place)


def _agree(place: Place) -> None:
    with place.owner() as owner:
        slow = owner.execute(
            "SELECT count(*) FROM cases WHERE received_on BETWEEN '2025-02-11' AND '2026-03-05'"
        ).fetchone()[0]
    rows = place.desk("supervisor").database.call_rows(
        "figures", ["received"], date(2025, 2, 11), date(2026, 3, 5), "none", "handling"
    )
    if rows[0]["n"] != slow:
        raise AssertionError(f"figures say {rows[0]['n']}, the cases say {slow}")
