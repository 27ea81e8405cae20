"""Every step of a case with what it asks for: rows, not branches."""

from app.models.words import mark
from app.services.cases.fields import Ask, StepField, StepForm

SIDES = (("complainant", mark("Complainant")), ("respondent", mark("Respondent")), ("reporter", mark("Reporter")))
WAYS = (
    ("phone", mark("By telephone")),
    ("in_person", mark("In person")),
    ("writing", mark("In writing")),
    ("platform", mark("Through the platform")),
)
RESULTS = (
    ("delivered", mark("Reached, delivered")),
    ("posted", mark("Posted")),
    ("failed", mark("Not reached")),
    ("returned", mark("Came back")),
)
ABOUT = (
    ("decision", mark("Decision on acceptance")),
    ("termination", mark("Termination of mediation")),
    ("appointment", mark("Mediation appointment")),
    ("result", mark("Result of the verification")),
    ("answer", mark("Answer")),
)
#: What the people of a case of each kind are told of; everybody else only gets an answer.
TOLD_OF = {
    "complaint": {"decision", "termination", "appointment", "answer"},
    "report": {"result", "answer"},
}
ELSEWHERE = (
    ("no", mark("No")),
    ("court", mark("Court")),
    ("arbitration", mark("Arbitration")),
    ("association", mark("Association")),
    ("other_office", mark("Other office")),
)
#: What a service record can be about: what is told by word, and what only a paper tells.
TOLD = (
    *ABOUT,
    ("distribution", mark("Distribution")),
    ("identity_proof", mark("Proof of identity")),
    ("mediation", mark("Mediation appointment")),
    ("agreement", mark("Agreement")),
)
SERVED = (*SIDES, ("unit", mark("Unit")))
MODES = (("on_site", mark("On site")), ("remote", mark("Remote")), ("entrusted", mark("Entrusted")))
STAGES = (
    ("offered", mark("Offered")),
    ("agreed", mark("Agreed")),
    ("stated", mark("Stated value")),
    ("performed", mark("Performed")),
)
CONSENTS = (
    ("mediation", mark("Mediation")),
    ("entrust", mark("Entrusted mediation")),
    ("publish", mark("Publication")),
    ("share_identity", mark("Name and phone to the enterprise")),
)
WAIVERS = (
    ("", mark("Agreement paper is made")),
    ("performed_at_once", mark("Performed at once, no paper")),
    ("both_waive", mark("Both waive the paper")),
)
WITHDRAWALS = (
    ("withdrawn", mark("Complaint withdrawn")),
    ("repaid", mark("Repaid before acceptance")),
    ("settled_before", mark("Settled before acceptance")),
)
RELATIONS = (
    ("related", mark("Belongs together")),
    ("repeat", mark("Same matter again")),
    ("split", mark("Split from it")),
    ("clue", mark("Clue found in it")),
)


def _text(name: str, title: str, *, needed: bool = True, hint: str = "") -> StepField:
    return StepField(name=name, title=title, ask=Ask.TEXT, needed=needed, hint=hint)


def _line(name: str, title: str, *, needed: bool = False, **more: object) -> StepField:
    return StepField(name=name, title=title, ask=Ask.LINE, needed=needed, **more)  # type: ignore[arg-type]  # shown_for and hint only


def _choice(name: str, title: str, choices: tuple[tuple[str, str], ...], *, needed: bool = True) -> StepField:
    return StepField(name=name, title=title, ask=Ask.CHOICE, choices=choices, needed=needed)


def _code(name: str, title: str, source: str, **more: object) -> StepField:
    return StepField(name=name, title=title, ask=Ask.CODE, source=source, **more)  # type: ignore[arg-type]  # needed and shown_for only


REASON = _text("reason", mark("Reason"))
NOTE = _line("note", mark("Note"))
HOW = _choice("how", mark("How"), WAYS)
WITHDRAWN_OR_SETTLED = ("A23_1", "A21_1")
DECISION, MEDIATION_END = ("accept_decision",), ("mediation_limit", "mediation", "mediation_legacy")
VERIFICATION = ("report_verification", "clue_verification")

_ROWS: tuple[StepForm, ...] = (
    StepForm(
        command="distribute",
        title=mark("Distribute"),
        fields=(
            StepField(name="to_unit_id", title=mark("To"), ask=Ask.UNIT_BELOW, needed=True),
            NOTE,
        ),
        clock=DECISION,
        paper="distribution_notice",
    ),
    StepForm(command="take_up", title=mark("Decide it here"), fields=(REASON,), clock=DECISION),
    StepForm(
        command="return",
        title=mark("Return one level up"),
        fields=(_code("reason", mark("Reason"), "return_reason", needed=True), NOTE),
    ),
    StepForm(
        command="take",
        title=mark("Take over the case"),
        fields=(StepField(name="handler_id", title=mark("Handler"), ask=Ask.PERSON),),
    ),
    StepForm(command="accept", title=mark("Accept"), clock=DECISION, paper="acceptance_decision"),
    StepForm(
        command="decline",
        title=mark("Not accept"),
        fields=(
            StepField(name="ground", title=mark("Ground"), ask=Ask.GROUND, source="non_acceptance", needed=True),
            _text("reason", mark("Facts for it"), needed=False),
        ),
        clock=DECISION,
        paper="non_acceptance_decision",
        ends=True,
    ),
    StepForm(
        command="request_identity_proof",
        title=mark("Ask for proof of identity"),
        fields=(
            StepField(
                name="due_on",
                title=mark("Proof due"),
                ask=Ask.DAY,
                needed=True,
                future=True,
                hint=mark("At the latest one working day before the decision day; it stops nothing."),
            ),
        ),
        clock=("identity_proof",),
        paper="identity_proof_notice",
    ),
    StepForm(
        command="withdraw",
        title=mark("Record the withdrawal"),
        fields=(_choice("outcome", mark("What happened"), WITHDRAWALS),),
        ends=True,
    ),
    StepForm(
        command="guide",
        title=mark("Guide elsewhere"),
        fields=(
            _code("matter", mark("Competent there"), "other_authority"),
            _text("answer", mark("What the person was told")),
        ),
        ends=True,
    ),
    StepForm(
        command="record_consent",
        title=mark("Record consent"),
        fields=(
            _choice("about", mark("Matter"), CONSENTS),
            _choice("side", mark("Person concerned"), SIDES[:2]),
            StepField(name="agrees", title=mark("Agrees"), ask=Ask.YES_NO, needed=True),
            HOW,
        ),
    ),
    StepForm(
        command="send_order",
        title=mark("Settlement order"),
        fields=(
            _text("facts", mark("Facts for the enterprise"), hint=mark("No name, phone or address of the consumer.")),
            _line("claim", mark("Claim")),
            StepField(name="amount", title=mark("Amount"), ask=Ask.MONEY),
            StepField(name="shares_identity", title=mark("Name and phone to the enterprise"), ask=Ask.YES_NO),
        ),
        makes=("id",),
        clock=("reply_date",),
    ),
    StepForm(
        command="arrange_mediation",
        title=mark("Appoint a mediation"),
        fields=(
            _choice("mode", mark("How"), MODES),
            StepField(name="scheduled_at", title=mark("When"), ask=Ask.MOMENT, future=True),
            _line("place", mark("Where"), shown_for=("mode", ("on_site",))),
            _line("mediators", mark("Mediators")),
            StepField(
                name="entrusted_to_id", title=mark("Entrusted to"), ask=Ask.BODY, shown_for=("mode", ("entrusted",))
            ),
        ),
        makes=("id",),
        clock=MEDIATION_END,
        paper="mediation_notice",
    ),
    StepForm(
        command="hold_mediation",
        title=mark("Record the mediation"),
        fields=(
            StepField(name="mediation_id", title=mark("Mediation"), ask=Ask.MEDIATION, needed=True),
            StepField(name="held_at", title=mark("When"), ask=Ask.MOMENT),
            _text("minutes", mark("Course and statements")),
        ),
        clock=MEDIATION_END,
        paper="mediation_minutes",
    ),
    StepForm(
        command="agree",
        title=mark("Agreement reached"),
        fields=(
            StepField(name="mediation_id", title=mark("Mediation"), ask=Ask.MEDIATION, needed=True),
            _text("agreement", mark("What was agreed")),
            _choice("waiver", mark("Paper"), WAIVERS, needed=False),
        ),
        clock=MEDIATION_END,
        paper="mediation_agreement",
    ),
    StepForm(command="settle", title=mark("Record the own settlement"), fields=(HOW,), ends=True),
    StepForm(
        command="start_testing",
        title=mark("Testing begins"),
        fields=(_line("body", mark("Testing body")),),
    ),
    StepForm(command="end_testing", title=mark("Testing ends"), fields=(_line("result", mark("Result")),)),
    StepForm(command="suspend", title=mark("Suspend"), fields=(_line("body", mark("Reason"), needed=True),)),
    StepForm(command="resume", title=mark("Go on with the mediation"), fields=(_line("result", mark("Note")),)),
    StepForm(
        command="terminate",
        title=mark("Terminate the mediation"),
        fields=(
            StepField(name="ground", title=mark("Ground"), ask=Ask.GROUND, source="termination", needed=True),
            _line("reason", mark("Facts for it")),
        ),
        clock=MEDIATION_END,
        paper="mediation_termination_decision",
        ends=True,
    ),
    StepForm(command="verify", title=mark("Begin the verification"), clock=VERIFICATION),
    StepForm(
        command="extend_verification", title=mark("Extend the verification"), fields=(REASON,), clock=VERIFICATION
    ),
    StepForm(
        command="file",
        title=mark("File a case"),
        fields=(REASON,),
        clock=VERIFICATION,
        paper="report_result_notice",
        ends=True,
    ),
    StepForm(
        command="not_file",
        title=mark("Not file a case"),
        fields=(REASON,),
        clock=VERIFICATION,
        paper="report_result_notice",
        ends=True,
    ),
    StepForm(
        command="no_authority",
        title=mark("Not competent: tell where to go"),
        fields=(_text("answer", mark("What the person was told")),),
        ends=True,
    ),
    StepForm(command="answer", title=mark("Answer"), fields=(_text("answer", mark("Answer")),), ends=True),
    StepForm(
        command="record_service",
        title=mark("Told or served"),
        fields=(
            _choice("about", mark("Matter"), ABOUT),
            _choice("side", mark("Person concerned"), SIDES),
            _code("way", mark("How"), "service_way", needed=True),
            _choice("result", mark("Result"), RESULTS),
            StepField(name="at", title=mark("When"), ask=Ask.MOMENT),
            StepField(name="paper_id", title=mark("Paper"), ask=Ask.PAPER),
            _line("mail_number", mark("Mail number"), shown_for=("way", ("post",))),
            NOTE,
        ),
        makes=("id",),
        clock=("accept_decision", "termination_notice"),
    ),
    StepForm(
        command="enter_ledger",
        title=mark("Enter an amount"),
        fields=(
            StepField(name="claim_id", title=mark("For the claim"), ask=Ask.CLAIM),
            _choice("stage", mark("Stage"), STAGES),
            _code("remedy", mark("Remedy"), "remedy", needed=True),
            StepField(name="amount", title=mark("Amount"), ask=Ask.MONEY, needed=True),
            StepField(
                name="performed_on",
                title=mark("Performed on"),
                ask=Ask.DAY,
                needed=True,
                shown_for=("stage", ("performed",)),
            ),
            StepField(name="proof_blob_id", title=mark("Proof"), ask=Ask.FILE, shown_for=("stage", ("performed",))),
            _line("reason", mark("How it was valued"), needed=True, shown_for=("stage", ("stated",))),
            StepField(name="corrects_id", title=mark("Corrects"), ask=Ask.ENTRY),
        ),
        makes=("id",),
    ),
    StepForm(
        command="confirm_ledger",
        title=mark("Confirm the amount"),
        fields=(StepField(name="entry_id", title=mark("Amount"), ask=Ask.UNCONFIRMED, needed=True),),
    ),
    StepForm(command="close", title=mark("Close the case"), ends=True),
    StepForm(
        command="follow_up",
        title=mark("Follow-up call"),
        fields=(
            _code("outcome", mark("The call"), "followup_outcome", needed=True),
            _code("process", mark("How it was handled"), "satisfaction", shown_for=("outcome", ("reached",))),
            _code("result", mark("The outcome"), "satisfaction", shown_for=("outcome", ("reached",))),
            _line("reason", mark("Why dissatisfied"), shown_for=("outcome", ("reached",))),
            StepField(
                name="call_again_at",
                title=mark("Call again"),
                ask=Ask.MOMENT,
                future=True,
                shown_for=("outcome", ("no_answer", "busy", "switched_off", "not_the_person", "call_later")),
            ),
        ),
        paper="followup_record",
    ),
    StepForm(command="reopen", title=mark("Reopen to correct"), fields=(REASON,)),
    StepForm(command="note", title=mark("Write a note"), fields=(_text("text", mark("Note")),), aside=True),
    StepForm(
        command="link",
        title=mark("Link to another case"),
        fields=(
            StepField(name="case_id", title=mark("Case number"), ask=Ask.CASE, needed=True),
            _choice("relation", mark("How"), RELATIONS),
        ),
        aside=True,
    ),
)

AMEND = StepForm(
    command="amend",
    title=mark("Amend what is known"),
    fields=(
        _text("facts", mark("Facts"), needed=False),
        _text("answer", mark("Answer"), needed=False),
        _code("object_code", mark("Object"), "object_category"),
        _code("problem_code", mark("Problem"), "problem_category"),
        StepField(name="occurred_on", title=mark("Date"), ask=Ask.DAY),
        StepField(name="amount_involved", title=mark("Amount involved"), ask=Ask.MONEY),
        _code("payment_method", mark("Payment"), "payment_method"),
        _line("order_number", mark("Order number at the shop")),
        _line("respondent_name", mark("Respondent")),
        _line("respondent_address", mark("Address of the respondent")),
        _line("respondent_phone", mark("Phone of the respondent")),
        _line("respondent_contact", mark("Contact at the respondent")),
        StepField(name="for_daily_life", title=mark("For daily life"), ask=Ask.YES_NO),
        _choice("handled_elsewhere", mark("Handled elsewhere"), ELSEWHERE, needed=False),
        StepField(name="known_since", title=mark("Known since"), ask=Ask.DAY),
        StepField(name="tried_trader", title=mark("Tried with the trader"), ask=Ask.YES_NO),
    ),
)
ROLES = (
    ("complainant", mark("Complainant")),
    ("consumer", mark("Consumer")),
    ("guardian", mark("Guardian")),
    ("agent", mark("Agent")),
    ("representative", mark("Representative")),
    ("reporter", mark("Reporter")),
)
PARTY = StepForm(
    command="put_party",
    title=mark("Add a person"),
    fields=(
        _choice("role", mark("Who"), ROLES),
        _code("relation", mark("Speaks for"), "relation"),
        _line("name", mark("Name"), needed=True),
        _line("phone", mark("Phone")),
        _line("address", mark("Address")),
        _code("id_type", mark("Identity document"), "document_type"),
        _line("id_number", mark("Document number")),
    ),
)
REVEAL = StepForm(
    command="reveal",
    title=mark("Show the name and number"),
    fields=(
        StepField(name="party_id", title=mark("Whose"), ask=Ask.PARTY, needed=True),
        _line("reason", mark("What for"), needed=True, hint=mark("Kept with your name, so that it can be checked.")),
    ),
)
REFUSE = StepForm(
    command="refuse",
    title=mark("Refuse with a reason"),
    fields=(REASON,),
    ends=True,
)
IDENTITY_FIELDS = ("name", "phone", "address", "id_type", "id_number")

FORMS: dict[str, StepForm] = {row.command: row for row in _ROWS}
