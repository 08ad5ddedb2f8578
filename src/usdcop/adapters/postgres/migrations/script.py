"""Runs the SQL file that stands beside a migration."""

# untested: it runs within every migration; see tests/adapters/postgres/test_migrate.py

from pathlib import Path

from alembic import op


def execute(migration: str) -> None:
    """Run the statements of the ``.sql`` file with the name of ``migration`` (its ``__file__``)."""
    statements = Path(migration).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(statements, execution_options={"no_parameters": True})
