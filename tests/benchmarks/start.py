"""A new process up to its sign-in page, the server being up."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, result

N = 8
PROGRAM = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QSettings
from app.services.clock import SystemClock
from app.services.offices import Offices
from app.services.settings import SettingsFile, data_folder
from app.ui.application import Application, make_qt
qt = make_qt()
settings, folder, clock = SettingsFile(), data_folder(), SystemClock()
offices = Offices(settings, folder, clock, refuse_thread=threading.get_ident())
for file in sys.argv[1:]:
    offices.enrol(Path(file))
remembered = QSettings(str(folder / "x.ini"), QSettings.Format.IniFormat)
application = Application(qt, offices, settings.load(), clock, remembered)
application.show_way_in()
while not application.way_in.isVisible():
    qt.processEvents()
qt.processEvents()
print("shown", flush=True)
application.close()
"""


def run(place: Place) -> Iterator[Result]:
    """Measure from the start of Python to the painted page, at a desk that is enrolled at the office."""
    with tempfile.TemporaryDirectory(prefix="hotline-start-") as home:
        enrolment = Path(home) / "enrolment.json"
        place.database.enrolment.save(enrolment)
        surroundings = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_DATA_HOME": home,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        values = []
        for turn in range(N + 1):
            started = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *([] if turn else [str(enrolment)])],  # the first one enrols
                cwd=Path(__file__).resolve().parents[2],
                env=surroundings,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            line = process.stdout.readline() if process.stdout else b""
            if turn:
                values.append((time.perf_counter() - started) * 1000)
            process.wait(timeout=30)
            if line.strip() != b"shown":
                raise AssertionError("the window did not come up")
    yield result("start", "-", values)
