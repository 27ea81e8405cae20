"""The office's closed words: kinds, states, roles, permissions. Open lists (channels, objects, grounds) are table rows.

Names follow the glossary (docs/glossary.md). Values are what the database stores; titles are shown through ``tr``.
"""

from enum import StrEnum

from app.models.words import mark


class Kind(StrEnum):
    """What a case is about (业务类型)."""

    CONSULTATION = "consultation"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    SERVICE_COMPLAINT = "service_complaint"
    OTHER = "other"


class CaseState(StrEnum):
    """Where a case stands: the current reading of its timeline."""

    REGISTERED = "registered"
    RETURNED = "returned"
    DISTRIBUTED = "distributed"
    ACCEPTED = "accepted"
    MEDIATING = "mediating"
    TESTING = "testing"
    SUSPENDED = "suspended"
    AGREED = "agreed"
    SETTLED = "settled"
    TERMINATED = "terminated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GUIDED = "guided"
    VERIFYING = "verifying"
    FILED = "filed"
    NOT_FILED = "not_filed"
    NO_AUTHORITY = "no_authority"
    ANSWERED = "answered"
    CLOSED = "closed"


class ContactState(StrEnum):
    """Where a contact stands before and without a case."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    CALLING_BACK = "calling_back"
    DONE = "done"


class OrderState(StrEnum):
    """Where a settlement order (和解工单) stands."""

    SENT = "sent"
    SEEN = "seen"
    ANSWERED = "answered"
    SETTLED = "settled"
    FAILED = "failed"
    EXPIRED = "expired"


class OrderMode(StrEnum):
    """The two ways an order comes about; the law treats them differently (practice: Enterprises)."""

    BEFORE_COMPLAINT = "before_complaint"
    WITHIN_COMPLAINT = "within_complaint"


class PaperState(StrEnum):
    """Where a paper stands between its draft and the file."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    VOIDED = "voided"


class PartyRole(StrEnum):
    """Who a person is in a case; the consumer is not always the complainant."""

    COMPLAINANT = "complainant"
    CONSUMER = "consumer"
    GUARDIAN = "guardian"
    AGENT = "agent"
    REPRESENTATIVE = "representative"
    REPORTER = "reporter"
    CALLER = "caller"


class UnitLevel(StrEnum):
    """A unit's place in the line province → city → county → station; an association stands beside it."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STATION = "station"
    ASSOCIATION = "association"


class Role(StrEnum):
    """What a person does at a unit; rights follow from the role's permissions."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    HANDLER = "handler"
    APPROVER = "approver"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    CLEARANCE = "clearance"
    LIAISON = "liaison"


class Permission(StrEnum):
    """A right the database asks for before a command; the window greys out by the same words."""

    REGISTER = "register"
    DISTRIBUTE = "distribute"
    DECIDE = "decide"
    MEDIATE = "mediate"
    ORDER = "order"
    LEDGER = "ledger"
    CONFIRM_LEDGER = "confirm_ledger"
    CLOSE = "close"
    FOLLOW_UP = "follow_up"
    VERIFY = "verify"
    APPROVE = "approve"
    PAPER = "paper"
    TELL = "tell"
    SERVE = "serve"
    REVEAL = "reveal"
    FIGURES = "figures"
    CORRECT = "correct"
    AUDIT = "audit"
    IMPORT = "import"
    PEOPLE = "people"
    CODES = "codes"
    ENTERPRISES = "enterprises"
    READ_REPORTS = "read_reports"
    ANSWER_ORDER = "answer_order"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset(
        {
            Permission.REGISTER,
            Permission.REVEAL,
            Permission.FOLLOW_UP,
            Permission.ORDER,
            Permission.DISTRIBUTE,
            Permission.TELL,
        }
    ),
    Role.DISPATCHER: frozenset(
        {Permission.REGISTER, Permission.DISTRIBUTE, Permission.REVEAL, Permission.ORDER, Permission.TELL}
    ),
    Role.HANDLER: frozenset(
        {
            Permission.REGISTER,
            Permission.DECIDE,
            Permission.MEDIATE,
            Permission.ORDER,
            Permission.LEDGER,
            Permission.CLOSE,
            Permission.VERIFY,
            Permission.PAPER,
            Permission.TELL,
            Permission.SERVE,
            Permission.REVEAL,
            Permission.DISTRIBUTE,
            Permission.FOLLOW_UP,
        }
    ),
    Role.APPROVER: frozenset(
        {Permission.APPROVE, Permission.REVEAL, Permission.CONFIRM_LEDGER, Permission.CORRECT, Permission.FIGURES}
    ),
    Role.CLERK: frozenset({Permission.PAPER, Permission.TELL, Permission.SERVE, Permission.REVEAL}),
    Role.SUPERVISOR: frozenset(
        {
            Permission.FIGURES,
            Permission.CORRECT,
            Permission.CONFIRM_LEDGER,
            Permission.AUDIT,
            Permission.IMPORT,
            Permission.ENTERPRISES,
            Permission.FOLLOW_UP,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.PEOPLE, Permission.CODES, Permission.IMPORT, Permission.ENTERPRISES, Permission.AUDIT}
    ),
    Role.CLEARANCE: frozenset({Permission.READ_REPORTS}),
    Role.LIAISON: frozenset({Permission.ANSWER_ORDER}),
}

KIND_TITLES: dict[Kind, str] = {
    Kind.CONSULTATION: mark("Consultation"),
    Kind.COMPLAINT: mark("Complaint"),
    Kind.REPORT: mark("Report"),
    Kind.SUGGESTION: mark("Suggestion"),
    Kind.PRAISE: mark("Praise"),
    Kind.SERVICE_COMPLAINT: mark("Service complaint"),
    Kind.OTHER: mark("Other matter"),
}

STATE_TITLES: dict[CaseState, str] = {
    CaseState.REGISTERED: mark("Registered"),
    CaseState.RETURNED: mark("Returned"),
    CaseState.DISTRIBUTED: mark("To be decided"),
    CaseState.ACCEPTED: mark("Accepted"),
    CaseState.MEDIATING: mark("In mediation"),
    CaseState.TESTING: mark("Testing"),
    CaseState.SUSPENDED: mark("Suspended"),
    CaseState.AGREED: mark("Agreement reached"),
    CaseState.SETTLED: mark("Settled by themselves"),
    CaseState.TERMINATED: mark("Mediation terminated"),
    CaseState.DECLINED: mark("Not accepted"),
    CaseState.WITHDRAWN: mark("Withdrawn"),
    CaseState.GUIDED: mark("Guided elsewhere"),
    CaseState.VERIFYING: mark("In verification"),
    CaseState.FILED: mark("Filed"),
    CaseState.NOT_FILED: mark("Not filed"),
    CaseState.NO_AUTHORITY: mark("Not competent"),
    CaseState.ANSWERED: mark("Answered"),
    CaseState.CLOSED: mark("Closed"),
}

ORDER_STATE_TITLES: dict[OrderState, str] = {
    OrderState.SENT: mark("Sent"),
    OrderState.SEEN: mark("Seen"),
    OrderState.ANSWERED: mark("Answered"),
    OrderState.SETTLED: mark("Settled"),
    OrderState.FAILED: mark("Not settled"),
    OrderState.EXPIRED: mark("Expired"),
}

ROLE_TITLES: dict[Role, str] = {
    Role.OPERATOR: mark("Operator"),
    Role.DISPATCHER: mark("Dispatcher"),
    Role.HANDLER: mark("Handler"),
    Role.APPROVER: mark("Approver"),
    Role.CLERK: mark("Clerk"),
    Role.SUPERVISOR: mark("Supervisor"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.CLEARANCE: mark("Report clearance"),
    Role.LIAISON: mark("Enterprise liaison"),
}
