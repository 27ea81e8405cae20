"""The caller's card from a telephone number: through the audited match door, the most faithful callers first."""

from collections.abc import Iterator, Sequence
from functools import partial

from app.services.callers import MOST, CallerCard, Callers
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result
from tests.statements import statements

PEOPLE = ("operator", "supervisor", "station")
N = 40

_FAITHFUL = """
    SELECT i.phone FROM party_identity i JOIN party p ON p.id = i.party_id
    JOIN case_access a ON a.case_id = p.case_id JOIN person_scope s ON s.scope_id = a.scope_id AND s.login = %s
    WHERE length(i.phone) = 11 GROUP BY i.phone ORDER BY count(DISTINCT p.case_id) DESC, i.phone LIMIT %s
"""
_SLOW = """
    SELECT c.number FROM cases c
    WHERE c.id IN (SELECT p.case_id FROM party p, party_identity i WHERE i.party_id = p.id AND i.phone = %s)
        AND c.id IN (SELECT a.case_id FROM case_access a, person_scope s WHERE s.scope_id = a.scope_id AND s.login = %s)
    ORDER BY c.received_at DESC LIMIT %s
"""


def run(place: Place) -> Iterator[Result]:
    """Measure the card for the operator, the root supervisor and the smallest unit."""
    with place.owner() as owner, place.unlimited_cards():
        for persona in PEOPLE:
            desk = place.desk(persona)
            callers, login = Callers(desk), desk.database.login
            phones = [row[0] for row in owner.execute(_FAITHFUL, (login, N + 6)).fetchall()]
            for phone in phones[:10]:
                shown = {case.number for case in callers.card(phone).cases}
                slow = {row[0] for row in owner.execute(_SLOW, (phone, login, MOST)).fetchall()}
                if shown != slow:
                    raise AssertionError(f"the card shows {shown}, the tables hold {slow}")
            yield result("caller", persona, measure(partial(_card, callers, phones), N))
            with statements() as sent:
                callers.card(phones[0])
            yield result("caller statements", persona, [float(len(sent))], unit="statements")


def _card(callers: Callers, phones: Sequence[str], turn: int) -> CallerCard:
    return callers.card(phones[turn % len(phones)])
