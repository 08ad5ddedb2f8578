"""Who has which role, read straight from the registry's database: loading MLflow for it would take seconds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

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


_VERSIONS = sqlalchemy.text("""
    SELECT value AS digest, version FROM model_version_tags WHERE name = :model AND key = 'sha256'
""")


def deployed_roles(url: str) -> Mapping[Alias, tuple[int, str]]:
    """Version and digest of the bundle of each role that is held.

    Raises:
        ServerError: the database at ``url`` does not answer.
    """
    rows = _read(url, _HOLDERS)
    return {alias: (version, digest) for alias in Alias for name, version, digest in rows if name == alias}


def registered_bundles(url: str) -> Mapping[str, frozenset[str]]:
    """Versions of every bundle that was registered, by its digest.

    Raises:
        ServerError: the database at ``url`` does not answer.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for digest, version in _read(url, _VERSIONS):
        found[digest].add(str(version))
    return {digest: frozenset(versions) for digest, versions in found.items()}


def _read(url: str, statement: sqlalchemy.TextClause) -> Sequence[Any]:
    """Rows of ``statement``; none where the registry was never opened."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    try:
        with engine.connect() as connection:
            if not sqlalchemy.inspect(connection).has_table(_ALIASES):
                return []
            return connection.execute(statement, {"model": MODEL_NAME}).all()
    except SQLAlchemyError as error:
        raise ServerError("The model registry does not answer.", "Check USDCOP_MLFLOW_URL.") from error
    finally:
        engine.dispose()
