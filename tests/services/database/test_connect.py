import threading
from dataclasses import replace

import pytest

from app.services.database.connect import Database
from app.services.database.errors import error_for, refusal_error
from app.services.errors import OutageError, StaleError, UserError
from tests.office import TestDatabase
from tests.personas import PASSWORD


def test_a_person_signs_in_under_the_own_login(database: TestDatabase):
    with database.as_person("operator").read() as connection:
        assert connection.exec_driver_sql("SELECT session_user").scalar_one() == database.login("operator")


def test_reading_is_one_state_and_cannot_write(database: TestDatabase):
    with database.as_person("operator").read() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "repeatable read"
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on"


def test_a_wrong_password_is_said_as_such_and_never_shown(database: TestDatabase):
    wrong = Database(database.enrolment, database.login("operator"), "geheim-falsch")
    with pytest.raises(UserError) as caught:
        wrong.check()

    assert caught.value.code == "28P01"
    assert caught.value.field == "password"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or "geheim" not in str(caught.value.__context__)


def test_an_unknown_staff_number_reads_like_a_wrong_password(database: TestDatabase):
    unknown = Database(database.enrolment, database.enrolment.login_for("9999"), PASSWORD)
    with pytest.raises(UserError) as caught:
        unknown.check()

    assert caught.value.code == "28P01"


def test_a_database_that_is_not_there_is_named(database: TestDatabase):
    away = Database(replace(database.enrolment, database="nowhere"), database.login("operator"), PASSWORD)
    with pytest.raises(UserError) as caught:
        away.check()

    assert caught.value.code == "3D000"


def test_an_unreachable_server_is_an_outage(database: TestDatabase):
    away = Database(replace(database.enrolment, port=1), database.login("operator"), PASSWORD)
    with pytest.raises(OutageError):
        away.check()


def test_a_line_that_breaks_at_rest_is_mended_unseen(database: TestDatabase, monkeypatch):
    monkeypatch.setattr("app.services.database.connect._FRESH_S", 0.0)
    desk = database.as_person("operator")
    desk.check()
    with database.superuser() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (desk.login,))

    desk.check()


def test_the_window_never_waits_for_the_server(database: TestDatabase):
    desk = database.as_person("operator", refuse_thread=threading.get_ident())
    with pytest.raises(RuntimeError):
        desk.check()


def test_at_most_two_backends_a_desk(database: TestDatabase):
    desk = database.as_person("dispatcher")
    with desk.read(), desk.read(), database.superuser() as connection:
        count = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", (desk.login,)).fetchone()

    assert count == (2,)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("08006", OutageError),
        ("57P01", OutageError),
        ("57P03", OutageError),
        ("53300", OutageError),
        ("53100", OutageError),
        ("40P01", OutageError),
        ("28P01", UserError),
        ("42501", UserError),
    ],
)
def test_the_code_decides_what_kind_of_trouble_it_is(code: str, kind: type):
    assert isinstance(error_for(code), kind)


def test_anything_else_is_our_bug_and_shows_no_row():
    bug = error_for("23505", "uq_case_number")

    assert not isinstance(bug, UserError | OutageError)
    assert str(bug) == "SQLSTATE 23505 uq_case_number"


def test_no_value_travels_in_an_error(database: TestDatabase):
    with (
        pytest.raises(Exception, match="SQLSTATE 22P02") as caught,
        database.as_person("operator").read() as connection,
    ):
        connection.exec_driver_sql("SELECT %(number)s::text::int", {"number": "张三身份证"})

    assert "张三" not in repr(caught.value)


def test_stale_and_refused_are_told_apart():
    assert isinstance(refusal_error({"code": "stale"}, {}), StaleError)
    assert refusal_error({"code": "odd", "field": "amount"}, {"odd": "The sum is odd."}).text == "The sum is odd."
