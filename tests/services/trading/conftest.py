"""The trading service over real HTTP, with a small history, on a clock moved by hand."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from redis import Redis
from sqlalchemy import Engine

from support.candles import forming_bar, history, store_hot
from support.clocks import HandClock
from support.lakes import lake_at
from support.orders import AT, open_book
from support.services import running_service, shared_for
from support.trading_service import DAYS, MISSING, Trading, ports_on
from usdcop.services.trading.app import create


@pytest.fixture(scope="session")
def bars() -> pl.DataFrame:
    """Closed bars up to ``AT``."""
    return history(DAYS, now=AT, without=MISSING)


@pytest.fixture
def empty_trading(postgres: Engine, redis_url: str, tmp_path: Path, bars: pl.DataFrame) -> Iterator[Trading]:
    """The service of a home in which nothing has happened yet, at ``AT``."""
    lake, clock = lake_at(tmp_path), HandClock(AT)
    shared = shared_for(postgres, redis_url, clock=clock)
    with Redis.from_url(redis_url) as client:
        ports = ports_on(postgres, lake, client)
        with running_service(lambda given: create(given, ports), postgres, redis_url, shared) as service:
            yield Trading(service, postgres, lake, clock, client, redis_url, bars)


@pytest.fixture
def trading(empty_trading: Trading) -> Trading:
    """The service with a history, a forming bar, a fresh quote and open books, at ``AT``."""
    store_hot(empty_trading.engine, empty_trading.bars)
    store_hot(empty_trading.engine, forming_bar(AT, 4000.0))
    open_book(empty_trading.engine)
    return empty_trading
