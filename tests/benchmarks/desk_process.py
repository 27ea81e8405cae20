"""A desk in a process of its own, as a person has one: walks through its pages, or works while its loop is watched.

The process is told on its standard input where the office is and who sits down, and answers with one line of JSON.
"""

import importlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from app.services.database.enrolment import Enrolment
from tests.office import ROOT

PATIENCE_S = 60.0
SECONDS = 20.0


@dataclass(frozen=True)
class Errand:
    """What a desk's process is to do.

    Attributes:
        what: ``journey``, ``work`` or ``empty``.
        staff_number: Who sits down.
        cases: Cases to open on the way, with their numbers.
        file: A register to bring in meanwhile.
    """

    what: str
    enrolment: Enrolment
    staff_number: str
    password: str
    cases: tuple[tuple[Any, str], ...] = ()
    file: Path | None = None


class DeskProcess:
    """One desk's process; ``answer`` waits for what it says."""

    def __init__(self, errand: Errand) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="hotline-bench-desk-")
        surroundings = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": self._home.name,
            "XDG_CONFIG_HOME": self._home.name,
            "XDG_DATA_HOME": self._home.name,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.desk_process", self._home.name],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._process.stdin is not None:
            pickle.dump(errand, self._process.stdin)
            self._process.stdin.close()
        self._process.stdin = None

    def answer(self) -> dict[str, Any]:
        """Wait for the process and return what it found."""
        said, _ = self._process.communicate(timeout=600)
        self._home.cleanup()
        if self._process.returncode:
            raise AssertionError("the desk's process failed")
        found: dict[str, Any] = json.loads(said.splitlines()[-1])
        return found


class SeatedDesk:
    """Somebody at a window, inside the process."""

    def __init__(self, errand: Errand, folder: Path) -> None:
        from PySide6.QtCore import QSettings

        from app.models import words
        from app.services import bootstrap
        from app.services.clock import SystemClock
        from app.ui.application import make_qt
        from app.ui.desk_window import DeskWindow
        from app.ui.tasks import TaskRunner
        from app.ui.theme import Look, Shade
        from app.ui.window_state import WindowState

        self.qt = make_qt()
        words.speak("zh_CN")
        look = Look(self.qt)
        look.wear(shade=Shade.LIGHT, scale=100)
        self.failures: list[BaseException] = []
        self.tasks = TaskRunner(lambda error, _: self.failures.append(error))
        self.desk = bootstrap.sign_in(
            errand.enrolment, errand.staff_number, errand.password, clock=SystemClock(), folder=folder
        )
        state = WindowState(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat), "bench")
        self.window = DeskWindow(self.desk, look, self.tasks, SystemClock(), state)
        self.window.window.resize(1366, 768)

    def __enter__(self) -> Self:
        self.window.show()
        self.settle()
        return self

    def __exit__(self, *_: object) -> None:
        self.settle()
        self.tasks.close()
        if self.failures:
            raise self.failures[0]

    def settle(self) -> None:
        """Let the window work until nothing is under way."""
        self.until(lambda: self.tasks.under_way == 0)
        self.rest(0.1)
        self.until(lambda: self.tasks.under_way == 0)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so, in a real loop: only that one deletes what was closed."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, look, ends = QEventLoop(), QTimer(), time.monotonic() + PATIENCE_S
        look.timeout.connect(lambda: loop.exit(0) if done() else loop.exit(1) if time.monotonic() > ends else None)
        look.start(5)
        if loop.exec():
            raise TimeoutError

    def rest(self, seconds: float) -> None:
        """Let the window work for some time."""
        ends = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > ends)


def journey(errand: Errand, folder: Path) -> dict[str, Any]:
    """Go to every place, open the cases one by one, search; return the memory before and after, and what was seen."""
    from app.services.search.cases import Search
    from app.ui.case.page import CasePage
    from app.ui.commands import places as places_of_rail
    from tests.benchmarks.paper import make

    with SeatedDesk(errand, folder) as at:
        signed_in, places = pss_mb(), 0
        for _ in range(2):
            for row in places_of_rail():
                if at.window.bar.is_answered(row.id):
                    at.window.bar.give(row.id)
                    at.settle()
                    places += 1
        events = []
        for case_id, number in errand.cases:
            page = CasePage(at.window.seat, case_id, number)
            at.window.window.open(page)
            at.settle()
            events.append(len(page.sheet.detail.events) if page.sheet else 0)
            at.window.window.book.close_page(page)
        search = Search(at.desk)
        for words in ("退款", "押金 合同", "砗磲"):
            at.tasks.run(lambda words=words: search.texts(words), lambda _: None, owner=at.window)
            at.settle()
        at.tasks.run(lambda: make(at.desk.press, 1), lambda _: None, owner=at.window)
        at.settle()
        return {"signed_in": signed_in, "after": pss_mb(), "places": places, "events": events}


def work(errand: Errand, folder: Path) -> dict[str, Any]:
    """Ask, print and bring a register in for some seconds, on tasks as the pages do; return how late the loop was."""
    from PySide6.QtCore import QTimer

    from app.services.cases.lists import View
    from app.services.cases.service import Cases
    from app.services.import_export.importing import Import, Order
    from app.services.import_export.mapping import guess
    from app.services.import_export.sheets import read_sheet
    from app.services.search.cases import Search
    from app.services.statistics.figures import Figures
    from app.ui.rehearsal.watch import LoopWatch
    from tests.benchmarks.paper import make

    with SeatedDesk(errand, folder) as at:
        cases, search, done = Cases(at.desk), Search(at.desk), {"queries": 0, "papers": 0, "rows": 0}
        figures = Figures(at.desk)

        def bring_in() -> int:
            sheet = read_sheet(errand.file or folder)
            return Import(at.desk).run(sheet, Order(source=f"bench {time.time()}", mapping=guess(sheet.header))).done

        def again(kind: str, what: Callable[[], object]) -> None:
            def next_one(answer: object) -> None:
                done[kind] += answer if kind == "rows" and isinstance(answer, int) else 1
                if time.monotonic() < ends and kind != "rows":
                    again(kind, what)

            at.tasks.run(what, next_one, owner=at.window)

        watch, ends = LoopWatch(), time.monotonic() + SECONDS
        asked = [
            lambda: cases.page(View.ALL),
            lambda: cases.page(View.UNIT),
            lambda: cases.sheet(errand.cases[done["queries"] % len(errand.cases)][0]),
            lambda: search.texts("退款"),
            figures.standing,
        ]
        printer = at.desk.press

        def ask() -> object:
            return asked[done["queries"] % len(asked)]()

        again("queries", ask)
        again("papers", lambda: make(printer, 1))
        again("rows", bring_in)
        QTimer.singleShot(int(SECONDS * 1000), at.qt.quit)
        at.qt.exec()
        late = watch.late()
        at.settle()
        return {"late": late, **done}


def empty(_: Errand, __: Path) -> dict[str, Any]:
    """Do nothing in Qt's loop, beside the others."""
    from PySide6.QtCore import QTimer

    from app.ui.application import make_qt
    from app.ui.rehearsal.watch import LoopWatch

    qt = make_qt()
    watch = LoopWatch()
    QTimer.singleShot(int(SECONDS * 1000), qt.quit)
    qt.exec()
    return {"late": watch.late()}


def pss_mb() -> float:
    """Return this process's proportional share of memory."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def main() -> int:
    """Do the errand that stands on the standard input."""
    errand: Errand = pickle.load(sys.stdin.buffer)  # noqa: S301 written by the bench that started this process
    doing = {"journey": journey, "work": work, "empty": empty}[errand.what]
    print(json.dumps(doing(errand, Path(sys.argv[1]))), flush=True)
    return 0


if __name__ == "__main__":
    # Under its own name, as the errand that comes in was made.
    sys.exit(importlib.import_module("tests.benchmarks.desk_process").main())
