import socket

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from usdcop.adapters.postgres.database import POOL_SIZE, open_database, transaction
from usdcop.core.errors import DataError, ServerError, UsageError


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
    engine = open_database(postgres_url)
    engine.pool._timeout = 0.05  # type: ignore[attr-defined] # so that the test need not wait long
    held = [engine.connect() for _ in range(POOL_SIZE)]
    with pytest.raises(PoolTimeoutError):
        engine.connect()
    for connection in held:
        connection.close()
    engine.dispose()
