"""A rehearsal with two server losses, then everything it logged is read: nobody's number, name or words stand there."""

import re
import tempfile
from pathlib import Path

import pytest

from app.services.offices import PRACTICE_PASSWORD
from app.services.training.office import training_office
from app.ui.rehearsal.shift import Shift

PHONE = re.compile(r"(?<![\w.-])1[3-9]\d{9}(?!\w)")
TYPED = re.compile(r"甲\d{5}|[\u4e00-\u9fff]{4,}")


@pytest.mark.qt_log_ignore("QItemSelectionModel", "propagateSizeHints")
@pytest.mark.usefixtures("qapp")
def test_what_a_rehearsal_logs_names_nobody():
    with tempfile.TemporaryDirectory(prefix="hotline-desk-rehearsed-", ignore_cleanup_errors=True) as name:
        outcome = Shift(Path(name), minutes=0.3, seed=7).work()
        written = {
            path: path.read_text(encoding="utf-8", errors="replace")
            for path in Path(name).rglob("*.log*")
            if path.is_file()
        }
    assert outcome.is_clean, outcome.line()
    assert any(path.name.startswith("server-") for path in written)
    people = {person.name for person in training_office().people}
    for path, text in written.items():
        found = [*PHONE.findall(text), *TYPED.findall(text), *(each for each in people if each in text)]
        assert not found, (path.name, found[:3])
        assert PRACTICE_PASSWORD not in text
