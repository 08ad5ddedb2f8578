"""The newest of each market in Redis, where reads of it spare PostgreSQL; PostgreSQL is asked where it is not there."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

import polars as pl
import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from usdcop.core.errors import UsageError
from usdcop.core.events import EventId, market_stream
from usdcop.core.newest import Newest, Remembered, newest_bytes, newest_of
from usdcop.core.ports import BarTable

LIFETIME: Final = timedelta(hours=1)
"""How long what was newest is remembered, in real time."""
PATIENCE: Final = 0.05
"""Seconds that Redis has to answer: it takes less than one thousandth of that when it is well."""
AWAY_SECONDS: Final = 1.0
"""How long Redis is left alone after it did not answer."""
_KEY: Final = "newest:"

_T = TypeVar("_T")
_log = structlog.get_logger("usdcop.newest")


@dataclass(slots=True)
class RedisNewest:
    """What is remembered, in Redis; whoever asks is never kept waiting by a Redis that hangs."""

    client: redis.Redis
    _away_until: float = field(default=0.0, init=False)

    def read(self, symbol: str) -> Remembered:
        """What is remembered of ``symbol``."""

        def both() -> Remembered:
            with self.client.pipeline(transaction=False) as pipe:
                pipe.get(_KEY + symbol)
                pipe.xrevrange(market_stream(symbol), count=1)
                kept, entries = pipe.execute()
            seq = EventId.parse(entries[0][0].decode()).seq if entries else None
            return Remembered(newest_of(kept) if kept else None, seq)

        return self._asked(both, Remembered())

    def put(self, symbol: str, newest: Newest) -> bool:
        """Remember ``newest``; False where Redis did not answer."""
        return self._asked(
            lambda: bool(self.client.set(_KEY + symbol, newest_bytes(newest), px=LIFETIME)), otherwise=False
        )

    def _asked(self, ask: Callable[[], _T], otherwise: _T) -> _T:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return ask()
        except (redis.RedisError, ValueError, KeyError, TypeError) as error:
            self._away_until = time.monotonic() + AWAY_SECONDS
            _log.warning("newest.unknown", cause=str(error))
            return otherwise


@dataclass(frozen=True, slots=True)
class RememberedBars:
    """The port ``BarTable``: whoever changes bars brings what is remembered of their market up to date."""

    table: BarTable
    newest: Callable[[str], Newest]
    """What is newest of a symbol in ``table``, and its newest quote."""
    memory: RedisNewest

    def upsert(self, symbol: str, bars: pl.DataFrame) -> int:
        """See ``BarTable.upsert``."""
        written = self.table.upsert(symbol, bars)
        self._remember(symbol)
        return written

    def prune(self, symbol: str, days: Mapping[date, tuple[datetime, datetime]], bars: pl.DataFrame) -> int:
        """See ``BarTable.prune``."""
        removed = self.table.prune(symbol, days, bars)
        self._remember(symbol)
        return removed

    def remove(self, symbol: str, times: Sequence[datetime]) -> int:
        """See ``BarTable.remove``."""
        removed = self.table.remove(symbol, times)
        self._remember(symbol)
        return removed

    def read(self, symbol: str, start: datetime, end: datetime) -> pl.DataFrame:
        """See ``BarTable.read``."""
        return self.table.read(symbol, start, end)

    def _remember(self, symbol: str) -> None:
        self.memory.put(symbol, self.newest(symbol))


def open_memory(url: str) -> RedisNewest:
    """What is remembered in the Redis at ``url``.

    Raises:
        UsageError: the address cannot be read.
    """
    options: dict[str, Any] = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    try:
        return RedisNewest(redis.Redis.from_url(url, retry=Retry(NoBackoff(), 0), **options))
    except ValueError as error:
        shape = "Write USDCOP_REDIS_URL as redis://:password@host:port/0."
        raise UsageError("The Redis address cannot be read.", shape) from error
