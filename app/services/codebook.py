"""The office's open lists in the reader's language: channels, objects, outcomes, grounds of a list, units."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models.tables.law import Code
from app.models.tables.office import Unit
from app.models.vocabulary import UnitLevel
from app.models.words import SOURCE_LANGUAGE, spoken
from app.services.database.connect import Database


@dataclass(frozen=True, kw_only=True)
class CodeEntry:
    """A row of a list.

    Attributes:
        behaviour: The fixed word the programme relies on, empty where rows differ only in words.
        details: What else the list knows of it, such as the one key of a contact outcome.
    """

    list: str
    code: str
    parent: str | None
    title_zh: str
    title_en: str
    initials: str
    behaviour: str
    national_code: str | None
    details: Mapping[str, Any]
    active: bool
    sort: int = 9999

    @property
    def title(self) -> str:
        """Its words in the language that is spoken now."""
        return self.title_en if spoken() == SOURCE_LANGUAGE else self.title_zh


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit as lists and pickers show it."""

    id: UUID
    code: str
    name: str
    short_name: str
    level: UnitLevel
    parent_id: UUID | None
    is_authority: bool
    one_person: bool
    number_word: str | None
    letterhead: str | None
    address: str | None
    phone: str | None
    postcode: str | None
    active: bool
    version: int = 1


class CodeBook:
    """Lists and units as they stood when read; read again after a change."""

    def __init__(self, entries: Mapping[tuple[str, str], CodeEntry], units: Mapping[UUID, UnitRow]) -> None:
        self._entries = entries
        self._units = units
        self._lists: dict[str, tuple[CodeEntry, ...]] = {}
        for entry in entries.values():
            self._lists[entry.list] = (*self._lists.get(entry.list, ()), entry)

    def entry(self, name: str, code: str | None) -> CodeEntry | None:
        """Return the row of a list, also one no longer in use; ``None`` where there is none."""
        return self._entries.get((name, code)) if code else None

    def title(self, name: str, code: str | None) -> str:
        """Return a code's words; the code itself where the list does not know it; empty for no code."""
        found = self.entry(name, code)
        return found.title if found else (code or "")

    @property
    def lists(self) -> tuple[str, ...]:
        """Name every list, by name."""
        return tuple(sorted(self._lists))

    def rows(self, name: str) -> tuple[CodeEntry, ...]:
        """Return every row of a list, also those no longer in use, in its order."""
        return self._lists.get(name, ())

    def choices(self, name: str) -> tuple[CodeEntry, ...]:
        """Return the rows of a list that are in use, in its order."""
        return tuple(entry for entry in self._lists.get(name, ()) if entry.active)

    def unit(self, unit_id: UUID | None) -> UnitRow | None:
        """Return a unit, or ``None``."""
        return self._units.get(unit_id) if unit_id else None

    def unit_name(self, unit_id: UUID | None) -> str:
        """Return a unit's short name, empty where there is none."""
        found = self.unit(unit_id)
        return found.short_name if found else ""

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """Every unit, superiors before the units below them."""
        return tuple(self._units.values())

    def below(self, unit_id: UUID) -> tuple[UnitRow, ...]:
        """Return the units under a unit, nearest first, without itself."""
        found: list[UnitRow] = []
        level = {unit_id}
        while level:
            nearest = [unit for unit in self._units.values() if unit.parent_id in level]
            found.extend(nearest)
            level = {unit.id for unit in nearest}
        return tuple(found)

    def authority_of(self, unit_id: UUID | None) -> UnitRow | None:
        """Return the authority a unit acts for: itself or its nearest superior that decides (Order 121 Art. 13, 30)."""
        unit = self.unit(unit_id)
        while unit is not None and not unit.is_authority:
            unit = self.unit(unit.parent_id)
        return unit


def read_codebook(database: Database, *, with_units: bool = True) -> CodeBook:
    """Read every list and unit that this login may see: two statements, about a thousand rows.

    Args:
        database: The desk's way to the server.
        with_units: Whether to read the units; a liaison may not.
    """
    with database.read() as connection:
        codes = connection.execute(select(Code.__table__).order_by(Code.list, Code.sort, Code.code)).mappings().all()
        units = connection.execute(select(Unit.__table__).order_by(Unit.code)).mappings().all() if with_units else []
    entries = {
        (row["list"], row["code"]): CodeEntry(
            list=row["list"],
            code=row["code"],
            parent=row["parent"],
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            initials=row["initials"],
            behaviour=row["behaviour"] or "",
            national_code=row["national_code"],
            details=row["details"],
            active=row["active"],
            sort=row["sort"],
        )
        for row in codes
    }
    names = set(UnitRow.__dataclass_fields__)
    rows = {
        row["id"]: UnitRow(**{**{k: v for k, v in row.items() if k in names}, "level": UnitLevel(row["level"])})
        for row in units
    }
    return CodeBook(entries, rows)
