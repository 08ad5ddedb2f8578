from datetime import date, datetime, timedelta

import pytest

from support.candles import CALENDAR
from usdcop.core.sessions import MARKETS, MarketEvent
from usdcop.services.kit.health import Status
from usdcop.services.trading.freshness import Freshness
from usdcop.services.trading.status import feed_verdict, market_status

DAY = date(2024, 3, 8)
OPENS, CLOSES = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "is_open", "event", "at"),
    [
        (OPENS - SECOND, False, MarketEvent.OPEN, OPENS),
        (OPENS, True, MarketEvent.CLOSE, CLOSES),
        (CLOSES - SECOND, True, MarketEvent.CLOSE, CLOSES),
        (CLOSES, False, MarketEvent.OPEN, CALENDAR.opens_at(date(2024, 3, 11))),
    ],
)
def test_the_hours_are_half_open(now: datetime, is_open: bool, event: MarketEvent, at: datetime) -> None:
    told = market_status(MARKETS["USDCOP"], now)
    assert (told.is_open, told.next_event_type, told.next_event) == (is_open, event, at)
    assert told.time_to_next_event == (at - now).total_seconds()
    assert told.trading_hours == "08:00-13:00"


@pytest.mark.parametrize(
    ("state", "missing", "expected"),
    [
        (None, 0, Status.DOWN),
        (Freshness.STALE, 0, Status.DOWN),
        (Freshness.DELAYED, 0, Status.DEGRADED),
        (Freshness.LIVE, 2, Status.DEGRADED),
        (Freshness.LIVE, 0, Status.OK),
        (Freshness.CLOSED, 0, Status.OK),
        (Freshness.CLOSED, 1, Status.DEGRADED),
    ],
)
def test_whatever_ails_the_feed_has_a_cause_and_a_next_step(
    state: Freshness | None, missing: int, expected: Status
) -> None:
    status, cause, step = feed_verdict(state, missing)
    assert status is expected
    assert (cause is None) == (step is None) == (status is Status.OK)
