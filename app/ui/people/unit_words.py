"""Units as a line of superiors: in their order, each a step further to the right than the one above it."""

from uuid import UUID

from app.models.vocabulary import UnitLevel
from app.models.words import mark, tr
from app.services.codebook import CodeBook, UnitRow

LEVEL_TITLES: dict[UnitLevel, str] = {
    UnitLevel.PROVINCE: mark("Province"),
    UnitLevel.CITY: mark("City"),
    UnitLevel.COUNTY: mark("County or district"),
    UnitLevel.STATION: mark("Station"),
    UnitLevel.ASSOCIATION: mark("Association"),
}
STEP = "\u3000"


def in_line(codes: CodeBook) -> list[tuple[UnitRow, int]]:
    """Give every unit with how many superiors it has, each right below its own superior."""
    below: dict[UUID | None, list[UnitRow]] = {}
    known = {unit.id for unit in codes.units}
    for unit in codes.units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    found: list[tuple[UnitRow, int]] = []

    def follow(above: UUID | None, steps: int) -> None:
        for unit in below.get(above, ()):
            found.append((unit, steps))
            follow(unit.id, steps + 1)

    follow(None, 0)
    return found


def unit_rows(codes: CodeBook) -> list[tuple[UUID, str]]:
    """Give the units for a list to choose from."""
    return [(unit.id, STEP * steps + unit.short_name) for unit, steps in in_line(codes) if unit.active]


def level_rows() -> list[tuple[UnitLevel, str]]:
    """Give the levels with their words."""
    return [(level, tr(words)) for level, words in LEVEL_TITLES.items()]
