"""Runs migrations with Alembic, which takes longer to load than a service's other libraries: see ``migrate``."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from usdcop.core.errors import ServerError

# untested: tests/adapters/postgres/test_migrate.py does


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to ``revision`` that the database of ``connection`` lacks.

    Raises:
        ServerError: it was migrated by a newer version of this program.
    """
    with as_file(files(f"{__package__}.migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise ServerError(
                f"The database cannot be migrated: {error}",
                "It was migrated by a newer version: update this program, or use another home.",
            ) from error
