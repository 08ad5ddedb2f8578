"""Rate limits in Redis, for all processes together; without Redis each process counts for itself."""

import time
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from redis.asyncio import BlockingConnectionPool

AWAY_SECONDS: Final = 5.0
"""How long Redis is left alone after it did not answer."""
_MOST_CONNECTIONS: Final = 20
_PATIENCE: Final = 0.5


class RateLimits:
    """Counts calls in sliding minutes of real time. Of one event loop.

    Args:
        redis_url: ``redis://…``.
    """

    def __init__(self, redis_url: str) -> None:
        self._pool = BlockingConnectionPool.from_url(
            redis_url,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            timeout=_PATIENCE,
            max_connections=_MOST_CONNECTIONS,
        )
        storage = RedisStorage(
            f"async+{redis_url}",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="limits",
            connection_pool=self._pool,  # type: ignore[arg-type]  # the stubs know plain options only
        )
        self._shared = SlidingWindowCounterRateLimiter(storage)
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._away_until = 0.0

    @property
    def degraded(self) -> bool:
        """Whether this process counts for itself."""
        return time.monotonic() < self._away_until

    async def hit(self, client: str, per_minute: int) -> float | None:
        """Count a call of ``client``; None: it is within ``per_minute``, else seconds until one is."""
        item = RateLimitItemPerMinute(per_minute)
        if not self.degraded:
            try:
                return await _counted(self._shared, item, client)
            except StorageError:
                self._away_until = time.monotonic() + AWAY_SECONDS
        return await _counted(self._own, item, client)

    async def close(self) -> None:
        """Close the connections to Redis."""
        await self._pool.aclose()


async def _counted(
    limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, client: str
) -> float | None:
    if await limiter.hit(item, client):
        return None
    stats = await limiter.get_window_stats(item, client)
    return max(0.0, stats.reset_time - time.time())  # noqa: TID251 - the library reckons with it
