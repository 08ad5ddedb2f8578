"""The trading service over real HTTP, with a small history, on a clock moved by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from redis import Redis
from sqlalchemy import Engine

from support.candles import CALENDAR, forming_bar, history, store_hot
from support.clocks import HandClock
from support.lakes import lake_at
from support.orders import AT, open_book
from support.services import Service, running_service, shared_for
from usdcop.adapters.lake import ParquetLake
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.predictions_read import PostgresPredictionPages
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.main.serve.candles import LakeCandles
from usdcop.main.serve.trading import newest_seq_on
from usdcop.services.trading.app import create
from usdcop.services.trading.ports import TradingPorts

DAYS = CALENDAR.sessions(date(2024, 11, 25), date(2025, 1, 2))
"""Across a quarter's edge; the last is the session of ``AT``."""
MISSING = CALENDAR.grid(date(2024, 12, 18))[10:13]


@dataclass(frozen=True)
class Trading:
    """The running service and what stands behind it."""

    service: Service
    engine: Engine
    lake: ParquetLake
    clock: HandClock
    bars: pl.DataFrame
    """What was stored of closed bars."""


@pytest.fixture(scope="session")
def bars() -> pl.DataFrame:
    """Closed bars up to ``AT``."""
    return history(DAYS, now=AT, without=MISSING)


def ports_on(engine: Engine, lake: ParquetLake, redis_url: str) -> TradingPorts:
    """The real adapters."""
    return TradingPorts(
        markets=MARKETS,
        limits=RiskLimits(),
        hot=PostgresCandles(engine),
        cold=LakeCandles(lake, MARKETS["USDCOP"]),
        quotes=PostgresQuotes(engine),
        newest_seq=newest_seq_on(Redis.from_url(redis_url)),
        predictions=PostgresPredictionPages(engine),
        desk=PostgresDesk(engine, MARKETS, RiskLimits()),
        orders=PostgresOrders(engine),
        accounts=PostgresAccounts(engine, MARKETS),
        state=PostgresTradingState(engine),
    )


@pytest.fixture
def empty_trading(postgres: Engine, redis_url: str, tmp_path: Path, bars: pl.DataFrame) -> Iterator[Trading]:
    """The service of a home in which nothing has happened yet, at ``AT``."""
    lake, clock = lake_at(tmp_path), HandClock(AT)
    ports = ports_on(postgres, lake, redis_url)
    shared = shared_for(postgres, redis_url, clock=clock)
    with running_service(lambda given: create(given, ports), postgres, redis_url, shared) as service:
        yield Trading(service, postgres, lake, clock, bars)


@pytest.fixture
def trading(empty_trading: Trading) -> Trading:
    """The service with a history, a forming bar, a fresh quote and open books, at ``AT``."""
    store_hot(empty_trading.engine, empty_trading.bars)
    store_hot(empty_trading.engine, forming_bar(AT, 4000.0))
    open_book(empty_trading.engine)
    return empty_trading
