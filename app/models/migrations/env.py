"""Alembic's surroundings: it always runs on the connection :mod:`app.models.migrations.apply` hands in."""

from alembic import context

from app.models.migrations.apply import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    version_table_schema=SCHEMA,
    include_schemas=True,
    include_name=lambda name, kind, _: kind != "schema" or name == SCHEMA,
    compare_type=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
