"""Who sees what: every row every persona gets from every table equals a count by the rules, done beside the database."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.office import TestDatabase
from tests.personas import PERSONAS
from tests.rights.conftest import Psql
from tests.rights.expected import CASE_CHILDREN, OPEN_TO_DESKS, SEEN_BY_RULE, group_of
from tests.rights.populate import populate

Row = dict[str, Any]
KEYS = {
    "event": "case_id::text || seq",
    "case_clock": "case_id::text || key",
    "distribution": "case_id::text || seq",
    "follow_up": "case_id::text || attempt",
    "case_access": "case_id::text || scope_id",
    "case_link": "case_id::text || other_id || relation",
    "contact_access": "contact_id::text || scope_id",
    "contact_case": "contact_id::text || case_id",
    "call_back": "contact_id::text || attempt",
    "order_event": "order_id::text || seq",
    "order_access": "order_id::text || scope_id",
}
LINKS = {
    "case_link": ("case_id", "other_id"),
    "contact_case": ("contact_id", "case_id"),
}


@dataclass
class Rules:
    """DESIGN §2.3 in Python, from the facts only: units, roles, kinds, secrecy. The access tables are not read."""

    above: dict[Any, set[Any]]
    roles: dict[str, set[tuple[str, Any]]]
    enterprise: dict[str, Any]
    rows: dict[str, list[Row]]
    scopes: dict[int, Row]

    def sees_units(self, persona: str, units: set[Any], *, secret: bool) -> bool:
        line = set().union(*(self.above[unit] for unit in units if unit))
        held = {
            unit
            for role, unit in self.roles[persona]
            if (role == "clearance" if secret else role not in {"clearance", "administrator"})
        }
        return bool(line & held)

    def cases(self, persona: str) -> set[Any]:
        return {
            row["id"]
            for row in self.rows["cases"]
            if self.sees_units(
                persona,
                {row["registering_unit_id"], row["deciding_authority_id"], row["handling_unit_id"]},
                secret=row["kind"] == "report",
            )
        }

    def contacts(self, persona: str) -> set[Any]:
        reports = {row["id"] for row in self.rows["cases"] if row["kind"] == "report"}
        secret = {row["contact_id"] for row in self.rows["contact_case"] if row["case_id"] in reports}
        return {
            row["id"]
            for row in self.rows["contact"]
            if self.sees_units(persona, {row["unit_id"]}, secret=row["id"] in secret)
        }

    def orders(self, persona: str) -> set[Any]:
        own = self.enterprise.get(persona)
        return {
            row["id"]
            for row in self.rows["settlement_order"]
            if (own is not None and row["enterprise_id"] == own)
            or self.sees_units(persona, {row["unit_id"]}, secret=False)
        }

    def own_scope(self, persona: str, scope: Row) -> bool:
        if scope["kind"] == "enterprise":
            return self.enterprise.get(persona) == scope["enterprise_id"]
        wanted = scope["kind"] == "clearance"
        return any(
            unit == scope["unit_id"] and (role == "clearance") == wanted and role != "administrator"
            for role, unit in self.roles[persona]
        )

    def visible(self, persona: str, table: str) -> list[Row]:  # noqa: PLR0911 one line a rule
        rows = self.rows[table]
        cases, contacts, orders = self.cases(persona), self.contacts(persona), self.orders(persona)
        if group_of(persona) == "liaison" and table not in {"settlement_order", "order_event", "order_access"}:
            return []
        if table in {"case_access", "contact_access", "order_access"}:
            return [row for row in rows if self.own_scope(persona, self.scopes[row["scope_id"]])]
        if table in LINKS:
            both = cases | contacts
            return [row for row in rows if all(row[end] in both for end in LINKS[table])]
        if table == "paper_addressee":
            papers = {row["id"] for row in self.rows["paper"] if row["case_id"] in cases}
            return [row for row in rows if row["paper_id"] in papers]
        if table == "party":
            return [
                row
                for row in rows
                if row["case_id"] in cases or row["contact_id"] in contacts or row["order_id"] in orders
            ]
        if table in {"settlement_order", "order_event"}:
            return [row for row in rows if row["id" if table == "settlement_order" else "order_id"] in orders]
        if table in {"contact", "call_back"}:
            return [row for row in rows if row["id" if table == "contact" else "contact_id"] in contacts]
        return [row for row in rows if row["id" if table == "cases" else "case_id"] in cases]


@pytest.fixture(scope="module")
def rules(database: TestDatabase) -> Rules:
    populate(database)
    with database.superuser() as behind:
        behind.row_factory = psycopg.rows.dict_row
        read = lambda sql: behind.execute(sql).fetchall()  # noqa: E731 a word for the lines below
        above: dict[Any, set[Any]] = defaultdict(set)
        parents = {row["id"]: row["parent_id"] for row in read("SELECT id, parent_id FROM office.unit")}
        for unit in parents:
            at = unit
            while at:
                above[unit].add(at)
                at = parents[at]
        persons = {row["staff_number"]: row for row in read("SELECT * FROM office.person")}
        roles: dict[Any, set[tuple[str, Any]]] = defaultdict(set)
        for row in read("SELECT * FROM office.person_role"):
            roles[row["person_id"]].add((row["role"], row["unit_id"]))
        people = {key: persons[persona.staff_number] for key, persona in PERSONAS.items()}
        return Rules(
            above=above,
            roles={key: roles[person["id"]] for key, person in people.items()},
            enterprise={key: person["enterprise_id"] for key, person in people.items() if person["enterprise_id"]},
            rows={
                table: read(f"SELECT *, ({KEYS.get(table, 'id::text')}) AS row_key FROM office.{table}")
                for table in CASE_CHILDREN | SEEN_BY_RULE
            },
            scopes={row["id"]: row for row in read("SELECT * FROM office.scope")},
        )


def test_the_office_of_this_test_has_rows_everywhere(rules: Rules) -> None:
    empty = {table for table, rows in rules.rows.items() if not rows}
    assert empty <= {"pause", "follow_up", "call_back"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_persona_sees_exactly_the_rows_of_the_rules(rules: Rules, psql: Psql, persona: str) -> None:
    line = psql(persona)
    tables = (
        (CASE_CHILDREN | SEEN_BY_RULE)
        if group_of(persona) == "desk"
        else {"settlement_order", "order_event", "order_access"}
    )
    for table in sorted(tables):
        found = {key for (key,) in line.execute(f"SELECT {KEYS.get(table, 'id::text')} FROM office.{table}")}
        assert found == {row["row_key"] for row in rules.visible(persona, table)}, table


def test_the_rules_tell_the_personas_apart(rules: Rules) -> None:
    seen = {persona: rules.cases(persona) for persona in PERSONAS}
    assert seen["administrator"] == seen["liaison"] == set()
    assert not seen["station"] & seen["other_station"]
    assert not (seen["handler"] & seen["other_bureau"])
    assert seen["operator"] < seen["operator_cleared"]
    assert seen["handler"] < seen["handler_cleared"]
    assert rules.orders("liaison")
    assert not rules.orders("other_liaison")


def test_everybody_at_a_desk_reads_the_offices_order_and_law(psql: Psql, behind: Any) -> None:
    for table in sorted(OPEN_TO_DESKS - {"person"}):
        (everything,) = behind.execute(f"SELECT count(*) FROM office.{table}").fetchone()
        assert psql("station").execute(f"SELECT count(*) FROM office.{table}").fetchone() == (everything,)


def test_a_liaison_reads_the_own_enterprise_and_the_words_of_an_answer(psql: Psql, behind: Any) -> None:
    line = psql("liaison")
    own = behind.execute("SELECT enterprise_id FROM office.person WHERE staff_number = '9001'").fetchone()
    assert line.execute("SELECT id FROM office.enterprise").fetchall() == [own]
    assert {row[0] for row in line.execute("SELECT DISTINCT list FROM office.code")} <= {
        "refusal_ground",
        "remedy",
        "claim",
    }
    assert line.execute("SELECT office.my_session() -> 'settings'").fetchone() == ({},)


def test_a_condition_with_side_effects_never_meets_a_hidden_row(psql: Psql, behind: Any) -> None:
    # Every number ends the query when it is divided by zero; only hidden rows have this one.
    line = psql("operator")
    (secret,) = behind.execute("SELECT number FROM office.cases WHERE kind = 'report' LIMIT 1").fetchone()
    for trap in (
        "1 / (CASE WHEN number = %s THEN 0 ELSE 1 END) = 1",
        "(CASE WHEN number = %s THEN 'x' ELSE '1' END)::integer = 1",
    ):
        line.execute(f"SELECT count(*) FROM office.cases WHERE {trap}", (secret,)).fetchone()
