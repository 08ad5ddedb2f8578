"""Real servers for tests: one PostgreSQL and one Redis a session, started when the first test asks."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from redis import Redis
from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.migrate import migrate
from usdcop.main.embedded.postgres import PostgresServer, create_database, start_postgres
from usdcop.main.embedded.redis import RedisServer, start_redis
from usdcop.main.embedded.servers import stop

pytest_plugins = ("support.side_by_side", "support.planted")

TEMPLATE = "migrated"

_numbers = count()

settings.register_profile("patient", deadline=None)  # an example may meet a busy machine
settings.load_profile("patient")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background was told to ignore Ctrl-C, and its children would be: some tests send it to them.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def server_home(servers_root: Path) -> Iterator[Path]:
    """A home of its own for a test that starts, stops or kills servers; they are stopped after it."""
    home = servers_root / f"home-{next(_numbers)}"
    yield home
    stop(home)
    shutil.rmtree(home, ignore_errors=True)  # a test need not have made it


@pytest.fixture(scope="session")
def _stopped_home(servers_root: Path) -> Path:
    home = servers_root / "stopped"
    server = start_postgres(home)
    create_database(server, "bars")
    migrate(server.url("bars"))
    stop(home)
    return home


@pytest.fixture
def made_home(_stopped_home: Path, server_home: Path) -> Path:
    """A home of the test's own in which PostgreSQL was made, with a migrated database ``bars``, and stopped."""
    shutil.copytree(_stopped_home, server_home)
    return server_home


@pytest.fixture(scope="session")
def postgres_server(servers_root: Path) -> PostgresServer:
    """The session's PostgreSQL, with a migrated database to copy from."""
    server = start_postgres(servers_root / "shared")
    create_database(server, TEMPLATE)
    migrate(server.url(TEMPLATE))
    with _administrator(server) as connection:
        # Its data die with the session, so they need not survive a power cut.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    return server


@pytest.fixture(scope="module")
def _migrated_url(postgres_server: PostgresServer) -> Iterator[str]:
    with _database(postgres_server, TEMPLATE) as url:
        yield url


@pytest.fixture
def postgres_url(_migrated_url: str) -> str:
    """Address of a migrated database in which every table is empty."""
    engine = create_engine(_migrated_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(_EMPTY))
    return _migrated_url


@pytest.fixture
def blank_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of a new database without any table."""
    with _database(postgres_server, "template1") as url:
        yield url


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    """A pool for a migrated database in which every table is empty."""
    engine = open_database(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def redis_server(servers_root: Path) -> RedisServer:
    """The session's Redis."""
    return start_redis(servers_root / "shared")


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """Address of an empty Redis."""
    with Redis.from_url(redis_server.url()) as client:
        client.flushall()
    return redis_server.url()


@contextmanager
def _database(server: PostgresServer, template: str) -> Iterator[str]:
    """A new copy of the database ``template``, dropped at the end."""
    name = f"test_{next(_numbers)}"
    create_database(server, name, template)
    yield server.url(name)
    with _administrator(server) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _administrator(server: PostgresServer) -> Iterator[Connection]:
    """A connection that runs statements outside transactions."""
    engine = create_engine(server.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


_EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY CASCADE'
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
); END $$
"""
