"""What every ``Cache`` must do."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from usdcop.adapters.redis import RedisCache, open_redis
from usdcop.core.ports import Cache


@pytest.fixture
def cache(redis_url: str) -> Iterator[Cache]:
    with open_redis(redis_url) as client:
        yield RedisCache(client)


def test_what_was_put_is_got(cache: Cache) -> None:
    cache.put("prediction:USDCOP", bytes(range(256)), None)
    assert cache.get("prediction:USDCOP") == bytes(range(256))


def test_what_was_never_put_is_none(cache: Cache) -> None:
    assert cache.get("prediction:USDCOP") is None


def test_an_empty_value_is_not_none(cache: Cache) -> None:
    cache.put("empty", b"", timedelta(minutes=1))
    assert cache.get("empty") == b""


def test_a_later_put_replaces_value_and_lifetime(cache: Cache) -> None:
    cache.put("key", b"one", timedelta(milliseconds=30))
    cache.put("key", b"two", None)
    time.sleep(0.06)
    assert cache.get("key") == b"two"


def test_a_value_ends_with_its_lifetime(cache: Cache) -> None:
    cache.put("key", b"one", timedelta(seconds=0.5))
    assert cache.get("key") == b"one"
    time.sleep(0.55)
    assert cache.get("key") is None


def test_a_lifetime_that_is_over_keeps_nothing(cache: Cache) -> None:
    cache.put("key", b"one", None)
    cache.put("key", b"two", timedelta(0))
    assert cache.get("key") is None
