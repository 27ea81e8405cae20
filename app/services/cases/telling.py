"""The timeline in words: what each event says to somebody who reads the case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models.words import mark, tr
from app.services.cases import forms
from app.services.cases.detail import CaseDetail
from app.services.cases.fields import Ask, StepField
from app.services.cases.parts import EventPart
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.law import LawBook

TITLES: Mapping[str, str] = {
    "registered": mark("Registered"),
    "contacted": mark("The person got in touch"),
    "distributed": mark("Distributed"),
    "taken_up": mark("Decided by the superior itself"),
    "returned": mark("Returned one level up"),
    "taken": mark("Taken over"),
    "identity_proof_requested": mark("Proof of identity asked for"),
    "accepted": mark("Accepted"),
    "declined": mark("Not accepted"),
    "withdrawn": mark("Withdrawn"),
    "guided": mark("Guided elsewhere"),
    "consent_recorded": mark("Consent recorded"),
    "mediation_arranged": mark("Mediation appointed"),
    "mediation_held": mark("Mediation held"),
    "testing_started": mark("Testing began"),
    "testing_ended": mark("Testing ended"),
    "suspended": mark("Mediation suspended"),
    "resumed": mark("Mediation goes on"),
    "agreed": mark("Agreement reached"),
    "self_settled": mark("Settled by themselves"),
    "mediation_terminated": mark("Mediation terminated"),
    "verification_started": mark("Verification began"),
    "verification_extended": mark("Verification extended"),
    "filed": mark("Case filed"),
    "not_filed": mark("Case not filed"),
    "no_authority": mark("Not competent, told where to go"),
    "answered": mark("Answered"),
    "told": mark("Told or served"),
    "ledger_entered": mark("Amount entered"),
    "ledger_confirmed": mark("Amount confirmed"),
    "closed": mark("Closed"),
    "followed_up": mark("Follow-up call"),
    "reopened": mark("Reopened to correct"),
    "amended": mark("Amended"),
    "party_put": mark("Person added or corrected"),
    "material_added": mark("Material added"),
    "noted": mark("Note"),
    "linked": mark("Linked to another case"),
    "undone": mark("Step taken back"),
    "approval_asked": mark("Approval asked for"),
    "approved": mark("Approved"),
    "approval_refused": mark("Approval refused"),
    "order_sent": mark("Settlement order sent"),
    "order_seen": mark("Order seen by the enterprise"),
    "order_answered": mark("Order answered"),
    "order_urged": mark("Enterprise urged"),
    "order_settled": mark("Order settled, the consumer confirms"),
    "order_failed": mark("Order not settled"),
    "order_expired": mark("Order expired without an answer"),
    "paper_drafted": mark("Paper drafted"),
    "paper_issued": mark("Paper issued"),
    "paper_voided": mark("Paper voided"),
}

FIELDS: Mapping[str, str] = {
    "facts": mark("Facts"),
    "answer": mark("Answer"),
    "object_code": mark("Object"),
    "problem_code": mark("Problem"),
    "violation_code": mark("Kind of violation"),
    "occurred_on": mark("Date"),
    "amount_involved": mark("Amount involved"),
    "payment_method": mark("Payment"),
    "online": mark("Bought online"),
    "platform_name": mark("Platform"),
    "shop_name": mark("Shop"),
    "order_number": mark("Order number at the shop"),
    "enterprise_id": mark("Enterprise"),
    "respondent_name": mark("Respondent"),
    "respondent_address": mark("Address of the respondent"),
    "respondent_phone": mark("Phone of the respondent"),
    "respondent_contact": mark("Contact at the respondent"),
    "for_daily_life": mark("For daily life"),
    "handled_elsewhere": mark("Handled elsewhere"),
    "known_since": mark("Known since"),
    "tried_trader": mark("Tried with the trader"),
    "emergency": mark("Emergency"),
    "joint": mark("Joint complaint"),
}
ROLES: Mapping[str, str] = {
    "complainant": mark("Complainant"),
    "consumer": mark("Consumer"),
    "guardian": mark("Guardian"),
    "agent": mark("Agent"),
    "representative": mark("Representative"),
    "reporter": mark("Reporter"),
    "caller": mark("Caller"),
}
PARTS: Mapping[str, str] = {
    "loss": mark("Loss"),
    "multiplied": mark("Multiplied damages"),
    "mental": mark("Damages for mental harm"),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event, said: one line, and what was said or written with it."""

    title: str
    detail: str = ""


class Teller:
    """Says the events of a case in the language spoken now."""

    def __init__(self, detail: CaseDetail, codes: CodeBook, law: LawBook) -> None:
        self._detail = detail
        self._codes = codes
        self._law = law
        self._mediations = {str(row.id): row for row in detail.mediations}
        self._papers = {str(row.id): row for row in detail.papers}
        self._materials = {str(row.id): row for row in detail.materials}

    def tell(self, event: EventPart) -> Told:
        """Say one event; an event of a newer version shows its own name."""
        title = tr(TITLES.get(event.event, event.event))
        say = _DETAILS.get(event.event)
        return Told(title=title, detail=" · ".join(part for part in say(self, event.payload) if part) if say else "")

    def unit(self, unit_id: object) -> str:
        """Name a unit."""
        return self._codes.unit_name(UUID(str(unit_id))) if unit_id else ""

    def code(self, name: str, code: object) -> str:
        """Say a code."""
        return self._codes.title(name, str(code)) if code else ""

    def ground(self, payload: Mapping[str, Any]) -> str:
        """Say a ground with its article's item."""
        code = payload.get("sub_ground") or payload.get("ground") or ""
        row = self._law.ground("termination", code) or self._law.ground("non_acceptance", code)
        return row.text if row else str(code)

    def mediation(self, payload: Mapping[str, Any], name: str) -> str:
        """Give what was written of a mediation."""
        row = self._mediations.get(str(payload.get("mediation")))
        return str(getattr(row, name)) if row else ""

    def paper(self, payload: Mapping[str, Any]) -> tuple[str, ...]:
        """Say a paper by its form and number."""
        row = self._papers.get(str(payload.get("paper")))
        return (self.code("paper_form", payload.get("form")), (row.number or "") if row else "")

    def titles(self, payload: Mapping[str, Any]) -> str:
        """Name the materials."""
        rows = (self._materials.get(str(each)) for each in payload.get("materials") or ())
        return "、".join(row.title for row in rows if row)


_WITHOUT_COLUMN = {form.command: form for form in (forms.AMEND, forms.PARTY)}


def command_title(command: str) -> str:
    """Say a step by its name, such as "Not accept"."""
    form = forms.FORMS.get(command) or _WITHOUT_COLUMN.get(command)
    return tr(form.title) if form else command


def asked_for(command: str, payload: Mapping[str, Any], codes: CodeBook, law: LawBook) -> tuple[tuple[str, str], ...]:
    """Say what a step's payload holds: label and words of each field, as an approver reads it."""
    found = []
    for field in forms.FORMS[command].fields if command in forms.FORMS else ():
        value = (
            payload.get("sub_ground") or payload.get("ground") if field.name == "ground" else payload.get(field.name)
        )
        if value is not None and value != "":
            found.append((tr(field.title), _value_words(field, value, codes, law)))
    return tuple(found)


def _value_words(field: StepField, value: object, codes: CodeBook, law: LawBook) -> str:
    text = str(value)
    says: dict[Ask, Callable[[], str]] = {
        Ask.GROUND: lambda: row.text if (row := law.ground(field.source, text)) else text,
        Ask.CODE: lambda: codes.title(field.source, text),
        Ask.CHOICE: lambda: choice(field.choices, text),
        Ask.MONEY: lambda: money(value),
        Ask.MOMENT: lambda: moment(value),
        Ask.UNIT_BELOW: lambda: codes.unit_name(UUID(text)),
        Ask.BODY: lambda: codes.unit_name(UUID(text)),
        Ask.YES_NO: lambda: tr("Yes") if value is True else tr("No"),
    }
    return says.get(field.ask, lambda: text)()


def money(amount: object) -> str:
    """Write a sum as the desk does, empty for none."""
    return "" if amount is None or amount == "" else tr("{sum} yuan", sum=f"{Decimal(str(amount)):,.2f}")


def choice(choices: tuple[tuple[str, str], ...], value: object) -> str:
    """Say a value of a fixed choice; one it does not know as it stands."""
    return tr(dict(choices).get(str(value or ""), str(value or "")))


def moment(value: object) -> str:
    """Write an instant of a payload as day and hour in the office's zone."""
    return f"{datetime.fromisoformat(str(value)).astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M}" if value else ""


def _consent(payload: Mapping[str, Any]) -> str:
    return tr("agrees") if payload.get("agrees") else tr("does not agree")


_Say = Callable[[Teller, Mapping[str, Any]], tuple[str, ...]]


def _reason(_: Teller, p: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(p.get("reason") or ""),)


def _order(_: Teller, p: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(p.get("number") or ""), money(p.get("offered") or p.get("amount")), str(p.get("reason") or ""))


def _ground(t: Teller, p: Mapping[str, Any]) -> tuple[str, ...]:
    return (t.ground(p), str(p.get("reason") or ""))


def _step(_: Teller, p: Mapping[str, Any]) -> tuple[str, ...]:
    return (command_title(str(p.get("command"))),)


_DETAILS: dict[str, _Say] = {
    "registered": lambda t, p: (t.code("channel", p.get("channel")),),
    "contacted": lambda t, p: (t.code("contact_outcome", p.get("outcome")),),
    "distributed": lambda t, p: (tr("to {unit}", unit=t.unit(p.get("to"))),),
    "taken_up": _reason,
    "returned": lambda t, p: (tr("to {unit}", unit=t.unit(p.get("to"))), t.code("return_reason", p.get("reason"))),
    "identity_proof_requested": lambda _, p: (tr("due {day}", day=p.get("due_on")),),
    "declined": _ground,
    "mediation_terminated": _ground,
    "withdrawn": lambda _, p: (choice(forms.WITHDRAWALS, p.get("outcome")),),
    "consent_recorded": lambda _, p: (
        choice(forms.CONSENTS, p.get("about")),
        choice(forms.SIDES, p.get("side")),
        _consent(p),
        choice(forms.WAYS, p.get("how")),
    ),
    "mediation_arranged": lambda t, p: (
        choice(forms.MODES, p.get("mode")),
        moment(p.get("scheduled_at")),
        t.mediation(p, "place"),
    ),
    "mediation_held": lambda t, p: (t.mediation(p, "minutes"),),
    "agreed": lambda t, p: (t.mediation(p, "agreement"),),
    "self_settled": lambda _, p: (choice(forms.WAYS, p.get("confirmed_how")),),
    "testing_started": lambda _, p: (str(p.get("body") or ""),),
    "testing_ended": lambda _, p: (str(p.get("result") or ""),),
    "suspended": lambda _, p: (str(p.get("body") or ""),),
    "verification_extended": _reason,
    "filed": _reason,
    "not_filed": _reason,
    "reopened": _reason,
    "told": lambda t, p: (
        choice(forms.TOLD, p.get("about")),
        choice(forms.SERVED, p.get("side")),
        t.code("service_way", p.get("way")),
        choice(forms.RESULTS, p.get("result")),
    ),
    "ledger_entered": lambda _, p: (choice(forms.STAGES, p.get("stage")), money(p.get("amount"))),
    "followed_up": lambda t, p: (
        t.code("followup_outcome", p.get("outcome")),
        *(
            f"{tr(words)} {t.code('satisfaction', p.get(name))}"
            for name, words in (("process", mark("Handling")), ("result", mark("Outcome")))
            if p.get(name)
        ),
    ),
    "amended": lambda _, p: ("、".join(tr(FIELDS.get(name, name)) for name in p.get("fields") or ()),),
    "party_put": lambda _, p: (tr(ROLES.get(str(p.get("role")), "")),),
    "material_added": lambda t, p: (t.titles(p),),
    "noted": lambda _, p: (str(p.get("text") or ""),),
    "undone": lambda _, p: (tr(TITLES.get(str(p.get("event")), "")),),
    "approval_asked": _step,
    "approved": _step,
    "approval_refused": _step,
    "paper_drafted": Teller.paper,
    "paper_issued": Teller.paper,
    "paper_voided": Teller.paper,
    **dict.fromkeys(
        ("order_sent", "order_answered", "order_urged", "order_settled", "order_failed", "order_expired", "order_seen"),
        _order,
    ),
}
