from datetime import UTC, datetime, timedelta

from usdcop.simulator.meter import Limit, Meter, Plan

NOW = datetime(2024, 7, 10, 23, 58, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_minute_has_its_credits_and_the_next_has_them_again() -> None:
    meter = Meter(Plan(per_minute=2, per_day=800))
    assert [meter.spend("key", 1, NOW) for _ in range(3)] == [None, None, Limit.MINUTE]
    assert meter.spend("key", 1, NOW + MINUTE) is None


def test_a_day_has_its_credits_and_the_next_utc_day_has_them_again() -> None:
    meter = Meter(Plan(per_minute=10, per_day=2))
    assert [meter.spend("key", 1, NOW) for _ in range(3)] == [None, None, Limit.DAY]
    assert meter.spend("key", 1, NOW + 2 * MINUTE) is None


def test_each_key_has_its_own() -> None:
    meter = Meter(Plan(per_minute=1))
    assert meter.spend("one", 1, NOW) is None
    assert meter.spend("two", 1, NOW) is None
    assert meter.spend("one", 1, NOW) is Limit.MINUTE


def test_usage_counts_refused_calls_too() -> None:
    meter = Meter(Plan(per_minute=1))
    meter.spend("key", 1, NOW)
    meter.spend("key", 1, NOW)
    used = meter.usage("key", NOW)
    assert (used.minute, used.day) == (2, 2)
    later = meter.usage("key", NOW + MINUTE)
    assert (later.minute, later.day) == (0, 2)
