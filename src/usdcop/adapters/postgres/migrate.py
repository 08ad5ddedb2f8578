"""Brings a database to the newest schema. Safe to call from several processes at once."""

from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, text

from usdcop.adapters.postgres.database import open_database, transaction

_LOCK: Final = 0x05DC0F  # any number that nobody else uses as an advisory lock


def newest_migration() -> str:
    """The revision that ``migrate`` brings a database to; the files of the migrations begin with theirs."""
    found = files(f"{__package__}.migrations").joinpath("versions").iterdir()
    return max(file.name.partition("_")[0] for file in found if file.name.endswith(".sql"))


def migrate(url: str) -> None:
    """Run the migrations that ``url`` lacks, all in one transaction; who comes second waits, then finds none.

    Raises:
        ServerError: the server cannot be reached, or was migrated by a newer version of this program.
    """
    engine = open_database(url)
    try:
        with transaction(engine) as connection:
            if _stands_at(connection) == newest_migration():
                return
            from usdcop.adapters.postgres.upgrade import upgrade  # noqa: PLC0415 - loaded where it has work to do

            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            upgrade(connection)
    finally:
        engine.dispose()


def _stands_at(connection: Connection) -> str | None:
    """The revision of the database; None where it has none yet."""
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)
