import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from app.services.database.enrolment import Enrolment, login_name
from app.services.database.versions import known_schema, shake_hands
from app.services.errors import UserError

SALT = "000102030405060708090a0b0c0d0e0f"
ENROLMENT = Enrolment(
    host="db.example",
    port=5432,
    database="office",
    installation="0a1b2c3d",
    desk_salt=SALT,
    name="海州市",
    staff_number="1001",
)


def test_a_login_is_opaque_and_the_same_however_the_number_is_typed():
    login = ENROLMENT.login_for("1001a")

    assert login.startswith("hd_0a1b2c3d_p")
    assert len(login) == len("hd_0a1b2c3d_p") + 12
    assert {ENROLMENT.login_for(typed) for typed in ("1001A", " 1001a ", "１００１Ａ")} == {login}


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_two_numbers_share_a_login(one: str, other: str):
    same = login_name("0a1b2c3d", SALT, one) == login_name("0a1b2c3d", SALT, other)
    spelled = [unicodedata.normalize("NFKC", typed).strip().upper() for typed in (one, other)]

    assert same == (spelled[0] == spelled[1])


def test_an_enrolment_comes_back_from_its_file_with_the_certificate(tmp_path: Path):
    ca = tmp_path / "ca.pem"
    ca.write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
    there = tmp_path / "desk"
    there.mkdir()
    file = there / "1001.json"
    Enrolment(**{**vars(ENROLMENT), "ca": ca}).save(file)
    ca.unlink()
    loaded = Enrolment.load(file)

    assert loaded.ca is not None
    assert loaded.ca.read_text(encoding="ascii").startswith("-----BEGIN")
    assert Enrolment(**{**vars(loaded), "ca": None}) == ENROLMENT
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"host": "x"}', "\x00\xff", '{"host": 1, "unknown": 2}'])
def test_a_file_that_is_no_enrolment_is_said_in_a_sentence(tmp_path: Path, content: str):
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        Enrolment.load(file)

    assert caught.value.code == "bad_enrolment"


@pytest.mark.parametrize(
    ("schema", "oldest", "own", "code"),
    [
        ("0001", "0.1.0", "0.1.0", None),
        ("0002", "0.1.0", "0.1.0", None),
        ("0001", "0.2.0", "0.1.9", "client_too_old"),
        ("0001", "0.10.0", "0.9.0", "client_too_old"),
        ("0000", "0.1.0", "0.1.0", "schema_too_old"),
    ],
)
def test_desk_and_database_tell_each_other_their_age(schema: str, oldest: str, own: str, code: str | None):
    if code is None:
        shake_hands(schema, oldest, own=own, known="0001")
        return
    with pytest.raises(UserError) as caught:
        shake_hands(schema, oldest, own=own, known="0001")
    assert caught.value.code == code


def test_the_file_names_of_the_migrations_say_the_newest_schema():
    from app.models.migrations.apply import head

    assert known_schema() == head()
