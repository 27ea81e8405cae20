"""Cases for a desk: the lists, one case with all that hangs on it, and every step of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select

from app.models.clock_reading import ClockReading
from app.models.tables.case import Case
from app.models.tables.office import Person
from app.models.words import tr
from app.services.blobs import Blobs
from app.services.bootstrap import Desk
from app.services.cases import clocks, lists, payload, speech, steps
from app.services.cases.detail import CaseDetail, detail_statement, read_detail
from app.services.cases.fields import Ask
from app.services.cases.forms import AMEND, FORMS, PARTY
from app.services.cases.lists import CasePage, CaseRow, Counts, ListAsk, Order, View
from app.services.cases.narrowing import narrowed_page
from app.services.cases.steps import NextStep
from app.services.clock import LEGAL_ZONE
from app.services.drafts.commands import Standing, plain
from app.services.errors import UserError
from app.services.orders.office import order_payload
from app.services.orders.records import WithinComplaint

SOON_WORKING_DAYS = 3
COUNTED_AT_ONCE = 1000
ROWS = 100


@dataclass(frozen=True, kw_only=True)
class CaseSheet:
    """A case with its clocks as read today and the steps this person may take."""

    detail: CaseDetail
    readings: tuple[ClockReading, ...]
    steps: tuple[NextStep, ...]
    progress: str
    may_amend: bool
    may_attach: bool

    def step(self, command: str) -> NextStep | None:
        """Return a step that is open now."""
        return next((step for step in self.steps if step.command == command), None)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a step.

    Attributes:
        answer: What the door answered; empty while the step waits on this computer.
        waits_here: Whether it is kept on this computer, to be sent when the server is back.
    """

    answer: Mapping[str, Any]
    waits_here: bool = False

    @property
    def needs_approval(self) -> bool:
        """Whether a second person has to approve before it takes effect."""
        return "approval" in self.answer


class Cases:
    """The desk's way to the cases; every method waits for the server and belongs on a task."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(
        self,
        view: View,
        after: CaseRow | None = None,
        rows: int = ROWS,
        *,
        states: Sequence[str] = (),
        words: str = "",
        order: Order | None = None,
        descending: bool | None = None,
        start: date | None = None,
    ) -> CasePage:
        """Read the ``rows`` of a list that come behind ``after``: one statement, wherever in the list, without words.

        Args:
            view: Which list.
            after: The last row of the page before; ``None`` begins at the top, or at ``start``.
            rows: How many.
            states: For ``View.STATE``, the states wanted; elsewhere narrows the list to them.
            words: What the number, the respondent or the facts contain.
            order: What to sort by; the view's own order where ``None``.
            descending: Latest first; the order's own way where ``None``.
            start: The day to begin at.
        """
        ask = self._ask(view, states=states, order=order, descending=descending, start=start)
        if words:
            return narrowed_page(self._desk.database, ask, after, rows, words)
        with self._desk.database.read() as connection:
            found = connection.execute(lists.list_statement(ask, after, rows)).mappings().all()
        return CasePage(rows=tuple(CaseRow(**row) for row in found[:rows]), more=len(found) > rows)

    def count(
        self,
        view: View,
        *,
        states: Sequence[str] = (),
        words: str = "",
        order: Order | None = None,
        descending: bool | None = None,
        start: date | None = None,
    ) -> int:
        """Count the rows :meth:`page` would come to in the end, asked alike; looks at each of them once."""
        ask = self._ask(view, states=states, order=order, descending=descending, start=start)
        if not words:
            with self._desk.database.read() as connection:
                return int(connection.execute(lists.whole_count_statement(ask)).scalar_one())
        found, page = 0, narrowed_page(self._desk.database, ask, None, COUNTED_AT_ONCE, words)
        while page.more:
            found += len(page.rows)
            page = narrowed_page(self._desk.database, ask, page.rows[-1], COUNTED_AT_ONCE, words)
        return found + len(page.rows)

    def rows(self, case_ids: Sequence[UUID]) -> tuple[CaseRow, ...]:
        """Read some cases as a list shows them; those this person may not see are left out."""
        with self._desk.database.read() as connection:
            found = connection.execute(lists.rows_statement(case_ids)).mappings().all()
        return tuple(CaseRow(**row) for row in found)

    def counts(self) -> Counts:
        """Count what waits, for the badges: one statement, each up to ``lists.MOST_COUNTED``."""
        wanted = (View.MINE, View.UNIT, View.DUE_SOON, View.OVERDUE)
        with self._desk.database.read() as connection:
            row = connection.execute(lists.count_statement([self._ask(view) for view in wanted])).mappings().one()
        return Counts(**row)

    def detail(self, case_id: UUID) -> CaseDetail:
        """Read a case with all that hangs on it: one statement.

        Raises:
            UserError: It does not exist, or this person may not see it.
        """
        with self._desk.database.read() as connection:
            row = connection.execute(detail_statement(), {"case": case_id}).mappings().one()
        found = read_detail(dict(row))
        if found is None:
            raise UserError(tr("This does not exist, or you may not see it."), code="not_found")
        return found

    def sheet(self, case_id: UUID) -> CaseSheet:
        """Read a case and work out its clocks, the next steps and the sentence for who asks."""
        return self.sheet_of(self.detail(case_id))

    def sheet_of(self, detail: CaseDetail) -> CaseSheet:
        """Work out clocks and steps of a case that is here; asks nobody."""
        desk = self._desk
        found = clocks.readings(detail, desk.law, desk.clock.today())
        return CaseSheet(
            detail=detail,
            readings=found,
            steps=steps.next_steps(detail, desk.session, desk.codes, found),
            progress=speech.progress_sentence(detail, desk.codes, found),
            may_amend=steps.may(detail, desk.session, desk.codes, "amend"),
            may_attach=steps.may(detail, desk.session, desk.codes, "add_material"),
        )

    def step(
        self, detail: CaseDetail, command: str, values: Mapping[str, Any], *, draft_id: UUID | None = None
    ) -> Taken:
        """Take a step of :data:`~app.services.cases.forms.FORMS` with what was typed into its form.

        Args:
            detail: The case as the person looks at it.
            command: The step.
            values: What was typed, by field; a file by its path, which is sent before the step is taken.
            draft_id: The draft it was typed in: then it is kept on this computer first, and sent once when the server
                is away.

        Raises:
            StaleError: Somebody changed the case meanwhile.
            UserError: Something is missing or refused; it names the field.
            OutageError: The server is away, and the step is not kept or cannot be made without it.
        """
        form, case, desk = FORMS[command], detail.case, self._desk
        draft = desk.drafts.load(draft_id).command_id if draft_id is not None else uuid4()
        made = payload.payload_of(
            form,
            self._found_case(form.names, values),
            codes=desk.codes,
            law=desk.law,
            # The same save makes the same ids, however often it is tried.
            ids={name: uuid5(draft, name) for name in form.makes},
        )
        for field in form.fields:
            if field.ask is Ask.FILE and field.name in made:
                made[field.name] = str(Blobs(desk).put(Path(made[field.name])))
        subject = case.id
        if command == "send_order":
            if case.enterprise_id is None:
                raise UserError(tr(steps.NO_ENTERPRISE))
            order = WithinComplaint(
                id=UUID(made["id"]),
                case_id=case.id,
                case_version=case.version,
                enterprise_id=case.enterprise_id,
                facts=made["facts"],
                claim=made.get("claim", ""),
                amount=values.get("amount"),
                shares_identity=bool(made.get("shares_identity")),
            )
            made, subject = plain(order_payload(order)), order.id
        return self._give(
            command,
            made,
            subject=subject,
            version=case.version,
            draft_id=draft_id,
            title=f"{case.number} {tr(form.title)}",
        )

    def amend(
        self,
        case_id: UUID,
        version: int,
        fields: Mapping[str, Any],
        claims: Sequence[Mapping[str, Any]] | None = None,
        *,
        draft_id: UUID | None = None,
    ) -> Taken:
        """Change what is known of a case; only the named fields change.

        Raises:
            StaleError: Somebody changed the case meanwhile: compare, merge and send again.
        """
        made: dict[str, Any] = {"fields": dict(fields)}
        if claims is not None:
            made["claims"] = list(claims)
        return self._give("amend", made, subject=case_id, version=version, draft_id=draft_id, title=tr(AMEND.title))

    def put_party(
        self, case_id: UUID, version: int, party: Mapping[str, Any], *, draft_id: UUID | None = None
    ) -> Taken:
        """Add a person to a case, or correct one; ``party`` is ``{"role", "relation", …, "identity": {…}}``."""
        of_draft = self._desk.drafts.load(draft_id).command_id if draft_id is not None else uuid4()
        made = {"party": {"id": str(uuid5(of_draft, "party"))} | dict(party)}
        return self._give("put_party", made, subject=case_id, version=version, draft_id=draft_id, title=tr(PARTY.title))

    def undo(self, detail: CaseDetail) -> None:
        """Take the last step back: one's own, of today, and nothing has come of it.

        Raises:
            StaleError: Somebody changed the case meanwhile.
            UserError: It cannot be taken back; the sentence says why and what corrects it.
        """
        self._desk.command("undo", subject=detail.case.id, expected_version=detail.case.version)

    def add_material(self, case_id: UUID, version: int, *, blob_id: UUID, title: str, kind: str) -> Taken:
        """Attach a file that has been sent already."""
        made = {"id": str(uuid4()), "blob_id": str(blob_id), "title": title, "kind": kind}
        return Taken(
            answer=self._desk.command("add_material", {"materials": [made]}, subject=case_id, expected_version=version)
        )

    def usual_values(self, sheet: CaseSheet, command: str) -> dict[str, Any]:
        """Say what stands in a step's form before anything is typed; asks nobody."""
        desk = self._desk
        me, now = desk.session.name, desk.clock.now()
        return payload.usual_values(FORMS[command], sheet.detail, sheet.readings, me=me, now=now)

    def colleagues(self, unit_id: UUID) -> tuple[tuple[UUID, str], ...]:
        """List who works at a unit, by name."""
        people = (
            select(Person.id, Person.name)
            .where(Person.unit_id == unit_id, Person.active, Person.kind == "desk")
            .order_by(Person.staff_number)
        )
        with self._desk.database.read() as connection:
            return tuple((row.id, row.name) for row in connection.execute(people))

    def _ask(self, view: View, **more: Any) -> ListAsk:
        desk = self._desk
        home, today = desk.session.unit_id, desk.clock.today()
        units = () if home is None else (home, *(unit.id for unit in desk.codes.below(home)))
        return ListAsk(
            view=view,
            person_id=desk.session.person_id,
            units=units,
            today=today,
            soon=desk.law.calendar.add_working_days(today, SOON_WORKING_DAYS),
            zone=LEGAL_ZONE,
            **more,
        )

    def _found_case(self, names: Sequence[str], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Put the id of the case whose number was typed in the number's place."""
        number = values.get("case_id")
        if "case_id" not in names or not isinstance(number, str) or not number.strip():
            return values
        with self._desk.database.read() as connection:
            found = connection.execute(select(Case.id).where(Case.number == number.strip().upper())).scalar()
        if found is None:
            raise UserError(tr("No case you may see has this number."), field="case_id", code="not_found")
        return {**values, "case_id": found}

    def _give(
        self, kind: str, made: Mapping[str, Any], *, subject: UUID, version: int, draft_id: UUID | None, title: str
    ) -> Taken:
        if draft_id is None:
            return Taken(answer=self._desk.command(kind, made, subject=subject, expected_version=version))
        item = self._desk.keep_and_send(
            kind, made, subject=subject, draft_id=draft_id, expected_version=version, title=title
        )
        if item.standing is Standing.WAITING or item.answer is None:
            return Taken(answer={}, waits_here=True)
        return Taken(answer=item.answer.result)
