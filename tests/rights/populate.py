"""A small office with something of everything in several units, made through people's own doors; seeded."""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

from app.services.blobs import root_of
from app.services.database.connect import Database
from tests.factories import (
    BUREAU,
    CENTRE,
    GYM,
    OTHER_BUREAU,
    OTHER_STATION,
    STATION,
    Walk,
    a_call,
    a_case,
    a_person,
    a_served_way,
)
from tests.office import TestDatabase

UNITS = (CENTRE, BUREAU, STATION, OTHER_BUREAU, OTHER_STATION)


@dataclass
class Office:
    """What stands in the office, by id."""

    open_cases: list[UUID] = field(default_factory=list)
    reports: list[UUID] = field(default_factory=list)
    report_numbers: list[str] = field(default_factory=list)
    voicemail_of_report: UUID | None = None
    blob_of_report: UUID | None = None
    blob_of_complaint: UUID | None = None
    orders: list[UUID] = field(default_factory=list)


def upload(desk: Database, content: bytes, media_type: str = "text/plain") -> UUID:
    """Store a file of one chunk."""
    blob = uuid4()
    desk.call("begin_blob", blob, media_type, len(content), root_of(content))
    desk.call("put_chunk", blob, 0, content)
    desk.call("finish_blob", blob)
    return blob


def a_voicemail(desk: Database, content: bytes, **more: Any) -> tuple[UUID, UUID]:
    """Deliver a voicemail; return contact and file."""
    blob, contact = upload(desk, content, "audio/wav"), uuid4()
    desk.run_command(
        "register_contact",
        {"id": contact, "channel": "voicemail", "blob_id": blob, "content_sha256": root_of(content)}
        | {"parties": [a_person("caller")]}
        | more,
    )
    return contact, blob


def populate(database: TestDatabase, seed: int = 12315) -> Office:
    """Fill the office."""
    rng, office = Random(seed), Office()
    operator, cleared = database.as_person("operator"), database.as_person("operator_cleared")
    dispatcher, dispatcher_cleared = database.as_person("dispatcher"), database.as_person("dispatcher_cleared")
    for unit in UNITS:
        for kind in ("complaint", "consultation", "complaint"):
            case = Walk(_registered(operator, kind, unit_id=str(unit)))
            office.open_cases.append(case.id)
            if kind == "complaint" and unit == CENTRE:
                case.step(dispatcher, "distribute", to_unit_id=str(rng.choice((BUREAU, OTHER_BUREAU))))
        report = _registered(cleared, "report", unit_id=str(unit))
        office.reports.append(report["id"])
        office.report_numbers.append(report["number"])
        if unit == CENTRE:
            Walk(report).step(dispatcher_cleared, "distribute", to_unit_id=str(BUREAU))
    first, second = office.open_cases[0], office.open_cases[2]
    version = {"expected_version": None}
    operator.run_command("link", {"case_id": second, "relation": "related"}, subject=first, **version)
    cleared.run_command("link", {"case_id": first, "relation": "split"}, subject=office.reports[0], **version)
    operator.run_command("note", {"text": "已电话联系。"}, subject=first)
    operator.run_command("register_contact", a_call(outcome="progress", case_id=str(first)))
    operator.run_command("register_contact", a_call(id=str(uuid4())) | {"channel": "letter"})
    _work_at_the_bureau(database, office)
    _work_on_a_report(database, office)
    contact, office.blob_of_report = a_voicemail(operator, b"RIFF of a report")
    office.voicemail_of_report = contact
    office.reports.append(_registered(cleared, "report", contact_id=str(contact))["id"])
    _send_orders(database, office)
    return office


def _registered(desk: Database, kind: str, **more: Any) -> dict[str, Any]:
    if "contact_id" in more:
        more["contact"] = None
    elif "unit_id" in more:
        more["contact"] = a_call(unit_id=more["unit_id"])
    refs = [{"id": str(uuid4()), "source": "12345", "number": str(uuid4())}]
    answer = desk.run_command("register_case", a_case(kind, external_refs=refs, **more))
    return answer | {"id": UUID(answer["id"])}


def _work_at_the_bureau(database: TestDatabase, office: Office) -> None:
    """Accepted, arranged, paused, on the ledger, with paper, file and service; one waits for the approver."""
    desk = database.as_person("handler")
    office.blob_of_complaint = upload(desk, b"receipt of a complaint")
    case = Walk(_registered(desk, "complaint", unit_id=str(BUREAU)))
    office.open_cases.append(case.id)
    material = {"id": str(uuid4()), "blob_id": str(office.blob_of_complaint), "title": "收据", "kind": "receipt"}
    case.step(desk, "take_up", reason="本局直接办理")
    case.step(desk, "add_material", materials=[material])
    case.step(desk, "accept")
    case.step(desk, "record_service", **a_served_way("decision", "complainant"))
    for side in ("complainant", "respondent"):
        case.step(desk, "record_consent", side=side, about="mediation", agrees=True, how="phone")
    case.step(desk, "arrange_mediation", id=str(uuid4()), mode="remote")
    case.step(desk, "enter_ledger", id=str(uuid4()), remedy="refund", stage="offered", amount="12.50")
    paper = {"case_id": case.id, "form": "acceptance_decision", "data": {}}
    desk.run_command(
        "draft_paper", paper | {"addressees": [{"id": str(uuid4()), "side": "complainant"}]}, subject=uuid4()
    )


def _work_on_a_report(database: TestDatabase, office: Office) -> None:
    handler = database.as_person("handler_cleared")
    report = office.reports[0]
    handler.run_command("verify", {}, subject=report)
    handler.run_command("file", {"reason": "现场检查发现违法事实"}, subject=report)
    handler.run_command("note", {"text": "线索来自内部人员。"}, subject=report)


def _send_orders(database: TestDatabase, office: Office) -> None:
    for persona, enterprise in (("operator", GYM), ("other_bureau", GYM)):
        order = {
            "id": uuid4(),
            "mode": "before_complaint",
            "enterprise_id": enterprise,
            "facts": "年卡退款",
            "chosen_how": "phone",
            "parties": [a_person("consumer")],
        }
        database.as_person(persona).run_command("send_order", order)
        office.orders.append(order["id"])
