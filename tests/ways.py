"""Cases brought as far as a test needs them, each step by whoever takes it in the office."""

from uuid import uuid4

from tests.factories import BUREAU, STATION, Walk, a_served_way, register
from tests.office import TestDatabase


def registered(database: TestDatabase, **more) -> Walk:
    return Walk(register(database.as_person("operator"), **more))


def distributed(database: TestDatabase, **more) -> Walk:
    walk = registered(database, **more)
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    walk.step(database.as_person("bureau_dispatcher"), "distribute", to_unit_id=str(STATION))
    return walk


def accepted(database: TestDatabase, **more) -> Walk:
    walk = distributed(database, **more)
    walk.step(database.as_person("station"), "accept")
    return walk


def consented(database: TestDatabase, **more) -> Walk:
    walk = accepted(database, **more)
    for side in ("complainant", "respondent"):
        walk.step(
            database.as_person("station"), "record_consent", side=side, about="mediation", agrees=True, how="phone"
        )
    return walk


def mediating(database: TestDatabase, **more) -> tuple[Walk, str]:
    walk = consented(database, **more)
    mediation = str(uuid4())
    walk.step(
        database.as_person("station"),
        "arrange_mediation",
        id=mediation,
        mode="on_site",
        scheduled_at="2026-11-30T10:00:00+08:00",
        place="张掖路市场监管所调解室",
        mediators="孙丽",
    )
    return walk, mediation


def agreed(database: TestDatabase, **more) -> Walk:
    walk, mediation = mediating(database, **more)
    station = database.as_person("station")
    walk.step(station, "hold_mediation", mediation_id=mediation, minutes="双方到场，商家同意退款。")
    walk.step(station, "record_service", **a_served_way("decision", "complainant"))
    walk.step(station, "agree", mediation_id=mediation, agreement="退还3220元，7日内付清。")
    return walk


def closed(database: TestDatabase, **more) -> Walk:
    walk = agreed(database, **more)
    station = database.as_person("station")
    walk.step(station, "enter_ledger", id=str(uuid4()), remedy="refund", stage="agreed", amount="3220.00")
    walk.step(station, "close")
    return walk
