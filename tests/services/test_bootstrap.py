"""Signing in opens a desk with everything on it; signing out leaves nothing behind but the drafts."""

import secrets
from pathlib import Path

import pytest

from app.services import bootstrap
from app.services.clock import SystemClock
from app.services.database import scram
from app.services.errors import UserError
from app.services.training.furnish import practice_id
from tests.factories import a_case
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


def sign_in(database: TestDatabase, persona: str, folder: Path, password: str = PASSWORD) -> bootstrap.Desk:
    return bootstrap.sign_in(
        database.enrolment, PERSONAS[persona].staff_number, password, clock=SystemClock(), folder=folder
    )


def test_an_operator_signs_in_and_saves_a_complaint_through_the_outbox(database: TestDatabase, tmp_path: Path) -> None:
    desk = sign_in(database, "operator", tmp_path)
    case = a_case()
    item = desk.keep_and_send("register_case", case, subject=case["id"])
    desk.close()

    assert item.answer is not None
    assert item.answer.result["number"].startswith("2026-")
    assert desk.session.may("register")
    assert desk.codes.title("channel", "phone")


def test_a_liaison_signs_in_without_the_offices_units_and_law(database: TestDatabase, tmp_path: Path) -> None:
    desk = sign_in(database, "liaison", tmp_path)
    desk.close()

    assert desk.session.is_liaison
    assert desk.codes.units == ()
    assert desk.codes.choices("refusal_ground")


def test_a_first_password_opens_only_the_door_to_an_own_one(database: TestDatabase, tmp_path: Path) -> None:
    given = secrets.token_urlsafe(12)
    database.as_person("administrator").run_command(
        "reset_password", {"verifier": scram.verifier(given)}, subject=practice_id("person", "1002")
    )
    with pytest.raises(bootstrap.PasswordChangeNeeded):
        sign_in(database, "operator_2", tmp_path, given)
    bootstrap.first_password(database.enrolment, "1002", given, "an own one 12315")

    desk = sign_in(database, "operator_2", tmp_path, "an own one 12315")
    with pytest.raises(UserError):
        sign_in(database, "operator_2", tmp_path, given)
    # Logins belong to the whole cluster: the modules after this one sign in with the usual password.
    desk.database.run_command("change_password", {"verifier": scram.verifier(PASSWORD)})
    desk.close()
