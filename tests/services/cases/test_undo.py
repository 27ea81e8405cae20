"""Taking a step back: one's own, on the same day, while nothing has come of it; the step stays in the timeline."""

from uuid import uuid4

import pytest

from app.services.cases.service import Cases
from app.services.cases.undoing import can_take_back
from app.services.errors import UserError
from tests import ways
from tests.desks import Desks
from tests.factories import BUREAU, STATION, Walk, a_served_way
from tests.office import TestDatabase


def undo(database: TestDatabase, persona: str, walk: Walk) -> None:
    walk.step(database.as_person(persona), "undo")


def refused(database: TestDatabase, persona: str, walk: Walk) -> str:
    with pytest.raises(UserError) as error:
        undo(database, persona, walk)
    return error.value.code


def test_an_acceptance_by_mistake_is_taken_back_with_its_clock_and_stays_visible(
    database: TestDatabase, desks: Desks
) -> None:
    walk = ways.accepted(database)
    cases, desk = Cases(desks("station")), desks("station")
    accepted = cases.detail(walk.id)
    assert can_take_back(accepted, desk.session.person_id, desk.clock.today())
    cases.undo(accepted)
    found = cases.detail(walk.id)

    assert (found.case.state, found.case.accepted_on, found.case.handler) == ("distributed", None, None)
    assert "mediation" not in {row.key for row in found.clocks}
    assert [row.event for row in found.events[:2]] == ["undone", "accepted"]
    assert not can_take_back(found, desk.session.person_id, desk.clock.today())


def test_a_step_is_taken_back_by_who_took_it_and_by_nobody_else(database: TestDatabase) -> None:
    walk = ways.accepted(database)
    assert refused(database, "bureau_dispatcher", walk) == "undo_own_only"
    undo(database, "station", walk)
    assert refused(database, "station", walk) == "nothing_to_undo"


def test_what_was_told_is_not_taken_back(database: TestDatabase) -> None:
    walk = ways.accepted(database)
    walk.step(database.as_person("station"), "record_service", **a_served_way("decision", "complainant"))
    assert refused(database, "station", walk) == "nothing_to_undo"


def test_a_note_beside_it_does_not_stop_it(database: TestDatabase, desks: Desks) -> None:
    walk = ways.accepted(database)
    walk.step(database.as_person("station"), "note", text="点错了")
    undo(database, "station", walk)
    assert Cases(desks("station")).detail(walk.id).case.state == "distributed"


def test_a_distribution_to_the_wrong_unit_comes_back_and_starts_no_clock_there(
    database: TestDatabase, desks: Desks
) -> None:
    walk = ways.registered(database)
    dispatcher = database.as_person("dispatcher")
    walk.step(dispatcher, "distribute", to_unit_id=str(BUREAU))
    undo(database, "dispatcher", walk)
    found = Cases(desks("dispatcher")).detail(walk.id)

    assert (found.case.state, found.case.deciding_authority_id) == ("registered", None)
    assert found.case.authority_received_on is None
    assert [row.is_return for row in found.distributions] == [True, False]
    with pytest.raises(UserError):
        Cases(desks("station")).detail(walk.id)
    walk.step(dispatcher, "distribute", to_unit_id=str(BUREAU))
    walk.step(database.as_person("bureau_dispatcher"), "distribute", to_unit_id=str(STATION))
    assert Cases(desks("station")).detail(walk.id).case.state == "distributed"


def test_an_agreement_entered_too_early_leaves_the_mediation_as_it_was(database: TestDatabase, desks: Desks) -> None:
    walk, mediation = ways.mediating(database)
    station = database.as_person("station")
    walk.step(station, "agree", mediation_id=mediation, agreement="退还3220元。", waiver="both_waive")
    undo(database, "station", walk)
    found = Cases(desks("station")).detail(walk.id)

    assert found.case.state == "mediating"
    assert (found.mediations[0].agreement, found.mediations[0].waiver, found.mediations[0].held_at) == ("", None, None)


def test_a_termination_during_a_test_taken_back_goes_on_with_the_pause(database: TestDatabase, desks: Desks) -> None:
    walk, _ = ways.mediating(database)
    station = database.as_person("station")
    walk.step(station, "start_testing", body="检测所")
    walk.step(station, "terminate", ground="A23_2")
    undo(database, "station", walk)
    found = Cases(desks("station")).detail(walk.id)

    assert (found.case.state, found.case.outcome) == ("testing", None)
    assert found.pauses[0].until_on is None


def test_a_closing_taken_back_leaves_the_figures_as_if_it_had_not_been(database: TestDatabase, desks: Desks) -> None:
    walk = ways.agreed(database)
    station = database.as_person("station")
    walk.step(station, "enter_ledger", id=str(uuid4()), remedy="refund", stage="agreed", amount="3220.00")
    walk.step(station, "close")
    undo(database, "station", walk)
    found = Cases(desks("station")).detail(walk.id).case

    assert (found.state, found.closed_at, found.closed_on) == ("agreed", None, None)
