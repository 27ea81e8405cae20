"""Fills an office with as many cases as wanted: realistic Chinese texts by COPY, everything else set by set.

Indexes and constraints are taken off before and put back behind the rows, so that they are built at once and every
foreign key is checked over all rows. That the sets leave what the doors would have written is checked on a sample.
"""

import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.stage import SEED, stage

SQL = Path(__file__).with_name("load.sql")
FILLED = [
    "case_text",
    "cases",
    "event",
    "command",
    "audit",
    "distribution",
    "mediation",
    "service_record",
    "follow_up",
    "contact",
    "contact_case",
    "party",
    "party_identity",
    "claim",
    "ledger_entry",
    "case_clock",
    "case_access",
    "contact_access",
    "measured",
    "figure_fold",
]
LONG_S = 5.0
CHECKED = 300

_PARTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)),
    c.contype = 'f', c.conrelid::regclass::text
FROM pg_constraint c
WHERE c.contype IN ('f', 'p', 'u') AND c.conrelid::regclass::text = ANY (%(tables)s)
    OR c.contype = 'f' AND c.confrelid::regclass::text = ANY (%(tables)s)
UNION ALL
SELECT format('DROP INDEX %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid),
    false, i.indrelid::regclass::text
FROM pg_index i
WHERE i.indrelid::regclass::text = ANY (%(tables)s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
ORDER BY 3 DESC, 1
"""


def load(url: str, cases: int, *, seed: int = SEED) -> float:
    """Load ``cases`` cases with six events each on average as superuser; return the seconds it took."""
    started = time.monotonic()
    with _loader(url) as connection:
        timed = _Timed(connection)
        stage(connection, cases, seed)
        timed.say("the texts")
        parts = connection.execute(_PARTS, {"tables": FILLED}).fetchall()
        timed.run(part[0] for part in parts)
        timed.run(part.strip() for part in SQL.read_text(encoding="utf-8").split("\n\n") if part.strip())
        largest = {table: place for place, table in enumerate(("case_text", "figure_fold", "measured", "event"))}
        indexes = sorted((part for part in parts if not part[2]), key=lambda part: largest.get(part[3], len(largest)))
        with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            list(pool.map(lambda part: _build(url, part[1]), indexes))
        timed.say("the indexes")
        timed.run(part[1] for part in parts if part[2])
        timed.say("the foreign keys")
        connection.execute("DROP SCHEMA bench CASCADE")
        connection.execute(f"VACUUM ANALYZE {', '.join((*FILLED, 'figure_dims', 'series'))}")
        connection.execute("CHECKPOINT")
        timed.say("vacuum")
        check(connection)
        timed.say("the check")
    return time.monotonic() - started


def check(connection: "psycopg.Connection[Any]") -> None:
    """Let the doors settle a sample of cases and contacts again: nothing may change, and every fold must add up.

    Raises:
        AssertionError: The sets are not what the doors write.
    """
    kept = {
        "case_clock": "SELECT * FROM case_clock WHERE case_id = ANY (%(ids)s)",
        "case_access": "SELECT * FROM case_access WHERE case_id = ANY (%(ids)s)",
        "contact_access": "SELECT * FROM contact_access WHERE contact_id = ANY (%(contacts)s)",
        "measured": "SELECT * FROM measured WHERE subject_id = ANY (%(ids)s || %(contacts)s)",
        "figure_delta": "SELECT measure, day, dims_id, sum(n), sum(amount) FROM figure_delta GROUP BY 1, 2, 3 "
        "HAVING sum(n) <> 0 OR sum(amount) <> 0",
    }
    with connection.transaction(force_rollback=True):
        ids = [row[0] for row in connection.execute("SELECT id FROM cases ORDER BY md5(id::text) LIMIT %s", (CHECKED,))]
        contacts = [
            row[0] for row in connection.execute("SELECT id FROM contact ORDER BY md5(id::text) LIMIT %s", (CHECKED,))
        ]
        asked = {"ids": ids, "contacts": contacts}
        before = {name: connection.execute(query, asked).fetchall() for name, query in kept.items()}
        connection.execute("SELECT settle_case(id, 'case', NULL) FROM cases WHERE id = ANY (%(ids)s)", asked)
        connection.execute(
            "SELECT settle_contact(id, 'contact', NULL) FROM contact WHERE id = ANY (%(contacts)s)", asked
        )
        for name, query in kept.items():
            now = connection.execute(query, asked).fetchall()
            other = sorted(set(map(repr, before[name])) ^ set(map(repr, now)))
            if other:
                raise AssertionError(f"{name} is not what the doors write: {other[:8]}")
    odd = connection.execute(
        "WITH slow AS (SELECT measure, count(*) AS n, sum(amount) AS amount FROM measured, unnest(dims) GROUP BY 1), "
        "late AS (SELECT measure, sum(n) AS n, sum(amount) AS amount FROM figure_delta GROUP BY 1), "
        "folded AS (SELECT measure, grain, sum(f.n) + coalesce(max(l.n), 0) AS n, "
        "sum(f.amount) + coalesce(max(l.amount), 0) AS amount "
        "FROM figure_fold f LEFT JOIN late l USING (measure) GROUP BY 1, 2) "
        "SELECT * FROM slow s JOIN folded f USING (measure) WHERE (s.n, s.amount) IS DISTINCT FROM (f.n, f.amount)"
    ).fetchall()
    if odd:
        raise AssertionError(f"the folds do not add up: {odd[:3]}")


def _loader(url: str) -> "psycopg.Connection[Any]":
    connection = psycopg.connect(url, autocommit=True)
    for setting in (
        "synchronous_commit = off",
        "maintenance_work_mem = '1GB'",
        "max_parallel_maintenance_workers = 2",
        "work_mem = '512MB'",
        "search_path = office, public",
        "jit = off",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _build(url: str, statement: str) -> None:
    with _loader(url) as connection:
        _Timed(connection).run([statement])


class _Timed:
    """Runs statements and says what took long."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection
        self._since = time.monotonic()

    def run(self, statements: Iterable[str]) -> None:
        for statement in statements:
            begun = time.monotonic()
            self._connection.execute(statement)
            if time.monotonic() - begun > LONG_S:
                print(f"  {time.monotonic() - begun:6.1f} s  {statement.splitlines()[0][:100]}", flush=True)

    def say(self, what: str) -> None:
        print(f"  {time.monotonic() - self._since:6.1f} s  until {what}", flush=True)
