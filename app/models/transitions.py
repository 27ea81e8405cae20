"""The legal steps of a case as one table: what the window offers, what the database allows, what the tests walk.

The rows are loaded into ``office.transition`` by every upgrade; ``./run check`` fails when the two differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.models.vocabulary import CaseState as S, Kind, Permission as Right

KEEP = "="
ANY = "*"

ANSWERABLE = (Kind.CONSULTATION, Kind.SUGGESTION, Kind.PRAISE, Kind.SERVICE_COMPLAINT, Kind.OTHER)


@dataclass(frozen=True)
class Transition:
    """One legal step.

    Attributes:
        command: The verb.
        kind: Kind of case it is for.
        from_state: State it starts from, or ``*`` for any.
        to_state: State it leads to, or ``=`` to stay.
        event: What the timeline says afterwards.
        permission: The right the person needs.
        at: At which of the case's units: registering, deciding or handling.
    """

    command: str
    kind: str
    from_state: str
    to_state: str
    event: str
    permission: str
    at: str = "handling"


@dataclass(frozen=True)
class CommandKind:
    """A verb of the write door.

    Attributes:
        kind: The verb.
        subject: What its subject is: case, contact, order, paper, approval, person or office.
        handler: Database function that does it.
        permission: The right shown with it; the database asks for it at the right unit.
        approvable: Whether a unit may want a second person's approval for it.
        undoable: Whether who took it can take it back while nothing has come of it.
    """

    kind: str
    subject: str
    handler: str
    permission: str | None = None
    approvable: bool = False
    undoable: bool = False


def _steps(
    command: str,
    kinds: tuple[Kind, ...],
    sources: tuple[str, ...],
    to_state: str,
    event: str,
    permission: Right,
    at: str = "handling",
) -> Iterator[Transition]:
    for kind in kinds:
        for source in sources:
            yield Transition(command, kind.value, str(source), str(to_state), event, permission.value, at)


COMPLAINT, REPORT, ALL = (Kind.COMPLAINT,), (Kind.REPORT,), tuple(Kind)
BOTH = (Kind.COMPLAINT, Kind.REPORT)
UNDECIDED = (S.REGISTERED, S.RETURNED, S.DISTRIBUTED)
IN_MEDIATION = (S.ACCEPTED, S.MEDIATING)
CONCLUDED = (S.AGREED, S.SETTLED, S.TERMINATED, S.DECLINED, S.WITHDRAWN, S.GUIDED)

TRANSITIONS: tuple[Transition, ...] = (
    *_steps("distribute", ALL, (S.REGISTERED, S.RETURNED), S.DISTRIBUTED, "distributed", Right.DISTRIBUTE),
    *_steps("distribute", ALL, (S.DISTRIBUTED,), KEEP, "distributed", Right.DISTRIBUTE),
    *_steps("distribute", COMPLAINT, IN_MEDIATION, KEEP, "distributed", Right.DISTRIBUTE),
    *_steps("distribute", REPORT, (S.VERIFYING,), KEEP, "distributed", Right.DISTRIBUTE),
    *_steps("take_up", BOTH, (S.REGISTERED, S.RETURNED), S.DISTRIBUTED, "taken_up", Right.DECIDE),
    *_steps("return", ALL, (S.DISTRIBUTED,), KEEP, "returned", Right.DISTRIBUTE),
    *_steps("take", COMPLAINT, (S.DISTRIBUTED, *IN_MEDIATION), KEEP, "taken", Right.DECIDE),
    *_steps("take", REPORT, (S.DISTRIBUTED, S.VERIFYING), KEEP, "taken", Right.DECIDE),
    *_steps("request_identity_proof", COMPLAINT, (S.DISTRIBUTED,), KEEP, "identity_proof_requested", Right.DECIDE),
    *_steps("accept", COMPLAINT, (S.DISTRIBUTED,), S.ACCEPTED, "accepted", Right.DECIDE),
    *_steps("decline", COMPLAINT, (S.DISTRIBUTED,), S.DECLINED, "declined", Right.DECIDE),
    *_steps("withdraw", COMPLAINT, UNDECIDED, S.WITHDRAWN, "withdrawn", Right.REGISTER),
    *_steps("guide", ALL, (S.REGISTERED, S.RETURNED), S.GUIDED, "guided", Right.REGISTER),
    *_steps("record_consent", COMPLAINT, (S.DISTRIBUTED, *IN_MEDIATION), KEEP, "consent_recorded", Right.REGISTER),
    *_steps("arrange_mediation", COMPLAINT, IN_MEDIATION, S.MEDIATING, "mediation_arranged", Right.MEDIATE),
    *_steps("hold_mediation", COMPLAINT, (S.MEDIATING,), KEEP, "mediation_held", Right.MEDIATE),
    *_steps("start_testing", COMPLAINT, IN_MEDIATION, S.TESTING, "testing_started", Right.MEDIATE),
    *_steps("end_testing", COMPLAINT, (S.TESTING,), S.MEDIATING, "testing_ended", Right.MEDIATE),
    *_steps("suspend", COMPLAINT, (S.MEDIATING,), S.SUSPENDED, "suspended", Right.MEDIATE),
    *_steps("resume", COMPLAINT, (S.SUSPENDED,), S.MEDIATING, "resumed", Right.MEDIATE),
    *_steps("agree", COMPLAINT, (S.MEDIATING,), S.AGREED, "agreed", Right.MEDIATE),
    *_steps("settle", COMPLAINT, IN_MEDIATION, S.SETTLED, "self_settled", Right.MEDIATE),
    *_steps(
        "terminate",
        COMPLAINT,
        (*IN_MEDIATION, S.TESTING, S.SUSPENDED),
        S.TERMINATED,
        "mediation_terminated",
        Right.MEDIATE,
    ),
    *_steps("verify", REPORT, (S.DISTRIBUTED,), S.VERIFYING, "verification_started", Right.VERIFY),
    *_steps("extend_verification", REPORT, (S.VERIFYING,), KEEP, "verification_extended", Right.VERIFY),
    *_steps("file", REPORT, (S.VERIFYING,), S.FILED, "filed", Right.VERIFY),
    *_steps("not_file", REPORT, (S.VERIFYING,), S.NOT_FILED, "not_filed", Right.VERIFY),
    *_steps(
        "no_authority", REPORT, (S.REGISTERED, S.DISTRIBUTED, S.VERIFYING), S.NO_AUTHORITY, "no_authority", Right.VERIFY
    ),
    *_steps("answer", ANSWERABLE, UNDECIDED, S.ANSWERED, "answered", Right.REGISTER),
    *_steps("record_service", ALL, (ANY,), KEEP, "told", Right.TELL),
    *_steps(
        "enter_ledger",
        COMPLAINT,
        (*IN_MEDIATION, S.TESTING, *CONCLUDED, S.CLOSED),
        KEEP,
        "ledger_entered",
        Right.LEDGER,
    ),
    *_steps("confirm_ledger", COMPLAINT, (ANY,), KEEP, "ledger_confirmed", Right.CONFIRM_LEDGER),
    *_steps("close", COMPLAINT, CONCLUDED, S.CLOSED, "closed", Right.CLOSE),
    *_steps("close", REPORT, (S.FILED, S.NOT_FILED, S.NO_AUTHORITY, S.GUIDED), S.CLOSED, "closed", Right.CLOSE),
    *_steps("close", ANSWERABLE, (S.ANSWERED, S.GUIDED), S.CLOSED, "closed", Right.REGISTER),
    *_steps("follow_up", ALL, (S.CLOSED,), KEEP, "followed_up", Right.FOLLOW_UP),
    *_steps("reopen", ALL, (S.CLOSED,), KEEP, "reopened", Right.CORRECT),
    *_steps("amend", ALL, (ANY,), KEEP, "amended", Right.REGISTER),
    *_steps("put_party", ALL, (ANY,), KEEP, "party_put", Right.REGISTER),
    *_steps("add_material", ALL, (ANY,), KEEP, "material_added", Right.REGISTER),
    *_steps("note", ALL, (ANY,), KEEP, "noted", Right.REGISTER),
    *_steps("link", ALL, (ANY,), KEEP, "linked", Right.REGISTER),
    *_steps("undo", ALL, (ANY,), KEEP, "undone", Right.REGISTER),
)

_APPROVABLE = {
    "decline",
    "terminate",
    "suspend",
    "extend_verification",
    "file",
    "not_file",
    "close",
    "accept",
    "agree",
    "no_authority",
}

UNDOABLE = frozenset(
    {
        "distribute",
        "take_up",
        "take",
        "accept",
        "decline",
        "withdraw",
        "guide",
        "agree",
        "settle",
        "terminate",
        "verify",
        "no_authority",
        "answer",
        "close",
    }
)
"""Steps that can be taken back on the same day by who took them, while nothing was told, served or numbered."""

BESIDE = frozenset({"noted", "material_added", "contacted", "paper_drafted"})
"""Events that come of no step and stop no undo."""

COMMAND_KINDS: tuple[CommandKind, ...] = (
    *(
        CommandKind(command, "case", "do_case_step", None, command in _APPROVABLE, command in UNDOABLE)
        for command in dict.fromkeys(row.command for row in TRANSITIONS)
    ),
    CommandKind("register_case", "case", "do_register_case", Right.REGISTER),
    CommandKind("import_cases", "case", "do_import_cases", Right.IMPORT),
    CommandKind("decide_approval", "approval", "do_decide_approval", Right.APPROVE),
    CommandKind("register_contact", "contact", "do_register_contact", Right.REGISTER),
    CommandKind("claim_contact", "contact", "do_claim_contact", Right.REGISTER),
    CommandKind("release_contact", "contact", "do_release_contact", Right.REGISTER),
    CommandKind("mark_heard", "contact", "do_mark_heard", Right.REGISTER),
    CommandKind("record_call_back", "contact", "do_record_call_back", Right.REGISTER),
    CommandKind("finish_contact", "contact", "do_finish_contact", Right.REGISTER),
    CommandKind("send_order", "order", "do_send_order", Right.ORDER),
    CommandKind("see_order", "order", "do_see_order", Right.ANSWER_ORDER),
    CommandKind("answer_order", "order", "do_answer_order"),
    CommandKind("urge_order", "order", "do_urge_order", Right.ORDER),
    CommandKind("confirm_order", "order", "do_confirm_order", Right.ORDER),
    CommandKind("fail_order", "order", "do_fail_order", Right.ORDER),
    CommandKind("draft_paper", "paper", "do_draft_paper", Right.PAPER),
    CommandKind("issue_paper", "paper", "do_issue_paper", Right.PAPER),
    CommandKind("void_paper", "paper", "do_void_paper", Right.CORRECT),
    CommandKind("add_person", "person", "do_add_person", Right.PEOPLE),
    CommandKind("set_roles", "person", "do_set_roles", Right.PEOPLE),
    CommandKind("rename_person", "person", "do_rename_person", Right.PEOPLE),
    CommandKind("reset_password", "person", "do_reset_password", Right.PEOPLE),
    CommandKind("change_password", "person", "do_change_password"),
    CommandKind("recover_drafts", "person", "do_recover_drafts"),
    CommandKind("deactivate_person", "person", "do_deactivate_person", Right.PEOPLE),
    CommandKind("put_unit", "office", "do_put_unit", Right.PEOPLE),
    CommandKind("put_approval_rule", "office", "do_put_approval_rule", Right.CODES),
    CommandKind("put_code", "office", "do_put_code", Right.CODES),
    CommandKind("put_calendar", "office", "do_put_calendar", Right.CODES),
    CommandKind("put_setting", "office", "do_put_setting", Right.CODES),
    CommandKind("put_number_scheme", "office", "do_put_number_scheme", Right.CODES),
    CommandKind("put_enterprise", "office", "do_put_enterprise"),
    CommandKind("merge_enterprise", "office", "do_merge_enterprise", Right.ENTERPRISES),
)


def steps_from(kind: str, state: str) -> tuple[Transition, ...]:
    """Return the steps a case of ``kind`` may take from ``state``, in the table's order."""
    return tuple(row for row in TRANSITIONS if row.kind == kind and row.from_state in {state, ANY})
