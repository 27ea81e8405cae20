"""How late the window's loop is while queries, papers and an import run, beside an empty Qt loop at the same time."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.services.training.text import TextMaker
from tests.benchmarks.desk_process import DeskProcess, Errand
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result
from tests.personas import PASSWORD, PERSONAS

PERSONA = "supervisor"
ROWS = 400
CASES = 20


def run(place: Place) -> Iterator[Result]:
    """Measure the desk that may do all three, and the empty loop of a second process as its floor."""
    office, before = place.database, _cases(place)
    with tempfile.TemporaryDirectory() as folder:
        file = _register(Path(folder) / "register.csv")
        number, cases = PERSONAS[PERSONA].staff_number, place.some_cases(PERSONA, CASES)
        desk = DeskProcess(Errand("work", office.enrolment, number, PASSWORD, cases, file))
        beside = DeskProcess(Errand("empty", office.enrolment, number, PASSWORD))
        found, empty = desk.answer(), beside.answer()
    if _cases(place) - before != ROWS or found["rows"] != ROWS:
        raise AssertionError(f"{ROWS} rows were brought in, {_cases(place) - before} are there")
    if not found["queries"] or not found["papers"]:
        raise AssertionError("nothing ran beside the window")
    yield result("window loop delay", PERSONA, found["late"], empty["late"])
    yield result("window empty loop beside", "-", empty["late"])
    yield result("window queries meanwhile", PERSONA, [float(found["queries"])], unit="queries")
    yield result("window papers meanwhile", PERSONA, [float(found["papers"])], unit="papers")


def _cases(place: Place) -> int:
    return int(place.value("SELECT count(*) FROM cases"))


def _register(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("留言编号", "留言用户", "留言主题", "留言时间", "留言详情"))
        for place, case in enumerate(TextMaker(5).cases(ROWS)):
            rows.writerow((f"B{place:06d}", "王先生", "咨询", f"2026-10-{place % 28 + 1:02d} 09:30:00", case.facts))
    return path
