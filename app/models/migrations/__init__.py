"""How the database grows from release to release: alembic versions and the SQL doors applied after them."""
