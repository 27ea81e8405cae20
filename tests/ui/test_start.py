"""What a new process loads before its first window: nothing of what only a signed-in desk works with."""

import os
import subprocess
import sys

import pytest

from app.services.database.enrolment import Enrolment
from tests.benchmarks.start import PROGRAM
from tests.office import ROOT

LARGE = {
    "PIL",
    "PySide6.QtMultimedia",
    "PySide6.QtPdf",
    "alembic",
    "chinese_calendar",
    "cryptography",
    "docx",
    "fontTools",
    "keyring",
    "numpy",
    "opencc",
    "openpyxl",
    "phonenumbers",
    "psycopg",
    "pypdf",
    "pypinyin",
    "pyqtgraph",
    "rapidfuzz",
    "reportlab",
    "sqlalchemy",
    "xlsxwriter",
}
ASKED = """
print("loaded", *sorted(sys.modules))
print("shown", type(application.way_in.page()).__module__, flush=True)
"""


@pytest.mark.parametrize(("enrolled", "page"), [(False, "first_start"), (True, "page")])
def test_the_first_window_is_shown_before_anything_large_is_loaded(tmp_path, enrolled, page) -> None:
    shown = 'print("shown", flush=True)\n'
    assert shown in PROGRAM
    program = PROGRAM.replace(shown, ASKED)
    enrolment = tmp_path / "enrolment.json"
    Enrolment(host="127.0.0.1", port=1, database="office", installation="0" * 8, desk_salt="0" * 32).save(enrolment)
    own = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    finished = subprocess.run(
        [sys.executable, "-c", program, *([str(enrolment)] if enrolled else [])],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )

    lines = finished.stdout.splitlines()
    loaded = next(line for line in lines if line.startswith("loaded")).split()
    assert LARGE & set(loaded) == set()
    assert next(line for line in lines if line.startswith("shown")).split()[1].endswith(page)
