"""Cases carried through the doors to where a paper is due, each step under the login of the person whose step it is."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

from pypdf import PdfReader

from app.services.clock import SystemClock
from tests.factories import BUREAU, STATION, Walk, a_person, register
from tests.office import TestDatabase

NAME, PHONE, ADDRESS = "李晓敏", "13893416721", "金河市城关区张掖路街道人民路66号"
REPORTER, REPORTER_PHONE = "赵揭发", "13999990001"
TRADER = "金河欣鑫健身有限公司"
SUBJECT = "金河欣鑫健身有限公司健身服务预付卡问题"


def registered(database: TestDatabase, **more) -> Walk:
    return Walk(register(database.as_person("operator"), **more))


def distributed(database: TestDatabase, **more) -> Walk:
    walk = registered(database, **more)
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    return walk


def accepted(database: TestDatabase) -> Walk:
    walk = distributed(database)
    walk.step(database.as_person("bureau_dispatcher"), "distribute", to_unit_id=str(STATION))
    walk.step(database.as_person("station"), "accept")
    return walk


def declined(database: TestDatabase) -> Walk:
    walk = distributed(database)
    walk.step(database.as_person("handler"), "decline", ground="A16_3")
    return walk


def appointed(database: TestDatabase, mode: str = "on_site") -> tuple[Walk, str, datetime]:
    walk, station = accepted(database), database.as_person("station")
    for side in ("complainant", "respondent"):
        walk.step(station, "record_consent", side=side, about="mediation", agrees=True, how="phone")
    mediation, when = str(uuid4()), (SystemClock().now() + timedelta(days=9)).replace(hour=2, minute=30, second=0)
    walk.step(
        station,
        "arrange_mediation",
        id=mediation,
        mode=mode,
        scheduled_at=when.isoformat(),
        place="张掖路市场监管所调解室",
        mediators="孙丽、王强",
    )
    return walk, mediation, when


def agreed(database: TestDatabase, mode: str = "on_site", **more) -> Walk:
    walk, mediation, _when = appointed(database, mode)
    station = database.as_person("station")
    walk.step(station, "hold_mediation", mediation_id=mediation, minutes="双方到场，商家同意退款。")
    walk.step(station, "agree", mediation_id=mediation, agreement="1. 退还3220元；\n2. 7日内付清。", **more)
    return walk


def terminated(database: TestDatabase) -> Walk:
    walk, _mediation, _when = appointed(database)
    walk.step(database.as_person("station"), "terminate", ground="A23_3")
    return walk


def reported(database: TestDatabase, **more) -> Walk:
    somebody = a_person("reporter", name=REPORTER, phone=REPORTER_PHONE, address="金河市河湾区西园街道9号")
    return Walk(
        register(
            database.as_person("operator_cleared"),
            "report",
            **{"parties": [somebody], "violation_code": "advertising", "facts": "店内张贴“国家级健身房”广告。"} | more,
        )
    )


def verified(database: TestDatabase, decision: str = "file", **more) -> Walk:
    walk = reported(database, **more)
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    handler = database.as_person("handler_cleared")
    walk.step(handler, "verify")
    asked = walk.step(handler, decision, reason="现场检查")
    answer = database.as_person("approver").run_command(
        "decide_approval", {"decision": "approved"}, subject=asked["approval"]
    )
    walk.version = answer["version"]
    return walk


def read_back(pdf: bytes) -> str:
    """Return the text of every page as another program reads it, without white space."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def on_paper(day) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
