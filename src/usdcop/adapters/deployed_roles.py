"""Who has which role, read straight from the registry's database: loading MLflow for it would take seconds."""

from collections.abc import Mapping

import sqlalchemy
from sqlalchemy.exc import SQLAlchemyError

from usdcop.core.errors import ServerError
from usdcop.core.registry import MODEL_NAME, Alias

_ALIASES = "registered_model_aliases"
"""Table of MLflow; absent until the registry was opened for the first time."""

_HOLDERS = sqlalchemy.text("""
    SELECT a.alias, a.version, t.value
    FROM registered_model_aliases a
    JOIN model_version_tags t ON t.name = a.name AND t.version = a.version AND t.key = 'sha256'
    WHERE a.name = :model
""")


def deployed_roles(url: str) -> Mapping[Alias, tuple[int, str]]:
    """Version and digest of the bundle of each role that is held.

    Raises:
        ServerError: the database at ``url`` does not answer.
    """
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection:
            if not sqlalchemy.inspect(connection).has_table(_ALIASES):
                return {}
            rows = connection.execute(_HOLDERS, {"model": MODEL_NAME}).all()
    except SQLAlchemyError as error:
        raise ServerError("The model registry does not answer.", "Check USDCOP_MLFLOW_URL.") from error
    return {alias: (version, digest) for alias in Alias for name, version, digest in rows if name == alias}
