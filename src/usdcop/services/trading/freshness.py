"""How fresh a price is. Pure."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from usdcop.core.risk import POLLS_MISSED, RiskLimits

DELAYED_UP_TO: Final = timedelta(minutes=15)
"""An older price of an open market is stale."""


class Freshness(StrEnum):
    """How much a price is worth now."""

    LIVE = "live"
    """Fresh enough to trade on."""
    DELAYED = "delayed"
    """Too old for new risk."""
    STALE = "stale"
    """More than a quarter of an hour old, and the market is open."""
    CLOSED = "closed"
    """The market is closed; it is the last one."""


def freshness(age: timedelta, poll: timedelta, limits: RiskLimits, *, is_open: bool) -> Freshness:
    """How fresh a price of ``age`` is, where one is planned every ``poll``; the bound is that of new risk."""
    if not is_open:
        return Freshness.CLOSED
    if age <= max(limits.quote_age, POLLS_MISSED * poll):
        return Freshness.LIVE
    return Freshness.DELAYED if age <= DELAYED_UP_TO else Freshness.STALE
