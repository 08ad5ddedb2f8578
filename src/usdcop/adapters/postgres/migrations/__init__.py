"""Migrations in SQL, numbered; each has a stub in Python that Alembic finds."""
