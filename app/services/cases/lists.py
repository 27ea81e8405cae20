"""The work lists: which cases, in which order, a page at a time, however many there are.

Every scope is walked on its own index with its own limit and the walks are merged; asking for all scopes at once would
sort all they hold. A page begins behind a row, never at a number, so the last page costs what the first one does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    any_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from app.models.tables.case import Case, CaseAccess, CaseClock
from app.models.tables.contact import Party
from app.models.tables.office import Person

EXCERPT = 120
MOST_COUNTED = 1000
RUNNING, REST = 0, 1
Conditions = Callable[[Any], list[ColumnElement[bool]]]
# Made once: a statement is written anew for every page, and these are the larger part of its making.
_ACCESS = CaseAccess.__table__.alias("access")
_SCOPES = select(func.unnest(select(func.office.my_scopes()).scalar_subquery()).label("scope_id")).subquery("scopes")


class View(StrEnum):
    """The lists of the work page."""

    MINE = "mine"
    UNIT = "unit"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    STATE = "state"
    ALL = "all"


class Order(StrEnum):
    """What a list is sorted by."""

    DUE = "due"
    RECEIVED = "received"


USUAL_ORDER = {
    View.MINE: Order.DUE,
    View.UNIT: Order.DUE,
    View.DUE_SOON: Order.DUE,
    View.OVERDUE: Order.DUE,
    View.STATE: Order.RECEIVED,
    View.ALL: Order.RECEIVED,
}


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A case's place in a list: what every order sorts by. The next page begins behind it."""

    id: UUID
    due_on: date | None
    received_at: datetime
    open: bool


@dataclass(frozen=True, kw_only=True)
class CaseRow(Edge):
    """A case as a list shows it; names are masked.

    Attributes:
        due_on: The next last day of a running clock; ``None`` where none runs.
        clock: Key of that clock.
        consumer: The masked name of whoever complains, reports or asks.
    """

    number: str
    kind: str
    channel: str
    state: str
    clock: str | None
    handler: str | None
    handling_unit_id: UUID
    respondent: str
    facts: str
    consumer: str | None
    emergency: str | None
    version: int


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A page of a list, and whether it goes on."""

    rows: tuple[CaseRow, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many open cases wait where; ``MOST_COUNTED`` stands for that many or more."""

    mine: int
    unit: int
    due_soon: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class ListAsk:
    """What a list is asked for, in the terms of the office.

    Attributes:
        units: The units whose work ``UNIT`` shows.
        soon: Last day that counts as soon.
        start: Where to begin: the first day shown in the list's order.
        among: Narrows the list to some cases, which are few; ``None`` leaves it whole.
    """

    view: View
    person_id: UUID
    units: Sequence[UUID]
    today: date
    soon: date
    zone: ZoneInfo
    states: Sequence[str] = ()
    order: Order | None = None
    descending: bool | None = None
    start: date | None = None
    among: Sequence[UUID] | None = None

    @property
    def sorted_by(self) -> Order:
        """The order in force."""
        return self.order or USUAL_ORDER[self.view]

    @property
    def backwards(self) -> bool:
        """Whether the latest comes first: by default for days of receipt, not for last days."""
        return self.sorted_by is Order.RECEIVED if self.descending is None else self.descending


def list_statement(ask: ListAsk, after: Edge | None, rows: int) -> Select[Any]:
    """Write the one statement that reads a page of ``rows`` and one row more."""
    top = _keys(ask, after, rows + 1).subquery("top")
    return _shown(top).order_by(*_merged_order(ask, top.c))


def saying_statement(
    ask: ListAsk, after: Edge | None, span: int, rows: int, said: str, words: Sequence[str]
) -> Select[Any]:
    """Write the statement that walks over ``span`` cases of a list and reads at most ``rows`` that say it.

    Each comes with its ``place`` in the walk, from 1, and whether it ``says`` it; the last one of the walk comes in any
    case, so that the next walk can begin behind it. ``said`` is as it was typed, ``words`` are its words, folded.
    """
    keys = _keys(ask, after, span)
    place = func.row_number().over(order_by=_merged_order(ask, keys.selected_columns))
    walked = keys.add_columns(place.label("place")).cte("walked")
    ids = select(func.array_agg(walked.c.case_id)).scalar_subquery()
    asked = func.office.cases_saying(ids, said, literal(list(words), ARRAY(Text))).column_valued("hit")
    hits = select(asked).cte("hits").prefix_with("MATERIALIZED")  # read twice below, to be asked once
    told = select(walked, walked.c.case_id.in_(select(hits.c.hit)).label("says")).subquery("told")
    top = select(told).where(or_(told.c.says, told.c.place == span)).order_by(told.c.place).limit(rows).subquery("top")
    return _shown(top).add_columns(top.c.place, top.c.says).order_by(top.c.place)


def _keys(ask: ListAsk, after: Edge | None, limit: int) -> Select[Any]:
    walks = [walk for state in (ask.states or (None,)) for walk in _walks(ask, after, limit, state)]
    c = union_all(*walks).subquery("found").c
    keys = (c.part, c.case_id, c.due_on, c.received_at, c.open)
    return select(*keys).group_by(*keys).order_by(*_merged_order(ask, c)).limit(limit)


def rows_statement(case_ids: Sequence[UUID]) -> Select[Any]:
    """Write the one statement that reads the rows of some cases, as any list shows them."""
    a = CaseAccess.__table__.c
    keys = (a.case_id, a.due_on, a.received_at, a.open)
    return _shown(select(*keys).where(a.case_id.in_(case_ids)).group_by(*keys).subquery("top"))


def _shown(top: Subquery) -> Select[Any]:
    clock = (
        select(CaseClock.key)
        .where(CaseClock.case_id == top.c.case_id, CaseClock.due_on == top.c.due_on, CaseClock.stopped_on.is_(None))
        .order_by(CaseClock.key)
        .limit(1)
        .scalar_subquery()
    )
    consumer = (
        select(Party.shown_name)
        .where(Party.case_id == top.c.case_id, Party.role.in_(("complainant", "reporter", "caller", "consumer")))
        .order_by(Party.role, Party.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Case.id,
            Case.number,
            Case.kind,
            Case.channel,
            Case.state,
            top.c.open,
            top.c.received_at,
            top.c.due_on,
            clock.label("clock"),
            Person.name.label("handler"),
            Case.handling_unit_id,
            Case.respondent_name.label("respondent"),
            func.left(Case.facts, EXCERPT).label("facts"),
            consumer.label("consumer"),
            Case.emergency,
            Case.version,
        )
        .select_from(top)
        .join(Case, Case.id == top.c.case_id)
        .outerjoin(Person, Person.id == Case.handler_id)
    )


def count_statement(asks: Sequence[ListAsk]) -> Select[Any]:
    """Write the one statement that counts each list, up to ``MOST_COUNTED``."""
    counts = []
    for ask in asks:
        walks = [walk for state in (ask.states or (None,)) for walk in _walks(ask, None, MOST_COUNTED, state)]
        found = union_all(*walks).subquery()
        some = select(found.c.case_id).distinct().limit(MOST_COUNTED).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery().label(ask.view.value))
    return select(*counts)


def whole_count_statement(ask: ListAsk) -> Select[Any]:
    """Write the one statement that counts a list to its end."""
    found = union_all(
        *(walk for state in (ask.states or (None,)) for walk in _walks(ask, None, None, state))
    ).subquery()
    return select(func.count(found.c.case_id.distinct()))


def _merged_order(ask: ListAsk, c: Any) -> list[ColumnElement[Any]]:
    if ask.sorted_by is Order.RECEIVED:
        return [c.received_at.desc(), c.case_id.desc()] if ask.backwards else [c.received_at, c.case_id]
    first = c.part == RUNNING
    due, name = case((first, c.due_on)), case((first, c.case_id))
    running = (due.desc(), name.desc()) if ask.backwards else (due, name)
    return [c.part, *running, c.received_at.desc(), c.case_id.desc()]


def _walks(ask: ListAsk, after: Edge | None, limit: int | None, state: str | None) -> list[Select[Any]]:
    """Give the walks a list is merged from: by day of receipt one, by last day those with one and those without."""
    if ask.sorted_by is Order.RECEIVED:
        return [_walk(ask, REST, limit, state, _behind_received(after, ask))]
    found = []
    if after is None or _part(after) == RUNNING:
        found.append(_walk(ask, RUNNING, limit, state, _behind_due(after, ask)))
    if ask.view not in {View.DUE_SOON, View.OVERDUE}:
        behind = after if after is not None and _part(after) == REST else None
        found.append(_walk(ask, REST, limit, state, _behind_received(behind, ask)))
    return found


def _part(row: Edge) -> int:
    return RUNNING if row.open and row.due_on is not None else REST


def _walk(ask: ListAsk, part: int, limit: int | None, state: str | None, behind: Conditions) -> Select[Any]:
    a = _ACCESS
    wanted = [*_of_view(ask, a.c), *behind(a.c)]
    if state is not None:
        wanted.append(a.c.state == state)
    by_due = ask.sorted_by is Order.DUE
    runs = and_(a.c.open, a.c.due_on.is_not(None))
    if by_due:
        wanted.append(runs if part == RUNNING else not_(runs))
    found = (a.c.case_id, a.c.due_on, a.c.received_at, a.c.open)
    if ask.among is not None:
        few = a.c.case_id == any_(literal(list(ask.among), ARRAY(Uuid)))
        return select(*found, literal(part, Integer).label("part")).where(few, *wanted)
    inner = select(*found).where(a.c.scope_id == _SCOPES.c.scope_id, *wanted)
    keys = (a.c.due_on, a.c.case_id) if by_due and part == RUNNING else (a.c.received_at, a.c.case_id)
    downwards = ask.backwards if part == RUNNING or not by_due else True
    inner = inner.order_by(*(key.desc() for key in keys) if downwards else keys).limit(limit)
    w = inner.lateral()
    return select(w, literal(part, Integer).label("part")).select_from(_SCOPES.join(w, true()))


def _of_view(ask: ListAsk, c: Any) -> list[ColumnElement[bool]]:
    match ask.view:
        case View.MINE:
            return [c.open, c.handler_id == ask.person_id]
        case View.UNIT:
            return [c.open, c.handling_unit_id.in_(ask.units)]
        case View.DUE_SOON:
            return [c.open, c.due_on >= ask.today, c.due_on <= ask.soon]
        case View.OVERDUE:
            return [c.open, c.due_on < ask.today]
    return []


def _behind_due(after: Edge | None, ask: ListAsk) -> Conditions:
    def behind(c: Any) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if after is not None:
            place, last = tuple_(c.due_on, c.case_id), tuple_(literal(after.due_on), literal(after.id))
            found.append(place < last if ask.backwards else place > last)
        elif ask.start is not None:
            found.append(c.due_on <= ask.start if ask.backwards else c.due_on >= ask.start)
        return found

    return behind


def _behind_received(after: Edge | None, ask: ListAsk) -> Conditions:
    downwards = ask.backwards or ask.sorted_by is Order.DUE

    def behind(c: Any) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if after is not None:
            place, last = tuple_(c.received_at, c.case_id), tuple_(literal(after.received_at), literal(after.id))
            found.append(place < last if downwards else place > last)
        elif ask.start is not None and ask.sorted_by is Order.RECEIVED:
            begins = datetime.combine(ask.start, time.min, ask.zone)
            found.append(c.received_at < begins + timedelta(days=1) if downwards else c.received_at >= begins)
        return found

    return behind
