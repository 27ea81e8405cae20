"""What stands on the centre's own records: minutes, consultation, follow-up call, proof of service."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.models.vocabulary import PartyRole
from app.services.clock import LEGAL_ZONE
from app.services.documents.fields import Value
from app.services.papers.source import Source, first, letterhead, named, names_of

# How the forms print what the codes say.
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "reached": "接通",
        "no_answer": "无人接听",
        "busy": "无人接听",
        "switched_off": "无人接听",
        "wrong_number": "号码错误",
        "not_the_person": "另约时间",
        "call_later": "另约时间",
        "refused": "拒绝回访",
    }
)
_SERVED: Mapping[str, str] = MappingProxyType(
    {
        "direct": "直接送达",
        "left": "留置送达",
        "post": "邮寄送达",
        "entrusted": "委托送达",
        "electronic": "电子送达",
        "sms": "电子送达",
        "platform": "电子送达",
        "announcement": "公告送达",
    }
)


def _mediation_minutes(source: Source) -> dict[str, Value]:
    facts, held = source.facts, source.facts.held
    if held is None:
        return {}
    consents = (facts.mediation_consent_complainant, facts.mediation_consent_respondent)
    ended = source.law.ground("termination", facts.ground or "")
    return {
        "case_number": facts.number,
        "began_at": held.held_at.astimezone(LEGAL_ZONE),
        "place": held.place,
        "way": "现场" if held.mode == "on_site" else "",
        "mediators": named(held.mediators),
        "recorder": facts.handler,
        "complainants": names_of(source.complainants),
        "complainant_identity": first(source.complainants, "id_number"),
        "respondent": facts.respondent_name,
        "consent": None if None in consents else all(consents),
        "statements": held.minutes,
        "outcome": held.agreement or (f"终止调解：{ended.text}" if ended else ""),
    }


def _consultation_record(source: Source) -> dict[str, Value]:
    facts, people = source.facts, source.people.of(*PartyRole)
    channel = source.codes.entry("channel", facts.channel)
    return {
        "registering_unit": letterhead(source.codes.unit(facts.registering_unit_id)),
        "received_at": facts.received_at.astimezone(LEGAL_ZONE),
        "channel": channel.title_zh if channel else facts.channel,
        "caller": first(people, "name"),
        "caller_phone": first(people, "phone"),
        "question": facts.facts,
        "answer": facts.answer,
        "operator": facts.registrar,
        "closed_on": facts.closed_on,
    }


def _followup_record(source: Source) -> dict[str, Value]:
    facts, call = source.facts, source.facts.follow_up
    if call is None:
        return {}

    def answered(code: str | None) -> str:
        entry = source.codes.entry("satisfaction", code)
        if code == "no_answer":
            return "未评价"
        return entry.title_zh if entry else ""

    return {
        "unit": letterhead(source.handling),
        "case_number": facts.number,
        "person": first(source.complainants, "name"),
        "number_dialled": first(source.complainants, "phone"),
        "called_at": call.at.astimezone(LEGAL_ZONE),
        "attempt": call.attempt,
        "reached": _CALLED.get(call.outcome, ""),
        "process": answered(call.process),
        "result": answered(call.result),
        "reason": call.reason,
        "operator": call.caller,
    }


def _service_receipt(source: Source) -> dict[str, Value]:
    facts, paper = source.facts, source.facts.to_serve
    if paper is None:
        return {}
    form = source.codes.entry("paper_form", paper.form)
    people = source.people.of(PartyRole.REPORTER) if paper.side == "reporter" else source.complainants
    to = {"respondent": facts.respondent_name, "unit": source.authority.name}
    return {
        "paper_title": form.title_zh if form else paper.form,
        "paper_number": paper.number,
        "copies": paper.copies,
        "addressee": to.get(paper.side) or "、".join(names_of(people)),
        "way": _SERVED.get(paper.way or "", ""),
        "served_at": paper.at.astimezone(LEGAL_ZONE) if paper.at else None,
        "mail_number": paper.mail_number or "",
    }


OWN_RECORDS: Mapping[str, Callable[[Source], dict[str, Value]]] = MappingProxyType(
    {
        "mediation_minutes": _mediation_minutes,
        "consultation_record": _consultation_record,
        "followup_record": _followup_record,
        "service_receipt": _service_receipt,
    }
)
