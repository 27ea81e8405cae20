"""What the search box finds besides commands: cases by words or number, and the enterprises of the register."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from app.models.vocabulary import STATE_TITLES
from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.enterprises import EnterpriseRow, Enterprises
from app.services.errors import UserError
from app.services.search.cases import CaseHit, Search
from app.ui.command_palette import Finder, Hit
from app.ui.seat import Seat

MOST = 12
LEAST_DIGITS = 4
MOST_ENTERPRISES = 4
OpenCase = Callable[[UUID, str], object]
OpenEnterprise = Callable[[str], object]


def case_finder(seat: Seat, open_case: OpenCase, open_enterprise: OpenEnterprise | None = None) -> Finder:
    """Make what searches under this person's rights.

    Args:
        seat: Who searches.
        open_case: Gets id and number of the case chosen.
        open_enterprise: Gets the name of the enterprise chosen; ``None`` leaves enterprises out.
    """
    search, register = Search(seat.desk), Enterprises(seat.desk)

    def find(typed: str) -> Sequence[Hit]:
        cases = _find(search, open_case, typed)
        if open_enterprise is None:
            return cases
        rows = register.find(typed, count=MOST_ENTERPRISES)
        return [*cases, *(_enterprise(row, open_enterprise) for row in rows)]

    return find


def _enterprise(row: EnterpriseRow, open_enterprise: OpenEnterprise) -> Hit:
    return Hit(title=row.name, detail=row.uscc, icon="enterprises", open=partial(open_enterprise, row.name))


def _find(search: Search, open_case: OpenCase, typed: str) -> Sequence[Hit]:
    """Search; runs on another thread. A refusal (too many numbers looked up) is shown as the only thing found."""
    try:
        found = list(search.numbers(typed, count=MOST)) if _may_be_number(typed) else []
        if not found:
            found = list(search.texts(typed, count=MOST).hits)
    except UserError as refusal:
        return [Hit(title=refusal.text, detail="", icon="warning", open=_nothing)]
    return [_shown(hit, open_case) for hit in found]


def _may_be_number(typed: str) -> bool:
    return sum(letter.isdigit() for letter in typed) >= LEAST_DIGITS


def _shown(hit: CaseHit, open_case: OpenCase) -> Hit:
    day = hit.received_at.astimezone(LEGAL_ZONE).date().isoformat()
    words = [hit.number, hit.respondent, hit.shown or hit.excerpt.text]
    return Hit(
        title="  ".join(part for part in words if part),
        detail=tr("{state} · {day}", state=tr(STATE_TITLES[hit.state]), day=day),
        icon="papers",
        open=partial(open_case, hit.id, hit.number),
    )


def _nothing() -> None:
    """A sentence is not opened."""
