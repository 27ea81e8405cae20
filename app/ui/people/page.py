"""People and units: who works where, what they may do, and how they get in."""

from typing_extensions import override

from app.models.words import mark, tr
from app.services.people import People, PersonRow
from app.ui.commands import CommandId, Where
from app.ui.parts_page import PartsPage
from app.ui.people.persons import PersonsPart
from app.ui.people.units import UnitsPart
from app.ui.seat import Seat


class PeoplePage(PartsPage):
    """Two lists side by side with a sheet each; everything follows at once on every desk."""

    where = Where.PEOPLE
    icon = "people"
    place = CommandId.GO_PEOPLE

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "people")
        self._people = People(seat.desk)
        self.persons = PersonsPart(seat, self._people)
        self.units = UnitsPart(seat, self._people)
        self.lay_out({"people": (mark("People"), self.persons), "units": (mark("Units"), self.units)})

    @override
    def title(self) -> str:
        return tr("People and units")

    @override
    def read_again(self) -> None:
        self._seat.tasks.run(self._read, self._show, owner=self)

    def _read(self) -> tuple[PersonRow, ...]:
        self._seat.desk.read_books()
        return self._people.all()

    def _show(self, people: tuple[PersonRow, ...]) -> None:
        self.persons.show_people(people)
        self.units.show_units()
        self.arrive()
