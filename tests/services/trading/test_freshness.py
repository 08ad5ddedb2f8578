from datetime import timedelta

import pytest

from usdcop.core.risk import RiskLimits
from usdcop.services.trading.freshness import DELAYED_UP_TO, Freshness, freshness

LIMITS = RiskLimits()
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("age", "poll", "expected"),
    [
        (30 * SECOND, 5 * SECOND, Freshness.LIVE),
        (31 * SECOND, 5 * SECOND, Freshness.DELAYED),
        (78 * SECOND, 26 * SECOND, Freshness.LIVE),
        (79 * SECOND, 26 * SECOND, Freshness.DELAYED),
        (DELAYED_UP_TO, 5 * SECOND, Freshness.DELAYED),
        (DELAYED_UP_TO + SECOND, 5 * SECOND, Freshness.STALE),
    ],
)
def test_the_bound_is_that_of_new_risk(age: timedelta, poll: timedelta, expected: Freshness) -> None:
    assert freshness(age, poll, LIMITS, is_open=True) is expected


def test_a_closed_market_has_a_last_price_however_old() -> None:
    assert freshness(timedelta(0), SECOND, LIMITS, is_open=False) is Freshness.CLOSED
    assert freshness(timedelta(days=3), SECOND, LIMITS, is_open=False) is Freshness.CLOSED
