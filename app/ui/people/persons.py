"""The list of people with the sheet of one of them: add, set roles, renew the way in, let go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.models.words import mark, tr
from app.services.errors import StaleError, UserError
from app.services.people import FirstPassword, People, PersonRow
from app.services.traders import Traders
from app.ui.commands import CommandId
from app.ui.master import Master
from app.ui.people.first_password import FirstPasswordCard
from app.ui.people.roles import Held, one_role, role_rows, role_words, roles_of
from app.ui.people.unit_words import unit_rows
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone
from app.ui.widgets.picker import FoundPicker, Pick
from app.ui.widgets.sheet import Ask, Line, Sheet

KINDS = (("desk", mark("Of the office")), ("liaison", mark("Liaison of an enterprise")))


def _of_office(values: Mapping[str, Any]) -> bool:
    return values.get("kind") != "liaison"


def _deputises(values: Mapping[str, Any]) -> bool:
    return _of_office(values) and bool(values.get("deputy"))


class PersonsPart(Master):
    """Everybody who signs in."""

    def __init__(self, seat: Seat, people: People) -> None:
        super().__init__(seat)
        self._seat = seat
        self._people = people
        self._person: PersonRow | None = None
        self._others: tuple[Any, ...] = ()
        self._wanted = ""
        self.model: RowsModel[PersonRow] = RowsModel(self._columns(), lambda row: row.id)
        self.view: RowsView[PersonRow] = RowsView(self.model, "people", seat.state, label=tr("People"))
        self.sheet = Sheet(self._lines(), seat.desk.clock)
        self.card = FirstPasswordCard()
        self.lay_out("people", self.view, self.sheet, first=self.card, save=self.save, save_title=mark("Save"))
        self.view.moved.connect(self._moved)
        self.renew = self.add_button(mark("New first password"), "key", CommandId.RENEW_SIGN_IN, self.renew_sign_in)
        self.retire = self.add_button(mark("Retire"), "closed", CommandId.RETIRE, self.deactivate)
        self.start_new()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        found = {**super().handlers(), CommandId.NEW: self.start_new}
        if self._person is not None:
            found[CommandId.RENEW_SIGN_IN] = self.renew_sign_in
            found[CommandId.RETIRE] = self.deactivate
            found[CommandId.ADD_PERSON_ROLE] = self._go_to_roles
        if self.card.password():
            found[CommandId.COPY] = self.card.copy
        return found

    def show_people(self, people: Sequence[PersonRow]) -> None:
        """Show everybody; the sheet follows unless something is being typed into it."""
        self.model.set_rows(people)
        self.sheet.retitle()
        if self._wanted:
            row = next((row for row in people if row.staff_number == self._wanted), None)
            if row is not None:
                self.view.select(row.id)
                self._put(row)
            self._wanted = ""  # only now: a password that is shown stays while the list goes to its person
        elif self._person is not None and not self.sheet.is_changed():
            fresh = next((row for row in people if row.id == self._person.id), None)
            if fresh is not None:
                self._put(fresh)
        elif self._person is None and not self.sheet.is_changed() and not self.card.password():
            current = self.view.current()
            if current is not None:
                self._put(current)

    def start_new(self) -> None:
        """Empty the sheet for somebody new."""
        self._person = None
        self._others = ()
        self.card.put_away()
        self.sheet.hide_fields()
        self.sheet.lock()
        self.sheet.put({"kind": "desk", "unit": self._seat.desk.session.unit_id, "roles": ()})
        self.set_heading(tr("New person"), tr("The first password is shown once, after saving."))
        self._show_buttons()
        self.sheet.focus_first()

    def save(self) -> None:
        """Enrol somebody new, or give somebody the roles that stand here."""
        problem = self.sheet.problem()
        if problem is None and self.sheet.values()["deputy"] and self.sheet.values()["until"] is None:
            problem = UserError(tr("Until when? A deputy's roles end by themselves."), field="until")
        if problem is not None:
            self.refused(problem)
            return
        values = self.sheet.values()
        if self._person is None:
            self._wanted = values["staff_number"]
            self.run(lambda: self._enrol(values), self._enrolled)
        else:
            person, others = self._person, self._others
            self.run(lambda: self._set(person, values, others), self._set_done)

    def renew_sign_in(self) -> None:
        """Give a new password for one use; the old one opens nothing any more."""
        if self._person is not None:
            person = self._person
            self.run(lambda: self._people.reset_password(person), self._show_password)

    def deactivate(self) -> None:
        """Let somebody go; the way back is a new first password."""
        if self._person is not None:
            person = self._person
            self.run(lambda: self._people.deactivate(person), lambda _: self._gone(person))

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.view.retranslate()
        self.sheet.retitle()
        self.card.retitle()
        if self._person is not None:
            self._head(self._person)

    def _enrol(self, values: Mapping[str, Any]) -> FirstPassword:
        if values["kind"] == "liaison":
            return self._people.add_liaison(
                staff_number=values["staff_number"], name=values["name"], enterprise_id=values["enterprise_id"]
            )
        return self._people.add(
            staff_number=values["staff_number"],
            name=values["name"],
            unit_id=values["unit"],
            roles=roles_of(values, ()),
        )

    def _set(self, person: PersonRow, values: Mapping[str, Any], others: Sequence[Any]) -> None:
        if values["name"] != person.name:
            person = replace(person, name=values["name"], version=self._people.rename(person, values["name"]))
        if person.kind == "liaison" or person.id == self._seat.desk.session.person_id:
            return
        self._people.set_roles(person, roles_of(values, others), unit_id=values["unit"])

    def _enrolled(self, first: FirstPassword) -> None:
        self.sheet.put({"kind": "desk"})
        self._show_password(first)

    def _show_password(self, first: FirstPassword) -> None:
        self._wanted = first.staff_number
        self.card.show_password(first)
        self.done.emit()
        self.handlers_changed.emit()

    def _set_done(self, _: object) -> None:
        if self._person is not None:
            self._wanted = self._person.staff_number
            self._seat.messages.note(tr("Saved. What {name} sees follows at once.", name=self._person.name))
        self.done.emit()

    def _gone(self, person: PersonRow) -> None:
        self._wanted = person.staff_number
        self._seat.messages.note(
            tr("{name} can no longer sign in; the work stays, what was claimed is free again.", name=person.name),
            undo=self.renew_sign_in,
        )
        self.done.emit()

    @override
    def refused(self, error: UserError) -> None:
        """Say what the server refused beside its field."""
        self._wanted = ""
        if isinstance(error, StaleError):
            self._seat.messages.note(tr("Somebody else changed this meanwhile. Here it is as it stands now."))
            if self._person is not None:
                self._wanted = self._person.staff_number
            self.done.emit()
        elif not self.sheet.refuse(error):
            self._seat.messages.note(error.text)

    def _moved(self, row: PersonRow | None) -> None:
        if row is not None and not self._wanted:
            if self._person is None or row.id != self._person.id:
                self.card.put_away()
            self._put(row)

    def _put(self, row: PersonRow) -> None:
        self._person = row
        held = Held.of(row.roles, row.unit_id)
        self._others = held.others
        self.sheet.put(
            {
                "kind": row.kind,
                "staff_number": row.staff_number,
                "name": row.name,
                "unit": row.unit_id,
                "roles": held.home,
                "deputy": held.deputy,
                "deputy_unit": held.deputy_unit or row.unit_id,
                "until": held.until,
            }
        )
        self.sheet.hide_fields("kind", "staff_number", "enterprise_id")
        own = row.id == self._seat.desk.session.person_id
        self.sheet.lock(*(("unit", "roles", "deputy", "deputy_unit", "until") if own else ()))
        self._head(row)
        self._show_buttons()

    def _head(self, row: PersonRow) -> None:
        said = [tr("Staff number {number}", number=row.staff_number), self._state(row)]
        if self._others:
            codes = self._seat.desk.codes
            others = ", ".join(one_role(other, row.unit_id, codes) for other in self._others)
            said.append(tr("Also: {roles}", roles=others))
        if row.kind == "liaison":
            said.append(role_words(row, self._seat.desk.codes))
        if row.id == self._seat.desk.session.person_id:
            said.append(tr("One's own roles are set by a second administrator."))
        self.set_heading(row.name, " · ".join(word for word in said if word))

    def _show_buttons(self) -> None:
        person = self._person
        other = person is not None and person.id != self._seat.desk.session.person_id
        self.renew.setVisible(other)
        self.retire.setVisible(other and person is not None and person.active)
        self.can_save(yes=True)
        self.handlers_changed.emit()

    def _go_to_roles(self) -> None:
        self.sheet.field("roles").focus_editor()

    def _columns(self) -> list[Column[PersonRow]]:
        codes = self._seat.desk

        def unit(row: PersonRow) -> str:
            return row.enterprise if row.kind == "liaison" else codes.codes.unit_name(row.unit_id)

        return [
            Column("number", mark("Staff number"), lambda row: row.staff_number, width=92, tone=self._quiet),
            Column("name", mark("Name"), lambda row: row.name, width=68, tone=self._quiet),
            Column("unit", mark("Unit"), unit, width=84, tone=self._quiet, spare=1),
            Column(
                "roles",
                mark("Roles"),
                lambda row: role_words(row, codes.codes),
                stretches=True,
                tone=self._quiet,
                tip=lambda row: role_words(row, codes.codes),
            ),
            Column("state", mark("Sign-in"), self._state, width=90, tone=self._tone, icon=self._icon),
        ]

    def _quiet(self, row: PersonRow) -> Tone | None:
        return None if row.active else Tone.MUTED

    def _state(self, row: PersonRow) -> str:
        if not row.active:
            return tr("Has left")
        return tr("First password") if row.must_change_password else tr("In use")

    def _tone(self, row: PersonRow) -> Tone | None:
        if not row.active:
            return Tone.MUTED
        return Tone.SOON if row.must_change_password else None

    def _icon(self, row: PersonRow) -> str:
        return "key" if row.active and row.must_change_password else ""

    def _lines(self) -> list[Line]:
        desk = self._seat.desk
        return [
            Line(name="kind", title=mark("Kind"), ask=Ask.FEW, rows=lambda: [(v, tr(w)) for v, w in KINDS]),
            Line(name="staff_number", title=mark("Staff number"), needed=True),
            Line(name="name", title=mark("Name"), needed=True),
            Line(
                name="enterprise_id",
                title=mark("Enterprise"),
                ask=Ask.OWN,
                needed=True,
                make=self._enterprises,
                shown=lambda values: not _of_office(values),
            ),
            Line(
                name="unit",
                title=mark("Unit"),
                ask=Ask.LIST,
                rows=lambda: unit_rows(desk.codes),
                shown=_of_office,
            ),
            Line(name="roles", title=mark("Roles"), ask=Ask.SEVERAL, rows=role_rows, shown=_of_office),
            Line(
                name="deputy",
                title=mark("As deputy"),
                ask=Ask.SEVERAL,
                rows=role_rows,
                shown=_of_office,
                hint=mark("Roles held for a while, for somebody who is away."),
            ),
            Line(
                name="deputy_unit",
                title=mark("Deputy at"),
                ask=Ask.LIST,
                rows=lambda: unit_rows(desk.codes),
                shown=_deputises,
            ),
            Line(name="until", title=mark("Deputy until"), ask=Ask.DAY, future=True, shown=_deputises),
        ]

    def _enterprises(self) -> QWidget:
        traders = Traders(self._seat.desk)

        def found(typed: str) -> list[Pick]:
            return [Pick(row.enterprise_id, row.name, row.uscc) for row in traders.find(typed)]

        return FoundPicker(self._seat.tasks, found, placeholder=tr("Name or initials"))
