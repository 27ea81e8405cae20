"""The tour's day: who sits down, what the window is read for, and what the record will say."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.models.vocabulary import STATE_TITLES, CaseState
from app.models.words import tr
from app.ui.case.header import CaseHeader
from app.ui.tables.view import RowsView
from app.ui.tour.driver import Driver, StuckError
from app.ui.tour.house import House
from app.ui.widgets.figure_card import FigureCard
from app.ui.widgets.labels import StateWord


@dataclass
class Day:
    """A day at the house, as far as it has been told.

    Attributes:
        out: Where pictures and papers go.
        cases: Number, kind, channel and state of each case, as its page said them.
        papers: Form, number and file of each paper.
        figures: What the cards of the figures page said, by the figure's name.
    """

    house: House
    driver: Driver
    out: Path
    cases: list[dict[str, str]] = field(default_factory=list)
    papers: list[dict[str, str]] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def sit_down(self, staff_number: str) -> None:
        """Let the next person sign in."""
        self.house.sit_down(self.driver, staff_number)

    def record(self) -> dict[str, Any]:
        """Give what ``tour.json`` says."""
        return {"steps": self.driver.steps, "cases": self.cases, "papers": self.papers, "figures": self.figures}

    def view(self) -> RowsView[Any]:
        """Give the list that can be seen."""
        shown = [view for view in self.driver.window.findChildren(RowsView) if view.isVisible()]
        if not shown:
            raise StuckError("there is no list here")
        return next((view for view in shown if view.table.hasFocus()), shown[0])

    def rows(self) -> list[dict[str, str]]:
        """Read the list that can be seen, row by row."""
        return self.view().shown()

    def go_to_row(self, **said: str) -> None:
        """Go down the list to the first row whose cells say what is ``said``, once it is there."""
        driver = self.driver

        def place() -> int | None:
            rows = self.rows()
            return next((at for at, row in enumerate(rows) if all(v in row[k] for k, v in said.items())), None)

        driver.wait(f"a row that says {said}", lambda: place() is not None)
        driver.to_list()
        driver.key("Ctrl+Home")
        driver.key("Down", times=place() or 0)
        driver.settle()

    def head(self) -> CaseHeader:
        """Give the head of the case in front."""
        heads = [head for head in self.driver.window.findChildren(CaseHeader) if head.isVisible()]
        if not heads:
            raise StuckError("no case is in front")
        return heads[0]

    def has_in_front(self, number: str) -> None:
        """Wait until the case ``number`` is in front, read to its end."""
        self.driver.wait(f"case {number}", lambda: self.head().said()["number"] == number)
        self.driver.settle()

    def stands_at(self, *states: CaseState) -> None:
        """See that the case in front has come as far as it should.

        Raises:
            StuckError: It stands elsewhere.
        """
        wanted = [tr(STATE_TITLES[state]) for state in states]
        self.driver.wait(f"the case to stand at {wanted}", lambda: self.head().said()["state"] in wanted)

    def order_stands_at(self, word: str) -> None:
        """See that the order in front is in the state ``word``."""
        self.driver.wait(
            f"the order to stand at {word}",
            lambda: any(
                each.isVisible() and each.text() == word for each in self.driver.window.findChildren(StateWord)
            ),
        )

    def cards(self) -> dict[str, str]:
        """Read the figures that can be seen."""
        cards = [card for card in self.driver.window.findChildren(FigureCard) if card.isVisible()]
        return dict(card.said() for card in cards)
