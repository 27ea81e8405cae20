"""The units in their line with the sheet of one of them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from typing_extensions import override

from app.models.vocabulary import UnitLevel
from app.models.words import mark, tr
from app.services.codebook import UnitRow
from app.services.errors import StaleError, UserError
from app.services.people import People, UnitForm
from app.ui.commands import CommandId
from app.ui.master import Master
from app.ui.people.unit_words import LEVEL_TITLES, STEP, in_line, level_rows, unit_rows
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone
from app.ui.widgets.sheet import Ask, Line, Sheet


def _can_decide(values: Mapping[str, Any]) -> bool:
    return values.get("level") != UnitLevel.STATION


def _decides(values: Mapping[str, Any]) -> bool:
    return _can_decide(values) and bool(values.get("is_authority"))


class UnitsPart(Master):
    """Bureaus, stations, centres, associations."""

    def __init__(self, seat: Seat, people: People) -> None:
        super().__init__(seat)
        self._people = people
        self._unit: UnitRow | None = None
        self._wanted: UUID | None = None
        self._steps: dict[UUID, int] = {}
        self.model: RowsModel[UnitRow] = RowsModel(self._columns(), lambda row: row.id)
        self.view: RowsView[UnitRow] = RowsView(self.model, "units", seat.state, label=tr("Units"))
        self.sheet = Sheet(self._lines(), seat.desk.clock)
        self.lay_out("units", self.view, self.sheet, save=self.save, save_title=mark("Save"))
        self.retire = self.add_button(mark("Retire"), "closed", CommandId.RETIRE, self.turn_over)
        self.view.moved.connect(self._moved)
        self.start_new()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        found = {**super().handlers(), CommandId.NEW: self.start_new}
        if self._unit is not None:
            found[CommandId.RETIRE] = self.turn_over
        return found

    def show_units(self) -> None:
        """Show every unit below its superior."""
        line = in_line(self.seat.desk.codes)
        self._steps = {unit.id: steps for unit, steps in line}
        self.model.set_rows([unit for unit, _ in line])
        self.sheet.retitle()
        wanted = self._wanted or (self._unit.id if self._unit is not None else None)
        if wanted is None and not self.sheet.is_changed():
            current = self.view.current()
            wanted = current.id if current is not None else None
        fresh = self.seat.desk.codes.unit(wanted)
        if fresh is not None and (self._wanted or not self.sheet.is_changed()):
            self._wanted = None
            self.view.select(fresh.id)
            self._put(fresh)

    def start_new(self) -> None:
        """Empty the sheet for a new unit below the one in front."""
        above = self._unit or self.view.current()
        self._unit = None
        self.sheet.lock()
        self.sheet.put(
            {
                "parent_id": above.id if above is not None else self.seat.desk.session.unit_id,
                "level": UnitLevel.STATION,
                "is_authority": False,
                "one_person": False,
            }
        )
        self.retire.setVisible(False)
        self.set_heading(tr("New unit"), tr("Its place in the line is fixed once made: it decides who sees what."))
        self.sheet.focus_first()

    def save(self) -> None:
        """Add the unit or change it."""
        problem = self.sheet.problem()
        if problem is not None:
            self.refused(problem)
            return
        self._send(active=self._unit is None or self._unit.active)

    def turn_over(self) -> None:
        """Retire the unit, or take it into use again; people, units below and open matters keep it from closing."""
        if self._unit is not None:
            self._send(active=not self._unit.active)

    def _send(self, *, active: bool) -> None:
        values = self.sheet.values()
        unit = self._unit
        form = UnitForm(
            **{
                **values,
                "level": UnitLevel(values["level"]),
                "is_authority": _decides(values),
                "one_person": bool(values["one_person"]),
            },
            active=active,
            id=unit.id if unit is not None else None,
            version=unit.version if unit is not None else None,
        )
        self.run(lambda: self._people.put_unit(form), self._saved)

    @override
    def refused(self, error: UserError) -> None:
        """Say what the server refused; a unit somebody else changed is read again."""
        if isinstance(error, StaleError):
            self.seat.messages.note(tr("Somebody else changed this meanwhile. Here it is as it stands now."))
            self._wanted = self._unit.id if self._unit is not None else None
            self.done.emit()
            return
        super().refused(error)

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.view.retranslate()
        if self._unit is not None:
            self._head(self._unit)

    def _saved(self, unit_id: UUID) -> None:
        self._wanted = unit_id
        self.seat.messages.note(tr("Saved."))
        self.done.emit()

    def _moved(self, row: UnitRow | None) -> None:
        if row is not None and self._wanted is None:
            self._put(row)

    def _put(self, row: UnitRow) -> None:
        self._unit = row
        self.sheet.put({name: getattr(row, name) for name in self.sheet.values()})
        self.sheet.lock("parent_id", "level")
        self._head(row)

    def _head(self, row: UnitRow) -> None:
        authority = self.seat.desk.codes.authority_of(row.id)
        said = [tr(LEVEL_TITLES[row.level])]
        if row.is_authority:
            said.append(tr("Decides in its own name"))
        elif authority is not None:
            said.append(tr("Acts in the name of {authority}", authority=authority.short_name))
        if not row.active:
            said.append(tr("No longer in use"))
        self.retire.setVisible(True)
        self.retire.setText(tr("Retire") if row.active else tr("Use again"))
        self.set_heading(row.name, " · ".join(said))

    def _columns(self) -> list[Column[UnitRow]]:
        return [
            Column(
                "name",
                mark("Unit"),
                lambda row: STEP * self._steps.get(row.id, 0) + row.short_name,
                sort_by=lambda row: list(self._steps).index(row.id) if row.id in self._steps else 0,
                stretches=True,
                tip=lambda row: row.name,
                tone=lambda row: None if row.active else Tone.MUTED,
            ),
            Column("code", mark("Code"), lambda row: row.code, width=88),
            Column("level", mark("Level"), lambda row: tr(LEVEL_TITLES[row.level]), width=72),
            Column(
                "authority",
                mark("Decides"),
                lambda row: tr("Authority") if row.is_authority else "",
                width=76,
                icon=lambda row: "decision" if row.is_authority else "",
            ),
            Column("one", mark("One person"), lambda row: tr("Yes") if row.one_person else "", width=60, spare=1),
            Column("word", mark("Number word"), lambda row: row.number_word or "", width=72, spare=2),
        ]

    def _lines(self) -> list[Line]:
        desk = self.seat.desk
        return [
            Line(
                name="parent_id",
                title=mark("Below"),
                ask=Ask.LIST,
                rows=lambda: [(None, "—"), *unit_rows(desk.codes)],
            ),
            Line(name="level", title=mark("Level"), ask=Ask.LIST, rows=level_rows),
            Line(name="code", title=mark("Code"), needed=True),
            Line(name="name", title=mark("Full name"), needed=True),
            Line(name="short_name", title=mark("Short name"), needed=True),
            Line(
                name="is_authority",
                title=mark("Decides"),
                ask=Ask.YES_NO,
                hint=mark(
                    "An authority decides in its own name, with its own seal and numbers (Order 121 Art. 13, 15)."
                ),
                shown=_can_decide,
            ),
            Line(
                name="one_person",
                title=mark("One person"),
                ask=Ask.YES_NO,
                hint=mark("Only one person works here: nothing waits for a second one."),
            ),
            Line(
                name="number_word",
                title=mark("Number word"),
                hint=mark("Stands before 市监 in the numbers of papers, like 城关."),
                shown=_decides,
            ),
            Line(name="letterhead", title=mark("Letterhead"), shown=_decides),
            Line(name="address", title=mark("Address")),
            Line(name="phone", title=mark("Phone")),
            Line(name="postcode", title=mark("Postcode")),
        ]
