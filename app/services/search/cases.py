"""Finds cases by what was told, by number, and by a whole telephone or identity number through the audited door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.tables.case import Case
from app.models.vocabulary import CaseState, Kind
from app.models.words import mark, tr
from app.services.bootstrap import Desk
from app.services.errors import UserError
from app.services.refusals import REFUSALS
from app.services.search.excerpt import Excerpt, excerpt
from app.services.search.question import Question, understand

PAGE = 50
_case = Case.__table__.c

WHY_TITLES: dict[str, str] = {
    "text": mark("In the text"),
    "case": mark("Case number"),
    "paper": mark("Number of the paper"),
    "order": mark("Settlement order number"),
    "source": mark("Number at the source"),
    "mail": mark("Registered mail"),
    "phone": mark("Last four digits"),
    "match": mark("The same number"),
}


@dataclass(frozen=True, kw_only=True)
class CaseHit:
    """A case that was found.

    Attributes:
        why: What found it, a key of :data:`WHY_TITLES`.
        shown: The number that was found, as everybody may see it.
    """

    id: UUID
    number: str
    kind: Kind
    state: CaseState
    received_at: datetime
    respondent: str
    why: str = "text"
    shown: str = ""
    excerpt: Excerpt = field(default_factory=Excerpt)


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A page of hits, newest first, and whether there are more."""

    hits: tuple[CaseHit, ...] = ()
    more: bool = False


class Search:
    """The one search box. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._database = desk.database

    def texts(self, typed: str, *, after: CaseHit | None = None, count: int = PAGE) -> CasePage:
        """Return cases whose text has every word, newest first; exactly those that a full scan would find.

        Args:
            typed: What was typed; words apart by blanks, each from one character up.
            after: The last hit of the page before.
            count: How many.
        """
        question = understand(typed)
        if question.is_empty:
            return CasePage()
        if after is None:
            self._database.call("note_search", typed)
        edge = (after.received_at, after.id) if after is not None else (None, None)
        found = self._database.call_rows("search_cases", list(question.words), count + 1, *edge)
        ids = [row["case_id"] for row in found[:count]]
        cases = self._cases(ids)
        hits = tuple(_hit(cases[case_id], question) for case_id in ids if case_id in cases)
        return CasePage(hits=hits, more=len(found) > count)

    def numbers(self, typed: str, *, count: int = PAGE) -> tuple[CaseHit, ...]:
        """Return cases by a number of theirs: exact, or the last digits that a mask shows.

        Raises:
            UserError: Too many, or too similar, numbers were looked up.
        """
        question = understand(typed)
        if question.exact:
            found = self._matches(question.exact)
        elif question.number:
            found = self._database.call_rows("search_numbers", question.number, count)
        else:
            return ()
        cases = self._cases([row["case_id"] for row in found])
        seen: dict[UUID, CaseHit] = {}
        for row in found:
            if row["case_id"] in cases:
                hit = _hit(cases[row["case_id"]], question, why=row["what"], shown=row["shown"])
                seen.setdefault(hit.id, hit)
        return tuple(seen.values())

    def _matches(self, number: str) -> list[dict[str, Any]]:
        asked = self._database.call("ask_identity", "match", None, number, "")
        given = self._database.call("get_identity", asked["ticket"]) if asked["status"] == "done" else asked
        if given["status"] != "done":
            code = given["code"]
            if code == "no_right":
                return []
            raise UserError(tr(REFUSALS.get(code, "")), code=code)
        return [
            {"case_id": UUID(row["case_id"]), "what": "match", "shown": row["shown_phone"] or row["shown_name"]}
            for row in given["matches"]
            if row["case_id"]
        ]

    def _cases(self, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
        if not ids:
            return {}
        columns = (
            _case.id,
            _case.number,
            _case.kind,
            _case.state,
            _case.received_at,
            _case.respondent_name,
            _case.facts,
            _case.answer,
        )
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(_case.id.in_(ids))).mappings()
            return {row["id"]: row for row in rows}


def _hit(row: Any, question: Question, *, why: str = "text", shown: str = "") -> CaseHit:
    return CaseHit(
        id=row["id"],
        number=row["number"],
        kind=Kind(row["kind"]),
        state=CaseState(row["state"]),
        received_at=row["received_at"],
        respondent=row["respondent_name"],
        why=why,
        shown=shown,
        excerpt=excerpt((row["facts"], row["answer"], row["respondent_name"]), question.words),
    )
