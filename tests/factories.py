"""Cases, contacts and orders with sensible defaults, made through the doors as a person at a desk makes them."""

from typing import Any
from uuid import UUID, uuid4

from app.services.database.connect import Database
from app.services.training.furnish import practice_id

CENTRE = practice_id("unit", "JH")
BUREAU = practice_id("unit", "JH-CG")
STATION = practice_id("unit", "JH-CG-01")
OTHER_BUREAU = practice_id("unit", "JH-HW")
OTHER_STATION = practice_id("unit", "JH-HW-01")
GYM = practice_id("enterprise", "E01")


def a_person(role: str = "complainant", **identity: Any) -> dict[str, Any]:
    """Somebody in a case."""
    return {
        "id": str(uuid4()),
        "role": role,
        "relation": "self",
        "identity": {"name": "李晓敏", "phone": "13893416721", "address": "金河市城关区张掖路街道人民路66号"}
        | identity,
    }


def a_call(**more: Any) -> dict[str, Any]:
    """A phone contact."""
    return {"id": str(uuid4()), "channel": "phone"} | more


def a_case(kind: str = "complaint", **more: Any) -> dict[str, Any]:
    """What an operator has typed about a case."""
    return {
        "id": str(uuid4()),
        "kind": kind,
        "channel": "phone",
        "contact": a_call(),
        "facts": "10月在欣鑫健身办理年卡3680元，11月门店关门，要求退还剩余费用。",
        "object_code": "20401",
        "problem_code": "0701",
        "amount_involved": "3680.00",
        "enterprise_id": str(GYM),
        "respondent_name": "金河欣鑫健身有限公司",
        "respondent_address": "金河市城关区张掖路街道人民路66号",
        "for_daily_life": True,
        "tried_trader": True,
        "parties": [a_person("reporter" if kind == "report" else "complainant")],
        "claims": [{"id": str(uuid4()), "code": "refund", "amount": "3220.00"}],
    } | more


def register(desk: Database, kind: str = "complaint", **more: Any) -> dict[str, Any]:
    """Register a case and return the answer with its id as UUID and its number."""
    answer = desk.run_command("register_case", a_case(kind, **more))
    return answer | {"id": UUID(answer["id"])}


class Walk:
    """Carries one case along by commands of different people, keeping its version."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.id: UUID = case["id"]
        self.number: str = case["number"]
        self.version: int = case["version"]

    def step(self, desk: Database, command: str, **payload: Any) -> dict[str, Any]:
        answer = desk.run_command(command, payload, subject=self.id, expected_version=self.version)
        self.version = answer["version"]
        return answer


def a_served_way(about: str, side: str, **more: Any) -> dict[str, Any]:
    """Payload of record_service: told by phone just now."""
    return {"id": str(uuid4()), "about": about, "side": side, "way": "phone", "result": "delivered"} | more
