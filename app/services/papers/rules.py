"""Which paper a case is due, as one table: form, kind of case, what must have happened, whom it goes to, what it tells.

The database asks the same before it keeps a paper (``office.paper_is_due``); a test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.models.vocabulary import Kind
from app.models.words import mark
from app.services.papers.facts import CaseFacts


class Side(StrEnum):
    """Whom a paper goes to."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    REPORTER = "reporter"
    UNIT = "unit"


@dataclass(frozen=True)
class Need:
    """Something that must have happened, and the sentence that says it has not."""

    has_happened: Callable[[CaseFacts], bool]
    otherwise: str


@dataclass(frozen=True, kw_only=True)
class PaperRule:
    """When a form is due.

    Attributes:
        form: The form's code.
        kinds: Kinds of case it is for.
        needs: What must have happened, asked in this order.
        sides: Whom it goes to; empty where it is only filed.
        about: What its service tells: the clocks read it from the service record.
        identity: Its fields that hold plain identity: never stored with the draft.
        fixed: Its fields that follow the case and cannot be changed by hand.
        expected: Whether the case is not complete without it; the others are made on demand.
        is_national: Whether it is one of the rule's own forms; the others are the centre's records.
    """

    form: str
    kinds: frozenset[Kind]
    needs: tuple[Need, ...] = ()
    sides: tuple[Side, ...] = ()
    about: str = ""
    identity: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    expected: bool = True
    is_national: bool = True

    def why_not(self, facts: CaseFacts) -> str:
        """Return why the form is not due, as a marked sentence; empty when it is."""
        if facts.kind not in self.kinds:
            return _WRONG_KIND.get(self.kinds, _NOT_FOR_THIS)
        return next((need.otherwise for need in self.needs if not need.has_happened(facts)), "")


_COMPLAINT, _REPORT = frozenset({Kind.COMPLAINT}), frozenset({Kind.REPORT})
_BOTH_SIDES = (Side.COMPLAINANT, Side.RESPONDENT)
_CONSULTATION = frozenset({Kind.CONSULTATION})
_WRONG_KIND = {
    _COMPLAINT: mark("Only for complaints."),
    _REPORT: mark("Only for reports."),
    _CONSULTATION: mark("Only for consultations."),
}
_NOT_FOR_THIS = mark("Only for complaints and reports.")
_TERMINATIONS = frozenset({"terminated", "withdrawn_after", "self_settled"})


def _handed_over(facts: CaseFacts) -> bool:
    there = facts.hand_over.authority_id if facts.hand_over else None
    return there is not None and there == facts.deciding_authority_id


RULES: tuple[PaperRule, ...] = (
    PaperRule(
        form="complaint_registration",
        kinds=_COMPLAINT,
        identity=frozenset(
            {"complainants", "complainant_phone", "identity_type", "identity_number", "complainant_address"}
        ),
        expected=False,
    ),
    PaperRule(
        form="report_registration",
        kinds=_REPORT,
        identity=frozenset({"reporters", "reporter_phone", "reporter_address", "identity_number"}),
        expected=False,
    ),
    PaperRule(
        form="distribution_notice",
        kinds=_COMPLAINT | _REPORT,
        needs=(Need(_handed_over, mark("It has not been distributed to another authority.")),),
        sides=(Side.UNIT,),
        about="distribution",
        identity=frozenset({"sender"}),
        fixed=frozenset({"matter"}),
    ),
    PaperRule(
        form="identity_proof_notice",
        kinds=_COMPLAINT,
        needs=(Need(lambda facts: facts.proof_asked, mark("Proof of identity has not been asked for.")),),
        sides=(Side.COMPLAINANT,),
        about="identity_proof",
        identity=frozenset({"addressee"}),
    ),
    PaperRule(
        form="acceptance_decision",
        kinds=_COMPLAINT,
        needs=(Need(lambda facts: facts.accepted_on is not None, mark("The complaint has not been accepted.")),),
        sides=(Side.COMPLAINANT,),
        about="decision",
        identity=frozenset({"addressee"}),
    ),
    PaperRule(
        form="non_acceptance_decision",
        kinds=_COMPLAINT,
        needs=(Need(lambda facts: facts.declined_on is not None, mark("The complaint has not been declined.")),),
        sides=(Side.COMPLAINANT,),
        about="decision",
        identity=frozenset({"addressee"}),
    ),
    PaperRule(
        form="mediation_notice",
        kinds=_COMPLAINT,
        needs=(
            Need(lambda facts: facts.mediation is not None, mark("No mediation on site has been appointed.")),
            Need(lambda facts: facts.concluded_on is None, mark("The complaint is concluded already.")),
        ),
        sides=_BOTH_SIDES,
        about="mediation",
        identity=frozenset({"addressee"}),
    ),
    PaperRule(
        form="mediation_termination_decision",
        kinds=_COMPLAINT,
        needs=(
            Need(
                lambda facts: facts.accepted_on is not None and facts.outcome in _TERMINATIONS,
                mark("The mediation has not been terminated."),
            ),
        ),
        sides=_BOTH_SIDES,
        about="termination",
        identity=frozenset({"addressee"}),
    ),
    PaperRule(
        form="mediation_agreement",
        kinds=_COMPLAINT,
        needs=(
            Need(lambda facts: facts.outcome == "agreed", mark("No agreement has been reached.")),
            Need(
                lambda facts: facts.mediation is not None and facts.mediation.agreement != "",
                mark("The agreement was not reached on site; the minutes record it (Order 121 Art. 24)."),
            ),
            Need(
                lambda facts: facts.mediation is not None and facts.mediation.waiver is None,
                mark("Performed at once or waived by both; the minutes record it (Order 121 Art. 24)."),
            ),
        ),
        sides=_BOTH_SIDES,
        about="agreement",
        identity=frozenset(
            {
                "complainants",
                "complainant_phone",
                "complainant_address",
                "complainant_agent",
                "complainant_agent_phone",
            }
        ),
    ),
    PaperRule(
        form="report_result_notice",
        kinds=_REPORT,
        needs=(
            Need(
                lambda facts: facts.outcome in {"filed", "not_filed"},
                mark("It has not been decided whether a case is filed."),
            ),
            Need(lambda facts: facts.has_named_reporter, mark("The reporter gave no name; nobody can be told.")),
        ),
        sides=(Side.REPORTER,),
        about="result",
        identity=frozenset({"addressee"}),
        expected=False,
    ),
    PaperRule(
        form="mediation_minutes",
        kinds=_COMPLAINT,
        needs=(Need(lambda facts: facts.held is not None, mark("No mediation has been held.")),),
        identity=frozenset({"complainants", "complainant_identity"}),
        expected=False,
        is_national=False,
    ),
    PaperRule(
        form="consultation_record",
        kinds=_CONSULTATION,
        needs=(Need(lambda facts: facts.answer != "", mark("It has not been answered.")),),
        identity=frozenset({"caller", "caller_phone"}),
        expected=False,
        is_national=False,
    ),
    PaperRule(
        form="followup_record",
        kinds=_COMPLAINT,
        needs=(Need(lambda facts: facts.follow_up is not None, mark("No follow-up call has been made.")),),
        identity=frozenset({"person", "number_dialled"}),
        expected=False,
        is_national=False,
    ),
    PaperRule(
        form="service_receipt",
        kinds=_COMPLAINT | _REPORT,
        needs=(Need(lambda facts: facts.to_serve is not None, mark("No paper that is served has been issued.")),),
        identity=frozenset({"addressee", "recipient"}),
        expected=False,
        is_national=False,
    ),
)

_BY_FORM = {rule.form: rule for rule in RULES}


def rule_of(form: str) -> PaperRule:
    """Return the rule of a form; :class:`KeyError` where there is none."""
    return _BY_FORM[form]
