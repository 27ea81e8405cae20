"""The practice office: complete enough that every lesson finds its people."""

from app.models.codes_seed import code_tables
from app.models.identity_numbers import check_uscc
from app.models.vocabulary import Role, UnitLevel
from app.services.training.office import training_office

OFFICE = training_office()
CODES = {table.name: {row.code for row in table.rows} for table in code_tables()}


def test_superiors_stand_before_their_units_and_stations_have_no_letterhead():
    seen = set()
    for unit in OFFICE.units:
        assert unit.parent is None or unit.parent in seen
        assert unit.is_authority == (unit.level in {UnitLevel.CITY, UnitLevel.COUNTY})
        assert bool(unit.seal and unit.letterhead) == (unit.level is not UnitLevel.STATION)
        assert bool(unit.number_word) == unit.is_authority
        seen.add(unit.code)
    assert [unit.level for unit in OFFICE.units].count(UnitLevel.COUNTY) == 3
    assert [unit.code for unit in OFFICE.units if unit.parent is None] == ["JH"]


def test_each_county_has_two_or_three_stations_and_each_street_one_station():
    for county in (unit for unit in OFFICE.units if unit.level is UnitLevel.COUNTY):
        assert sum(unit.parent == county.code for unit in OFFICE.units) in {2, 3}
    streets = [(unit.region_code, street) for unit in OFFICE.units for street in unit.streets]
    assert len(streets) == len(set(streets))


def test_every_role_has_people_some_with_clearance_and_some_without():
    for role in Role:
        assert OFFICE.people_with(role), role
    for role in (Role.OPERATOR, Role.DISPATCHER, Role.HANDLER, Role.CLERK, Role.SUPERVISOR):
        cleared = {Role.CLEARANCE in person.roles for person in OFFICE.people_with(role)}
        assert cleared == {True, False}, role


def test_every_staff_number_is_one_persons_and_everyone_belongs_somewhere():
    units, enterprises = {unit.code for unit in OFFICE.units}, {one.code for one in OFFICE.enterprises}

    assert len({person.staff_number for person in OFFICE.people}) == len(OFFICE.people)
    for person in OFFICE.people:
        assert (person.unit in units) != (person.enterprise in enterprises)
        assert (Role.LIAISON in person.roles) == (person.enterprise is not None)


def test_the_smallest_station_has_one_person_who_may_approve_alone():
    smallest = OFFICE.unit("JH-YL-02")
    people = [person for person in OFFICE.people if person.unit == smallest.code]

    assert smallest.one_person
    assert [person.staff_number for person in people] == ["1031"]
    assert {Role.HANDLER, Role.APPROVER} <= people[0].roles


def test_the_forty_enterprises_and_their_branches_have_right_codes():
    authorities = {unit.code for unit in OFFICE.units if unit.is_authority}
    codes = [one.uscc for enterprise in OFFICE.enterprises for one in (enterprise, *enterprise.branches)]

    assert len(OFFICE.enterprises) == 40
    assert all(check_uscc(code).is_right for code in codes)
    assert len(set(codes)) == len(codes)
    for enterprise in OFFICE.enterprises:
        assert enterprise.object_code in CODES["object_category"]
        assert enterprise.industry in CODES["industry"]
        assert {enterprise.authority, *(branch.authority for branch in enterprise.branches)} <= authorities


def test_a_liaison_speaks_for_an_enterprise_that_answers_orders():
    answering = {one.code for one in OFFICE.enterprises if one.answers_orders}

    assert {person.enterprise for person in OFFICE.people_with(Role.LIAISON)} <= answering
