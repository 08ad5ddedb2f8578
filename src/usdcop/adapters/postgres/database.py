"""The connection pool, and errors of the driver turned into ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from usdcop.core.errors import DataError, ServerError, SourceError, StorageError, UsageError

POOL_SIZE = 5
"""Most connections of one process."""

_POOL_PATIENCE = 30.0
_DISK_FULL = "53100"


def open_database(url: str) -> Engine:
    """A pool of at most ``POOL_SIZE`` connections to ``url`` (``postgresql://…``); connects when first used.

    Raises:
        UsageError: the address cannot be read.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UsageError("The database address cannot be read.", _SHAPE) from error
    if address.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(f"The database address names {address.get_backend_name()}.", _SHAPE)
    return create_engine(
        address.set(drivername="postgresql+psycopg2"),
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=_POOL_PATIENCE,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
    )


_SHAPE = "Write USDCOP_DATABASE_URL as postgresql://user:password@host:port/database."


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end, rolled back by an error.

    Raises:
        ServerError: the server cannot be reached or went away; nothing of the transaction stands.
        StorageError: its disk is full.
        DataError: the server refuses a value.
    """
    with translated(), engine.begin() as connection:
        yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the database as ours."""
    try:
        yield
    except SourceError:
        raise
    except (OperationalError, InterfaceError) as error:
        raise unreachable(error.orig or error) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise unreachable(error.orig or error) from error
        raise refused(error.orig or error) from error


def unreachable(error: BaseException) -> SourceError:
    """The error of a server that is away, or whose disk is full, from the driver's ``error``."""
    if getattr(error, "pgcode", None) == _DISK_FULL:
        return StorageError("The disk of PostgreSQL is full, so nothing of this was done.", "Free some disk.")
    words = " ".join(str(error).split()) or "no answer"
    cure = "Check USDCOP_DATABASE_URL, and that the server runs, then try again."
    return ServerError(f"PostgreSQL does not answer: {words}", cure)


def refused(error: BaseException) -> DataError:
    """The error of a value that does not fit its table, from the driver's ``error``."""
    words = str(error).strip().splitlines()[0]
    return DataError(f"PostgreSQL refuses: {words}", "The rows do not fit the table.")
