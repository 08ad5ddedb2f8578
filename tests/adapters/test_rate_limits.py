import asyncio
import time
from pathlib import Path

import pytest

from usdcop.adapters.rate_limits import RateLimits
from usdcop.main.embedded.redis import start_redis
from usdcop.main.embedded.servers import stop

pytestmark = pytest.mark.alone


async def _hits(limits: RateLimits, client: str, times: int, per_minute: int = 3) -> list[bool]:
    return [await limits.hit(client, per_minute) is None for _ in range(times)]


def test_clients_are_counted_apart_and_told_how_long_to_wait(redis_url: str) -> None:
    async def told() -> None:
        limits = RateLimits(redis_url)
        assert await _hits(limits, "a", 4) == [True, True, True, False]
        assert await _hits(limits, "b", 1) == [True]
        wait = await limits.hit("a", 3)
        assert wait is not None
        assert 0 < wait <= 60
        await limits.close()

    asyncio.run(told())


def test_processes_count_together(redis_url: str) -> None:
    async def told() -> None:
        one, other = RateLimits(redis_url), RateLimits(redis_url)
        assert await _hits(one, "a", 2) + await _hits(other, "a", 2) == [True, True, True, False]
        await one.close()
        await other.close()

    asyncio.run(told())


def test_without_redis_a_process_counts_for_itself_and_comes_back(server_home: Path) -> None:
    server = start_redis(server_home)

    async def told() -> None:
        limits = RateLimits(server.url())
        assert await _hits(limits, "a", 2) == [True, True]
        await asyncio.to_thread(stop, server_home)
        started = time.monotonic()
        assert await _hits(limits, "a", 4) == [True, True, True, False]  # a limit of its own: never open
        assert time.monotonic() - started < 3
        assert limits.degraded
        await limits.close()

    asyncio.run(told())


def test_many_calls_at_once_are_counted_exactly(redis_url: str) -> None:
    async def told() -> int:
        limits = RateLimits(redis_url)
        found = await asyncio.gather(*(limits.hit("a", 30) for _ in range(80)))
        assert not limits.degraded
        await limits.close()
        return sum(wait is None for wait in found)

    assert asyncio.run(told()) == 30
