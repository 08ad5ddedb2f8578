"""What Redis remembers as the newest: up to date with every change of bars, and no Redis keeps anybody waiting."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import polars as pl
import pytest
from redis import Redis
from sqlalchemy import Engine

from support.candles import forming_bar, history
from support.orders import AT, a_quote
from support.trading_service import DAYS
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.newest import newest_stored
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.redis_newest import AWAY_SECONDS, LIFETIME, RedisNewest, RememberedBars, open_memory
from usdcop.core.errors import UsageError
from usdcop.core.events import market_stream
from usdcop.core.newest import Remembered

SYMBOL = "USDCOP"


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def bars(postgres: Engine, client: Redis) -> RememberedBars:
    return RememberedBars(PostgresBars(postgres), partial(newest_stored, postgres), RedisNewest(client))


def test_every_change_of_bars_is_remembered_as_postgresql_has_it(
    bars: RememberedBars, client: Redis, postgres: Engine
) -> None:
    assert bars.memory.read(SYMBOL) == Remembered(None, None)
    stored = history(DAYS, now=AT)
    bars.upsert(SYMBOL, stored)
    bars.upsert(SYMBOL, forming_bar(AT, 4000.0))
    forming = bars.memory.read(SYMBOL).newest
    assert forming == newest_stored(postgres, SYMBOL)
    assert forming is not None
    assert forming.bar is not None
    assert forming.bar.close == 4000.0
    PostgresQuotes(postgres).put(a_quote())
    bars.remove(SYMBOL, [AT])
    without = bars.memory.read(SYMBOL).newest
    assert without == newest_stored(postgres, SYMBOL)
    assert without is not None
    assert without.quote == a_quote()
    assert without.bar is not None
    assert without.bar.time == stored["time"][-1]
    day = DAYS[-1]
    bars.prune(SYMBOL, {day: (AT - timedelta(hours=1), AT)}, stored.clear())
    pruned = bars.memory.read(SYMBOL).newest
    assert pruned == newest_stored(postgres, SYMBOL)
    assert pruned != without
    assert 0 < int(client.pttl(f"newest:{SYMBOL}")) <= LIFETIME // timedelta(milliseconds=1)
    assert bars.read(SYMBOL, AT, AT + timedelta(days=1)).is_empty()


def test_the_number_of_the_newest_event_comes_with_it(client: Redis) -> None:
    memory = RedisNewest(client)
    client.xadd(market_stream(SYMBOL), {"type": "bar"}, id="3-41")
    assert memory.read(SYMBOL) == Remembered(None, 41)


def test_what_cannot_be_read_is_not_known(client: Redis) -> None:
    client.set(f"newest:{SYMBOL}", b"{torn")
    assert RedisNewest(client).read(SYMBOL) == Remembered(None, None)


def test_a_redis_that_hangs_costs_a_moment_once_and_then_nothing(postgres: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hangs:  # takes connections, and answers nothing
        memory = open_memory(f"redis://127.0.0.1:{hangs.getsockname()[1]}/0")
        bars = RememberedBars(PostgresBars(postgres), partial(newest_stored, postgres), memory)
        began = time.monotonic()
        assert bars.upsert(SYMBOL, history(DAYS[-1:], now=AT)) > 0
        first = time.monotonic() - began
        for _ in range(200):
            assert memory.read(SYMBOL) == Remembered(None, None)
        assert time.monotonic() - began < first + AWAY_SECONDS / 2
        assert not memory.put(SYMBOL, newest_stored(postgres, SYMBOL))


def test_a_redis_that_comes_back_is_asked_again(client: Redis, postgres: Engine) -> None:
    newest = replace(newest_stored(postgres, SYMBOL), quote=a_quote())
    memory = RedisNewest(Redis(port=1, socket_connect_timeout=0.2))
    assert memory.read(SYMBOL) == Remembered(None, None)
    memory.client = client
    assert not memory.put(SYMBOL, newest)
    time.sleep(AWAY_SECONDS)
    assert memory.put(SYMBOL, newest)
    assert memory.read(SYMBOL).newest == newest


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match="Redis address"):
        open_memory("nowhere")


def test_bars_that_cannot_be_stored_change_nothing(bars: RememberedBars) -> None:
    with pytest.raises(Exception, match="close"):
        bars.upsert(SYMBOL, pl.DataFrame({"time": [AT]}))
    assert bars.memory.read(SYMBOL) == Remembered(None, None)
