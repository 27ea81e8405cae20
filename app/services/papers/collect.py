"""What stands on each form, taken from the case: a proposal the clerk may change."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from app.models.articles import numeral
from app.models.vocabulary import Kind, PartyRole
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.documents import chinese
from app.services.documents.fields import PaperData, Value
from app.services.papers.facts import CaseFacts
from app.services.papers.own_records import OWN_RECORDS
from app.services.papers.source import Source, first, letterhead, named, names_of, phone

RECUSAL_DAYS = 3
REPORT_BACK_DAYS = 60  # natural days, where no source sets an earlier day
VERIFICATION_DAYS = 15  # working days (行政处罚程序规定 Art. 18)
_SPEAKS_FOR = (PartyRole.AGENT, PartyRole.GUARDIAN)
_PROOF = "1. 居民身份证或者其他有效身份证件正反面复印件；\n2. 投诉所留电话号码由本人实名登记的证明。"
_ITEMS = "一二三四五六七八九十"
# What a special law is called, and the word in a violation that says the law is about it.
_DUTIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ADVERTISING_LAW": ("中华人民共和国广告法", "广告"),
        "UNFAIR_COMPETITION_LAW": ("中华人民共和国反不正当竞争法", "不正当竞争"),
        "FOOD_SAFETY_LAW": ("中华人民共和国食品安全法", "食品"),
    }
)


def collect(form: str, source: Source) -> PaperData:
    """Return what the case says for each field of ``form``; what it does not say is left out."""
    found = _FORMS[form](source)
    return {name: value for name, value in found.items() if value not in {None, "", ()}}


def subject_of(facts: CaseFacts, codes: CodeBook) -> str:
    """Return what stands between 关于 and 的投诉（举报）: against whom, what, which problem.

    It is made of codes, never of the text: a free text may name the reporter; the codes cannot.
    """

    def words(name: str, code: str | None) -> str:
        entry = codes.entry(name, code)
        return entry.title_zh if entry else ""

    if facts.kind is Kind.REPORT:
        violation = words("violation_type", facts.violation_code) or words("problem_category", facts.problem_code)
        return f"{facts.respondent_name}涉嫌{violation or '违反市场监督管理法律、法规、规章'}"
    what = words("object_category", facts.object_code)
    problem = words("problem_category", facts.problem_code)
    ending = "" if problem.endswith(("问题", "行为")) else "问题"
    return f"{facts.respondent_name}{what}{problem}{ending}" if what or problem else f"{facts.respondent_name}消费争议"


def claims_in_words(facts: CaseFacts, codes: CodeBook) -> str:
    """Return the claims as a form prints them, one a line."""

    def one(code: str, amount: object, note: str) -> str:
        entry = codes.entry("claim", code)
        money = f"{amount:,.2f}元" if amount is not None else ""
        return f"{entry.title_zh if entry else code}{money}{f'（{note}）' if note else ''}"

    return "；\n".join(one(claim.code, claim.amount, claim.note) for claim in facts.claims) + (
        "。" if facts.claims else ""
    )


def _complaint_registration(source: Source) -> dict[str, Value]:
    facts, people = source.facts, source.complainants
    entry = source.codes.entry("document_type", first(people, "id_type"))
    return {
        "registering_unit": letterhead(source.codes.unit(facts.registering_unit_id)),
        "complainants": names_of(people),
        "complainant_phone": first(people, "phone"),
        "identity_type": entry.title_zh if entry else first(people, "id_type"),
        "identity_number": first(people, "id_number"),
        "complainant_address": first(people, "address"),
        "publication_consent": facts.consent_publish,
        "entrusting_consent": facts.consent_entrust,
        "respondent": facts.respondent_name,
        "respondent_contact": facts.respondent_contact,
        "respondent_address": facts.respondent_address,
        "respondent_phone": facts.respondent_phone,
        "facts": facts.facts,
        "claim": claims_in_words(facts, source.codes),
    }


def _report_registration(source: Source) -> dict[str, Value]:
    facts, people = source.facts, source.people.of(PartyRole.REPORTER)
    return {
        "registering_unit": letterhead(source.codes.unit(facts.registering_unit_id)),
        "reporters": names_of(people),
        "reporter_phone": first(people, "phone"),
        "reporter_address": first(people, "address"),
        "identity_number": first(people, "id_number"),
        "reported_party": facts.respondent_name,
        "reported_address": facts.respondent_address,
        "facts": facts.facts,
    }


def _distribution_notice(source: Source) -> dict[str, Value]:
    facts = source.facts
    is_report = facts.kind is Kind.REPORT
    receiver = source.codes.unit(facts.hand_over.authority_id) if facts.hand_over else None
    usual = (
        source.law.calendar.add_working_days(source.today, VERIFICATION_DAYS)
        if is_report
        else source.today + timedelta(days=REPORT_BACK_DAYS)
    )
    return {
        "addressee": receiver.name if receiver else "",
        "matter": "举报" if is_report else "投诉",
        # Who reports stays with whoever may see the report: the notice travels through mail rooms (Order 121 Art. 37).
        "sender": "举报人" if is_report else "、".join(names_of(source.complainants)),
        "received_on": facts.received_on,
        "subject": subject_of(facts, source.codes),
        "report_by": min(facts.reply_due, usual) if facts.reply_due else usual,
        "attachments": facts.materials or None,
    }


def _identity_proof_notice(source: Source) -> dict[str, Value]:
    return {
        "addressee": "、".join(names_of(source.complainants)),
        "due_on": source.facts.proof_due_on,
        "materials": _PROOF,
        "office_phone": phone(source.authority),
        "office_address": source.authority.address or "",
    }


def _told(source: Source) -> dict[str, Value]:
    facts = source.facts
    return {
        "addressee": "、".join(names_of(source.complainants)),
        "received_on": facts.authority_received_on or facts.received_on,
        "subject": subject_of(facts, source.codes),
    }


def _acceptance_decision(source: Source) -> dict[str, Value]:
    return _told(source) | {"contact": source.facts.handler, "contact_phone": phone(source.handling)}


def _non_acceptance_decision(source: Source) -> dict[str, Value]:
    return _told(source) | {"ground": _item(source, "non_acceptance")}


def _mediation_notice(source: Source) -> dict[str, Value]:
    facts, held = source.facts, source.facts.mediation
    return {
        "addressee": _both(source),
        "subject": subject_of(facts, source.codes),
        "mediation_at": held.scheduled_at.astimezone(LEGAL_ZONE) if held and held.scheduled_at else None,
        "place": held.place if held else "",
        "recusal_days": RECUSAL_DAYS,
        "mediators": named(held.mediators) if held else (),
        "contact_phone": phone(source.handling),
    }


def _mediation_termination_decision(source: Source) -> dict[str, Value]:
    return {
        "addressee": _both(source),
        "subject": subject_of(source.facts, source.codes),
        "ground": _item(source, "termination"),
    }


def _mediation_agreement(source: Source) -> dict[str, Value]:
    facts, people = source.facts, source.complainants
    agents = source.people.of(*_SPEAKS_FOR)
    claims = claims_in_words(facts, source.codes).replace("\n", "")
    return {
        "complainants": names_of(people),
        "complainant_phone": first(people, "phone"),
        "complainant_address": first(people, "address"),
        "complainant_agent": first(agents, "name"),
        "complainant_agent_phone": first(agents, "phone"),
        "respondent": facts.respondent_name,
        "respondent_representative": facts.legal_representative,
        "respondent_address": facts.respondent_address,
        "facts_and_claim": facts.facts + (f"\n投诉请求：{claims}" if claims else ""),
        "agreement": facts.mediation.agreement if facts.mediation else "",
    }


def _report_result_notice(source: Source) -> dict[str, Value]:
    facts = source.facts
    violation = source.codes.entry("violation_type", facts.violation_code)
    named = violation.title_zh if violation else ""
    found = [(law, article) for law, article in facts.duties if law in _DUTIES and _DUTIES[law][1] in named]
    day = chinese.day(facts.verified_on) if facts.verified_on else ""
    return {
        "addressee": "、".join(names_of(source.people.of(PartyRole.REPORTER))),
        "subject": subject_of(facts, source.codes),
        "law": _DUTIES[found[0][0]][0] if found else "",
        "article": numeral(int(found[0][1])) if found else "",
        "result": f"经核查，我局已于{day}立案调查。"
        if facts.outcome == "filed"
        else f"经核查，我局于{day}决定不予立案。",
    }


def _both(source: Source) -> str:
    return "、".join(filter(None, (*names_of(source.complainants), source.facts.respondent_name)))


def _item(source: Source, kind: str) -> int | None:
    """Return which item of the article the coded ground is."""
    for row in source.law.grounds(source.facts.rule_set, kind):
        if row.code == source.facts.ground and row.item in _ITEMS:
            return _ITEMS.index(row.item) + 1
    return None


_FORMS: Mapping[str, Callable[[Source], dict[str, Value]]] = MappingProxyType(
    {
        "complaint_registration": _complaint_registration,
        "report_registration": _report_registration,
        "distribution_notice": _distribution_notice,
        "identity_proof_notice": _identity_proof_notice,
        "acceptance_decision": _acceptance_decision,
        "non_acceptance_decision": _non_acceptance_decision,
        "mediation_notice": _mediation_notice,
        "mediation_termination_decision": _mediation_termination_decision,
        "mediation_agreement": _mediation_agreement,
        "report_result_notice": _report_result_notice,
        **OWN_RECORDS,
    }
)
