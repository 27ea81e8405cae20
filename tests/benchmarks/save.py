"""Saving a new case under an operator's login, beside the same rows in one prepared transaction as owner."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg

from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result
from tests.factories import a_call, a_case, a_person

N = 200


def run(place: Place) -> Iterator[Result]:
    """Measure register_case through the one write door."""
    desk = place.desk("operator")
    values = measure(lambda turn: desk.command("register_case", _case(place, turn)), N)
    with place.owner() as owner:
        floor = _Floor(owner)
        yield result("save", "operator", values, measure(floor.save, N))


def _case(place: Place, turn: int) -> dict[str, Any]:
    told = place.told[turn % len(place.told)]
    return a_case(facts=told, parties=[a_person(phone=f"138{turn:08d}")], contact=a_call())


class _Floor:
    """The rows one save leaves behind, read once and written again with new ids: what PostgreSQL itself takes."""

    TABLES = (
        "contact",
        "cases",
        "contact_access",
        "contact_case",
        "party",
        "claim",
        "case_text",
        "case_access",
        "case_clock",
        "event",
    )

    def __init__(self, owner: "psycopg.Connection[Any]") -> None:
        self._owner = owner
        self._sample = self._owner.execute("SELECT id FROM cases ORDER BY registered_at DESC LIMIT 1").fetchone()[0]
        self._contact = owner.execute(
            "SELECT contact_id FROM contact_case WHERE case_id = %s", (self._sample,)
        ).fetchone()[0]
        self._party = owner.execute("SELECT id FROM party WHERE case_id = %s", (self._sample,)).fetchone()[0]
        self._rows = {table: self._read(table) for table in self.TABLES}
        self._rows["party_identity"] = self._read("party_identity", "party_id", self._party)
        self._rows["measured"] = self._read("measured", "subject_id", self._sample) + self._read(
            "measured", "subject_id", self._contact
        )
        self._rows["change"] = owner.execute(
            "SELECT scope_id, subject, what FROM change ORDER BY id DESC LIMIT 8"
        ).fetchall()
        self._deltas = owner.execute(
            "SELECT dims_id, measure, day, n, amount FROM figure_delta ORDER BY id DESC LIMIT 12"
        ).fetchall()

    def _read(self, table: str, column: str | None = None, value: Any = None) -> list[tuple[Any, ...]]:
        if column is None:
            column = "id" if table in {"cases", "contact"} else "contact_id" if table == "contact_access" else "case_id"
            value = self._contact if table in {"contact", "contact_access"} else self._sample
        return self._owner.execute(f"SELECT t.* FROM {table} t WHERE {column} = %s", (value,)).fetchall()

    def save(self, _: int) -> None:
        """Write the sample's rows again under new ids, pipelined and prepared, in one transaction."""
        new = {self._sample: uuid4(), self._contact: uuid4(), self._party: uuid4()}
        with self._owner.transaction(), self._owner.pipeline():
            self._owner.execute(
                "INSERT INTO command (id, login, kind, payload_sha256, result) VALUES (%s, 'floor', 'floor', %s, '{}')",
                (uuid4(), "0" * 64),
                prepare=True,
            )
            for table, rows in self._rows.items():
                if table == "change":
                    continue
                for row in rows:
                    values = [new.get(value, value) if not isinstance(value, list | dict) else value for value in row]
                    values = [psycopg.types.json.Jsonb(value) if isinstance(value, dict) else value for value in values]
                    if table == "cases":
                        values[1] = f"F{uuid4().hex[:12]}"
                    if table == "claim":
                        values[0] = uuid4()
                    places = ", ".join(["%s"] * len(values))
                    self._owner.execute(f"INSERT INTO {table} VALUES ({places})", values, prepare=True)
            for scope_id, subject, what in self._rows["change"]:
                self._owner.execute(
                    "INSERT INTO change (scope_id, subject, what) VALUES (%s, %s, %s)",
                    (scope_id, subject, what),
                    prepare=True,
                )
            for delta in self._deltas:
                self._owner.execute(
                    "INSERT INTO figure_delta (dims_id, measure, day, n, amount) VALUES (%s, %s, %s, %s, %s)",
                    delta,
                    prepare=True,
                )
            self._owner.execute(
                "INSERT INTO audit (login, action, subject, detail) VALUES ('floor', 'floor', %s, '{}')",
                (new[self._sample],),
                prepare=True,
            )
