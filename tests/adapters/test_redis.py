import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from usdcop.adapters.redis import RedisCache, RedisCredits, digest, open_redis
from usdcop.core.credits import CreditLimits
from usdcop.core.errors import CreditsError, ServerError, UsageError

NOW = datetime(2024, 3, 5, 13, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEYS = ("a-secret-vendor-key", "another-secret-key")


@pytest.fixture
def client(redis_url: str) -> Iterator[Redis]:
    with open_redis(redis_url) as opened:
        yield opened


def test_an_address_that_is_none_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="redis://:password@host:port/0"):
        open_redis("localhost:6379")


def test_a_redis_that_is_away_is_a_server_error() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound, but nobody listens
        with open_redis(f"redis://:x@127.0.0.1:{reserved.getsockname()[1]}/0") as away:
            with pytest.raises(ServerError, match="Redis does not answer"):
                RedisCache(away).get("key")
            with pytest.raises(ServerError, match="Redis does not answer"):
                RedisCredits(away, KEYS, CreditLimits()).reserve(1, NOW)


def test_without_the_password_nothing_is_answered(redis_url: str) -> None:
    address = "redis://:wrong@" + redis_url.split("@")[1]
    with open_redis(address) as stranger, pytest.raises(ServerError, match="password"):
        RedisCache(stranger).get("key")


def test_keys_never_stand_in_redis_in_clear(client: Redis) -> None:
    ledger = RedisCredits(client, KEYS, CreditLimits())
    ledger.open_unspent(NOW)
    ledger.reserve(1, NOW)
    ledger.bench(KEYS[1], NOW + MINUTE)
    everything = b"".join(name + (client.get(name) or b"") for name in client.scan_iter())
    assert digest(KEYS[0]).encode() in everything
    assert not any(key.encode() in everything for key in KEYS)


def test_two_processes_with_the_same_keys_share_one_account(client: Redis) -> None:
    one, other = (RedisCredits(client, ("key",), CreditLimits(3, 800)) for _ in range(2))
    assert [one.open_unspent(NOW), other.open_unspent(NOW)] == [True, False]
    one.reserve(2, NOW)
    other.reserve(1, NOW)
    with pytest.raises(CreditsError):
        one.reserve(1, NOW)


def test_a_new_account_cannot_wipe_an_old_one(client: Redis) -> None:
    ledger = RedisCredits(client, ("key",), CreditLimits(1, 800))
    ledger.open_unspent(NOW)
    ledger.reserve(1, NOW)
    ledger.open_unspent(NOW)
    with pytest.raises(CreditsError):
        ledger.reserve(1, NOW)


def test_after_a_loss_of_redis_the_minute_counts_as_spent_and_the_day_is_asked_for(client: Redis) -> None:
    ledger = RedisCredits(client, ("key",), CreditLimits(2, 10))
    ledger.open_unspent(NOW)
    ledger.reserve(2, NOW)
    assert not ledger.needs_observation("key", NOW)
    client.flushall()
    assert ledger.needs_observation("key", NOW)
    with pytest.raises(CreditsError, match="Ask the vendor") as caught:
        ledger.reserve(1, NOW)
    assert caught.value.free_at == NOW.replace(second=0) + MINUTE
    ledger.observe("key", 9, NOW)
    assert not ledger.needs_observation("key", NOW)
    with pytest.raises(CreditsError):
        ledger.reserve(1, NOW)
    ledger.reserve(1, NOW + MINUTE)
    with pytest.raises(CreditsError) as caught:
        ledger.reserve(1, NOW + 2 * MINUTE)
    assert caught.value.free_at == datetime(2024, 3, 6, tzinfo=UTC)


def test_until_the_day_is_known_only_one_minutes_credits_are_spent(client: Redis) -> None:
    ledger = RedisCredits(client, ("key",), CreditLimits(2, 10))
    with pytest.raises(CreditsError):
        ledger.reserve(1, NOW)
    ledger.observe("key", 0, NOW)
    client.flushall()
    with pytest.raises(CreditsError):
        ledger.reserve(1, NOW)


def test_a_benched_key_of_a_lost_account_stays_benched(client: Redis) -> None:
    ledger = RedisCredits(client, ("key",), CreditLimits(2, 10))
    ledger.bench("key", NOW + 5 * MINUTE)
    with pytest.raises(CreditsError) as caught:
        ledger.reserve(1, NOW)
    assert caught.value.free_at is not None
    assert caught.value.free_at >= NOW + 5 * MINUTE


def test_what_another_clock_wrote_is_forgotten_and_what_this_one_wrote_is_not(client: Redis) -> None:
    ledger = RedisCredits(client, ("key",), CreditLimits(2, 10))
    ledger.open_unspent(NOW + timedelta(days=700))
    ledger.reserve(2, NOW + timedelta(days=700))
    with pytest.raises(CreditsError):
        ledger.reserve(1, NOW)
    ledger.forget_later(NOW)
    assert ledger.needs_observation("key", NOW)
    ledger.observe("key", 3, NOW)
    ledger.forget_later(NOW)
    assert not ledger.needs_observation("key", NOW)
    assert ledger.uses(NOW)[digest("key")].in_day == 3


def test_a_look_at_the_account_shows_digests_and_lost_keys(client: Redis) -> None:
    ledger = RedisCredits(client, KEYS, CreditLimits())
    assert not any(use.day_known for use in ledger.uses(NOW).values())
    ledger.open_unspent(NOW)
    ledger.reserve(3, NOW)
    uses = ledger.uses(NOW)
    assert set(uses) == {digest(key) for key in KEYS}
    assert sorted(use.in_day for use in uses.values()) == [0, 3]
