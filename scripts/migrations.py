"""The migrations build exactly the tables the models declare, and the database's transitions are the declared ones."""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from app.models.tables import Base
from app.models.transitions import COMMAND_KINDS, TRANSITIONS
from app.services.database.embedded import EmbeddedServer
from app.services.server.provision import FirstAdmin, init

COLUMNS = "command, kind, from_state, to_state, event, permission, at"


def problems() -> Iterator[str]:
    """Yield a line for each difference, on a throw-away server."""
    with tempfile.TemporaryDirectory(prefix="hotline-desk-check-") as folder:
        server = EmbeddedServer(Path(folder) / "cluster", sync=False)
        server.start()
        try:
            with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
                connection.execute("CREATE DATABASE office TEMPLATE template0 ENCODING 'UTF8'")
            init(
                server.superuser_url("office"),
                "check",
                FirstAdmin(staff_number="1", name="-", password=secrets.token_urlsafe()),
            )
            yield from _differences(server.superuser_url("office"))
        finally:
            server.stop()


def _differences(url: str) -> Iterator[str]:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"),
        # With the office on the search path alembic would take its tables for schemaless ones.
        connect_args={"options": "-c search_path=public"},
    )
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_name": lambda name, kind, _: kind != "schema" or name == Base.metadata.schema,
                # Indexes over expressions are written in the door files.
                "include_object": lambda _, name, kind, *__: (
                    not (name == "alembic_version" or (kind == "index" and name in DOOR_INDEXES))
                ),
                "compare_type": True,
            },
        )
        for difference in compare_metadata(context, Base.metadata):
            yield f"migration and model differ: {difference}"
        declared = {(t.command, t.kind, t.from_state, t.to_state, t.event, t.permission, t.at) for t in TRANSITIONS}
        kept = {tuple(row) for row in connection.exec_driver_sql(f"SELECT {COLUMNS} FROM office.transition")}  # noqa: S608
        for row in declared ^ kept:
            yield f"transition {'missing in the database' if row in declared else 'not declared'}: {row}"
        functions = {
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'office'::regnamespace"
            )
        }
        for kind in COMMAND_KINDS:
            wanted = {kind.handler} | ({f"effect_{kind.kind}"} if kind.handler == "do_case_step" else set())
            for name in wanted - functions:
                yield f"command {kind.kind}: no function {name}"
    engine.dispose()


DOOR_INDEXES = frozenset(
    {
        "ix_case_text_grams",
        "ix_case_text_received",
        "ix_cases_serial",
        "ix_enterprise_grams",
        "ix_enterprise_order",
        "ix_enterprise_uscc_beginning",
        "ix_paper_grams",
        "ix_party_shown_tail",
        "ix_service_record_mail",
    }
)
