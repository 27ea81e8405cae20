"""The register of enterprises: found by a piece of the name, initials or credit code; each with a permanent id."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, or_, select

from app.models.identity_numbers import check_uscc
from app.models.pinyin import initials
from app.models.tables.case import Case
from app.models.tables.enterprise import Enterprise, SettlementOrder
from app.models.tables.office import Person
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.errors import UserError

PAGE = 100
_enterprise, _case = Enterprise.__table__.c, Case.__table__.c
_order, _person = SettlementOrder.__table__.c, Person.__table__.c
_GOOD = ("agreed", "self_settled")


@dataclass(frozen=True, kw_only=True)
class EnterpriseRow:
    """An enterprise as lists show it."""

    id: UUID
    name: str
    short_name: str
    initials: str
    uscc: str
    industry: str
    address: str
    phone: str
    answers_orders: bool
    is_platform: bool
    parent_id: UUID | None
    merged_into_id: UUID | None
    version: int


@dataclass(frozen=True, kw_only=True)
class EnterpriseDraft:
    """What may be entered or changed; ``version`` is the one it was read with, ``None`` for a new enterprise."""

    name: str
    id: UUID = field(default_factory=uuid4)
    version: int | None = None
    short_name: str = ""
    uscc: str = ""
    parent_id: UUID | None = None
    is_platform: bool = False
    address: str = ""
    phone: str = ""
    legal_representative: str = ""
    industry: str = ""
    region_code: str = ""
    authority_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What the office has had to do with an enterprise, over the cases and orders this person may see.

    Attributes:
        concluded: Accepted complaints that are concluded; ``agreed`` of them by agreement or own settlement.
    """

    cases: int = 0
    open_cases: int = 0
    accepted: int = 0
    concluded: int = 0
    agreed: int = 0
    orders: int = 0
    open_orders: int = 0
    settled: int = 0
    failed: int = 0
    expired: int = 0


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """A case against the enterprise that is not closed."""

    id: UUID
    number: str
    kind: str
    state: str
    received_at: Any


@dataclass(frozen=True, kw_only=True)
class EnterpriseCard:
    """An enterprise with everything the register knows of it."""

    row: EnterpriseRow
    draft: EnterpriseDraft
    counts: Counts
    parent: str
    merged_into: str
    branches: tuple[EnterpriseRow, ...]
    doubles: tuple[EnterpriseRow, ...]
    liaisons: tuple[str, ...]
    open_cases: tuple[OpenCase, ...]


class Enterprises:
    """The register. Every method waits for the server: call it on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(
        self, typed: str = "", *, after: EnterpriseRow | None = None, count: int = PAGE
    ) -> Sequence[EnterpriseRow]:
        """Return a page of enterprises by initials.

        Args:
            typed: A piece of the name, the beginning of its initials (xxjs) or of the credit code; empty for all.
            after: The last row of the page before.
            count: How many.
        """
        edge = (after.initials, after.id) if after is not None else (None, None)
        found = self._desk.database.call_rows("find_enterprises", typed, count, *edge)
        ids = [row["enterprise_id"] for row in found]
        with self._desk.database.read() as connection:
            rows = {row.id: row for row in _rows(connection, _enterprise.id.in_(ids))}
        return [rows[enterprise_id] for enterprise_id in ids if enterprise_id in rows]

    def card(self, enterprise_id: UUID) -> EnterpriseCard:
        """Return an enterprise with its branches, liaisons, open cases and counts.

        Raises:
            UserError: There is no such enterprise.
        """
        with self._desk.database.read() as connection:
            found = connection.execute(select(Enterprise.__table__).where(_enterprise.id == enterprise_id)).mappings()
            row = found.one_or_none()
            if row is None:
                raise UserError(tr("This enterprise is not in the register."), code="not_found")
            doubles = _rows(connection, _enterprise.merged_into_id == enterprise_id)
            own = [enterprise_id, *(double.id for double in doubles)]
            return EnterpriseCard(
                row=_row(row),
                draft=_draft(row),
                counts=_counts(connection, own),
                parent=_name(connection, row["parent_id"]),
                merged_into=_name(connection, row["merged_into_id"]),
                branches=_rows(connection, _enterprise.parent_id == enterprise_id),
                doubles=doubles,
                liaisons=tuple(
                    connection.execute(
                        select(_person.name).where(_person.enterprise_id == enterprise_id, _person.active)
                    ).scalars()
                ),
                open_cases=_open_cases(connection, own),
            )

    def put(self, draft: EnterpriseDraft) -> EnterpriseDraft:
        """Enter or change an enterprise and return it with its new version.

        Raises:
            StaleError: Somebody else changed it meanwhile.
            UserError: The name is missing, or the credit code cannot be right (the sentence says where).
        """
        if not draft.name.strip():
            raise UserError(tr("An enterprise needs its registered name."), field="name", code="needed")
        code = check_uscc(draft.uscc) if draft.uscc.strip() else None
        if code is not None and code.problem is not None:
            raise UserError(code.problem, field="uscc", code="uscc")
        payload = {name: getattr(draft, name) for name in EnterpriseDraft.__dataclass_fields__ if name != "version"}
        payload |= {"uscc": code.value if code else None, "initials": initials(draft.name.strip())}
        answer = self._desk.command("put_enterprise", payload, subject=draft.id, expected_version=draft.version)
        return replace(draft, version=answer["version"])

    def merge(self, double_id: UUID, into_id: UUID) -> None:
        """Let a double point to the enterprise that stays; its cases and orders count there from now on."""
        self._desk.command("merge_enterprise", {"into_id": into_id}, subject=double_id)

    def unmerge(self, double_id: UUID) -> None:
        """Tell a merged double apart again."""
        self._desk.command("merge_enterprise", {"into_id": None}, subject=double_id)


def _rows(connection: Connection, condition: Any) -> tuple[EnterpriseRow, ...]:
    statement = select(Enterprise.__table__).where(condition).order_by(_enterprise.name)
    return tuple(_row(row) for row in connection.execute(statement).mappings())


def _row(found: Any) -> EnterpriseRow:
    values = {name: found[name] for name in EnterpriseRow.__dataclass_fields__}
    words = {name: values[name] or "" for name in ("short_name", "uscc", "industry", "address", "phone")}
    return EnterpriseRow(**{**values, **words})


def _draft(found: Any) -> EnterpriseDraft:
    values = {name: found[name] for name in EnterpriseDraft.__dataclass_fields__}
    words = (
        "short_name",
        "uscc",
        "address",
        "phone",
        "legal_representative",
        "industry",
        "region_code",
    )
    return EnterpriseDraft(**{**values, **{name: values[name] or "" for name in words}})


def _name(connection: Connection, enterprise_id: UUID | None) -> str:
    if enterprise_id is None:
        return ""
    return connection.execute(select(_enterprise.name).where(_enterprise.id == enterprise_id)).scalar() or ""


def _counts(connection: Connection, ids: Sequence[UUID]) -> Counts:
    accepted = _case.accepted_on.is_not(None)
    concluded = accepted & _case.concluded_on.is_not(None)
    cases = connection.execute(
        select(
            func.count().label("cases"),
            func.count().filter(_case.state != "closed").label("open_cases"),
            func.count().filter(accepted).label("accepted"),
            func.count().filter(concluded).label("concluded"),
            func.count().filter(concluded, _case.outcome.in_(_GOOD)).label("agreed"),
        ).where(_case.enterprise_id.in_(ids))
    ).mappings()
    orders = connection.execute(
        select(
            func.count().label("orders"),
            func.count().filter(_order.state.in_(("sent", "seen", "answered"))).label("open_orders"),
            *(func.count().filter(_order.state == state).label(state) for state in ("settled", "failed", "expired")),
        ).where(_order.enterprise_id.in_(ids))
    ).mappings()
    return Counts(**cases.one(), **orders.one())


def _open_cases(connection: Connection, ids: Sequence[UUID]) -> tuple[OpenCase, ...]:
    statement = (
        select(_case.id, _case.number, _case.kind, _case.state, _case.received_at)
        .where(or_(*(_case.enterprise_id == enterprise_id for enterprise_id in ids)), _case.state != "closed")
        .order_by(_case.received_at.desc())
        .limit(PAGE)
    )
    return tuple(OpenCase(**row) for row in connection.execute(statement).mappings())
