"""Opening a case with thirty events or more: all that its page asks the server for, and in how many statements."""

from collections.abc import Iterator
from uuid import UUID

from app.services.cases.service import Cases
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result
from tests.statements import statements

PEOPLE = ("operator", "supervisor", "station")
EVENTS = 30
SOME = 25
N = 60

_LONG = """
    SELECT e.case_id FROM event e
    WHERE EXISTS (SELECT FROM case_access a JOIN person_scope s ON s.scope_id = a.scope_id AND s.login = %s
        WHERE a.case_id = e.case_id)
    GROUP BY e.case_id HAVING count(*) >= %s ORDER BY md5(e.case_id::text) LIMIT %s
"""
_PARTS = ("event", "party", "case_clock", "claim", "ledger_entry", "distribution", "mediation", "follow_up")
_SLOW = ", ".join(f"(SELECT count(*) FROM {table} WHERE case_id = %(case)s)" for table in _PARTS)


def run(place: Place) -> Iterator[Result]:
    """Measure cases all over the years, for the operator, the root supervisor and the smallest unit."""
    for persona in PEOPLE:
        desk = place.desk(persona)
        cases = Cases(desk)
        with place.owner() as owner:
            long = [row[0] for row in owner.execute(_LONG, (desk.database.login, EVENTS, SOME)).fetchall()]
            for case_id in long:
                slow = owner.execute(f"SELECT {_SLOW}", {"case": case_id}).fetchone()
                if _counted(cases, case_id) != slow:
                    raise AssertionError(f"case {case_id}: {_counted(cases, case_id)} is shown, {slow} is there")
        values = measure(lambda turn, cases=cases, long=long: cases.sheet(long[turn % len(long)]), N)
        yield result("case", persona, values)
        with statements() as sent:
            cases.sheet(long[0])
        yield result("case statements", persona, [float(len(sent))], unit="statements")


def _counted(cases: Cases, case_id: UUID) -> tuple[int, ...]:
    detail = cases.sheet(case_id).detail
    return tuple(
        len(part)
        for part in (
            detail.events,
            detail.parties,
            detail.clocks,
            detail.claims,
            detail.ledger,
            detail.distributions,
            detail.mediations,
            detail.follow_ups,
        )
    )
