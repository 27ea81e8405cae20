"""The floor of a save: exactly the rows it leaves behind, written again as owner in one pipelined transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

Rows = dict[str, list[dict[str, Any]]]

_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'office'::regnamespace AND c.relkind = 'r'
        AND a.attidentity = '' AND a.atttypid <> 'xid8'::regtype
    GROUP BY 1
"""
COUNTERS = frozenset({"series"})
"""Tables whose row a save only moves on."""


class Floor:
    """Reads what one save wrote, in every table, and writes it again under new ids.

    Args:
        owner: A connection as superuser, autocommit, with the office's tables in front; nobody else writes meanwhile.
    """

    def __init__(self, owner: "psycopg.Connection[Any]") -> None:
        self._owner = owner
        self._columns: dict[str, list[str]] = dict(owner.execute(_TABLES).fetchall())
        self._rows: Rows = {}
        self._fresh: list[UUID] = []
        self._writes = 0

    def mark(self) -> int:
        """Return the transaction from which on :meth:`written` looks."""
        row = self._owner.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
        return int(row[0]) if row else 0

    def written(self, since: int) -> Rows:
        """Read every row of every table that was written after ``since``."""
        found: Rows = {}
        for table, columns in self._columns.items():
            asked = sql.SQL("SELECT {} FROM {} WHERE xmin::text::bigint > %s").format(
                sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
            )
            rows = self._owner.execute(asked, (since,)).fetchall()
            if rows:
                found[table] = [dict(zip(columns, row, strict=True)) for row in rows]
        return found

    def take(self, rows: Rows) -> None:
        """Take one save's rows as what is to be written."""
        self._rows = rows

    def prepared(self) -> list[tuple[sql.Composed, list[Any]]]:
        """Return the statements of one save with new ids: one a table, in the order the foreign keys want."""
        first = ("command", "contact", "cases", "party")
        tables = sorted(self._rows, key=lambda table: first.index(table) if table in first else len(first))
        fresh = {row["id"]: uuid4() for table in tables for row in self._rows[table] if isinstance(row.get("id"), UUID)}
        self._fresh += fresh.values()
        number = f"F{uuid4().hex[:12]}"
        return [self._statement(table, fresh, number) for table in tables]

    def write(self, statements: list[tuple[sql.Composed, list[Any]]]) -> None:
        """Write one save's rows."""
        self._writes += 1
        with self._owner.transaction(), self._owner.pipeline():
            for statement, values in statements:
                self._owner.execute(statement, values, prepare=True)

    def clear(self) -> None:
        """Take away again what was written: nobody saved it, and the figures count it."""
        with self._owner.transaction():
            self._owner.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                for column in [name for name, value in rows[0].items() if isinstance(value, UUID)]:
                    gone = sql.SQL("DELETE FROM {} WHERE {} = ANY (%s)")
                    self._owner.execute(gone.format(sql.Identifier(table), sql.Identifier(column)), (self._fresh,))
            for row in self._rows.get("figure_delta", ()):
                taken = {**row, "n": -row["n"] * self._writes, "amount": -row["amount"] * self._writes}
                back = sql.SQL("INSERT INTO figure_delta ({}) VALUES ({})").format(
                    sql.SQL(", ").join(map(sql.Identifier, taken)), sql.SQL(", ").join(map(sql.Placeholder, taken))
                )
                self._owner.execute(back, taken)

    def _statement(self, table: str, fresh: Mapping[Any, UUID], number: str) -> tuple[sql.Composed, list[Any]]:
        columns, rows = self._columns[table], self._rows[table]
        if table in COUNTERS:
            row = rows[0]
            moved = sql.SQL("UPDATE {} SET next = next + 1 WHERE unit_id = %s AND series = %s AND year = %s")
            return moved.format(sql.Identifier(table)), [row["unit_id"], row["series"], row["year"]]
        places = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(columns)))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([places] * len(rows)),
        )
        values = [_value(fresh, row[column]) for row in rows for column in columns]
        if table == "cases":
            values[columns.index("number")] = number
        return statement, values


def _value(fresh: Mapping[Any, UUID], value: Any) -> Any:
    if isinstance(value, dict):
        return Jsonb(value)
    return fresh.get(value, value) if isinstance(value, UUID) else value
