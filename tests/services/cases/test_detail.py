"""A case in full: in one statement, with its clocks explained, its next steps and one sentence for who asks."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.models import words
from app.models.clock_words import why
from app.services.cases import clocks
from app.services.cases.service import Cases
from app.services.cases.telling import Teller
from app.services.errors import UserError
from tests import ways
from tests.desks import Desks
from tests.factories import BUREAU, STATION, Walk, a_served_way, register
from tests.office import TestDatabase
from tests.statements import statements

ZONE = ZoneInfo("Asia/Shanghai")


def days_ago(days: int) -> str:
    return (datetime.now(ZONE) - timedelta(days=days)).isoformat()  # noqa: TID251 the office's own day


def in_testing(database: TestDatabase, *, ended: bool) -> Walk:
    walk, _ = ways.mediating(database, received_at=days_ago(30))
    walk.step(database.as_person("station"), "start_testing", body="金河市产品质量检验所")
    with database.superuser() as behind:
        behind.execute("UPDATE office.pause SET from_on = from_on - 9 WHERE case_id = %s", (walk.id,))
        behind.execute("UPDATE office.cases SET accepted_on = accepted_on - 20 WHERE id = %s", (walk.id,))
    if ended:
        walk.step(database.as_person("station"), "end_testing", result="合格")
    else:
        walk.step(database.as_person("station"), "note", text="样品已送检")
    return walk


def report(database: TestDatabase, *, extended: bool) -> Walk:
    walk = Walk(register(database.as_person("operator_cleared"), "report", received_at=days_ago(12)))
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    walk.step(database.as_person("handler_cleared"), "verify")
    if extended:
        asked = walk.step(database.as_person("handler_cleared"), "extend_verification", reason="等待检验报告")
        database.as_person("approver").run_command(
            "decide_approval", {"decision": "approved"}, subject=asked["approval"]
        )
    return walk


def terminated(database: TestDatabase) -> Walk:
    walk = ways.accepted(database, received_at=days_ago(40))
    station = database.as_person("station")
    walk.step(station, "terminate", ground="A23_3")
    for side in ("complainant", "respondent"):
        walk.step(station, "record_service", **a_served_way("termination", side))
    return walk


def taken_in_before_the_new_rules(database: TestDatabase) -> Walk:
    walk = ways.accepted(database, received_at="2025-12-29T10:00:00+08:00")
    assert walk.number
    return walk


HISTORIES = {
    "just registered": ways.registered,
    "received long ago": lambda database: ways.distributed(database, received_at=days_ago(45)),
    "received at the year's end": lambda database: ways.distributed(database, received_at="2026-09-24T23:30:00+08:00"),
    "accepted": ways.accepted,
    "under the rules before": taken_in_before_the_new_rules,
    "testing lasts": lambda database: in_testing(database, ended=False),
    "testing is over": lambda database: in_testing(database, ended=True),
    "terminated and served": terminated,
    "agreed": ways.agreed,
    "closed": ways.closed,
    "verification": lambda database: report(database, extended=False),
    "verification extended": lambda database: report(database, extended=True),
}


@pytest.mark.parametrize("history", HISTORIES)
def test_the_last_days_the_database_stores_are_those_the_desk_reads_and_explains(
    database: TestDatabase, desks: Desks, history: str
) -> None:
    walk = HISTORIES[history](database)
    desk = desks("operator_cleared")
    detail = Cases(desk).detail(walk.id)
    readings = {reading.key: reading for reading in clocks.readings(detail, desk.law, desk.clock.today())}

    assert bool(detail.clocks) == (history != "just registered")
    for stored in detail.clocks:
        reading = readings[stored.key]
        assert (reading.started_on, reading.due_on, reading.stopped_on, reading.paused_days, reading.extended) == (
            stored.started_on,
            stored.due_on,
            stored.stopped_on,
            stored.paused_days,
            stored.extension,
        ), stored.key
        assert len(why(reading)) > 3


def test_a_mediation_that_ended_in_time_is_not_late_because_the_case_was_closed_later(
    database: TestDatabase, desks: Desks
) -> None:
    walk = ways.closed(database)
    with database.superuser() as behind:
        behind.execute(
            "UPDATE office.cases SET accepted_on = accepted_on - 65, concluded_on = concluded_on - 10 WHERE id = %s",
            (walk.id,),
        )
    walk.step(database.as_person("operator_2"), "note", text="核对日期")
    stored = next(row for row in Cases(desks("station")).detail(walk.id).clocks if row.key == "mediation")

    assert stored.stopped_on is not None
    assert stored.stopped_on <= stored.due_on


def test_a_case_with_all_that_hangs_on_it_is_one_statement(database: TestDatabase, desks: Desks) -> None:
    walk = ways.closed(database)
    walk.step(database.as_person("operator_2"), "follow_up", outcome="reached", process="satisfied", result="basic")
    cases = Cases(desks("station"))
    with statements() as sent:
        sheet = cases.sheet(walk.id)
    detail = sheet.detail

    assert len(sent) == 1
    assert [event.event for event in detail.events][-3:] == ["distributed", "distributed", "registered"]
    assert detail.events[0].who == desks("operator_2").session.name
    assert detail.parties[0].shown_name == "李*敏"
    assert "13893416721" not in repr(detail)
    assert detail.claims[0].amount == detail.sums.recovered
    assert str(detail.sums.recovered) == "3220.00"
    assert [row.is_return for row in detail.distributions] == [False, False]
    assert detail.mediations[0].agreement
    assert detail.follow_ups[0].result == "basic"
    assert detail.services[0].about == "decision"
    assert detail.contacts == ()  # the contact stays with those who take in; its files come with the case
    assert detail.case.handler == desks("station").session.name


def test_nobody_reads_a_report_without_clearance(database: TestDatabase, desks: Desks) -> None:
    walk = report(database, extended=False)

    with pytest.raises(UserError) as refused:
        Cases(desks("station")).detail(walk.id)
    assert refused.value.code == "not_found"


def commands(desks: Desks, persona: str, walk: Walk) -> dict[str, str]:
    return {step.command: step.why_not for step in Cases(desks(persona)).sheet(walk.id).steps}


def test_only_the_steps_of_the_state_and_of_ones_own_rights_are_offered(database: TestDatabase, desks: Desks) -> None:
    walk = ways.distributed(database)

    at_the_station = commands(desks, "station", walk)
    assert {"accept", "decline", "return", "take", "record_service", "send_order"} <= set(at_the_station)
    assert "agree" not in at_the_station
    at_the_centre = commands(desks, "operator", walk)
    assert "accept" not in at_the_centre
    assert "note" in at_the_centre
    assert set(commands(desks, "supervisor", walk)) == set()


def test_a_step_that_must_wait_says_why(database: TestDatabase, desks: Desks) -> None:
    walk = ways.accepted(database)
    assert "consent of both" in commands(desks, "station", walk)["arrange_mediation"]
    both = ways.consented(database)
    assert commands(desks, "station", both)["arrange_mediation"] == ""
    declined = ways.distributed(database)
    declined.step(database.as_person("station"), "decline", ground="A16_1", sub_ground="A16_1_DUTY")
    assert "notices" in commands(desks, "station", declined)["close"]
    waiting = report(database, extended=False)
    waiting.step(database.as_person("handler_cleared"), "file", reason="现场检查发现违法事实")
    assert "second person" in commands(desks, "handler_cleared", waiting)["file"]


def test_a_step_has_its_last_day_and_the_paper_it_makes(database: TestDatabase, desks: Desks) -> None:
    walk = ways.distributed(database)
    accept = Cases(desks("station")).sheet(walk.id).step("accept")

    assert accept is not None
    assert accept.deadline == desks("station").law.calendar.add_working_days(desks("station").clock.today(), 7)
    assert accept.form.paper == "acceptance_decision"


def test_every_event_of_a_case_is_said_in_words(database: TestDatabase, desks: Desks) -> None:
    desk = desks("station")
    walk = ways.closed(database)
    detail = Cases(desk).detail(walk.id)
    words.speak("zh_CN")
    try:
        told = [Teller(detail, desk.codes, desk.law).tell(event) for event in detail.events]
    finally:
        words.speak("en")

    assert all(not line.title.isascii() for line in told)
    assert any("张掖路" in line.detail for line in told)
    assert any("3,220.00" in line.detail for line in told)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (ways.registered, "on its way"),
        (ways.distributed, "decides whether"),
        (ways.accepted, "was accepted on"),
        (ways.agreed, "agreement of both sides"),
        (ways.closed, "was closed on"),
    ],
)
def test_who_asks_hears_one_sentence(database: TestDatabase, desks: Desks, way, said: str) -> None:
    walk = way(database)
    sentence = Cases(desks("operator")).sheet(walk.id).progress

    assert said in sentence
    assert walk.number in sentence
    assert sentence.count(".") == 1
    assert "李" not in sentence


def test_the_ledger_adds_up_what_is_valid_and_confirmed(database: TestDatabase, desks: Desks) -> None:
    walk = ways.agreed(database)
    station = database.as_person("station")
    first = str(uuid4())
    walk.step(station, "enter_ledger", id=first, remedy="refund", stage="agreed", amount="3000.00")
    walk.step(
        station, "enter_ledger", id=str(uuid4()), remedy="refund", stage="agreed", amount="3220", corrects_id=first
    )
    walk.step(
        station, "enter_ledger", id=str(uuid4()), remedy="multiplied", part="multiplied", stage="agreed", amount="100"
    )
    big = str(uuid4())
    walk.step(station, "enter_ledger", id=big, remedy="compensation", stage="agreed", amount="50000.00")
    cases = Cases(desks("station"))
    sums = cases.detail(walk.id).sums

    assert (str(sums.recovered), str(sums.multiplied), str(sums.unconfirmed)) == ("3220.00", "100.00", "50000.00")
    walk.step(database.as_person("bureau_supervisor"), "confirm_ledger", entry_id=big)
    assert str(cases.detail(walk.id).sums.recovered) == "53220.00"
    assert isinstance(cases.detail(walk.id).case.received_on, date)
    assert cases.detail(walk.id).case.handling_unit_id == STATION
