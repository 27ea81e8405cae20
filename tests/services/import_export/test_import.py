"""A register from elsewhere comes in once, with its dates and replies; what cannot be read is told row by row."""

import contextlib
import random
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import Workbook

from app.models.vocabulary import Kind
from app.services.clock import LEGAL_ZONE
from app.services.errors import OutageError, UserError
from app.services.import_export.check_search import compare
from app.services.import_export.importing import Import, Order, write_rejects
from app.services.import_export.mapping import Mappings, Meaning, guess
from app.services.import_export.sheets import read_sheet
from app.services.import_export.values import amount_of, moment_of, text_of
from app.services.training.text import TextMaker
from tests.desks import Desks
from tests.office import TestDatabase

HEADER = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")


@pytest.fixture(scope="module")
def desks(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    found = Desks(database, tmp_path_factory.mktemp("desks"))
    yield found
    found.close()


def rows(count: int, start: int = 1) -> list[tuple[object, ...]]:
    """Messages as a mailbox exports them: tabs, blank lines, several date formats, replies late or missing."""
    found: list[tuple[object, ...]] = []
    for place, case in enumerate(TextMaker(11).cases(count), start=start):
        asked = (
            f"2019/4/{place % 28 + 1} 9:32:09",
            f"2021-03-{place % 28 + 1:02d}",
            datetime.fromisoformat("2023-05-01T08:30:00"),
        )[place % 3]
        answered = ("", "2024/1/9", "2024年1月9日 10时05分")[place % 3]
        reply = "" if place % 3 == 0 else "您好，已收悉，答复如下：\n\n\n请携带凭证办理。"
        found.append((place, f"A{place:08d}", "咨询退款", asked, f"\n\t\t{case.facts}\n\t\t\n", reply, answered))
    return found


def workbook(path: Path, lines: list[tuple[object, ...]], header: tuple[str, ...] = HEADER) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


def order(path: Path, source: str = "信箱") -> Order:
    return Order(source=source, mapping=guess(read_sheet(path).header))


def test_the_heads_of_a_mailbox_are_understood() -> None:
    assert guess(HEADER) == {
        Meaning.NUMBER: 0,
        Meaning.NAME: 1,
        Meaning.TITLE: 2,
        Meaning.RECEIVED_AT: 3,
        Meaning.FACTS: 4,
        Meaning.ANSWER: 5,
        Meaning.ANSWERED_AT: 6,
    }


def test_matters_come_in_with_dates_and_replies_and_a_second_time_nothing_happens(
    desks: Desks, database: TestDatabase, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "留言.xlsx", rows(230))
    sheet, bring = read_sheet(path), Import(desks("supervisor"))
    tried = bring.try_out(sheet, order(path))
    assert (tried.done, tried.known, tried.rejects) == (230, 0, ())

    steps: list[tuple[int, int]] = []
    outcome = bring.run(sheet, order(path), lambda through, of: steps.append((through, of)))
    assert (outcome.done, outcome.known, outcome.rejects) == (230, 0, ())
    assert steps[-1] == (230, 230)

    again = bring.run(sheet, order(path))
    assert (again.done, again.known) == (0, 230)
    assert bring.try_out(sheet, order(path)).known == 230
    with database.superuser() as behind:
        state = dict(
            behind.execute(
                "SELECT c.state, count(*) FROM office.cases c WHERE imported_from LIKE '信箱:%' GROUP BY 1"
            ).fetchall()
        )
        row = behind.execute(
            "SELECT c.received_on, c.closed_on, c.facts, c.answer, c.rule_set, p.shown_name FROM office.cases c"
            " JOIN office.external_ref r ON r.case_id = c.id JOIN office.party p ON p.case_id = c.id"
            " WHERE r.source = '信箱' AND r.number = '1'"
        ).fetchone()
    assert state == {"closed": 154, "registered": 76}
    assert row[:2] == (date(2021, 3, 2), date(2024, 1, 9))
    assert row[2].startswith("咨询退款\n")
    assert "\t" not in row[2]
    assert row[3] == "您好，已收悉，答复如下：\n\n请携带凭证办理。"
    assert row[4:] == (None, "A*******1"[:1] + "****" + "1")


def test_search_and_full_scan_agree_over_what_was_brought_in(desks: Desks, database: TestDatabase) -> None:
    with database.superuser() as behind:
        bodies: dict[UUID, str] = dict(behind.execute("SELECT case_id, body FROM office.case_text").fetchall())
    for line in compare(desks("supervisor"), bodies, strings=12, seed=3):
        assert line.different == ()
        assert line.hits >= line.asked


def test_rows_that_cannot_be_read_are_told_and_written_out(desks: Desks, tmp_path: Path) -> None:
    good = (9001, "甲", "题", "2022/5/6", "正文", "", "")
    lines: list[tuple[object, ...]] = [
        good,
        ("", "甲", "题", "2022/5/6", "没有编号", "", ""),
        (9002, "甲", "题", "上星期", "日期不对", "", ""),
        (9003, "甲", "", "2022/5/6", "  \n", "", ""),
        (9001, "甲", "题", "2022/5/6", "同号", "", ""),
        (9004, "甲", "题", "2999/5/6", "未来", "", ""),
        (9005, "甲", "题", "2022/5/6", "答复在前", "好", "2022/5/1"),
    ]
    path = workbook(tmp_path / "乱.xlsx", lines)
    sheet = read_sheet(path)
    outcome = Import(desks("supervisor")).run(sheet, order(path, "乱"))
    assert outcome.done == 1
    assert [reject.line for reject in outcome.rejects] == [3, 4, 5, 6, 7, 8]
    assert "上星期" in outcome.rejects[1].reason

    file = tmp_path / "rejects.csv"
    write_rejects(file, sheet, outcome.rejects)
    assert len(read_sheet(file).rows) == 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_whatever_it_was_written(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "表.csv"
    path.write_text("编号;时间;内容\n1;2022/5/6;退款“急”\n\n2;2022/5/7;押金\n", encoding=encoding)
    sheet = read_sheet(path)
    assert sheet.header == ("编号", "时间", "内容")
    assert [row.cells[2] for row in sheet.rows] == ["退款“急”", "押金"]


def test_broken_rows_of_a_csv_cost_only_themselves(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    good = "编号,时间,内容\n1,2022/5/6,退款\n2,2022/5/7,押金,多,出\n3,2022/5/8\n".encode("gb18030")
    path.write_bytes(good + b"4,2022/5/9,\xff\xff\xfe\n")
    sheet = read_sheet(path)
    assert [row.line for row in sheet.rows] == [2, 4]
    assert [row.line for row in sheet.broken] == [3, 5]


def test_a_spreadsheet_with_a_password_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    for name in ("表.xlsx", "旧.xls", "表.csv"):
        path = tmp_path / name
        path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
        with pytest.raises(UserError, match="locked with a password"):
            read_sheet(path)
    picture = tmp_path / "图.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(UserError, match="no table"):
        read_sheet(picture)


def test_no_damage_to_a_spreadsheet_ends_in_a_traceback(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "好.xlsx", rows(20)).read_bytes()
    chance = random.Random(5)
    path = tmp_path / "坏.xlsx"
    for number in range(120):
        torn = bytearray(whole[: chance.randrange(len(whole))] if number % 2 else whole)
        for _ in range(chance.randint(0, 6)):
            if torn:
                torn[chance.randrange(len(torn))] = chance.randrange(256)
        path.write_bytes(torn)
        with contextlib.suppress(UserError):
            read_sheet(path)


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(
    desks: Desks, database: TestDatabase, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "断.xlsx", rows(250, start=500_000))
    sheet, whole = read_sheet(path), order(path, "断")

    def cut(through: int, of: int) -> None:
        assert of == 250
        if through >= 100:
            raise OutageError("away")

    with pytest.raises(OutageError):
        Import(desks("supervisor")).run(sheet, whole, cut)
    outcome = Import(desks("supervisor")).run(sheet, whole)
    assert (outcome.done, outcome.known, outcome.rejects) == (150, 100, ())
    with database.superuser() as behind:
        found = behind.execute("SELECT count(*), count(DISTINCT number) FROM office.external_ref WHERE source = '断'")
        assert found.fetchone() == (250, 250)


def test_an_empty_or_damaged_file_is_said_so(tmp_path: Path) -> None:
    for name, content in (("a.csv", b""), ("b.xlsx", b"no spreadsheet"), ("c.csv", b"\n\n")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UserError):
            read_sheet(path)
    with pytest.raises(UserError):
        read_sheet(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2019/4/25 9:32:09", "2019-04-25T09:32:09"),
        ("2019-04-25", "2019-04-25T00:00:00"),
        ("2019.4.5 9:05", "2019-04-05T09:05:00"),
        ("2019年4月25日 9时32分", "2019-04-25T09:32:00"),
        ("2019年4月25日下午3点", "2019-04-25T15:00:00"),
        ("20190425", "2019-04-25T00:00:00"),
        ("20190425093209", "2019-04-25T09:32:09"),
        ("2019-04-25T09:32:09.123", "2019-04-25T09:32:09"),
        (datetime.fromisoformat("2019-04-25T09:32:00"), "2019-04-25T09:32:00"),
        (date(2019, 4, 25), "2019-04-25T00:00:00"),
        (43580.5, "2019-04-25T12:00:00"),
    ],
)
def test_a_date_is_understood_in_every_form(cell: object, said: str) -> None:
    assert moment_of(cell) == datetime.fromisoformat(said).replace(tzinfo=LEGAL_ZONE)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["", None, "上星期", "2019/13/1", "2019-02-30", "12", 12])
def test_what_is_no_date_is_none(cell: object) -> None:
    assert moment_of(cell) is None  # type: ignore[arg-type]


def test_texts_and_amounts_are_tidied() -> None:
    assert text_of("\n\t\t 甲  乙\t丙 \r\n\r\n\r\n 丁 \n\n") == "甲 乙 丙\n\n丁"
    assert text_of(2549.0) == "2549"
    assert str(amount_of("¥3,680 元")) == "3680.00"
    assert amount_of("若干") is None


def test_a_chosen_mapping_is_remembered_for_the_same_heads(tmp_path: Path) -> None:
    kept = Mappings(tmp_path / "sub" / "mappings.json")
    kept.keep(("甲", "乙", "丙"), {Meaning.NUMBER: 2, Meaning.FACTS: 0})
    assert kept.recall(("乙", "丙", "甲")) == {Meaning.NUMBER: 1, Meaning.FACTS: 2}
    assert kept.recall(("编号",)) == {Meaning.NUMBER: 0}


def test_complaints_of_old_carry_no_clocks_and_new_ones_do(
    desks: Desks, database: TestDatabase, tmp_path: Path
) -> None:
    lines: list[tuple[object, ...]] = [
        (1, "甲", "题", "2019/5/6", "旧投诉", "", ""),
        (2, "乙", "题", "2026/11/9", "新投诉", "", ""),
    ]
    path = workbook(tmp_path / "投诉.xlsx", lines)
    whole = Order(source="投诉", mapping=guess(HEADER), kind=Kind.COMPLAINT)
    assert Import(desks("supervisor")).run(read_sheet(path), whole).done == 2
    with database.superuser() as behind:
        found = dict(
            behind.execute(
                "SELECT r.number, c.rule_set FROM office.cases c JOIN office.external_ref r ON r.case_id = c.id"
                " WHERE r.source = '投诉'"
            ).fetchall()
        )
    assert found["1"] is None
    assert found["2"] is not None


def test_who_may_not_import_is_refused(desks: Desks, tmp_path: Path) -> None:
    path = workbook(tmp_path / "留言.xlsx", rows(1, start=77_000))
    with pytest.raises(UserError) as refused:
        Import(desks("operator")).run(read_sheet(path), order(path, "别的"))
    assert refused.value.code == "no_right"
