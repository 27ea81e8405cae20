"""Who else looks at a case: colleagues who may see it, by name, and nothing is known of a report without clearance."""

from uuid import uuid4

from app.services.cases.presence import Presence
from tests import ways
from tests.desks import Desks
from tests.factories import BUREAU, Walk, register
from tests.office import TestDatabase


def test_two_who_look_see_each_other_until_one_goes(database: TestDatabase, desks: Desks) -> None:
    case = ways.distributed(database).id
    station, dispatcher = Presence(desks("station"), case), Presence(desks("dispatcher"), case)
    assert station.come() == ()
    assert dispatcher.come() == (desks("station").session.name,)
    assert station.come() == (desks("dispatcher").session.name,)
    dispatcher.go()
    assert station.come() == ()


def test_others_are_woken_when_somebody_comes_and_only_then(database: TestDatabase, desks: Desks) -> None:
    case = ways.distributed(database).id
    here, there = desks("station"), desks("dispatcher")
    stand = here.database.call("changes_since", None)["position"]
    Presence(here, case).come()
    assert here.database.call("changes_since", stand)["changes"] == []
    Presence(there, case).come()
    Presence(there, case).come()
    heard = here.database.call("changes_since", stand)["changes"]

    assert heard == [{"subject": str(case), "what": "presence", "command": None}]


def test_who_may_not_see_a_case_neither_looks_nor_is_told(database: TestDatabase, desks: Desks) -> None:
    walk = Walk(register(database.as_person("operator_cleared"), "report"))
    walk.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
    assert Presence(desks("handler_cleared"), walk.id).come() == ()
    assert Presence(desks("operator"), walk.id).come() == ()
    assert Presence(desks("operator"), uuid4()).come() == ()
    assert Presence(desks("handler_cleared"), walk.id).come() == ()
