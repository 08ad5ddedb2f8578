"""Alembic's entry: runs the migrations on the connection that ``migrate`` holds."""

# untested: it runs within every migration; see tests/adapters/postgres/test_migrate.py

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
