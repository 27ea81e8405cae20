"""The register of papers: what was issued, under which number, in which case, and whether it was served."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, case, exists, func, or_, select, tuple_

from app.models.tables.case import Case
from app.models.tables.paper import Paper, PaperAddressee, ServiceRecord
from app.models.vocabulary import PaperState

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """A line of the register.

    Attributes:
        number: The document number; empty on a draft.
        to_serve: How many addressees it has.
        served: How many of them have got it.
        posted: How many have it on its way to them.
    """

    id: UUID
    case_id: UUID
    case_number: str
    form: str
    state: PaperState
    number: str
    issued_on: date | None
    issued_at: datetime | None
    to_serve: int
    served: int
    posted: int
    void_reason: str

    @property
    def is_served(self) -> bool:
        """Whether everybody it goes to has got it."""
        return self.to_serve > 0 and self.served >= self.to_serve


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """Some lines of the register, newest first, and whether it goes on."""

    rows: tuple[PaperRow, ...]
    more: bool


def read_register(
    connection: Connection,
    *,
    after: PaperRow | None = None,
    words: str = "",
    to_serve_only: bool = False,
    count: int = PAGE,
) -> RegisterPage:
    """Read a page of the register by keyset: each page costs the same, however far down.

    Args:
        connection: A reading connection.
        after: The last line that is there already.
        words: Part of a document or case number.
        to_serve_only: Only issued papers that somebody has not got yet.
        count: How many lines at most.
    """
    asked = _lines().where(Paper.issued_at.is_not(None)).order_by(Paper.issued_at.desc(), Paper.id.desc())
    if after is not None:
        asked = asked.where(tuple_(Paper.issued_at, Paper.id) < tuple_(after.issued_at, after.id))
    if words.strip():
        part = f"%{_escaped(words.strip())}%"
        asked = asked.where(or_(Paper.number.like(part, escape="\\"), Case.number.like(part, escape="\\")))
    if to_serve_only:
        unserved = and_(PaperAddressee.paper_id == Paper.id, ~_has_got())
        asked = asked.where(Paper.state == PaperState.ISSUED, exists().where(unserved))
    rows = connection.execute(asked.limit(count + 1)).mappings().all()
    return RegisterPage(rows=tuple(_row(row) for row in rows[:count]), more=len(rows) > count)


def papers_of(connection: Connection, case_id: UUID) -> tuple[PaperRow, ...]:
    """Return every paper of a case, drafts and voided ones among them, in the order they came."""
    asked = _lines().where(Paper.case_id == case_id).order_by(Paper.drafted_at, Paper.id)
    return tuple(_row(row) for row in connection.execute(asked).mappings())


def line_of(connection: Connection, paper_id: UUID) -> PaperRow | None:
    """Return one paper's line, ``None`` where one may not see it."""
    found = connection.execute(_lines().where(Paper.id == paper_id)).mappings().first()
    return _row(found) if found else None


def _lines() -> Select[Any]:
    to_serve = select(func.count()).where(PaperAddressee.paper_id == Paper.id).scalar_subquery()
    served = select(func.count()).where(PaperAddressee.paper_id == Paper.id, _has_got()).scalar_subquery()
    posted = (
        select(func.count())
        .where(PaperAddressee.paper_id == Paper.id, ~_has_got(), _record("posted"))
        .scalar_subquery()
    )
    return select(
        Paper.id,
        Paper.case_id,
        Case.number.label("case_number"),
        Paper.form,
        Paper.state,
        func.coalesce(Paper.number, "").label("number"),
        Paper.issued_on,
        Paper.issued_at,
        case((Paper.state == PaperState.ISSUED, to_serve), else_=0).label("to_serve"),
        case((Paper.state == PaperState.ISSUED, served), else_=0).label("served"),
        case((Paper.state == PaperState.ISSUED, posted), else_=0).label("posted"),
        func.coalesce(Paper.void_reason, "").label("void_reason"),
    ).join(Case, Case.id == Paper.case_id)


def _record(result: str) -> Any:
    of_addressee = ServiceRecord.addressee_id == PaperAddressee.id
    return exists().where(ServiceRecord.paper_id == Paper.id, of_addressee, ServiceRecord.result == result)


def _has_got() -> Any:
    return _record("delivered")


def _row(found: Any) -> PaperRow:
    return PaperRow(**{**found, "state": PaperState(found["state"])})


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
