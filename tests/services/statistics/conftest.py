"""Desks that ask for figures, and rows of cases as published tables count them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from app.services import bootstrap
from app.services.bootstrap import Desk
from app.services.clock import SystemClock
from app.services.statistics.figures import Figures
from tests.factories import CENTRE
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


@pytest.fixture(scope="module")
def figures_of(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Figures]]:
    """Give somebody's figures by persona or staff number; everybody signs in once a module."""
    desks: dict[str, Desk] = {}
    folder: Path = tmp_path_factory.mktemp("desks")

    def sign_in(persona: str) -> Figures:
        if persona not in desks:
            number = PERSONAS[persona].staff_number if persona in PERSONAS else persona
            desks[persona] = bootstrap.sign_in(database.enrolment, number, PASSWORD, clock=SystemClock(), folder=folder)
        return Figures(desks[persona])

    yield sign_in
    for desk in desks.values():
        desk.close()


class Rows:
    """Writes the state rows of many alike cases and lets the office's own functions count them."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        connection.execute("SET search_path = office, public")
        self._registrar = connection.execute("SELECT id FROM person WHERE kind = 'desk' LIMIT 1").fetchone()[0]
        self._numbers = 0

    def put(self, n: int, *, received_on: date, unit: UUID = CENTRE, kind: str = "complaint", **columns: Any) -> None:
        """Write ``n`` cases received, decided and handled by ``unit``, and settle each."""
        row = {
            "kind": kind,
            "channel": "phone",
            "state": "closed" if columns.get("closed_on") else "distributed",
            "registering_unit_id": unit,
            "deciding_authority_id": unit,
            "handling_unit_id": unit,
            "registrar_id": self._registrar,
            "rule_set": self._connection.execute("SELECT rule_set_for(%s)", (received_on,)).fetchone()[0],
            "received_at": received_on,
            "received_basis": "contact",
            "received_on": received_on,
            "authority_received_on": received_on,
            "facts": "",
        } | columns
        names = ", ".join(("id", "number", *row))
        places = ", ".join(f"%({name})s" for name in ("id", "number", *row))
        for _ in range(n):
            self._numbers += 1
            id_ = uuid4()
            self._connection.execute(
                f"INSERT INTO cases ({names}) VALUES ({places})",  # noqa: S608 names of ours
                {**row, "id": id_, "number": f"T-{self._numbers:06d}"},
            )
            self._connection.execute("SELECT settle_case(%s, 'case', NULL)", (id_,))

    def count(self, n: int, measure: str, day: date, *, kind: str = "complaint", channel: str = "phone") -> None:
        """Count ``n`` pieces at once, as a published table gives them."""
        self._connection.execute(
            "INSERT INTO figure_delta (dims_id, measure, day, n, amount)"
            " VALUES (dims_of('', %(unit)s, %(unit)s, %(unit)s, %(kind)s, %(channel)s, ''), %(measure)s,"
            " %(day)s, %(n)s, 0)",
            {"unit": CENTRE, "kind": kind, "channel": channel, "measure": measure, "day": day, "n": n},
        )


@pytest.fixture(scope="module")
def rows(database: TestDatabase) -> Iterator[Rows]:
    with database.superuser() as connection:
        yield Rows(connection)
