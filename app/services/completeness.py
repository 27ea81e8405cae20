"""What a case still lacks: what the law wants, what helps, what is checked only on doubt. Saving is never blocked."""

from dataclasses import dataclass
from enum import StrEnum

from app.models.vocabulary import Kind, PartyRole
from app.models.words import mark, tr
from app.services.registration import NewCase, NewParty


class Level(StrEnum):
    """How much a missing thing matters."""

    STATUTORY = "statutory"
    ADVISED = "advised"
    VERIFIED = "verified"


LEVEL_TITLES = {
    Level.STATUTORY: mark("Required by law"),
    Level.ADVISED: mark("Advised"),
    Level.VERIFIED: mark("Checked on doubt"),
}


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that is not there yet.

    Attributes:
        field: The form's field it belongs to.
        words: What it is called.
        sentence: What it is for, as one can say it to the caller.
    """

    level: Level
    field: str
    words: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What is there and what is not.

    Attributes:
        wanted: How many things the law wants of a case of this kind.
    """

    wanted: int
    missing: tuple[Missing, ...]

    def of(self, level: Level) -> tuple[Missing, ...]:
        """Return what is missing at one level."""
        return tuple(each for each in self.missing if each.level is level)

    @property
    def share(self) -> float:
        """How much of what the law wants is there, 0 to 1."""
        return 1.0 if not self.wanted else 1 - len(self.of(Level.STATUTORY)) / self.wanted

    @property
    def sentence(self) -> str:
        """The line under the form."""
        lacks = self.of(Level.STATUTORY)
        if lacks:
            return tr("Required by law, still missing: {what}", what=tr(", ").join(each.words for each in lacks))
        advised = self.of(Level.ADVISED)
        if advised:
            return tr("Advised: {what}", what=tr(", ").join(each.words for each in advised))
        return tr("Everything the law asks for is here.")


def completeness(case: NewCase) -> Completeness:
    """Read a case as typed (Order 121 Art. 10–12 for complaints, Art. 28 for reports)."""
    if case.kind is Kind.COMPLAINT:
        checks = (*_who(case), *_respondent(case), *_dispute(case), *_representation(case), *_advised(case))
    elif case.kind is Kind.REPORT:
        checks = (*_respondent(case)[:1], *_report(case))
    else:
        checks = ()
    statutory = [check for check in checks if check[1].level is Level.STATUTORY]
    return Completeness(wanted=len(statutory), missing=tuple(missing for is_here, missing in checks if not is_here))


_Check = tuple[bool, Missing]


def _check(is_here: object, level: Level, field: str, words: str, sentence: str) -> _Check:
    return bool(is_here), Missing(level=level, field=field, words=words, sentence=sentence)


def _speaker(case: NewCase) -> NewParty | None:
    roles = (PartyRole.COMPLAINANT, PartyRole.CONSUMER, PartyRole.CALLER)
    return next((party for role in roles for party in case.parties if party.role is role), None)


def _who(case: NewCase) -> tuple[_Check, ...]:
    who = _speaker(case)
    law = Level.STATUTORY
    return (
        _check(who and who.name.strip(), law, "name", tr("name"), tr("A complaint needs the complainant's real name.")),
        _check(who and who.phone.strip(), law, "phone", tr("phone"), tr("The decision is told by this number.")),
        _check(
            who and who.address.strip(), law, "address", tr("postal address"), tr("Papers are sent to this address.")
        ),
    )


def _respondent(case: NewCase) -> tuple[_Check, ...]:
    law = Level.STATUTORY
    named = case.respondent_name.strip() or (case.online and (case.shop_name.strip() or case.platform_name.strip()))
    return (
        _check(
            named, law, "respondent", tr("name of the trader"), tr("Ask whom it is against; the register finds it.")
        ),
        _check(
            case.respondent_address.strip() or (case.online and case.platform_name.strip()),
            law,
            "respondent_address",
            tr("address of the trader"),
            tr("The address decides which authority is competent (Order 121 Art. 13)."),
        ),
    )


def _dispute(case: NewCase) -> tuple[_Check, ...]:
    law = Level.STATUTORY
    return (
        _check(case.claims, law, "claims", tr("claim"), tr("A complaint needs a definite claim.")),
        _check(case.facts.strip(), law, "facts", tr("facts"), tr("A complaint needs the facts of the dispute.")),
    )


def _representation(case: NewCase) -> tuple[_Check, ...]:
    roles = {party.role for party in case.parties}
    found: list[_Check] = []
    agent = next((party for party in case.parties if party.role is PartyRole.AGENT), None)
    if agent is not None:
        found.append(
            _check(
                agent.original_power_of_attorney,
                Level.STATUTORY,
                "power_of_attorney",
                tr("original power of attorney"),
                tr("An agent hands in the original power of attorney and an own identity document (Art. 11)."),
            )
        )
    if PartyRole.GUARDIAN in roles:
        found.append(
            _check(
                case.materials,
                Level.ADVISED,
                "materials",
                tr("proof of guardianship"),
                tr("Ask for the proof of the relation, the minor's age and who really paid."),
            )
        )
    if case.joint:
        speakers = [party for party in case.parties if party.relation == "representative" and party.name.strip()]
        found.append(
            _check(
                len(speakers) >= 2,  # noqa: PLR2004 Order 121 Art. 12: two representatives
                Level.STATUTORY,
                "represented",
                tr("two elected representatives"),
                tr("A joint complaint is made through two elected representatives (Art. 12)."),
            )
        )
    return tuple(found)


def _advised(case: NewCase) -> tuple[_Check, ...]:
    advice = Level.ADVISED
    found = [
        _check(
            case.materials,
            advice,
            "materials",
            tr("proof of payment"),
            tr("A receipt or a picture of the payment helps the mediator."),
        ),
        _check(case.occurred_on, advice, "occurred_on", tr("date"), tr("When was it bought or done?")),
        _check(case.amount_involved is not None, advice, "amount", tr("amount"), tr("How much was paid?")),
        _check(case.object_code, advice, "object", tr("goods or service"), tr("What was bought?")),
        _check(case.problem_code, advice, "problem", tr("problem"), tr("What went wrong?")),
        _check(
            case.for_daily_life is not None,
            advice,
            "for_daily_life",
            tr("for daily life?"),
            tr("Only purchases for daily life can be accepted (Art. 16 item 3)."),
        ),
    ]
    if case.online:
        found.append(
            _check(
                case.order_number.strip(),
                advice,
                "order_number",
                tr("order number"),
                tr("The platform finds the order by its number."),
            )
        )
    found.append(
        _check(
            False,
            Level.VERIFIED,
            "identity",
            tr("identity document"),
            tr("Only on doubt: the authority asks for it by form 4."),
        )
    )
    return tuple(found)


def _report(case: NewCase) -> tuple[_Check, ...]:
    law = Level.STATUTORY
    return (
        _check(
            case.facts.strip(),
            law,
            "facts",
            tr("clue"),
            tr("A report needs concrete clues of the violation (Art. 28)."),
        ),
        _check(
            case.violation_code, Level.ADVISED, "violation", tr("kind of violation"), tr("It decides who verifies it.")
        ),
    )
