"""Writes a table of figures as CSV or XLSX with everything a reader needs to trust it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.errors import UserError
from app.services.exports import Exports
from app.services.statistics.answers import Figure, Table
from app.services.statistics.said import UNIT_BASES, plain, title_said, unit_said

_FORMULA = ("=", "+", "-", "@", "\t")


def write_table(table: Table, path: Path, exports: Exports) -> int:
    """Write ``table`` to ``path``: XLSX where the name ends so, else CSV (UTF-8 with mark, as spreadsheets want it).

    Definition, period, cut-off, scope and the number of rows stand with it. The office notes first that it leaves.

    Returns:
        How many rows of figures were written, the total not counted.

    Raises:
        UserError: The file cannot be written there, or the office does not let it leave.
    """
    exports.leave(
        "figures",
        {
            "from": table.period.first.isoformat(),
            "until": table.period.last.isoformat(),
            "columns": [column.indicator for column in table.columns],
            "filters": table.filters_said,
        },
        rows=len(table.lines),
    )
    try:
        if path.suffix.lower() == ".xlsx":
            _write_xlsx(table, path)
        else:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerows([] if not row else [_text(cell) for cell in row] for row in _head(table))
                writer.writerow([_text(cell) for cell in _titles(table)])
                for line in (*table.lines, table.total):
                    writer.writerow([_text(line.title), *(plain(figure.value) for figure in line.figures)])
    except OSError as problem:
        raise UserError(tr("The file cannot be written there; choose another place."), field="file") from problem
    return len(table.lines)


def _text(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _titles(table: Table) -> list[str]:
    titles = [tr("Row")]
    for column in table.columns:
        unit = unit_said(column.form)
        title = title_said(column.title, column.variant_title)
        titles.append(f"{title} ({unit})" if unit else title)
    return titles


def _head(table: Table) -> Iterator[tuple[str, ...]]:
    yield tr("Period"), table.period.title(), f"{table.period.first:%Y-%m-%d}", f"{table.period.last:%Y-%m-%d}"
    yield (
        tr("Cut-off"),
        f"{table.cut_off:%Y-%m-%d}",
        tr("Read at"),
        f"{table.made_at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S %z}",
    )
    yield tr("Scope"), table.scope.sentence
    if table.filters_said:
        yield tr("Filters"), table.filters_said
    yield tr("Rows"), str(len(table.lines))
    for column in table.columns:
        yield (
            tr("Definition"),
            title_said(column.title, column.variant_title),
            column.definition,
            tr("Counted for: {basis}", basis=tr(UNIT_BASES[column.unit_by])),
            tr("By: {whose}", whose=column.source),
        )
    for remark in table.remarks:
        yield tr("Remark"), remark
    yield ()


def _write_xlsx(table: Table, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        number = {digits: book.add_format({"num_format": _format(digits)}) for digits in range(4)}
        at = 0
        for row in _head(table):
            for place, cell in enumerate(row):
                sheet.write_string(at, place, cell)
            at += 1
        for place, cell in enumerate(_titles(table)):
            sheet.write_string(at, place, cell, bold)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(table.columns), 18)
        for line in (*table.lines, table.total):
            at += 1
            sheet.write_string(at, 0, line.title, bold if line is table.total else None)
            for place, figure in enumerate(line.figures, start=1):
                _write(sheet, at, place, figure, number[min(figure.digits, 3)])


def _write(sheet: "xlsxwriter.worksheet.Worksheet", at: int, place: int, figure: Figure, how: object) -> None:
    if figure.value is not None:
        sheet.write_number(at, place, float(figure.value), how)


def _format(digits: int) -> str:
    return "#,##0." + "0" * digits if digits else "#,##0"
