"""Types as people do: slips of the finger taken back, words chosen anew, a caller who changes the story."""

import random

from app.ui.tour.driver import Driver

SLIP = 0.03
SECOND_THOUGHT = 0.15
NEIGHBOURS = "的是了我不在有人这"


class Typist:
    """A pair of hands with a seed; what it means to leave behind is exactly what it is told to write."""

    def __init__(self, driver: Driver, chance: random.Random) -> None:
        self._driver = driver
        self._chance = chance
        self.keys = 0

    def write(self, text: str) -> None:
        """Type ``text`` with slips that are taken back at once and a passage that is typed twice."""
        for letter in text:
            if self._chance.random() < SLIP:
                self._one(self._chance.choice(NEIGHBOURS))
                self._back(1)
            self._one(letter)
        if self._chance.random() < SECOND_THOUGHT and len(text) > 12:  # noqa: PLR2004 a few words at least
            tail = text[-6:]
            self._back(len(tail))
            for letter in tail:
                self._one(letter)

    def _one(self, letter: str) -> None:
        self._driver.type(letter)
        self.keys += 1

    def _back(self, letters: int) -> None:
        for _ in range(letters):
            self._driver.key("Backspace")
            self.keys += 1
