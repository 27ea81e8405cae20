import base64
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

from app.services.database import scram
from app.services.database.connect import Database
from app.services.errors import UserError
from tests.office import TestDatabase


def test_the_example_of_rfc_7677():
    salted = scram.salted_password("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096)
    message = (
        b"n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        b"s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )

    proof = base64.b64encode(scram.client_proof(salted, message))
    assert proof == b"dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="


@pytest.mark.parametrize(
    ("typed", "hashed"),
    [
        ("I\u00adX", "IX"),
        ("user", "user"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("ａｂｃ１２", "abc12"),
        ("全角　空格", "全角 空格"),
        ("\u0007", "\u0007"),
        ("\u0627\u0031", "\u0627\u0031"),
    ],
)
def test_passwords_are_prepared_as_rfc_4013_says(typed: str, hashed: str):
    assert scram.prepared(typed) == hashed.encode()


@pytest.mark.parametrize(
    "password",
    [
        "Abc-12345",
        "话务员 王小梅 2026",
        "ａｂｃ　１２",
        "龘𠮷野家",
        "鿿鿫",
        "emoji 🙂 ok",
        "é\u0301\u00ad x",
        "' \\ \" $$ %s :x",
        "אבג",
        "אa",
    ],
)
def test_the_server_takes_every_password_the_driver_sends(database: TestDatabase, password: str):
    # Logins belong to the whole cluster: a persona's password must stay as every other test knows it.
    login = database.enrolment.login_for(f"scram-{uuid4()}")
    with database.superuser() as connection:
        connection.execute("SELECT office.create_login(%s, %s, 'desk')", (login, scram.verifier(password)))

    desk = Database(database.enrolment, login, password)
    desk.check()
    desk.close()
    wrong = Database(database.enrolment, login, password + "x")
    with pytest.raises(UserError) as caught:
        wrong.check()
    assert caught.value.code == "28P01"


@given(st.text(min_size=1, max_size=12))
def test_a_verifier_fits_its_password_and_hides_it(password: str):
    stored = scram.verifier(password, iterations=1)

    assert scram.fits(password, stored)
    assert scram.verifier(password, iterations=1) != stored
