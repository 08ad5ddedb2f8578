"""The trading service on real adapters, for tests: its ports, and what stands behind a running one."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import httpx
import polars as pl
from redis import Redis
from sqlalchemy import Engine

from support.candles import CALENDAR
from support.clocks import HandClock
from support.services import Service
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.candles import PostgresCandles
from usdcop.adapters.postgres.newest import newest_stored
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.predictions_read import PostgresPredictionPages
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.redis_newest import RedisNewest
from usdcop.core.accounting import CostModel
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.main.serve.candles import LakeCandles
from usdcop.pipeline.changes import ChangeRecord
from usdcop.services.trading.ports import TradingPorts

DAYS = CALENDAR.sessions(date(2024, 11, 25), date(2025, 1, 2))
"""Across a quarter's edge; the last is the session of ``support.orders.AT``."""
MISSING = CALENDAR.grid(date(2024, 12, 18))[10:13]
"""Bars that never came."""


@dataclass(frozen=True)
class Trading:
    """The running service and what stands behind it."""

    service: Service
    engine: Engine
    lake: ParquetLake
    clock: HandClock
    redis: Redis
    service_redis: str
    """Address of the service's Redis."""
    bars: pl.DataFrame
    """What was stored of closed bars."""

    def get(self, path: str, status: int = 200, **headers: str) -> Any:  # noqa: ANN401 - as JSON has it
        """The body of an answer."""
        return told(self.service.client.get(path, headers=headers), status)


def told(response: httpx.Response, status: int) -> Any:  # noqa: ANN401 - as JSON has it
    """The body of ``response``, which must have ``status``; a refusal names its cure."""
    assert response.status_code == status, response.text
    body = response.json()
    if status >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert body["status"] == status
        assert body["cure"]
    return body


def ports_on(engine: Engine, lake: ParquetLake, redis: Redis) -> TradingPorts:
    """The real adapters."""
    return TradingPorts(
        markets=MARKETS,
        limits=RiskLimits(),
        costs=CostModel(),
        hot=PostgresCandles(engine),
        cold=LakeCandles(lake, MARKETS["USDCOP"]),
        quotes=PostgresQuotes(engine),
        newest_stored=partial(newest_stored, engine),
        remembered=RedisNewest(redis).read,
        predictions=PostgresPredictionPages(engine),
        desk=PostgresDesk(engine, MARKETS, RiskLimits()),
        orders=PostgresOrders(engine),
        accounts=PostgresAccounts(engine, MARKETS),
        state=PostgresTradingState(engine),
        marks=ChangeRecord(lake).marks,
    )
