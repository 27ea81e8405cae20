"""One operator's shift: contact after contact, two times without the server, and the reckoning at the end."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.services.cases.texts import facts_of_my_cases
from app.services.drafts.draft import Stage
from app.services.training.text import TextMaker
from app.ui.rehearsal.typist import Typist
from app.ui.rehearsal.watch import LoopWatch
from app.ui.tour.driver import Driver
from app.ui.tour.house import House
from app.ui.widgets.edits import TextEdit

OPERATOR = "1001"
INTERRUPTED = 0.2
CLOSED = 0.7
AWAY_S = 12.0
REPLAY_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Outcome:
    """What came of the shift.

    Attributes:
        lost: Characters typed by the script and found neither in the database nor in a draft.
        doubled: Contacts that became more than one case.
    """

    contacts: int
    keys: int
    lost: int
    doubled: int
    p99_ms: float
    slope_mb_h: float
    remarks: tuple[str, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        return not self.lost and not self.doubled

    def line(self) -> str:
        """Return the one line people look for."""
        return (
            f"lost {self.lost} characters, doubled {self.doubled}, loop p99 {self.p99_ms:.0f} ms, "
            f"memory slope {self.slope_mb_h:.1f} MB/h"
        )


class Shift:
    """Works contacts for ``minutes`` of wall time; the server goes away at one and at two thirds."""

    def __init__(self, folder: Path, *, minutes: float, seed: int) -> None:
        self._folder = folder
        self._seconds = minutes * 60
        self._chance = random.Random(seed)  # noqa: S311 a repeatable rehearsal, nothing secret
        self._maker = TextMaker(seed, first=date(2026, 10, 1))
        self._driver = Driver(None)
        self._typist = Typist(self._driver, self._chance)
        self._told: dict[str, str] = {}
        self._remarks: list[str] = []

    def work(self) -> Outcome:
        """Work the shift and reckon up."""
        with House(self._folder, language="zh_CN") as house:
            house.sit_down(self._driver, OPERATOR)
            watch = LoopWatch()
            started = time.monotonic()
            losses = [started + self._seconds * share for share in (1 / 3, 2 / 3)]
            while time.monotonic() < started + self._seconds:
                back_at = 0.0
                if losses and time.monotonic() > losses[0]:
                    losses.pop(0)
                    house.lose_server()
                    back_at = time.monotonic() + AWAY_S
                self._contact()
                if back_at:
                    while time.monotonic() < back_at:
                        self._contact()
                    house.bring_server_back()
            found = self._reckon(house)
            p99, slope = watch.p99(), watch.slope()
        lost = sum(_missing(text, found.get(mark, ())) for mark, text in self._told.items())
        doubled = sum(len(texts) > 1 for texts in found.values())
        return Outcome(
            contacts=len(self._told),
            keys=self._typist.keys,
            lost=lost,
            doubled=doubled,
            p99_ms=p99,
            slope_mb_h=slope,
            remarks=(f"{len(self._told)} contacts, {self._typist.keys} keys", *self._remarks),
        )

    def _contact(self) -> None:
        """Take one contact in: told, mostly saved, sometimes left half-way for the next call."""
        text = self._pick_up()
        if self._chance.random() >= INTERRUPTED:
            self._typist.write(text)
            self._finish()
        elif self._chance.random() < CLOSED:
            self._typist.write(text)
            self._driver.key("Ctrl+W")  # closed as it stands; its draft stays
        else:
            self._interrupt(text)

    def _interrupt(self, text: str) -> None:
        """Leave a form half-written for the next call, come back to it afterwards and finish it."""
        half = len(text) // 2
        self._typist.write(text[:half])
        self._typist.write(self._pick_up())
        self._finish()
        self._driver.key("Ctrl+Shift+Tab")
        self._driver.wait("the form that was left", lambda: self._facts() == text[:half])
        self._driver.tab_to("facts")
        self._driver.key("Ctrl+End")
        self._typist.write(text[half:])
        self._finish()
        self._driver.key("Ctrl+W")

    def _pick_up(self) -> str:
        """Open a form for the next contact and return what the caller will have said."""
        mark = f"甲{len(self._told):05d}"
        self._driver.key("F2")
        self._driver.wait("an empty form with the focus in the facts", self._is_ready)
        self._told[mark] = mark + self._maker.consultation().facts.replace("\n", "")[:60]
        return self._told[mark]

    def _finish(self) -> None:
        self._driver.choose("object", self._chance.choice(("健身", "家用电器", "食品", "餐饮")))
        self._driver.key("Ctrl+Return")
        self._driver.rest(0.3)

    def _facts(self) -> str | None:
        """Return what stands in the facts of the form in front."""
        facts = self._driver.field("facts")
        return facts.editor.text() if facts is not None and isinstance(facts.editor, TextEdit) else None

    def _is_ready(self) -> bool:
        focus = QApplication.focusWidget()
        facts = self._driver.field("facts")
        return isinstance(focus, TextEdit) and facts is not None and facts.editor is focus and not focus.text()

    def _reckon(self, house: House) -> Mapping[str, list[str]]:
        """Wait until the outbox is empty, then read back what the database and the drafts hold."""
        desk = house.desk.seat.desk
        until = time.monotonic() + REPLAY_PATIENCE_S
        while desk.outbox.counts().waiting and time.monotonic() < until:
            self._driver.rest(0.5)
        desk.drafts.flush()
        found: dict[str, list[str]] = {}
        for text in house.ask(lambda: facts_of_my_cases(desk)):
            found.setdefault(text[:6], []).append(text)
        saved = set(found)
        for draft in desk.drafts.drafts(Stage.OPEN, Stage.HANDED_OVER):
            text = str(draft.fields.get("facts", ""))
            if text and text[:6] not in saved:
                found.setdefault(text[:6], []).append(text)
        self._remarks.append(f"{len(saved)} saved, {len(found) - len(saved)} kept as drafts")
        return found


def _missing(text: str, found: "list[str] | tuple[()]") -> int:
    """Count the characters of ``text`` that the best of ``found`` does not hold in their order."""
    best = len(text)
    for other in found:
        place = 0
        for letter in other:
            if place < len(text) and letter == text[place]:
                place += 1
        best = min(best, len(text) - place)
    return best
