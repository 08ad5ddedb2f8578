"""The connection pool, one connection at a time for whoever asks, and errors of the driver turned into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from usdcop.adapters.postgres.shares import PoolRule, Shares, no_connection_free
from usdcop.core.errors import DataError, ServerError, SourceError, StorageError, UsageError

_DISK_FULL = "53100"
_SHARES: Final[WeakKeyDictionary[Dialect, Shares]] = WeakKeyDictionary()
"""By the dialect, which an engine and its copies with other options have in common."""
_HELD: Final[ContextVar[tuple[tuple[Dialect, Connection], ...]]] = ContextVar("held", default=())
"""The connections that the work at hand is in a transaction on."""


def open_database(url: str, rule: PoolRule | None = None) -> Engine:
    """A pool of connections to ``url`` (``postgresql://…``), shared by ``rule``; connects when first used.

    Raises:
        UsageError: the address cannot be read.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UsageError("The database address cannot be read.", _SHAPE) from error
    if address.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(f"The database address names {address.get_backend_name()}.", _SHAPE)
    rule = rule or PoolRule()
    engine = create_engine(
        address.set(drivername="postgresql+psycopg2"),
        pool_size=rule.size,
        max_overflow=0,
        pool_timeout=rule.urgent_patience,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"},
    )
    _SHARES[engine.dialect] = Shares(rule)
    return engine


_SHAPE = "Write USDCOP_DATABASE_URL as postgresql://user:password@host:port/database."


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction: committed at the end, rolled back by an error.

    Within another transaction on the same pool it is a part of that one, on its connection: whoever holds one never
    waits for a second, so no number of them can wait for each other.

    Raises:
        OverloadedError: no connection became free in time.
        ServerError: the server cannot be reached or went away; nothing of the transaction stands.
        StorageError: its disk is full.
        DataError: the server refuses a value.
    """
    outer = _outer(engine)
    if outer is not None:
        with translated(), outer.begin_nested():
            yield outer
        return
    with translated(), _shares_of(engine).one(), engine.begin() as connection:
        before = _HELD.get()
        _HELD.set((*before, (engine.dialect, connection)))
        try:
            yield connection
        finally:
            _HELD.set(before)


def _shares_of(engine: Engine) -> Shares:
    return _SHARES.setdefault(engine.dialect, Shares(PoolRule()))


def _outer(engine: Engine) -> Connection | None:
    """The connection that the work at hand is in a transaction on, of the pool of ``engine``."""
    found = next((held for dialect, held in _HELD.get() if dialect is engine.dialect), None)
    if found is None or not found.in_transaction():
        return None
    wanted, has = engine.get_execution_options(), found.get_execution_options()
    if any(has.get(name) != value for name, value in wanted.items()):
        raise RuntimeError(f"A transaction with {dict(wanted)} cannot be a part of one with {dict(has)}.")
    return found


@contextmanager
def translated() -> Iterator[None]:
    """Errors of the database as ours."""
    try:
        yield
    except SourceError:
        raise
    except PoolTimeoutError as error:
        raise no_connection_free() from error
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
