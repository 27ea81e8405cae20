"""A supervisor takes the office's cases out as a file, with a reason, and the file holds what the audit says."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.services import exports
from app.services.bootstrap import Desk
from app.services.cases.list_file import Listed, ListFile
from app.services.cases.lists import View
from app.services.errors import UserError
from app.services.exports import Exports, Which
from tests.desks import Desks
from tests.factories import register
from tests.office import TestDatabase

Exporting = Callable[[str], Exports]


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


@pytest.fixture
def at(desks: Desks) -> Exporting:
    def open_desk(persona: str) -> Exports:
        desk: Desk = desks(persona)
        return Exports(desk)

    return open_desk


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheet_rows(path: Path) -> list[tuple[object, ...]]:
    with path.open("rb") as file:
        sheet = load_workbook(file, read_only=True).active
        assert sheet is not None
        return list(sheet.iter_rows(values_only=True))


def test_a_file_holds_every_case_of_the_filter_and_their_number_is_in_the_audit(
    database: TestDatabase, at: Exporting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    numbers = [register(database.as_person("operator"))["number"] for _ in range(5)]
    register(database.as_person("operator"), "consultation")
    register(database.as_person("operator"), facts="=HYPERLINK(0)")
    path = tmp_path / "cases.csv"
    written = at("supervisor").cases(Which(kinds=("complaint",)), path, "季度汇总")
    head, *rows = read(path)
    assert len(head) == len(exports.COLUMNS)
    assert {row[0] for row in rows} >= set(numbers)
    assert written == len(rows) == 6
    assert any(row[-2] == "'=HYPERLINK(0)" for row in rows)
    with database.superuser() as behind:
        noted = behind.execute(
            "SELECT detail ->> 'rows', detail ->> 'reason' FROM office.audit WHERE action = 'export'"
        ).fetchall()
    assert noted == [("6", "季度汇总")]


def test_a_workbook_holds_the_same_rows(database: TestDatabase, at: Exporting, tmp_path: Path) -> None:
    register(database.as_person("operator"))
    book, text = tmp_path / "cases.xlsx", tmp_path / "cases.csv"
    n = at("supervisor").cases(Which(), book, "季度汇总")
    at("supervisor").cases(Which(), text, "季度汇总")
    rows = sheet_rows(book)
    assert len(rows) == n + 1 == len(read(text))
    assert [row[0] for row in rows] == [row[0] for row in read(text)]


def test_a_filter_says_the_days_and_states_it_means(at: Exporting, tmp_path: Path) -> None:
    nothing = Which(states=("closed",), open=True, since=date(2020, 1, 1), until=date(2020, 12, 31))
    assert at("supervisor").cases(nothing, tmp_path / "none.csv", "核对") == 0


def test_without_reason_or_right_no_file_is_made(at: Exporting, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    with pytest.raises(UserError) as refused:
        at("supervisor").cases(Which(), path, " ")
    assert refused.value.field == "reason"
    with pytest.raises(UserError) as refused:
        at("operator").cases(Which(), path, "好奇")
    assert refused.value.code == "no_right"
    assert not path.exists()


def test_what_narrows_the_list_narrows_the_file_and_a_closed_page_leaves_none_behind(
    database: TestDatabase, desks: Desks, tmp_path: Path
) -> None:
    number = [register(database.as_person("operator"))["number"] for _ in range(3)][1]
    files = ListFile(desks("dispatcher"))
    narrowed = Listed(view=View.ALL, words=number)
    leave = files.leave(narrowed, "月度核对")
    book = tmp_path / "one.xlsx"
    assert files.write(narrowed, leave, book, lambda _: True) == leave.rows == 1
    assert [row[0] for row in sheet_rows(book)] == ["Number", number]
    everything = Listed(view=View.ALL)
    with pytest.raises(UserError, match="stopped"):
        files.write(everything, files.leave(everything, "月度核对"), tmp_path / "all.csv", lambda _: False)
    assert [path.name for path in tmp_path.iterdir()] == ["one.xlsx"]
