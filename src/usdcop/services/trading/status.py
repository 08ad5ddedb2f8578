"""Whether the market is open and its prices come: facts into bodies. Pure."""

from datetime import datetime

from usdcop.core.sessions import Market
from usdcop.services.kit.health import Status
from usdcop.services.trading.freshness import Freshness
from usdcop.services.trading.schemas import MarketStatus


def market_status(market: Market, now: datetime) -> MarketStatus:
    """Whether ``market`` is open at ``now``, and what comes next."""
    calendar = market.calendar
    event, at = calendar.next_event(now)
    return MarketStatus(
        is_open=calendar.is_open(now),
        current_time=now,
        timezone=calendar.hours.timezone,
        trading_hours=f"{calendar.hours.opens:%H:%M}-{calendar.hours.closes:%H:%M}",
        trading_days="Monday-Friday, except Colombian holidays",
        next_event=at,
        next_event_type=event,
        time_to_next_event=(at - now).total_seconds(),
    )


def feed_verdict(state: Freshness | None, missing: int) -> tuple[Status, str | None, str | None]:
    """Status, cause and next step of a feed whose newest price is ``state`` and that lacks ``missing`` bars today."""
    look = "Look at the orchestrator's /status and at 'usdcop doctor'."
    match state:
        case None:
            return Status.DOWN, "There is neither a quote nor a bar.", "Bring bars in with 'usdcop acquire'."
        case Freshness.STALE:
            return Status.DOWN, "No price has come for more than a quarter of an hour.", look
        case Freshness.DELAYED:
            return Status.DEGRADED, "The newest price is too old for new risk.", look
        case Freshness.LIVE | Freshness.CLOSED:
            if missing:
                return Status.DEGRADED, f"{missing} bars of today are missing.", "Run 'usdcop acquire'."
            return Status.OK, None, None
