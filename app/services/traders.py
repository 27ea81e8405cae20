"""Finding a trader while the caller speaks: by a few letters of the name, with what the office knows of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select

from app.models.tables.case import Case
from app.models.tables.enterprise import Enterprise
from app.services.bootstrap import Desk

MOST = 30
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Trader:
    """An enterprise of the register."""

    enterprise_id: UUID
    name: str
    short_name: str
    uscc: str
    address: str
    phone: str
    initials: str
    authority_id: UUID | None
    answers_orders: bool
    is_platform: bool


@dataclass(frozen=True, kw_only=True)
class TraderCard:
    """What the office knows of a trader, counted over the cases this person may see.

    Attributes:
        open_cases: Complaints that are not closed.
        year_cases: Complaints received in the last 365 days.
        agreed: Of the concluded accepted ones of that year, how many ended in agreement or own settlement.
        concluded: How many accepted ones of that year were concluded.
    """

    trader: Trader
    open_cases: int
    year_cases: int
    agreed: int
    concluded: int


class Traders:
    """The register as the intake needs it; every question waits for the server."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(self, typed: str) -> tuple[Trader, ...]:
        """Return the traders that ``typed`` finds: part of the name, initials (xxjs), or a whole credit code."""
        asked = typed.strip()
        if not asked:
            return ()
        plain = asked.lower()
        pattern = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        wanted: list[ColumnElement[bool]] = [
            Enterprise.name.like(f"%{pattern}%"),
            Enterprise.short_name.like(f"%{pattern}%"),
        ]
        if plain.isascii() and plain.isalnum():
            wanted += [Enterprise.initials.like(f"%{plain}%"), Enterprise.uscc == asked.upper()]
        nearest = case(
            (Enterprise.short_name == asked, 0),
            (Enterprise.initials.like(f"{plain}%") if plain.isascii() else Enterprise.name.like(f"{pattern}%"), 1),
            else_=2,
        )
        query = (
            select(Enterprise.__table__)
            .where(or_(*wanted), Enterprise.merged_into_id.is_(None))
            .order_by(nearest, func.length(Enterprise.name), Enterprise.name)
            .limit(MOST)
        )
        with self._desk.database.read() as connection:
            return tuple(_trader(dict(row)) for row in connection.execute(query).mappings())

    def card(self, enterprise_id: UUID) -> TraderCard | None:
        """Return what the office knows of a trader; ``None`` where there is no such one."""
        since = self._desk.clock.now() + self._desk.server_offset - YEAR
        complaints = (Case.enterprise_id == enterprise_id) & (Case.kind == "complaint")
        this_year = Case.received_at >= since
        good = Case.outcome.in_(("agreed", "self_settled"))
        counts = select(
            func.count().filter(Case.state != "closed").label("open_cases"),
            func.count().filter(this_year).label("year_cases"),
            func.count().filter(this_year, good, Case.accepted_on.is_not(None)).label("agreed"),
            func.count()
            .filter(this_year, Case.accepted_on.is_not(None), Case.concluded_on.is_not(None))
            .label("concluded"),
        ).where(complaints)
        with self._desk.database.read() as connection:
            row = (
                connection.execute(select(Enterprise.__table__).where(Enterprise.id == enterprise_id))
                .mappings()
                .one_or_none()
            )
            if row is None:
                return None
            counted = connection.execute(counts).mappings().one()
        return TraderCard(trader=_trader(dict(row)), **counted)


def _trader(row: dict[str, object]) -> Trader:
    return Trader(
        enterprise_id=UUID(str(row["id"])),
        name=str(row["name"]),
        short_name=str(row["short_name"] or ""),
        uscc=str(row["uscc"] or ""),
        address=str(row["address"] or ""),
        phone=str(row["phone"] or ""),
        initials=str(row["initials"]),
        authority_id=UUID(str(row["authority_id"])) if row["authority_id"] else None,
        answers_orders=bool(row["answers_orders"]),
        is_platform=bool(row["is_platform"]),
    )
