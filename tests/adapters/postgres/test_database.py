import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.shares import PoolRule
from usdcop.core.errors import DataError, OverloadedError, ServerError, UsageError


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_every_usual_spelling_of_the_address_works(postgres_url: str, scheme: str) -> None:
    engine = open_database(postgres_url.replace("postgresql+psycopg2", scheme))
    with transaction(engine) as connection:
        assert connection.execute(text("SHOW timezone")).scalar_one() == "UTC"
    engine.dispose()


@pytest.mark.parametrize("address", ["", "no address", "sqlite:///bars.db", "mysql://localhost/x"])
def test_an_address_that_is_none_is_a_usage_error_with_its_shape(address: str) -> None:
    with pytest.raises(UsageError, match="postgresql://user:password@host:port/database"):
        open_database(address)


def test_a_server_that_is_away_is_a_server_error() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound, but nobody listens
        engine = open_database(f"postgresql://usdcop:secret@127.0.0.1:{reserved.getsockname()[1]}/x")
        with pytest.raises(ServerError, match="PostgreSQL does not answer") as caught, transaction(engine):
            pass
    assert "secret" not in str(caught.value)


def test_a_wrong_password_is_refused(postgres: Engine) -> None:
    engine = open_database(str(postgres.url.set(password="wrong").render_as_string(hide_password=False)))
    with pytest.raises(ServerError, match="password authentication failed"), transaction(engine):
        pass


def test_a_failed_transaction_leaves_nothing(postgres: Engine) -> None:
    def fail_halfway() -> None:
        with transaction(postgres) as connection:
            connection.execute(text("CREATE TABLE half (a int)"))
            connection.execute(text("SELECT 1 / 0"))

    with pytest.raises(DataError, match="PostgreSQL refuses: division by zero"):
        fail_halfway()
    with transaction(postgres) as connection:
        assert connection.execute(text("SELECT to_regclass('half')")).scalar_one() is None


def test_a_connection_that_died_in_the_pool_is_replaced(postgres: Engine) -> None:
    with transaction(postgres) as connection:
        died = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = open_database(postgres.url.render_as_string(hide_password=False))
    with transaction(other) as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": died})
    other.dispose()
    with transaction(postgres) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != died


def test_one_process_never_has_more_connections_than_the_pool(postgres_url: str) -> None:
    engine = open_database(postgres_url, PoolRule(size=2, urgent_patience=0.05))
    held = [engine.connect() for _ in range(2)]
    with pytest.raises(OverloadedError, match="in use"), transaction(engine):
        pass
    for connection in held:
        connection.close()
    engine.dispose()


def test_a_transaction_within_another_is_a_part_of_it(postgres_url: str) -> None:
    engine = open_database(postgres_url, PoolRule(size=1, urgent_patience=0.05))

    def inner_fails() -> None:
        with transaction(engine) as inner:
            inner.execute(text("INSERT INTO part VALUES (2)"))
            inner.execute(text("SELECT 1 / 0"))

    with transaction(engine) as outer:
        outer.execute(text("CREATE TABLE part (a int)"))
        with transaction(engine) as inner:
            assert inner is outer
            inner.execute(text("INSERT INTO part VALUES (1)"))
        with pytest.raises(DataError, match="division by zero"):
            inner_fails()
        assert outer.execute(text("SELECT array_agg(a) FROM part")).scalar_one() == [1]
    with transaction(engine) as connection:
        assert connection is not outer
        connection.execute(text("DROP TABLE part"))
    engine.dispose()


def test_a_snapshot_cannot_be_a_part_of_what_is_none(postgres: Engine) -> None:
    snapshots = postgres.execution_options(isolation_level="REPEATABLE READ")
    with (
        transaction(postgres),
        pytest.raises(RuntimeError, match="cannot be a part of one"),
        transaction(snapshots),
    ):
        pass
    with transaction(snapshots) as outer, transaction(postgres) as inner:
        assert inner is outer


def test_threads_of_one_process_have_a_connection_each(postgres: Engine) -> None:
    def backend() -> int:
        with transaction(postgres) as connection:
            return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

    with transaction(postgres) as mine, ThreadPoolExecutor(1) as pool:
        own = mine.execute(text("SELECT pg_backend_pid()")).scalar_one()
        assert pool.submit(backend).result(10) != own
        assert backend() == own
