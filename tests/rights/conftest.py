"""Everybody's own psql: one bare connection a persona, as whoever knows a password could open it."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from app.services.database.connect import Database
from tests.office import TestDatabase
from tests.personas import PERSONAS

Psql = Callable[[str], "psycopg.Connection[Any]"]
EVERYBODY = (*PERSONAS, "worker")


@pytest.fixture(scope="module")
def psql(database: TestDatabase) -> Iterator[Psql]:
    """Open a persona's own line, autocommit, once a module; ``worker`` is the background worker's."""
    lines: dict[str, psycopg.Connection[Any]] = {}

    def line(persona: str) -> "psycopg.Connection[Any]":
        if persona not in lines:
            if persona == "worker":
                made = database.provisioned
                desk = Database(database.enrolment, made.worker_login, made.worker_password)
                lines[persona] = desk.connection(autocommit=True)
            else:
                lines[persona] = database.psql(persona)
        return lines[persona]

    yield line
    for connection in lines.values():
        connection.close()


@pytest.fixture(scope="module")
def behind(database: TestDatabase) -> Iterator["psycopg.Connection[Any]"]:
    """The superuser, for looking behind the doors."""
    with database.superuser() as connection:
        yield connection


def answer_of(line: "psycopg.Connection[Any]", kind: str, payload: Any, **about: Any) -> dict[str, Any]:
    """Give a command as psql would and return the answer, refused or done."""
    from uuid import uuid4

    from psycopg.types.json import Jsonb

    values = (about.get("id") or uuid4(), kind, about.get("subject"), about.get("version"), Jsonb(payload))
    return line.execute("SELECT office.run_command(%s, %s, %s, %s, %s)", values).fetchone()[0]
