"""From the ringing phone to the counted result, each step under the own login of the person whose step it is."""

from uuid import uuid4

import pytest

from app.services.errors import StaleError, UserError
from tests.factories import (
    BUREAU,
    OTHER_BUREAU,
    OTHER_STATION,
    STATION,
    Walk,
    a_case,
    a_served_way,
    register,
)
from tests.office import TestDatabase


def state_of(database: TestDatabase, walk: Walk) -> str:
    with database.superuser() as behind:
        return behind.execute("SELECT state FROM office.cases WHERE id = %s", (walk.id,)).fetchone()[0]


def accepted(database: TestDatabase) -> Walk:
    walk = Walk(register(database.as_person("operator")))
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    walk.step(database.as_person("bureau_dispatcher"), "distribute", to_unit_id=str(STATION))
    walk.step(database.as_person("station"), "accept")
    return walk


def mediated(database: TestDatabase) -> tuple[Walk, str]:
    walk = accepted(database)
    station = database.as_person("station")
    for side in ("complainant", "respondent"):
        walk.step(station, "record_consent", side=side, about="mediation", agrees=True, how="phone")
    mediation = str(uuid4())
    walk.step(
        station,
        "arrange_mediation",
        id=mediation,
        mode="on_site",
        scheduled_at="2026-11-30T10:00:00+08:00",
        place="张掖路市场监管所调解室",
        mediators="孙丽",
    )
    walk.step(station, "hold_mediation", mediation_id=mediation, minutes="双方到场，商家同意退款。")
    return walk, mediation


def test_a_phone_complaint_goes_from_the_phone_to_the_counted_result(database: TestDatabase) -> None:
    walk, mediation = mediated(database)
    station = database.as_person("station")
    walk.step(station, "record_service", **a_served_way("decision", "complainant"))
    walk.step(station, "agree", mediation_id=mediation, agreement="退还3220元，7日内付清。")
    walk.step(station, "enter_ledger", id=str(uuid4()), remedy="refund", stage="agreed", amount="3220.00")
    walk.step(
        station,
        "enter_ledger",
        id=str(uuid4()),
        remedy="refund",
        stage="performed",
        amount="3220.00",
        performed_on="2026-11-20",
    )
    walk.step(station, "close")
    walk.step(
        database.as_person("operator_2"), "follow_up", outcome="reached", process="satisfied", result="very_satisfied"
    )

    assert state_of(database, walk) == "closed"
    figures = {
        row["measure"]: (row["n"], row["amount"])
        for row in database.as_person("supervisor").call_rows(
            "figures",
            [
                "received",
                "accepted",
                "closed",
                "agreed",
                "told_on_time",
                "recovered_amount",
                "performed_amount",
                "satisfied",
            ],
            "2000-01-01",
            "2100-01-01",
            "none",
            "handling",
            units=None,
            kinds=["complaint"],
        )
    }
    assert figures["agreed"][0] == 1
    assert figures["satisfied"][0] == 1
    assert str(figures["recovered_amount"][1]) == "3220.00"
    assert str(figures["performed_amount"][1]) == "3220.00"


def test_the_same_command_sent_twice_takes_effect_once(database: TestDatabase) -> None:
    desk = database.as_person("operator")
    case, command = a_case(), uuid4()
    first = desk.run_command("register_case", case, command_id=command)
    again = desk.run_command("register_case", case, command_id=command)

    assert again.pop("replayed")
    assert again == first


def test_who_saves_over_somebody_elses_change_is_told_so(database: TestDatabase) -> None:
    walk = Walk(register(database.as_person("operator")))
    database.as_person("operator_2").run_command(
        "amend", {"fields": {"facts": "补充：有合同。"}}, subject=walk.id, expected_version=walk.version
    )

    with pytest.raises(StaleError):
        walk.step(database.as_person("operator"), "amend", fields={"facts": "另一个说法"})


def test_distribution_goes_down_one_line_only_and_returns_one_level_up(database: TestDatabase) -> None:
    walk = Walk(register(database.as_person("operator")))
    with pytest.raises(UserError) as over_the_bureau:
        walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(OTHER_STATION))
    assert over_the_bureau.value.code == "level_by_level"
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    with pytest.raises(UserError) as sideways:
        walk.step(database.as_person("bureau_dispatcher"), "distribute", to_unit_id=str(OTHER_BUREAU))
    assert sideways.value.code == "only_downwards"
    walk.step(database.as_person("bureau_dispatcher"), "return", reason="other_territory")
    assert state_of(database, walk) == "returned"
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(OTHER_BUREAU))


def test_mediation_without_the_consent_of_both_is_refused(database: TestDatabase) -> None:
    walk = accepted(database)
    with pytest.raises(UserError) as refused:
        walk.step(database.as_person("station"), "arrange_mediation", id=str(uuid4()), mode="remote")
    assert refused.value.code == "consent_of_both"


def test_a_declined_complaint_closes_only_after_the_complainant_was_told(database: TestDatabase) -> None:
    walk = Walk(register(database.as_person("operator")))
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    handler = database.as_person("handler")
    walk.step(handler, "decline", ground="A16_1", sub_ground="A16_1_DUTY")
    with pytest.raises(UserError) as refused:
        walk.step(handler, "close")
    assert refused.value.code == "notices_first"
    walk.step(handler, "record_service", **a_served_way("decision", "complainant"))
    walk.step(handler, "close")


def test_filing_a_report_waits_for_a_second_person(database: TestDatabase) -> None:
    walk = Walk(register(database.as_person("operator")))
    report = Walk(register(database.as_person("operator_cleared"), "report"))
    report.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    handler = database.as_person("handler_cleared")
    report.step(handler, "verify")
    asked = report.step(handler, "file", reason="现场检查发现违法事实")
    assert state_of(database, report) == "verifying"
    with pytest.raises(UserError) as alone:
        handler.run_command("decide_approval", {"decision": "approved"}, subject=asked["approval"])
    assert alone.value.code == "no_right"
    database.as_person("approver").run_command("decide_approval", {"decision": "approved"}, subject=asked["approval"])
    assert state_of(database, report) == "filed"
    assert walk.number.startswith("2026-")
    assert report.number.startswith("J")


def test_without_clearance_a_report_does_not_exist(database: TestDatabase) -> None:
    report = Walk(register(database.as_person("operator_cleared"), "report"))
    desk = database.as_person("operator")
    with pytest.raises(UserError) as refused:
        report.step(desk, "note", text="?")
    assert refused.value.code == "not_found"
    with database.psql("operator") as psql:
        for table in ("cases", "case_access", "event", "party", "claim", "contact_case"):
            column = "id" if table == "cases" else "case_id"
            query = f"SELECT count(*) FROM office.{table} WHERE {column} = %s"  # noqa: S608 names of ours
            assert psql.execute(query, (report.id,)).fetchone()[0] == 0
