from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.core.errors import ServerError


def test_epochs_outlive_the_process(postgres: Engine, postgres_url: str) -> None:
    first = PostgresEpochs(postgres).take("s", 0)
    other = open_database(postgres_url)
    assert PostgresEpochs(other).take("s", 0) == first + 1
    other.dispose()


def test_two_who_take_at_once_get_two_epochs(postgres: Engine) -> None:
    epochs = PostgresEpochs(postgres)
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda _: epochs.take("s", 0), range(40)))
    assert sorted(taken) == list(range(1, 41))


def test_a_postgres_that_is_away_is_a_server_error(postgres_url: str) -> None:
    away = open_database("postgresql://x:x@127.0.0.1:1/none")
    with pytest.raises(ServerError, match="PostgreSQL"):
        PostgresEpochs(away).take("s", 0)
    away.dispose()
