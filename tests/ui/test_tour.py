"""The tour, as somebody types it: every episode comes to its end, and its record says what the screen said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.journey

PATIENCE_S = 600
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour") / "画面"
    done = subprocess.run(
        [sys.executable, "main.py", "tour", "--out", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def told(out: Path) -> dict[str, object]:
    record: dict[str, object] = json.loads((out / "tour.json").read_text(encoding="utf-8"))
    return record


def test_the_record_holds_steps_cases_papers_and_figures(out: Path) -> None:
    record = told(out)

    assert set(record) == {"steps", "cases", "papers", "figures"}
    for step in record["steps"]:  # type: ignore[attr-defined]  # a list in the record
        assert set(step) == {"name", "picture"}
        assert (out / step["picture"]).read_bytes().startswith(b"\x89PNG")


def test_every_episode_comes_to_its_end(out: Path) -> None:
    cases = told(out)["cases"]

    said = sorted((case["kind"], case["channel"], case["state"]) for case in cases)  # type: ignore[attr-defined]  # a list
    assert said == sorted(
        [
            ("咨询", "来电", "已办结"),
            ("投诉", "来电", "已办结"),
            ("投诉", "来电", "已登记"),
            ("投诉", "来信", "已办结"),
            ("举报", "留言", "已登记"),
        ]
    )


def test_the_papers_lie_beside_the_pictures_under_the_number_the_register_shows(out: Path) -> None:
    papers = told(out)["papers"]

    assert [paper["form"] for paper in papers] == ["投诉调解书", "投诉不予受理决定书"]  # type: ignore[attr-defined]  # a list
    for paper in papers:  # type: ignore[attr-defined]  # a list in the record
        text = "".join(page.extract_text() for page in PdfReader(out / paper["file"]).pages)
        assert paper["number"] in text.replace(" ", "")


def test_the_figures_count_what_the_day_brought(out: Path) -> None:
    assert "0.32" in " ".join(told(out)["figures"].values())  # type: ignore[attr-defined]  # a table in the record
