"""A work list narrowed by words: walked in its own order where they are frequent, by the search where they are rare."""

from dataclasses import replace
from uuid import UUID

from app.services.cases.lists import CasePage, CaseRow, Edge, ListAsk, saying_statement
from app.services.database.connect import Database
from app.services.search.fold import fold

SPAN, LONGEST_SPAN = 1000, 100_000
ONE_IN = 40  # what is met less often is for the search
FEW = 5000


def narrowed_page(database: Database, ask: ListAsk, after: Edge | None, rows: int, words: str) -> CasePage:
    """Read the ``rows`` of a list behind ``after`` whose number, respondent or facts contain ``words`` as typed.

    The first cases of the list tell how frequent the words are in it: either a short walk on finds the rest, or the
    search names the few cases that have them at all.
    """
    typed = fold(words).split()
    found: list[CaseRow] = []
    edge, span, walked = after, SPAN, 0
    searches = bool(typed)
    while True:
        statement = saying_statement(ask, edge, span, rows + 1 - len(found), words, typed)
        with database.read() as connection:
            met = [dict(row) for row in connection.execute(statement).mappings()]
        ends = not met or met[-1]["place"] < span
        for row in met:
            says = row.pop("says")
            row.pop("place")
            edge = CaseRow(**row)
            if says:
                found.append(edge)
        if len(found) > rows or ends:
            return CasePage(rows=tuple(found[:rows]), more=len(found) > rows)
        walked += span
        # As far as the rest is expected and half as far again; where that did not do, the words are bunched: search.
        span = min(max(walked * rows * 3 // (2 * max(len(found), 1)) - walked, SPAN), LONGEST_SPAN)
        if searches and (walked > len(found) * ONE_IN or walked > SPAN):
            searches = False
            few = _that_can_have(database, words, typed)
            if few is not None:
                ask, span = replace(ask, among=few), len(few) + 1


def _that_can_have(database: Database, words: str, typed: list[str]) -> list[UUID] | None:
    """Name the cases that can have rare words, in their texts or as a piece of a number; ``None``: they are many."""
    found = [row["case_id"] for row in database.call_rows("search_cases", typed, FEW + 1)]
    if len(found) <= FEW and words.isascii():
        found += [row["cases_numbered"] for row in database.call_rows("cases_numbered", words, FEW + 1)]
    return found if len(found) <= FEW else None
