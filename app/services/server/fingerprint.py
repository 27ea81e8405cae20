"""What a database holds, as row counts and checksums a table: two databases with the same print hold the same."""

from sqlalchemy import Connection, text

Print = dict[str, tuple[int, str]]
"""Table name to number of rows and checksum."""

_STEADY = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL row_security = off",
)


def fingerprint(connection: Connection) -> Print:
    """Take the print of every table of the office; the order of rows does not matter, a single changed bit does."""
    for statement in _STEADY:
        connection.execute(text(statement))
    tables = connection.execute(
        text(
            "SELECT c.relname, quote_ident(c.relname) FROM pg_class c"
            " WHERE c.relnamespace = 'office'::regnamespace AND c.relkind = 'r' ORDER BY c.relname"
        )
    ).all()
    found: Print = {}
    for name, quoted in tables:
        rows, first, second = connection.execute(
            text(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0),"  # noqa: S608 quoted by the server
                f" coalesce(sum(hashtextextended(t::text, 12315)::numeric), 0) FROM office.{quoted} t"
            )
        ).one()
        found[name] = (rows, f"{first}/{second}")
    return found
