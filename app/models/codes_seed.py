"""The first content of the office's code tables, read from ``resources/codes``.

The truth is in the database: an administrator adds, renames and retires rows there. What a code *does* is its
``behaviour``, one of the few words each table allows; the programme asks only for that, never for a code.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.models.pinyin import initials
from app.models.words import RESOURCES

CODES = RESOURCES / "codes"
VALID_FROM = date(2020, 1, 1)

_KEYS = frozenset(
    {
        "code",
        "zh",
        "en",
        "behaviour",
        "national",
        "parent",
        "source",
        "from",
        "until",
        "active",
        "unconfirmed",
        "initials",
    }
)


@dataclass(frozen=True, kw_only=True)
class CodeRow:
    """One row of one code table.

    Attributes:
        table: Name of the code table, e.g. ``channel``.
        code: The code, unique in its table; never changed, because cases carry it.
        parent: Code of the row it is a sub-item of, or ``None``.
        title_zh: What Chinese readers see.
        title_en: What English readers see.
        behaviour: What the programme does with it: one of the table's behaviours, or empty.
        national_code: Its code in the national data dictionary, or ``None``.
        source: Where the row comes from: a dictionary table, a standard, or ``local``.
        sort: Position in its table, from 1.
        valid_from: First day it may be chosen.
        valid_until: Last day it may be chosen, or ``None``.
        initials: Pinyin initials to type it with.
        active: Whether it is offered.
        unconfirmed: Whether an administrator still has to confirm it for this city.
        attributes: What else the table knows of it (JSON).
    """

    table: str
    code: str
    parent: str | None
    title_zh: str
    title_en: str
    behaviour: str
    national_code: str | None
    source: str
    sort: int
    valid_from: date
    valid_until: date | None
    initials: str
    active: bool
    unconfirmed: bool
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CodeTable:
    """One code table: its names, the behaviours its rows may have, and the rows.

    Attributes:
        behaviours: The closed list; empty where the rows only differ in their words.
    """

    name: str
    title_zh: str
    title_en: str
    behaviours: tuple[str, ...]
    rows: tuple[CodeRow, ...]


def _row(table: Mapping[str, Any], row: Mapping[str, Any], sort: int) -> CodeRow:
    return CodeRow(
        table=table["name"],
        code=row["code"],
        parent=row.get("parent"),
        title_zh=row["zh"],
        title_en=row["en"],
        behaviour=row.get("behaviour", ""),
        national_code=row.get("national"),
        source=row.get("source", table["source"]),
        sort=sort,
        valid_from=row.get("from", table.get("from", VALID_FROM)),
        valid_until=row.get("until"),
        initials=row.get("initials") or initials(row["zh"]),
        active=row.get("active", True),
        unconfirmed=row.get("unconfirmed", table.get("unconfirmed", False)),
        attributes={key: value for key, value in row.items() if key not in _KEYS},
    )


def code_tables(folder: Path = CODES) -> Iterator[CodeTable]:
    """Yield every code table of ``folder``, file by file, in the order they are written."""
    for path in sorted(folder.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["table"]:
            yield CodeTable(
                name=table["name"],
                title_zh=table["zh"],
                title_en=table["en"],
                behaviours=tuple(table.get("behaviours", ())),
                rows=tuple(_row(table, row, sort) for sort, row in enumerate(table["rows"], start=1)),
            )


def code_rows(folder: Path = CODES) -> Iterator[CodeRow]:
    """Yield every row of every code table; parents come before their sub-items."""
    for table in code_tables(folder):
        yield from table.rows
