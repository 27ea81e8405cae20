"""Reads a register from XLSX or CSV as it is: encodings, separators and broken rows of the real world."""

import csv
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from app.models.words import tr
from app.services.errors import UserError

Cell = str | int | float | datetime | date | None
_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",\t;|"
_SNIFFED_LINES = 20
_HEAD = 8192
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of every .xlsx with a password
# What the reader of spreadsheets ends with on torn or forged files, found by cutting and changing real ones.
_TORN = (
    BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    zlib.error,
    SyntaxError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row of the file: its number as a person counts (the header is 1), and its cells."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class BrokenRow:
    """A row that cannot be read, and why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A register as read."""

    name: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    broken: tuple[BrokenRow, ...] = ()


def read_sheet(path: Path) -> Sheet:
    """Read a file's first sheet.

    Raises:
        UserError: The file cannot be opened, is no table, or is empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(_LOCKED):
            raise UserError(
                tr(
                    "{file} is locked with a password, or written by an Excel older than 2007. Open it there, save it "
                    "as .xlsx without a password, and bring that file.",
                    file=path.name,
                ),
                field="file",
            )
        if head.startswith(_ZIP) or path.suffix.lower() in {".xlsx", ".xlsm"}:
            return _xlsx(path)
        if b"\0" in head and not head.startswith(_UTF_16):
            raise UserError(tr("{file} is no table. Bring an XLSX or CSV file.", file=path.name), field="file")
        return _csv(path)
    except OSError as trouble:
        raise UserError(tr("{file} cannot be opened.", file=path.name), field="file") from trouble


def _xlsx(path: Path) -> Sheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            first = book.worksheets[0] if book.worksheets else None
            found = list(first.iter_rows(values_only=True)) if first is not None else []
        finally:
            book.close()
    except (InvalidFileException, *_TORN) as trouble:
        raise UserError(tr("{file} is damaged or no spreadsheet.", file=path.name), field="file") from trouble
    return _sheet(path, [(place, tuple(_cell(value) for value in row)) for place, row in enumerate(found, start=1)])


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, str | int | float | datetime | date) else str(value)


def _csv(path: Path) -> Sheet:
    raw = path.read_bytes()
    text = _decoded(raw)
    lines = text.splitlines()[:_SNIFFED_LINES]
    counted = Counter({separator: sum(line.count(separator) for line in lines) for separator in _SEPARATORS})
    separator = counted.most_common(1)[0][0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, tuple[Cell, ...]]] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            row = []
        found.append((line, tuple(row)))
    return _sheet(path, found)


def _decoded(raw: bytes) -> str:
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Broken bytes cost their rows, not the file: the encoding that breaks least is the right one.
    return min((raw.decode(encoding, errors="replace") for encoding in _ENCODINGS), key=lambda text: text.count("�"))


def _sheet(path: Path, found: Iterable[tuple[int, Sequence[Cell]]]) -> Sheet:
    header: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    broken: list[BrokenRow] = []
    for line, cells in found:
        if not any(str(cell).strip() for cell in cells if cell is not None):
            continue
        if not header:
            header = tuple(str(cell).strip() if cell is not None else "" for cell in cells)
            while header and not header[-1]:
                header = header[:-1]
            continue
        full = tuple(cells[: len(header)]) + (None,) * (len(header) - len(cells))
        if len(cells) > len(header) and any(str(cell or "").strip() for cell in cells[len(header) :]):
            reason = tr("This row has {n} cells, the header {m}.", n=len(cells), m=len(header))
            broken.append(BrokenRow(line=line, reason=reason))
        elif any("�" in cell for cell in full if isinstance(cell, str)):
            broken.append(BrokenRow(line=line, reason=tr("This row has characters that cannot be read.")))
        else:
            rows.append(SheetRow(line=line, cells=full))
    if not header:
        raise UserError(tr("{file} is empty.", file=path.name), field="file")
    return Sheet(name=path.name, header=header, rows=tuple(rows), broken=tuple(broken))
