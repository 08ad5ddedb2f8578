"""What every ``CreditLedger`` must do."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from usdcop.adapters.credits import LocalCredits
from usdcop.adapters.redis import RedisCredits, open_redis
from usdcop.core.credits import CreditLimits
from usdcop.core.errors import CreditsError
from usdcop.core.ports import CreditLedger

NOW = datetime(2024, 3, 5, 13, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MIDNIGHT = datetime(2024, 3, 6, tzinfo=UTC)
Opened = Callable[[tuple[str, ...], CreditLimits], CreditLedger]


@pytest.fixture(params=["local", "redis"])
def opened(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens a ledger whose keys were surely not used before ``NOW``."""
    if request.param == "local":
        yield LocalCredits
        return
    with open_redis(request.getfixturevalue("redis_url")) as client:

        def open_shared(keys: tuple[str, ...], limits: CreditLimits) -> RedisCredits:
            ledger = RedisCredits(client, keys, limits)
            ledger.open_unspent(NOW)
            return ledger

        yield open_shared


def _taken(ledger: CreditLedger, now: datetime, needed: int = 1) -> list[str]:
    """Keys reserved at ``now`` until there are no more."""
    keys: list[str] = []
    while True:
        try:
            keys.append(ledger.reserve(needed, now))
        except CreditsError:
            return keys


def test_a_key_gives_its_minute_then_says_when_the_next_begins(opened: Opened) -> None:
    ledger = opened(("one",), CreditLimits(8, 800))
    assert _taken(ledger, NOW) == ["one"] * 8
    with pytest.raises(CreditsError, match=r"Wait until 2024-03-05 13:01:00 UTC") as caught:
        ledger.reserve(1, NOW)
    assert caught.value.free_at == datetime(2024, 3, 5, 13, 1, tzinfo=UTC)
    assert _taken(ledger, NOW + timedelta(seconds=40)) == ["one"] * 8


def test_keys_take_turns(opened: Opened) -> None:
    ledger = opened(("one", "two", "three"), CreditLimits(2, 800))
    assert _taken(ledger, NOW) == ["one", "two", "three"] * 2


def test_a_day_ends_at_midnight_utc(opened: Opened) -> None:
    ledger = opened(("one",), CreditLimits(8, 10))
    assert len(_taken(ledger, NOW)) == 8
    assert len(_taken(ledger, NOW + MINUTE)) == 2
    with pytest.raises(CreditsError) as caught:
        ledger.reserve(1, NOW + 2 * MINUTE)
    assert caught.value.free_at == MIDNIGHT
    assert len(_taken(ledger, MIDNIGHT)) == 8


def test_several_credits_are_taken_whole_from_one_key(opened: Opened) -> None:
    ledger = opened(("one", "two"), CreditLimits(8, 800))
    assert _taken(ledger, NOW, needed=5) == ["one", "two"]
    assert _taken(ledger, NOW, needed=3) == ["one", "two"]


def test_more_than_a_minute_grants_is_never_possible(opened: Opened) -> None:
    with pytest.raises(CreditsError, match="never has that many") as caught:
        opened(("one",), CreditLimits(8, 800)).reserve(9, NOW)
    assert caught.value.free_at is None


def test_a_benched_key_sits_out_until_then(opened: Opened) -> None:
    ledger = opened(("one", "two"), CreditLimits(8, 800))
    ledger.bench("one", NOW + timedelta(seconds=90))
    ledger.bench("one", NOW + timedelta(seconds=5))
    assert _taken(ledger, NOW) == ["two"] * 8
    assert _taken(ledger, NOW + timedelta(seconds=89)) == ["two"] * 8
    assert set(_taken(ledger, NOW + timedelta(seconds=90))) == {"one"}


def test_all_keys_benched_says_when_the_first_comes_back(opened: Opened) -> None:
    ledger = opened(("one", "two"), CreditLimits(8, 800))
    ledger.bench("one", NOW + timedelta(hours=2))
    ledger.bench("two", NOW + timedelta(hours=1))
    with pytest.raises(CreditsError) as caught:
        ledger.reserve(1, NOW)
    assert caught.value.free_at == NOW + timedelta(hours=1)


def test_what_the_vendor_counts_is_believed_where_it_is_more(opened: Opened) -> None:
    ledger = opened(("one",), CreditLimits(8, 10))
    ledger.reserve(1, NOW)
    ledger.observe("one", 0, NOW)
    ledger.observe("one", 7, NOW)
    assert len(_taken(ledger, NOW)) == 3


def test_what_the_vendor_has_not_counted_yet_stays_spent(opened: Opened) -> None:
    ledger = opened(("one",), CreditLimits(8, 4))
    ledger.reserve(3, NOW)
    ledger.observe("one", 1, NOW)
    assert len(_taken(ledger, NOW)) == 1


def test_a_clock_that_is_behind_gets_no_second_helping(opened: Opened) -> None:
    ledger = opened(("one",), CreditLimits(8, 800))
    assert len(_taken(ledger, NOW + MINUTE)) == 8
    assert _taken(ledger, NOW) == []


def test_many_callers_at_once_share_one_account(opened: Opened) -> None:
    ledger = opened(("one", "two"), CreditLimits(8, 800))

    def take(_: int) -> str | None:
        try:
            return ledger.reserve(1, NOW)
        except CreditsError:
            return None

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(take, range(40)))
    assert [keys.count("one"), keys.count("two"), keys.count(None)] == [8, 8, 24]
