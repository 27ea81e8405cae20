"""Laying a paper out on the desk: from what the case says, or from the draft that is kept with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, RowMapping, select

from app.models.tables.paper import Paper as PaperRecord
from app.models.vocabulary import Kind, PaperState
from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.codebook import UnitRow
from app.services.documents.fields import Value
from app.services.documents.forms import Forms
from app.services.documents.lines import BLANK
from app.services.documents.press import Letterhead
from app.services.documents.templates import Template
from app.services.errors import UserError
from app.services.papers.addressees import goes_to, read_addressees
from app.services.papers.collect import collect
from app.services.papers.facts import CaseFacts, read_facts, schemes_of
from app.services.papers.people import people_of
from app.services.papers.prepared import Addressee, PaperSheet
from app.services.papers.register import PaperRow, line_of, papers_of
from app.services.papers.rules import PaperRule, rule_of
from app.services.papers.source import Source
from app.services.papers.stored import kept

_REGISTRATIONS = frozenset({"complaint_registration", "report_registration", "consultation_record"})
_DISTRIBUTION = "distribution_notice"
_PATTERN = "{letterhead}市监{word}〔{year}〕第{serial}号"
_REPORTS_OWN = "举"


class Sheets:
    """Lays papers out.

    Args:
        desk: The signed-in desk.
        forms: The forms that can be printed.
    """

    def __init__(self, desk: Desk, forms: Forms) -> None:
        self._desk = desk
        self._forms = forms

    def prepare(self, case_id: UUID, code: str) -> PaperSheet:
        """Lay a form out with what the case says, or go on with the open draft of it; see :meth:`Papers.prepare`."""
        rule = found_rule(code)
        with self._desk.database.read() as connection:
            facts = read_facts(connection, case_id, self._desk.codes)
            drafts = [
                row for row in papers_of(connection, case_id) if row.form == code and row.state is PaperState.DRAFT
            ]
        if refused := rule.why_not(facts):
            raise UserError(tr(refused), field="form", code="paper_not_due")
        return self.open(drafts[-1].id) if drafts else self._laid_out(facts, rule)

    def open(self, paper_id: UUID) -> PaperSheet:
        """Return a paper as it stands; see :meth:`Papers.open`."""
        with self._desk.database.read() as connection:
            line = line_of(connection, paper_id)
            table = PaperRecord.__table__
            row = connection.execute(select(table).where(table.c.id == paper_id)).mappings().first()
            if line is None or row is None:
                raise UserError(tr("This does not exist, or you may not see it."), code="not_found")
            facts = read_facts(connection, row["case_id"], self._desk.codes)
            addressees = read_addressees(connection, paper_id, facts, self._desk.codes)
        return (
            self._draft(row, facts, addressees)
            if line.state is PaperState.DRAFT
            else self._issued(row, line, facts, addressees)
        )

    def english(self, code: str) -> str:
        """Return a form's English title."""
        entry = self._desk.codes.entry("paper_form", code)
        return entry.title_en if entry else code

    def _draft(self, row: RowMapping, facts: CaseFacts, addressees: tuple[Addressee, ...]) -> PaperSheet:
        usual = self._laid_out(facts, found_rule(row["form"]))
        names = {(found.side, found.party_id, found.unit_id): found.name for found in usual.addressees}
        named = tuple(
            replace(found, name=names.get((found.side, found.party_id, found.unit_id), found.name))
            for found in addressees
        )
        data = {**usual.proposed, **kept(usual.form, row["data"])}
        there = {(found.side, found.party_id, found.unit_id) for found in addressees}
        return replace(
            usual,
            id=row["id"],
            version=row["version"],
            template_version=row["template_version"],
            data=MappingProxyType(addressed(usual, data, named)),
            addressees=named,
            others=tuple(one for one in usual.addressees if (one.side, one.party_id, one.unit_id) not in there),
        )

    def _issued(
        self, row: RowMapping, line: PaperRow, facts: CaseFacts, addressees: tuple[Addressee, ...]
    ) -> PaperSheet:
        form = self._form(line.form, facts)
        return PaperSheet(
            id=row["id"],
            case_id=facts.id,
            case_number=facts.number,
            kind=facts.kind,
            form=form,
            english=self.english(line.form),
            state=line.state,
            version=row["version"],
            data=MappingProxyType(kept(form, row["data"])),
            addressees=addressees,
            letterhead=head_of(self._desk.codes.unit(row["authority_id"])),
            number=line.number,
            about=found_rule(line.form).about,
            template_version=row["template_version"],
            issued_on=line.issued_on,
            void_reason=line.void_reason,
        )

    def _laid_out(self, facts: CaseFacts, rule: PaperRule) -> PaperSheet:
        form = self._form(rule.form, facts)
        authority = self._authority(rule.form, facts)
        with self._desk.database.read() as connection:
            pattern = self._pattern(connection, form, facts, authority)
        source = Source(
            facts=facts,
            people=people_of(self._desk.database, facts.id, rule.form),
            codes=self._desk.codes,
            law=self._desk.law,
            authority=authority,
            today=self._desk.clock.today(),
        )
        data: Mapping[str, Value] = MappingProxyType(dict(collect(rule.form, source)))
        return PaperSheet(
            id=uuid4(),
            case_id=facts.id,
            case_number=facts.number,
            kind=facts.kind,
            form=form,
            english=self.english(rule.form),
            state=PaperState.DRAFT,
            version=None,
            data=data,
            proposed=data,
            addressees=goes_to(rule, source),
            letterhead=head_of(authority),
            number=pattern.replace("{serial}", BLANK * 3),
            pattern=pattern,
            about=rule.about,
            fixed=rule.fixed,
        )

    def _form(self, code: str, facts: CaseFacts) -> Template:
        return self._forms.get(code, rule_set=facts.rule_set or "", on=self._desk.clock.today())

    def _authority(self, code: str, facts: CaseFacts) -> UnitRow:
        """Return who issues a form; the database decides the same when it is drafted."""
        codes = self._desk.codes
        if code == _DISTRIBUTION and facts.hand_over is not None:
            found = codes.authority_of(facts.hand_over.from_unit_id)
        elif code in _REGISTRATIONS:
            found = codes.authority_of(facts.registering_unit_id) or codes.unit(facts.registering_unit_id)
        else:
            found = codes.unit(facts.deciding_authority_id) or codes.authority_of(facts.handling_unit_id)
        if found is None:
            raise UserError(tr("No authority is competent for this unit. Ask the administrator to complete the units."))
        return found

    def _pattern(self, connection: Connection, form: Template, facts: CaseFacts, authority: UnitRow) -> str:
        """Return the number as it will be, its serial open; the database writes the same when it is taken."""
        entry = self._desk.codes.entry("paper_form", form.code)
        details: Mapping[str, Any] = entry.details if entry else {}
        scheme = schemes_of(connection, authority.id, form.code) or {}
        word = str(scheme.get("word") or details.get("word") or form.word)
        if facts.kind is Kind.REPORT and not word.startswith(_REPORTS_OWN):
            word = _REPORTS_OWN + word
        pattern = str(scheme.get("pattern") or details.get("pattern") or _PATTERN)
        year = str(self._desk.clock.today().year)
        return (
            pattern.replace("{letterhead}", head_of(authority).district).replace("{word}", word).replace("{year}", year)
        )


def found_rule(code: str) -> PaperRule:
    """Return the rule of a form; :class:`UserError` where there is none."""
    try:
        return rule_of(code)
    except KeyError:
        raise UserError(tr("There is no form “{code}” under this rule.", code=code), code="no_form") from None


def head_of(unit: UnitRow | None) -> Letterhead:
    """Return a unit's letterhead: its full name, and its word in document numbers."""
    if unit is None:
        return Letterhead(authority="", district="")
    return Letterhead(authority=unit.letterhead or unit.name, district=unit.number_word or unit.short_name)


def addressed(usual: PaperSheet, data: Mapping[str, Value], chosen: Sequence[Addressee]) -> dict[str, Value]:
    """Return ``data`` with the line of address following whom the paper goes to, where it is fewer than usual."""
    found = dict(data)
    if "addressee" in data and 0 < len(chosen) < len(usual.addressees) + len(usual.others):
        found["addressee"] = "、".join(one.name for one in chosen if one.name)
    return found
