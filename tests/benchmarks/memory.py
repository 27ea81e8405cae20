"""The memory of a real desk's process (PSS): signed in, and after a journey through every page and forty cases."""

from collections.abc import Iterator

from tests.benchmarks.desk_process import DeskProcess, Errand
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.personas import PASSWORD, PERSONAS

PEOPLE = ("operator", "supervisor", "station")
CASES = 40


def run(place: Place) -> Iterator[Result]:
    """Measure the operator's, the root supervisor's and the smallest unit's desk."""
    for persona in PEOPLE:
        seen = place.some_cases(persona, CASES)
        errand = Errand("journey", place.database.enrolment, PERSONAS[persona].staff_number, PASSWORD, seen)
        found = DeskProcess(errand).answer()
        slow = [place.value("SELECT count(*) FROM event WHERE case_id = %s", case_id) for case_id, _ in seen]
        if found["events"] != slow:
            raise AssertionError(f"the pages showed {found['events']} events, the tables hold {slow}")
        yield result("memory signed in", persona, [found["signed_in"]], unit="MB PSS")
        yield result(
            f"memory after {found['places']} places and {CASES} cases", persona, [found["after"]], unit="MB PSS"
        )
