"""What is done again and again on the tour: open a case, take a step, make, save and serve a paper."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit

from app.ui.case.entries import GroundList
from app.ui.case.header import CaseHeader
from app.ui.tour.day import Day
from app.ui.tour.driver import StuckError
from app.ui.widgets.picker import Picker
from app.ui.widgets.segments import Segments

TRIES = 20
MINE, UNIT, ALL = "1", "2", "6"


def put(day: Day, name: str, value: Hashable) -> None:
    """Put ``value`` into the field ``name`` in the way its editor takes it."""
    driver = day.driver
    field = driver.field(name)
    if field is None:
        raise StuckError(f"there is no field {name} here; there are {driver.fields()}")
    if isinstance(field.editor, Segments | GroundList | QComboBox):
        driver.pick(name, value)
    elif isinstance(field.editor, Picker):
        driver.choose(name, str(value))
    else:
        driver.fill(name, str(value))


def open_case(day: Day, view: str, **said: str) -> None:
    """Go to a view of the work list and open the case whose row says what is ``said``."""
    driver = day.driver
    driver.key("Ctrl+3")
    driver.settle()
    driver.switch_to(view)
    day.go_to_row(**said)
    driver.key("Return")
    driver.wait("the case", lambda: any(head.isVisible() for head in driver.window.findChildren(CaseHeader)))
    driver.settle()


def take(day: Day, key: str, name: str, *, picture: bool = False, **fields: Any) -> None:
    """Take a step of the case or order in front: its key, its dialog's fields, Ctrl+Enter."""
    driver = day.driver
    driver.begin(name, key)
    for field, value in fields.items():
        put(day, field, value)
    if picture:
        driver.shot(name)
    driver.finish(name)


def make_paper(day: Day, number: str, name: str, **fields: str) -> None:
    """Make the form ``number`` of the case in front, look at it, issue it and keep its PDF with the tour."""
    driver = day.driver
    driver.begin("the choice of papers", "Alt+P")
    chooser = driver.window
    if name == "agreement":
        driver.shot("papers-of-the-case")
    day.go_to_row(number=number)
    driver.key("Return")
    driver.wait("the paper's page", lambda: QApplication.activeModalWidget() is not chooser and driver.fields())
    driver.settle()
    for field, value in fields.items():
        put(day, field, value)
    driver.rest(0.4)  # the pages are drawn on a thread of Qt's own
    driver.shot(f"{name}-preview")
    before = _title(day)
    driver.key("Ctrl+Return")
    driver.wait(f"the paper {name} to be issued", lambda: _title(day) != before)
    driver.settle()
    driver.rest(0.4)
    driver.shot(f"{name}-issued")
    save_pdf(day, f"form-{int(number):02d}-{name}.pdf")


def save_pdf(day: Day, file: str) -> None:
    """Save the paper in front under ``file`` beside the pictures and note its number."""
    driver, path = day.driver, (day.out / file).resolve()
    path.unlink(missing_ok=True)
    driver.key("Ctrl+Shift+S")
    driver.wait("the choice of a file", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    type_path(day, str(path))
    driver.wait(f"{file} to be written", lambda: path.is_file() and path.stat().st_size)
    driver.settle()
    day.papers.append({"form": "", "number": _title(day), "file": file})


def type_path(day: Day, path: str) -> None:
    """Type a path into the file dialog in front."""
    driver = day.driver
    dialog = driver.window
    line = next(each for each in dialog.findChildren(QLineEdit) if each.isVisible())
    line.setFocus()
    driver.key("Ctrl+A")
    driver.type(path)
    for _ in range(TRIES):  # Qt's own dialog takes Enter only once it has read the folder
        driver.rest(0.3)
        if QApplication.activeModalWidget() is not dialog:
            return
        driver.key("Return")
    raise StuckError(f"the file dialog does not take {path}")


def serve(day: Day, name: str, *, picture: bool = False, **fields: Hashable) -> None:
    """Record one service of the paper in front."""
    driver = day.driver
    driver.begin(name, "F8")
    for field, value in fields.items():
        put(day, field, value)
    if picture:
        driver.shot(name)
    driver.finish(name, "Return")


def read_register(day: Day) -> None:
    """Read form and number of every saved paper from the register in front.

    Raises:
        StuckError: A paper that was saved does not stand there.
    """
    by_number = {row["number"]: row for row in day.rows()}
    for paper in day.papers:
        if paper["number"] in by_number:
            paper["form"] = by_number[paper["number"]]["form"]


def _title(day: Day) -> str:
    page = day.house.desk.window.book.front
    return page.title() if page is not None else ""
