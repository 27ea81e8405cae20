"""The offices of one computer: founded, enrolled, signed in to."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.clock import SystemClock
from app.services.database.enrolment import Enrolment
from app.services.errors import UserError
from app.services.office_choices import NewOffice
from app.services.offices import PRACTICE_PASSWORD, Offices
from app.services.settings import SettingsFile


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not under tmp_path: as root the way there is opened for the server's user, and pytest's own folders stay closed.
    with tempfile.TemporaryDirectory(prefix="hotline-desk-offices-") as name:
        yield Path(name) / "desk"


def make_offices(folder: Path) -> Offices:
    return Offices(SettingsFile(folder / "desk.toml"), folder, SystemClock(), sync=False)


def test_a_new_computer_knows_no_office(folder):
    assert make_offices(folder).offices() == []


def test_the_practice_office_is_founded_once_and_opens_to_its_people(folder):
    offices = make_offices(folder)
    said: list[str] = []
    try:
        founded = offices.found(NewOffice(with_practice=True), said.append)
        assert len(said) == 3
        assert founded.practice_password == PRACTICE_PASSWORD

        operator = next(person for person in founded.people if person.roles == ("operator",))
        desk = offices.sign_in(founded, operator.staff_number, PRACTICE_PASSWORD, remember=False)
        assert desk.session.name == operator.name
        desk.close()

        with pytest.raises(UserError) as refused:
            offices.sign_in(founded, operator.staff_number, "wrong", remember=False)
        assert refused.value.field == "password"
        with pytest.raises(UserError):
            offices.found(NewOffice(with_practice=True), said.append)
    finally:
        offices.close()

    again = make_offices(folder)
    try:
        known = again.offices()
        assert known == [founded]
        desk = again.sign_in(known[0], operator.staff_number, PRACTICE_PASSWORD, remember=True)
        desk.close()
        assert again.recall(known[0], operator.staff_number) == PRACTICE_PASSWORD
    finally:
        again.close()


def test_an_empty_office_opens_to_the_one_who_founded_it(folder):
    offices = make_offices(folder)
    new = NewOffice(
        with_practice=False, name="金河市 12315 中心", staff_number="0001", person="王敏", password="a long sentence"
    )
    try:
        founded = offices.found(new, lambda _: None)
        desk = offices.sign_in(founded, "0001", "a long sentence", remember=False)

        assert desk.session.name == "王敏"
        assert founded.people == ()
        assert founded.staff_number == "0001"
        desk.close()
    finally:
        offices.close()


def test_an_enrolment_file_is_kept_and_preferred(folder):
    brought = folder.parent / "brought.json"
    Enrolment(
        host="desk.example",
        port=5432,
        database="office",
        installation="0123abcd",
        desk_salt="00" * 16,
        name="金河市 12315 中心",
        staff_number="1024",
    ).save(brought)
    offices = make_offices(folder)
    choice = offices.enrol(brought)
    brought.unlink()

    assert offices.offices() == [choice]
    assert choice.staff_number == "1024"


def test_what_is_no_enrolment_file_is_refused(folder):
    (folder.parent / "holiday.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(UserError):
        make_offices(folder).enrol(folder.parent / "holiday.jpg")
