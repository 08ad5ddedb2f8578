"""Brings a database to the newest schema. Safe to call from several processes at once."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.core.errors import ServerError

_LOCK = 0x05DC0F  # any number that nobody else uses as an advisory lock


def newest_migration() -> str:
    """The revision that ``migrate`` brings a database to."""
    with as_file(files(f"{__package__}.migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        return str(ScriptDirectory.from_config(config).get_current_head())


def migrate(url: str) -> None:
    """Run the migrations that ``url`` lacks, all in one transaction; who comes second waits, then finds none.

    Raises:
        ServerError: the server cannot be reached, or was migrated by a newer version of this program.
    """
    engine = open_database(url)
    try:
        with transaction(engine) as connection, as_file(files(f"{__package__}.migrations")) as folder:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            config = Config()
            config.set_main_option("script_location", str(folder).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise ServerError(
            f"The database cannot be migrated: {error}",
            "It was migrated by a newer version: update this program, or use another home.",
        ) from error
    finally:
        engine.dispose()
