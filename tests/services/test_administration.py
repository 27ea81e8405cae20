"""People, codes and calendar: what an administrator changes, and what follows from it at once."""

from datetime import date
from pathlib import Path

import pytest

from app.models.vocabulary import Role
from app.services import bootstrap
from app.services.administration import Administration, holiday
from app.services.clock import SystemClock
from app.services.errors import UserError
from app.services.people import People, RoleRow
from tests.factories import BUREAU, CENTRE, GYM
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


@pytest.fixture
def administrator(database: TestDatabase, tmp_path: Path):
    desk = bootstrap.sign_in(
        database.enrolment, PERSONAS["administrator"].staff_number, PASSWORD, clock=SystemClock(), folder=tmp_path
    )
    yield desk
    desk.close()


def test_a_new_operator_signs_in_with_the_first_password_and_sees_the_centres_work(
    database: TestDatabase, administrator: bootstrap.Desk, tmp_path: Path
) -> None:
    first = People(administrator).add(
        staff_number="1999", name="新来的", unit_id=CENTRE, roles=[RoleRow(role=Role.OPERATOR, unit_id=CENTRE)]
    )
    bootstrap.first_password(database.enrolment, "1999", first.password, "an own one 12315")
    desk = bootstrap.sign_in(
        database.enrolment, "1999", "an own one 12315", clock=SystemClock(), folder=tmp_path / "other"
    )
    desk.close()

    assert desk.session.may("register")
    assert not desk.session.may("decide")


def test_nobody_sets_their_own_roles(administrator: bootstrap.Desk) -> None:
    people = People(administrator)
    own = next(row for row in people.all() if row.id == administrator.session.person_id)
    with pytest.raises(UserError) as refused:
        people.set_roles(own, [RoleRow(role=Role.SUPERVISOR, unit_id=CENTRE)])

    assert refused.value.code == "second_person"


def test_who_has_left_cannot_sign_in_any_more(
    database: TestDatabase, administrator: bootstrap.Desk, tmp_path: Path
) -> None:
    people = People(administrator)
    first = people.add_liaison(staff_number="9999", name="临时", enterprise_id=GYM)
    row = next(row for row in people.all() if row.staff_number == "9999")
    people.deactivate(row)
    with pytest.raises(UserError):
        bootstrap.sign_in(database.enrolment, "9999", first.password, clock=SystemClock(), folder=tmp_path / "x")


def test_announcing_the_calendar_of_2027_ends_the_guessing(administrator: bootstrap.Desk) -> None:
    office = Administration(administrator)
    before = next(row for row in office.days(2027) if row.day == date(2027, 2, 8))
    office.put_days(
        holiday(date(2027, 2, 5), date(2027, 2, 11), "春节"), source="测试通知", published_until=date(2027, 12, 31)
    )
    after = next(row for row in office.days(2027) if row.day == date(2027, 2, 8))

    assert before.is_workday
    assert not before.published
    assert after.is_holiday
    assert after.published


def test_what_a_code_does_is_fixed_but_its_words_are_the_centres(administrator: bootstrap.Desk) -> None:
    office = Administration(administrator)
    office.put_code("channel", "phone", title_zh="热线来电", behaviour="phone", sort=1)
    with pytest.raises(UserError) as refused:
        office.put_code("channel", "phone", title_zh="来电", behaviour="letter")
    administrator.read_books()

    assert refused.value.code == "behaviour_is_fixed"
    assert administrator.codes.entry("channel", "phone").title_zh == "热线来电"


def test_an_approval_the_law_wants_cannot_be_switched_off(administrator: bootstrap.Desk) -> None:
    office = Administration(administrator)
    office.put_approval_rule(BUREAU, "decline", wanted=True)
    office.put_approval_rule(BUREAU, "decline", wanted=False)
    with pytest.raises(UserError) as refused:
        office.put_approval_rule(BUREAU, "file", wanted=False)

    assert refused.value.code == "by_law"
