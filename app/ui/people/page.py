"""People and units: who works where, what they may do, and how they get in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from app.models.words import mark, tr
from app.services.people import People, PersonRow
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.people.persons import PersonsPart
from app.ui.people.units import UnitsPart
from app.ui.seat import Seat
from app.ui.theme import space
from app.ui.widgets.segments import Segment, Segments

PARTS = (("people", mark("People")), ("units", mark("Units")))


class PeoplePage(Page):
    """Two lists side by side with a sheet each; everything follows at once on every desk."""

    where = Where.PEOPLE
    icon = "people"
    place = CommandId.GO_PEOPLE

    def __init__(self, seat: Seat) -> None:
        super().__init__("people")
        self._seat = seat
        self._people = People(seat.desk)
        self._arriving = False
        self.persons = PersonsPart(seat, self._people)
        self.units = UnitsPart(seat, self._people)
        self.choice = Segments([Segment(value, tr(words)) for value, words in PARTS])
        self.choice.set_value("people")
        self.stack = QStackedWidget()
        for part in (self.persons, self.units):
            self.stack.addWidget(part)
            part.done.connect(self.read_again)
            part.handlers_changed.connect(self.handlers_changed)
        layout = QVBoxLayout(self)
        space(layout, 12, 16)
        layout.addWidget(self.choice)
        layout.addWidget(self.stack, 1)
        self.choice.changed.connect(self._turn)
        self.setFocusProxy(self.stack)

    @override
    def title(self) -> str:
        return tr("People and units")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {**self._part().handlers(), CommandId.REFRESH: self.read_again}

    @override
    def come_to_front(self) -> None:
        self._arriving = True
        self.read_again()

    @override
    def retranslate(self) -> None:
        self.choice.set_segments([Segment(value, tr(words)) for value, words in PARTS])
        self.persons.retranslate()
        self.units.retranslate()
        self.titled.emit()

    def read_again(self) -> None:
        """Read everybody and every unit again; what is typed stays."""
        self._seat.tasks.run(self._read, self._show, owner=self)

    def _read(self) -> tuple[PersonRow, ...]:
        self._seat.desk.read_books()
        return self._people.all()

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        self.persons.show_people(people)
        self.units.show_units()
        if self._arriving:  # an empty list takes no focus, so it goes there with the rows
            self._arriving = False
            self._part().view.setFocus()

    def _turn(self, value: object) -> None:
        self.stack.setCurrentWidget(self.units if value == "units" else self.persons)
        self.handlers_changed.emit()
        self._part().view.setFocus()

    def _part(self) -> PersonsPart | UnitsPart:
        return self.units if self.stack.currentWidget() is self.units else self.persons
